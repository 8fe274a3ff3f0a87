"""Elements wait for events, for moments and for each other."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from htmx_views.testing import Page
from tests.testing.driver.conftest import OpenPage


def sent(page: Page) -> list[str]:
    return [request.url.partition("?")[0] for request in page.requests[1:]]


def test_bad_grammar_is_an_error(open_page: OpenPage, version: int) -> None:
    with pytest.raises(
        AssertionError, match="hx-trigger: 'soon' is no interval: write"
    ):
        open_page('<p hx-get="/x/" hx-trigger="every soon">x</p>', htmx=version)


def test_a_key_is_waited_for(open_page: OpenPage, version: int) -> None:
    page = open_page(
        """<input hx-get="/enter/" hx-trigger="keyup[key=='Enter']" aria-label="Q">"""
        """<input hx-get="/esc/" hx-trigger='keydown[event.key === "Escape"]'>""",
        htmx=version,
    )

    page.press("a", "Q").press("Enter")
    assert sent(page) == ["/enter/"]
    page.press("Escape", "input + input")
    assert sent(page) == ["/enter/", "/esc/"]


def test_a_filter_that_needs_javascript_is_refused(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(
        '<button hx-get="/x/" hx-trigger="click[ctrlKey]">Go</button>', htmx=version
    )

    with pytest.raises(AssertionError, match=re.escape("whether [ctrlKey] holds: <b")):
        page.click("Go")


@pytest.mark.parametrize(
    ("trigger", "heard"),
    [("click from:self", ["b"]), ("click from:outside", ["c"])],
)
def test_htmx_4_tells_where_a_click_was(
    open_page: OpenPage, trigger: str, heard: list[str]
) -> None:
    page = open_page(
        f'<div id="b" hx-get="/x/" hx-trigger="{trigger}"><a id="a" href="#h">in</a>'
        '</div><a id="c" href="#h">out</a>',
        htmx=4,
    )

    for id in "abc":
        before = len(page.requests)
        if id == "b":
            page.trigger("click", "#b")
        else:
            page.click(f"#{id}")
        assert (len(page.requests) > before) is (id in heard)


def test_a_trigger_may_choose_its_target(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<div hx-get="/x/" hx-trigger="input target:.a" hx-swap="none">'
        '<input class="a" aria-label="A"><input aria-label="B"></div>',
        htmx=version,
    )

    page.fill("B", "b")
    assert sent(page) == []
    page.fill("A", "a")
    assert sent(page) == ["/x/"]


def test_a_trigger_may_be_throttled(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<button hx-get="/x/" hx-trigger="click throttle:1s" hx-swap="none">'
        "Go</button>",
        htmx=version,
    )

    page.click("Go").click("Go").wait("999ms").click("Go")
    assert sent(page) == ["/x/"]
    page.wait("1ms").click("Go")
    assert sent(page) == ["/x/", "/x/"]


def test_a_pause_is_waited_for(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<input name="q" aria-label="Q" hx-get="/x/" hx-swap="none" '
        'hx-trigger="input delay:300ms">',
        htmx=version,
    )

    page.fill("Q", "a").wait("299ms").fill("Q", "ab").wait("299ms")
    assert sent(page) == []
    page.wait()
    assert [request.url for request in page.requests[1:]] == ["/x/?q=ab"]
    assert page.wait().requests[2:] == []


def test_what_has_gone_polls_no_more(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<div id="poll" hx-get="/x/" hx-trigger="every 1s">x</div>'
        '<button hx-get="/gone/" hx-target="#poll" hx-swap="outerHTML">Go</button>',
        htmx=version,
    )

    page.wait("2s").click("Go").wait("5s")

    assert sent(page) == ["/x/", "/x/", "/gone/"]


def test_a_page_that_was_left_polls_no_more(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<div hx-get="/x/" hx-trigger="every 1s">x</div><a href="/next/">Go</a>',
        htmx=version,
    )

    assert sent(page.click("Go").wait("5s")) == ["/next/"]


def test_an_interval_of_0_is_none(open_page: OpenPage, version: int) -> None:
    page = open_page('<p hx-get="/x/" hx-trigger="every 0s">x</p>', htmx=version)

    assert len(page.wait("10s").requests) == 1


def test_what_is_turned_off_does_not_listen(open_page: OpenPage, version: int) -> None:
    off = "hx-disable" if version == 2 else "hx-ignore"
    page = open_page(f'<div {off}><button hx-get="/x/">Go</button></div>', htmx=version)

    with pytest.raises(AssertionError, match="Nothing happens"):
        page.click("Go")


def test_what_comes_into_view_asks_once(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<p id="a" hx-get="/a/" hx-trigger="revealed" hx-swap="none">a</p>'
        '<p id="b" hx-get="/b/" hx-trigger="intersect once" hx-swap="none">b</p>',
        htmx=version,
    )

    page.scroll_to("#a").scroll_to("#b").scroll_to("#b")

    assert sent(page) == ["/a/", "/b/"]


def test_an_event_of_a_script_is_heard(open_page: OpenPage, version: int) -> None:
    page = open_page('<p hx-get="/x/" hx-trigger="saved from:body">x</p>', htmx=version)

    page.trigger("saved")

    assert page.events == ["saved"]
    assert sent(page) == ["/x/"]


def test_an_event_reaches_its_target_when_what_sent_has_gone(
    open_page: OpenPage, version: int
) -> None:
    headers = {"HX-Trigger": '{"saved": {"target": "body"}}'}
    page = open_page(
        '<p id="a"><button hx-get="/x/" hx-target="#a" hx-swap="outerHTML">Go</button>'
        '</p><i hx-get="/y/" hx-trigger="saved from:body">Hears</i>',
        {"x/": HttpResponse("gone", headers=headers)},
        htmx=version,
    )

    assert sent(page.click("Go")) == ["/x/", "/y/"]
