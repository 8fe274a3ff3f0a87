"""Views with fragments, for the tests of requests, caches and mixins."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin

from htmx_views.views import HtmxFragmentMixin
from htmx_views.views.choice import FragmentBlocks

TEMPLATES = {
    "base.html": """{% block document-title -%}
<title>{% block title %}Monsters{% endblock %}</title>{% endblock %}
<div id="messages">{% block messages %}<p id="toast">Hi</p>{% endblock %}</div>
{% block main %}{% endblock %}{% block secret %}secret{% endblock %}""",
    "page.html": """{% extends "base.html" %}{% block main -%}
<ul id="rows">{% block rows %}{% block row %}<li>{{ row }}</li>{% endblock %}
{%- endblock %}</ul>{% block count %}<b id="count">3</b>{% endblock %}
{%- endblock %}""",
}
# The template language of Django has no control of whitespace.
DJANGO_TEMPLATES = {
    name: source.replace("\n{%-", "{%").replace("-%}\n", "%}")
    for name, source in TEMPLATES.items()
}


def templates(engine_name: str) -> dict[str, str]:
    return TEMPLATES if engine_name == "jinja2" else DJANGO_TEMPLATES


class CopyingView(TemplateResponseMixin):
    """A project's own base view, which renders a copy of the context."""

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        return super().render_to_response({**context}, **response_kwargs)


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks: FragmentBlocks | None = ["rows"]
    extra_context = {"row": "Nessie"}


class MappedPage(Page):
    fragment_blocks = {
        "rows": ["rows"],
        "Zeilen-ü": ["rows"],
        "строки": ["rows"],
        "100%": ["count"],
        "main": ["main"],
        "nothing": [],
        "page": None,
        "row-*": ["row"],
    }
    oob_blocks = ["messages"]


class Answers(Page):
    """Answers with whatever ``kind`` says, page and fragment alike."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = kwargs["kind"]
        if kind == "404":
            raise Http404
        if kind == "403":
            raise PermissionDenied
        if kind == "500":
            raise RuntimeError
        if kind == "redirect":
            return HttpResponseRedirect("/page/")
        return HttpResponse("text")


urlpatterns = [
    path("page/", Page.as_view()),
    path("mapped/", MappedPage.as_view()),
    path("answers/<kind>/", Answers.as_view()),
]
