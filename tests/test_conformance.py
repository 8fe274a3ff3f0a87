"""
Requests as htmx sends them, with the answers that they must get.

They stand in ``conformance.json``: headers as htmx 2.0.10 and 4.0.1 send them, and as
nobody should. ``rows``, ``main``, … are the blocks of the template below.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.generic import TemplateView

from htmx_views.testing import HtmxClient
from htmx_views.views import HtmxFragmentMixin
from htmx_views.views.choice import FragmentBlocks
from tests.engines import ENGINES, engine

CASES = json.loads(Path(__file__).with_name("conformance.json").read_text())

#: What each block is on the page, and thus in a fragment.
BLOCKS = {
    "count": "(3)",
    "messages": '<p id="messages">(Hi)</p>',
    "rows": "(Nessie)",
    "secret": "(secret)",
}
MESSAGES_OUT_OF_BAND = '<p hx-swap-oob="true" id="messages">(Hi)</p>'
BLOCKS["main"] = f"<main>{BLOCKS['rows']}{BLOCKS['count']}</main>"
PAGE = f"<html>{BLOCKS['messages']}{BLOCKS['main']}{BLOCKS['secret']}</html>"

TEMPLATES = {
    "base.html": """<html>{% block messages %}<p id="messages">(Hi)</p>{% endblock %}
    {%- block main %}{% endblock %}{% block secret %}(secret){% endblock %}</html>
    """,
    "list.html": """{% extends "base.html" %}{% block main %}<main>
    {%- block rows %}(Nessie){% endblock %}{% block count %}(3){% endblock %}</main>
    {%- endblock %}""",
}


@pytest.fixture
def htmx_contracts() -> bool:
    # The pages of these tests are cut down to what they are about.
    return False


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "list.html"
    fragment_blocks: FragmentBlocks | None = ["rows"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)


class MappedPage(Page):
    fragment_blocks = {
        "rows": ["rows"],
        "zeilen-ü": ["rows"],
        "строки": ["rows"],
        "100%": ["count"],
        "no#1": ["count"],
        "main": ["main"],
    }
    oob_blocks = ["messages"]


class Missing(Page):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        raise Http404


class Forbidden(Page):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        raise PermissionDenied


class Redirect(Page):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect("/list/")


urlpatterns = [
    path("list/", Page.as_view()),
    path("mapped/", MappedPage.as_view()),
    path("missing/", Missing.as_view()),
    path("forbidden/", Forbidden.as_view()),
    path("redirect/", Redirect.as_view()),
]


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    squeezed = {
        name: "".join(line.strip() for line in source.splitlines()).replace("{%-", "{%")
        for name, source in TEMPLATES.items()
    }
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, squeezed)]


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['name']}, {case['client']}" for case in CASES]
)
def test_the_answer(
    case: dict[str, Any],
    site: None,
    htmx_client: HtmxClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = htmx_client.generic(case["method"], case["url"], headers=case["headers"])

    expected = case["expect"]
    assert response.status_code == expected["status"]
    for name, value in expected["headers"].items():
        assert response[name] == value
    if expected["answer"] != "other":
        assert response.rendered_blocks == expected.get("blocks")
        blocks = BLOCKS | {"messages": MESSAGES_OUT_OF_BAND}
        content = "".join(blocks[block] for block in expected.get("blocks", ()))
        if case["method"] != "HEAD":
            assert response.content.decode() == (content or PAGE)
    warnings = [r for r in caplog.records if r.name == "htmx_views"]
    assert len(warnings) == expected.get("warns", False)
