"""Views of a project that tests them with the test tools."""

from __future__ import annotations

from typing import Any

import jinja2
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.urls import path
from django.views.generic import TemplateView, View

from htmx_views.views import HtmxFragmentMixin

BASE = """<html>{% block layout %}<nav>Home</nav>{% endblock %}
{% block main %}{% endblock %}</html>"""
PAGE = """{% extends "base.html" %}
{% block main %}<h1>{% block title %}Monsters{% endblock %}</h1>
{% block rows %}{{ rows }}{% endblock %}<footer></footer>{% endblock %}"""
SUPER = {
    "jinja2": """{% extends "page.html" %}
        {% block rows %}{{ super() }}!{% endblock %}""",
    "django": """{% extends "page.html" %}
        {% block rows %}{{ block.super }}!{% endblock %}""",
}
OTHER = "Elsewhere: {% block rows %}of an include{% endblock %}"
INCLUDING = '{% block rows %}mine{% endblock %}{% include "other.html" %}'
TEMPLATES = {
    "base.html": BASE,
    "page.html": PAGE,
    "including.html": INCLUDING,
    "other.html": OTHER,
    "hidden.html": """{% block title %}{% endblock %}
        {% if hidden %}{% block rows %}{% endblock %}{% endif %}""",
    "hyphens.html": "{% block main_rows %}{% endblock %}",
    "loop.html": """{% for n in '12' %}
        {% block rows %}{{ rows }}{% endblock %}{% endfor %}""",
    "csrf.html": "<b>{% block rows %}{{ csrf_token }}{% endblock %}</b>",
    "oob.html": (
        "{% block rows %}x{% endblock %}{% block count %}"
        """<i id="count"{% if is_fragment %} hx-swap-oob="true"{% endif %}>3</i>"""
        "{% endblock %}"
    ),
}


def engine(name: str, templates: dict[str, str] | None = None) -> dict[str, Any]:
    if templates is None:
        templates = {**TEMPLATES, "super.html": SUPER[name]}
    if name != "django":
        return {
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "OPTIONS": {"loader": jinja2.DictLoader(templates)},
        }
    return {
        "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
        "OPTIONS": {
            "loaders": [("django.template.loaders.locmem.Loader", templates)],
            "context_processors": ["django.template.context_processors.csrf"],
        },
    }


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["rows"]
    extra_context: dict[str, Any] | None = {"rows": "Nessie"}


class Differing(Page):
    """Renders something else in a fragment than on the page."""

    extra_context = None
    on_page = "Nessie"
    in_fragment = "Yeti"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_htmx = "HX-Request" in self.request.headers
        rows = self.in_fragment if is_htmx else self.on_page
        return super().get_context_data(**kwargs, rows=rows)


class Choice(Page):
    def get_template_names(self) -> list[str]:
        return ["missing.html", "page.html"]


class Chosen(Page):
    """Hands over the template itself, as get_template() returned it."""

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        template: Any = get_template("page.html")
        return TemplateResponse(self.request, template, context)


class Echo(View):
    """Answers any method with the method and the headers that came."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"method": request.method, **dict(request.headers)})


urlpatterns = [
    path("page/", Page.as_view()),
    path("two/", Page.as_view(fragment_blocks=["title", "rows"])),
    path(
        "mapped/",
        Page.as_view(fragment_blocks={"rows": ["rows"], "head": ["title"]}),
    ),
    path(
        "patterns/",
        Page.as_view(fragment_blocks={"row-*": ["rows"], "page": None, "*": ["title"]}),
    ),
    path("unlisted/", Page.as_view(fragment_blocks=[])),
    path("super/", Page.as_view(template_name="super.html")),
    path("including/", Page.as_view(template_name="including.html")),
    path("hidden/", Page.as_view(template_name="hidden.html")),
    path("csrf/", Page.as_view(template_name="csrf.html")),
    path(
        "oob/",
        Page.as_view(template_name="oob.html", fragment_blocks=["rows", "count"]),
    ),
    path("differing/", Differing.as_view()),
    path(
        "differing-title/",
        Differing.as_view(fragment_blocks=["rows", "title"]),
    ),
    path(
        "differing-mapped/",
        Differing.as_view(fragment_blocks={"head": ["title"], "rows": ["rows"]}),
    ),
    path("empty-fragment/", Differing.as_view(in_fragment="")),
    path("hash/", Differing.as_view(on_page="a" * 64, in_fragment="b" * 64)),
    path(
        "hyphens/",
        Page.as_view(template_name="hyphens.html", fragment_blocks=["main-rows"]),
    ),
    path("loop/", Page.as_view(template_name="loop.html")),
    path("choice/", Choice.as_view()),
    path("function/", lambda request: render(request, "page.html")),
    path("address/", TemplateView.as_view(template_name="page.html#rows")),
    path("function-address/", lambda request: render(request, "page.html#rows")),
    path("string/", lambda request: TemplateResponse(request, "page.html")),
    path("object/", Chosen.as_view()),
    path("echo/", Echo.as_view()),
    path("away/", lambda request: HttpResponseRedirect("/page/")),
    path("bare/", lambda request: HttpResponse("text")),
    path("plain/", TemplateView.as_view(template_name="page.html")),
]
