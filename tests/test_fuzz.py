"""Whatever headers a stranger sends, a view renders what it lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import path
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htmx_views.requests import target_id
from htmx_views.testing import HtmxClient
from tests.engines import ENGINES, engine
from tests.views import fragments
from tests.views.fragments import MappedPage, Page

HEADERS = [
    "HX-Request",
    "HX-Request-Type",
    "HX-Boosted",
    "HX-History-Restore-Request",
    "HX-Target",
    "HX-Target-URI-AutoEncoded",
    "HX-Request-URI-AutoEncoded",
    "HX-Source",
    "HX-Trigger",
    "HX-Trigger-Name",
    "HX-Current-URL",
    "HX-Prompt",
    "HX-PTag",
]

#: What htmx sends, and what a stranger might think of.
WORDS = [
    *("true", "True", "true, true", "partial", "full", "", " true"),
    *("rows", "div#rows", "main", "100%", "div#100%25", "Zeilen-%C3%BC"),
    *("secret", "div#secret", "page.html", "page.html#secret", "RENDER_BLOCKS"),
    *("get_fragment_blocks", "__class__", "%", "%%", "#", "##", "%00", "%0D%0A"),
]

#: WSGI hands over the bytes of a header as Latin-1. Servers refuse line breaks.
BYTES = st.binary(max_size=60).map(
    lambda value: value.decode("latin-1").replace("\r", "").replace("\n", "")
)
VALUES = st.one_of(
    st.sampled_from(WORDS),
    BYTES,
    st.builds("".join, st.lists(st.sampled_from(WORDS) | BYTES, max_size=3)),
)
REQUESTS = st.dictionaries(st.sampled_from(HEADERS), VALUES).map(
    # Nearly all of the others get the page.
    lambda headers: {"HX-Request": "true", **headers}
)

urlpatterns = [
    path("list/", Page.as_view(oob_blocks=["messages"])),
    path("mapping/", MappedPage.as_view()),
]

#: All that each view lists.
ANSWERS: dict[str, list[list[str] | None]] = {
    "/list/": [None, ["rows", "messages"]],
    "/mapping/": [
        None,
        ["rows", "messages"],
        ["count", "messages"],
        ["main", "messages"],
    ],
}


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, fragments.templates(request.param))]
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware"]
    settings.DEBUG = True


@pytest.mark.parametrize("url", ANSWERS)
@given(headers=REQUESTS, method=st.sampled_from(["GET", "HEAD"]))
@settings(
    max_examples=300,
    deadline=None,
    # The site stays the same for all examples.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_header_chooses_what_the_view_does_not_list(
    site: None, url: str, headers: dict[str, str], method: str
) -> None:
    response = HtmxClient().generic(method, url, headers=headers)

    assert response.status_code == 200
    assert response.rendered_blocks in ANSWERS[url]
    if response.rendered_blocks is not None:
        assert b"secret" not in response.content
        assert headers["HX-Request"] == "true"
    elif method == "GET":
        assert b"<title>" in response.content
    said = response["HX-Views-Debug"]
    assert said.isascii()
    assert said.isprintable()


@given(headers=REQUESTS)
def test_a_target_is_some_text_or_none(headers: dict[str, str]) -> None:
    target = target_id(RequestFactory().get("/", headers=headers))

    assert target is None or target
