"""How much of the library one has to read to follow a request for a fragment."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path
from django.views.generic import TemplateView
from pytest_django import Settings

import htmx_views
from htmx_views.requests import htmx_headers
from htmx_views.views import HtmxFragmentMixin
from tests.engines import ENGINES, engine

ROOT = Path(htmx_views.__file__).parent
TEMPLATES = {
    "base.html": "<title>{% block title %}{% endblock %}</title>"
    "{% block main %}{% endblock %}",
    "page.html": '{% extends "base.html" %}{% block main %}'
    "<ul>{% block rows %}<li>{{ name }}</li>{% endblock %}</ul>{% endblock %}",
}


class PageView(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = {"rows": ["rows"]}
    extra_context = {"name": "Grolm"}


urlpatterns = [path("", PageView.as_view())]


@pytest.mark.parametrize("name", ENGINES)
def test_a_fragment_passes_eight_files(
    name: str, settings: Settings, rf: RequestFactory
) -> None:
    settings.ROOT_URLCONF = __name__
    entry: Any = engine(name, TEMPLATES)
    if loaders := entry["OPTIONS"].get("loaders"):
        # As in production, where templates are compiled once.
        cached = ("django.template.loaders.cached.Loader", loaders)
        entry["OPTIONS"]["loaders"] = [cached]
    settings.TEMPLATES = [entry]
    handler = BaseHandler()
    handler.load_middleware()
    requests = [rf.get("/", headers=htmx_headers(target="rows")) for _ in range(2)]
    files: set[Path] = set()

    def keep(frame: FrameType, event: str, argument: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and ROOT in path.parents:
            files.add(path.relative_to(ROOT))

    first = get_text(handler, requests[0])
    before = sys.getprofile()
    sys.setprofile(keep)
    try:
        second = get_text(handler, requests[1])
    finally:
        sys.setprofile(before)

    assert first == second == "<li>Grolm</li>"
    assert {path.name for path in files} > {"middleware.py", "choice.py", "template.py"}
    assert len(files) <= 8, sorted(map(str, files))


def get_text(handler: BaseHandler, request: HttpRequest) -> str:
    response: Any = handler.get_response(request)
    return str(response.content.decode())
