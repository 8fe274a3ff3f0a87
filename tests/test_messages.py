"""The default template of messages: a live region that a fragment adds to."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import TemplateView

from htmx_views.testing import HtmxClient
from htmx_views.views import HtmxFragmentMixin
from tests.engines import ENGINES, engine

TEMPLATES = {
    "page.html": (
        "{% block main %}<main>"
        '{% block messages %}{% include "htmx_views/messages.html" %}{% endblock %}'
        "{% block rows %}rows{% endblock %}</main>{% endblock %}"
    )
}
MESSAGES = (
    '<p class="message message-success">&lt;b&gt;Saved&lt;/b&gt;</p>'
    '<p class="message message-error loud">Failed</p>'
)
REGION = '<div class="messages" id="messages" role="status" aria-live="polite">'


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = {"rows": ["rows"], "main": ["main"], "messages": ["messages"]}
    oob_blocks = {"messages": "beforeend"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.success(request, "<b>Saved</b>")
        messages.error(request, "Failed", extra_tags="loud")
        return self.get(request, *args, **kwargs)


class PageWithoutFragments(TemplateView):
    template_name = "page.html"


urlpatterns = [
    path("", Page.as_view()),
    path("plain/", PageWithoutFragments.as_view()),
]


@pytest.fixture(params=ENGINES)
def client(
    request: pytest.FixtureRequest, settings: Any, htmx_client: HtmxClient
) -> HtmxClient:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, TEMPLATES)]
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.MIDDLEWARE = ["django.contrib.messages.middleware.MessageMiddleware"]
    return htmx_client


def text(response: Any) -> str:
    # Files end with a line break, which Django's template language keeps.
    content: bytes = response.content
    return content.decode().replace("\n", "")


def test_a_page_has_the_region_even_where_it_is_empty(client: HtmxClient) -> None:
    page = f"<main>{REGION}</div>rows</main>"

    assert text(client.get("/")) == page
    assert text(client.get("/plain/")) == page


def test_a_page_shows_messages_in_the_region(client: HtmxClient) -> None:
    content = text(client.post("/"))

    assert content == f"<main>{REGION}{MESSAGES}</div>rows</main>"


def test_a_fragment_adds_its_messages_to_the_region(client: HtmxClient) -> None:
    content = text(client.post("/", htmx={"target": "rows"}))

    assert content == (f'rows<div hx-swap-oob="beforeend" {REGION[5:]}{MESSAGES}</div>')


def test_a_fragment_without_messages_leaves_the_region_alone(
    client: HtmxClient,
) -> None:
    content = text(client.get("/", htmx={"target": "rows"}))

    # Nothing is appended.
    assert content == f'rows<div hx-swap-oob="beforeend" {REGION[5:]}</div>'


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("main", f"<main>{REGION}{MESSAGES}</div>rows</main>"),
        ("messages", f"{REGION}{MESSAGES}</div>"),
    ],
)
def test_a_fragment_that_has_the_region_brings_it_whole(
    client: HtmxClient, target: str, content: str
) -> None:
    response = client.post("/", htmx={"target": target})

    assert text(response) == content


def test_messages_are_shown_once(client: HtmxClient) -> None:
    client.post("/", htmx={"target": "rows"})

    assert MESSAGES not in text(client.get("/", htmx={"target": "rows"}))
