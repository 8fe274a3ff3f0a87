"""The panel under DEBUG: what the script asks, and what it gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory

from htmx_views import panel
from htmx_views.auth.tags import htmx_views_script
from htmx_views.middleware import HtmxViewsMiddleware

pytestmark = pytest.mark.urls("tests.testing.contracts_urls")

URL = "/__htmx_views__/contracts/"
SCRIPTS = (
    '<script src="/static/django_htmx/htmx-2.min.js"></script>'
    '<script src="/static/htmx_views/htmx-views.js"></script>'
)


@pytest.fixture(autouse=True)
def _debugging(settings: Any) -> None:
    settings.DEBUG = True


def page(body: str) -> str:
    return f"<html><head>{SCRIPTS}</head><body>{body}</body></html>"


def ask(**seen: Any) -> Any:
    seen = {"page": "http://testserver/", "url": "http://testserver/?a=1"} | seen
    response = Client().post(URL, seen, content_type="application/json")
    assert response.status_code == 200
    return response.json()


def ids(**seen: Any) -> list[str]:
    return [finding["id"] for finding in ask(**seen)["findings"]]


def test_a_page_is_held_against_the_contracts() -> None:
    answer = ask(after=page('<button hx-get="/" hx-target="#no">x</button>'))

    assert answer == {
        "findings": [
            {
                "id": "C006",
                "message": 'hx-target="#no" matches nothing on the page',
                "element": '<button hx-get="/" hx-target="#no">',
                "cure": "Name an element that is there: an id needs its #.",
            }
        ]
    }


BEFORE = page(
    '<button data-htmx-views-source="" hx-get="/" hx-target="#a" hx-swap="outerHTML">'
    'x</button><p id="a" data-htmx-views-target="">x</p>'
)
AFTER = page('<button hx-get="/" hx-target="#a" hx-swap="outerHTML">x</button><p>y</p>')


def swapped(**more: Any) -> list[str]:
    seen = {
        "before": BEFORE,
        "after": AFTER,
        "text": "<p>y</p>",
        "url": "/",
        "sent": {"HX-Request": "true"},
        "headers": {"Content-Type": "text/html"},
    }
    return ids(**seen | more)


def test_a_swap_is_held_against_the_contracts() -> None:
    assert swapped() == ["C016", "C006"]
    assert swapped(text='<p id="a">y</p>', after=page('<p id="a">y</p>')) == []
    assert swapped(text=page("x"), after=AFTER) == ["C015", "C006"]


def test_a_swap_whose_elements_are_gone_is_read_by_itself() -> None:
    before = BEFORE.replace("data-htmx-views-source", "data-x")

    assert swapped(before=before, text='<p hx-traget="a">x</p>') == ["C001"]


@pytest.mark.parametrize("missing", ["lxml", "cssselect"])
def test_without_lxml_it_says_so(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(panel, "find_spec", lambda name: None if name == missing else 1)

    assert ask(after="") == {"findings": [], "missing": panel.MISSING}


@pytest.mark.parametrize(
    ("changed", "method", "path"),
    [
        ({"DEBUG": False}, "post", URL),
        ({"HTMX_VIEWS_DEBUG_PANEL": False}, "post", URL),
        ({}, "get", URL),
        ({}, "post", "/other/"),
    ],
)
def test_what_is_not_for_the_panel(
    settings: Any, changed: dict[str, Any], method: str, path: str
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    request = getattr(RequestFactory(), method)(path, json.dumps({}) and {})

    assert panel.answer_panel(request) is None
    assert HtmxViewsMiddleware(lambda request: None).process_request(request) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "count"),
    [({}, 2), ({"DEBUG": False}, 1), ({"HTMX_VIEWS_DEBUG_PANEL": False}, 1)],
)
@pytest.mark.parametrize("nonce", [None, "abc"])
def test_the_script_of_the_panel(
    settings: Any, changed: dict[str, Any], count: int, nonce: str | None
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    context: dict[str, Any] = {"request": RequestFactory().get("/")}
    context |= {} if nonce is None else {"csp_nonce": nonce}

    tags = htmx_views_script(context, public=True).splitlines()

    assert len(tags) == count
    assert [f'nonce="{nonce}"' in tag for tag in tags] == [nonce is not None] * count
    for tag in tags[1:]:
        assert tag.startswith(
            f'<script src="/static/htmx_views/htmx-views-debug.js" data-url="{URL}"'
        )
