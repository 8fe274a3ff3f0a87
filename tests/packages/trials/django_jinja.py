"""its backend in `Jinja2WithFragments`: a list with `url()`, `{% cache %}`, a form"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path
from django.views.generic import FormView, ListView

from htmx_views.blocks import BlockRefused
from htmx_views.views import HtmxFormMixin, HtmxPaginationMixin
from tests.packages.site import Site, expect, expect_raised, expect_text

APPS = ["django_jinja"]
TEMPLATES = {
    "base.jinja": "<html>{% block main %}{% endblock %}</html>",
    "list.jinja": """{% extends "base.jinja" %}{% set path = url("quests") %}
{% block main %}{% block rows %}{% cache 60 "quests" page_obj.number %}
{% for quest in page_obj %}<a href="{{ path }}">{{ quest.title|upper }}</a>{% endfor %}
{% endcache %}{% endblock %}{% cache 60 "hidden" %}{% block hidden %}{% endblock %}
{% endcache %}{% endblock %}""",
    "form.jinja": """{% extends "base.jinja" %}{% block main %}
{% block form %}<form method="post">{% csrf_token %}{{ form }}</form>{% endblock %}
{% endblock %}""",
}
ENGINE = {
    "BACKEND": "htmx_views.backends.django_jinja.Jinja2WithFragments",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": []},
}
RESULT = "works; a block in `{% cache %}` is refused, one around it is not"


class QuestForm(forms.Form):
    title = forms.CharField()


def trial(site: Site) -> None:
    from tests.keyset.models import Quest

    class Quests(HtmxPaginationMixin, ListView):
        model = Quest
        ordering = "rank"
        paginate_by = 2
        template_name = "list.jinja"
        fragment_blocks = ["rows"]

    class NewQuest(HtmxFormMixin, FormView):
        form_class = QuestForm
        template_name = "form.jinja"
        fragment_blocks = ["form"]
        success_blocks: Any = ["form"]
        success_url = "/"

    site.make_quests(5)
    site.serve(
        path("", Quests.as_view(), name="quests"),
        path("hidden/", Quests.as_view(fragment_blocks=["hidden"])),
        path("new/", NewQuest.as_view()),
    )
    expect_text(site.client.get("/"), "QUEST 1", is_page=True)
    expect_text(site.client.get("/?page=2", htmx=True), '<a href="/">QUEST 3</a>')
    for url in ("/", "/?page=3", "/new/"):
        site.check_fragments(url)
    expect_raised(BlockRefused, lambda: site.client.get("/hidden/", htmx=True))
    answer = site.client.post("/new/", {}, htmx=True)
    expect(b"This field is required." in answer.content, True)
    expect(b"<html" in answer.content, False)
