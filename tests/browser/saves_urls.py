"""A page whose form goes when it is saved, and what else of the page tells of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views.generic import DeleteView

from htmx_views.views import HtmxFormMixin
from htmx_views.views.choice import FragmentBlocks
from monsters.models import Monster
from tests.browser.dialog_urls import Rename

PAGE = """
{% extends "base.html" %}
{% block content %}
  {% block head %}<h2 id="head">{{ monster.name }}</h2>{% endblock %}
  {% block seen %}
  <p id="seen" hx-get="{{ url }}" hx-trigger="renamed from:body" hx-target="this"
    hx-swap="outerHTML">{{ monster.name }} is known.</p>
  {% endblock %}
  {% block form %}
  <form id="form" method="post" action="{{ url }}" hx-post="{{ url }}"
    hx-target="this" hx-swap="outerHTML" novalidate>
    <input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">
    {{ form }}
    <button>Save</button>
  </form>
  {% endblock %}
  <button hx-delete="{{ url }}retire/" hx-target="#retired">Retire</button>
  <p id="retired">Active</p>
{% endblock %}
"""


class RenameOnPage(Rename):
    template_name = "page.html"
    fragment_blocks: FragmentBlocks | None = {"form": ["form"], "seen": ["seen"]}
    oob_blocks = ["head"]
    # From 4.0.0 on htmx leaves the target alone where nothing but these comes.
    success_oob_blocks = []
    validation_block = "head"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"url": self.request.get_full_path()}


#: What is wrong with a view, by the name of its URL.
WRONG: dict[str, dict[str, Any]] = {
    "events": {"success_events": "created"},
    "detail": {"success_events": {"renamed": float("nan")}},
    "address": {"success_url": "/{nothing}/"},
}


class Retire(HtmxFormMixin, DeleteView):  # type: ignore[type-arg]
    """Keeps the row, as a soft delete does."""

    model = Monster
    success_blocks = []
    success_url = "/"

    def form_valid(self, form: Any) -> HttpResponse:
        self.object.level = 99
        self.object.save()
        return HttpResponseRedirect(self.get_success_url())


urlpatterns = [
    path("saves/<int:pk>/", RenameOnPage.as_view()),
    path("saves/<int:pk>/retire/", Retire.as_view()),
    *(
        path(f"saves/<int:pk>/{name}/", RenameOnPage.as_view(**wrong))
        for name, wrong in WRONG.items()
    ),
    path("", include("monsters.urls")),
]
