"""What the companion script does on a page, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from htmx_views.testing import Page
from tests.testing.driver.conftest import Answers, OpenPage

SCRIPT = '<script src="/static/htmx_views/htmx-views.js" {}></script>'
FORM = """
<div data-login-status></div>
<form hx-post="/save/" hx-target="#out"><input name="q" aria-label="Q">
<input type="hidden" name="csrfmiddlewaretoken" value="of the form"><button>Go</button>
</form><div id="out">untouched</div>
"""


@pytest.fixture
def open_it(open_page: OpenPage, version: int) -> Any:
    """Return what opens a page with the script, whose tag has ``data``."""

    def open_it(
        html: str = FORM, answers: Answers | None = None, data: str = ""
    ) -> Page:
        head = SCRIPT.format(data)
        return open_page(html, answers, htmx=version, head=head)

    return open_it


def tokens(page: Page) -> list[Any]:
    return [request.headers.get("X-CSRFToken") for request in page.requests[1:]]


def refused(status: int = 403, **headers: str) -> HttpResponse:
    """Return a refusal as this library makes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(status=status, headers={"HX-Views": "refused", **named})


def test_the_token_is_the_latest_or_the_form_s(open_it: Any) -> None:
    page = open_it().click("Go")

    assert tokens(page) == ["of the form"]
    assert page.requests[-1].data == {"q": [""]}
    page = open_it(data='data-csrf-token="of the page"').click("Go")
    assert tokens(page) == ["of the page"]


def test_no_token_goes_where_none_is_known_or_needed(open_it: Any) -> None:
    page = open_it(
        "<button hx-get='/a/' hx-swap='none'>Get</button>"
        "<button hx-post='/b/' hx-swap='none' hx-headers='{\"x-csrftoken\": \"own\"}'>"
        "Post</button>"
    )

    page.click("Get").click("Post")

    assert tokens(page) == [None, None]
    assert page.requests[-1].headers["x-csrftoken"] == "own"


def test_another_spelling_of_the_header_is_replaced(open_it: Any) -> None:
    page = open_it(
        "<button hx-delete='/c/' hx-swap='none' "
        'hx-headers=\'{"x-csrftoken": "old"}\' '
        'hx-vals=\'{"csrfmiddlewaretoken": "x", "a": "b"}\'>Delete</button>',
        data='data-csrf-token="new"',
    )

    request = page.click("Delete").requests[-1]

    assert request.url == "/c/?a=b"
    names = [name for name in request.headers if name.lower() == "x-csrftoken"]
    assert [(name, request.headers[name]) for name in names] == [("X-CSRFToken", "new")]


@pytest.mark.parametrize("encoding", ["", 'hx-encoding="multipart/form-data"'])
def test_a_refused_request_is_sent_again_with_the_token_of_the_answer(
    open_it: Any, encoding: str
) -> None:
    def save(request: HttpRequest) -> HttpResponse:
        if request.headers["X-CSRFToken"] != "fresh":
            return refused(X_CSRFToken="fresh")
        return HttpResponse(f"saved {sorted(request.POST)}")

    page = open_it(FORM.replace("<form ", f"<form {encoding} "), {"save/": save})

    assert page.click("Go").text("#out") == "saved ['q']"
    assert tokens(page) == ["of the form", "fresh"]
    assert tokens(page.click("Go"))[2:] == ["fresh"]


def test_a_request_is_sent_again_once(open_it: Any) -> None:
    page = open_it(FORM, {"save/": refused(X_CSRFToken="fresh")}).click("Go")

    assert len(tokens(page)) == 2
    assert page.events == ["htmx-views:failed"]


def test_what_is_typed_stays_when_a_login_is_needed(open_it: Any) -> None:
    page = open_it(FORM, {"save/": refused(401, HX_Redirect="/login/")})

    page.fill("Q", "typed").click("Go")
    assert (page.url, page.value("Q"), page.text("#out")) == ("/", "typed", "untouched")
    assert page.events == ["htmx-views:login-required"]
    page.fill("Q", "").click("Go")
    assert page.url == "/login/"


def test_the_status_has_the_focus_when_it_tells_of_a_login(open_it: Any) -> None:
    event = '{"htmx-views:csrf": {"token": "t", "user": "", "username": ""}}'
    page = open_it(
        FORM.replace(
            "<div data-login-status>",
            '<div id="status" tabindex="-1" data-login-status hx-get="/status/" '
            'hx-trigger="htmx-views:login-required from:document">',
        ),
        {
            "save/": refused(401, HX_Redirect="/login/"),
            "status/": HttpResponse("log in", headers={"HX-Trigger": event}),
        },
    )

    page.fill("Q", "typed").click("Go")

    assert page.focused is page.find("#status")
    assert page.text("#status") == "log in"


def test_an_invalid_form_is_swapped(open_it: Any) -> None:
    page = open_it(FORM, {"save/": HttpResponse("invalid", status=422)})

    assert page.click("Go").text("#out") == "invalid"


NOTICES = """
<div role="alert" data-htmx-views-notices>
<template data-notice="server-error"><div><p>Failed.</p>
<button type="button" data-action="retry">Try again</button>
<button type="button" data-action="dismiss">Dismiss</button></div></template>
<template data-notice="other-user"><div><p>You are <b data-slot="username"></b>, not
<b data-slot="owner"></b>.</p>
<button type="button" data-action="retry">Send</button></div></template>
<template data-notice="404"><p>Not there.</p></template>
<template data-notice="new-version"><div>
<button type="button" data-action="reload">Reload</button></div></template></div>
"""


def test_no_error_is_swapped_and_a_person_is_told(open_it: Any) -> None:
    answers = iter([HttpResponse("broken", status=500), HttpResponse("saved")])
    page = open_it(FORM + NOTICES, {"save/": lambda request: next(answers)})

    page.click("Go")
    assert page.text("#out") == "untouched"
    assert page.text(role="alert") == "Failed. Try again Dismiss"
    assert page.events[0].detail == {"kind": "server-error", "status": 500}
    page.click("Try again")
    assert page.text("#out") == "saved"
    assert page.text(role="alert") == ""
    first, second = page.requests[1:]
    assert (first.body, first.headers) == (second.body, second.headers)


def test_a_notice_goes_when_it_is_dismissed_or_something_else_succeeds(
    open_it: Any,
) -> None:
    page = open_it(FORM + NOTICES, {"save/": HttpResponse(status=500)})

    page.click("Go").click("Go")
    assert page.text(role="alert") == "Failed. Try again Dismiss"
    page.click("Dismiss")
    assert page.text(role="alert") == ""


def test_each_notice_has_buttons_of_its_own(open_it: Any) -> None:
    html = '<button hx-post="/a/" id="a">A</button><button hx-post="/b/">B</button>'
    answers = {
        "a/": HttpResponse(status=500),
        "b/": HttpResponse(status=500),
    }
    page = open_it(html + NOTICES, answers).click("A").click("B")

    with pytest.raises(AssertionError, match="Nothing happens on a click on <p>Failed"):
        page.click("[role=alert] > div:last-of-type p")
    page.click("[role=alert] > div:last-of-type [data-action=retry]")
    assert [request.url for request in page.requests] == ["/", "/a/", "/b/", "/a/"]
    assert tokens(page) == [None] * 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "error"),
        (401, None),
        (404, "404"),
        (410, "error"),
        (502, "server-error"),
    ],
)
def test_what_is_told_of_a_status(open_it: Any, status: int, kind: str) -> None:
    answers = {"save/": HttpResponse("no", status=status)}
    page = open_it(FORM + NOTICES, answers).click("Go")

    assert [event.detail["kind"] for event in page.events] == ([kind] if kind else [])
    assert page.text("#out") == "untouched"


@pytest.mark.parametrize("asked", ["503", "50x", "5xx"])
def test_an_element_may_ask_for_an_error(open_it: Any, asked: str) -> None:
    html = FORM.replace(
        "<form ", f'<form hx-status:{asked}="swap:beforeend target:#t" '
    )
    page = open_it(html + "<p id='t'>t</p>", {"save/": HttpResponse("!", status=503)})

    assert page.click("Go").text("#t") == "t!"
    assert page.text("#out") == "untouched"


def test_a_page_belongs_to_its_user(open_it: Any) -> None:
    def save(request: HttpRequest) -> HttpResponse:
        if request.headers["HX-Views-User"] != "b":
            return refused(
                409, HX_Views_User="b", HX_Views_Username="B%C3%B6b", X_CSRFToken="new"
            )
        return HttpResponse(f"saved with {request.headers['X-CSRFToken']}")

    data = 'data-user="a" data-username="Ann"'
    page = open_it(FORM + NOTICES, {"save/": save}, data).fill("Q", "typed").click("Go")

    assert page.text("#out") == "untouched"
    assert page.text(role="alert") == "You are Böb, not Ann. Send"
    assert page.events[0].detail["kind"] == "other-user"
    page.click("Send")
    assert page.text("#out") == "saved with new"


def test_a_token_of_another_user_is_not_taken(open_it: Any) -> None:
    event = '{"htmx-views:csrf": {"token": "b\'s", "user": "b", "username": "Bob"}}'
    page = open_it(
        '<button hx-get="/x/" hx-swap="none">Status</button>' + FORM,
        {"x/": HttpResponse(headers={"HX-Trigger": event})},
        'data-user="a" data-username="Ann"',
    )

    page.click("Status").click("Go")

    assert tokens(page) == [None, "of the form"]
    assert page.requests[-1].headers["HX-Views-User"] == "a"


@pytest.mark.parametrize("data", ["", 'data-user="" data-username=""'])
def test_an_event_brings_a_token_and_an_owner(open_it: Any, data: str) -> None:
    event = '{"htmx-views:csrf": {"token": "new", "user": "a", "username": "Ann"}}'
    page = open_it(
        '<button hx-get="/x/" hx-swap="none">Status</button>' + FORM,
        {"x/": HttpResponse(headers={"HX-Trigger": event})},
        data,
    )

    page.click("Status").click("Go")

    assert tokens(page) == [None, "new"]
    assert page.requests[-1].headers["HX-Views-User"] == "a"


def test_a_whole_page_says_whose_it_is(open_it: Any) -> None:
    tag = '<script data-user="b" data-username="Bob"></script>'
    page = open_it(
        '<a href="/next/" hx-boost="true">Go</a>',
        {
            "next/": f"<html><body>{FORM}{tag}<a href='/none/' hx-boost='true'>On</a>"
            "</body></html>",
            "none/": f"<html><body>{FORM}</body></html>",
        },
        'data-user="a" data-username="Ann"',
    )

    page.click("Go", role="link").click("Go", role="button")
    assert page.requests[-1].headers["HX-Views-User"] == "b"
    page.click("On").click("Go")
    assert "HX-Views-User" not in page.requests[-1].headers


@pytest.mark.parametrize(("user", "comes_again"), [("a", False), ("b", True)])
def test_the_way_back_leads_to_no_page_of_another_persons(
    open_it: Any, user: str, comes_again: bool, version: int
) -> None:
    tag = f'<script data-user="{user}" data-username="Bob"></script>'
    page = open_it(
        '<a href="/next/" hx-boost="true">Go</a>',
        {"next/": f"<html><body>{tag}next</body></html>"},
        'data-user="a" data-username="Ann"',
    )

    page.click("Go").back()

    assert len(page.requests) == (3 if comes_again or version == 4 else 2)


def test_a_form_in_flight_is_not_sent_again(open_it: Any) -> None:
    page = open_it(FORM.replace("hx-target", 'hx-swap="beforeend" hx-target'))

    page.click("Go", times=2)
    assert len(page.requests) == 2
    page.click("Go")
    assert len(page.requests) == 3


def test_a_poll_rests_while_nobody_sees_it(open_it: Any) -> None:
    page = open_it(
        '<p hx-get="/x/" hx-trigger="every 1s" hx-swap="none" data-poll-visible>a</p>'
        '<p hx-get="/y/" hx-trigger="htmx-views:visible from:document">b</p>'
    )

    page.hide().wait("3s")
    assert len(page.requests) == 1
    page.show().wait("1s")
    assert page.events == ["htmx-views:visible"]
    assert [request.url for request in page.requests] == ["/", "/y/", "/x/"]


def test_a_poll_rests_after_a_failure_and_is_silent(open_it: Any) -> None:
    page = open_it(
        '<p hx-get="/x/" hx-trigger="every 4s">a</p>' + NOTICES,
        {"x/": HttpResponse(status=500)},
    )

    page.wait("4s").wait("8s")
    assert len(page.requests) == 2
    assert page.text(role="alert") == ""
    page.wait("4s")
    assert len(page.requests) == 3


def test_a_poll_takes_nothing_that_is_typed(open_it: Any) -> None:
    page = open_it(
        '<div id="p" hx-get="/x/" hx-trigger="every 4s"><input aria-label="A"></div>'
        '<button type="button">Else</button>',
        {"x/": HttpResponse("new", headers={"HX-PTag": "t"})},
    )

    page.fill("A", "typed").wait("4s")
    page.leave().wait("4s")
    assert page.value("A") == "typed"
    page.fill("A", "").wait("4s")
    assert page.value("A") == ""
    page.leave().wait("4s")
    assert page.text("#p") == "new"


def test_a_poll_that_needs_a_login_leaves_what_is_typed(open_it: Any) -> None:
    page = open_it(
        '<p hx-get="/x/" hx-trigger="every 4s">a</p>' + FORM,
        {"x/": refused(401, HX_Redirect="/login/")},
    )

    page.fill("Q", "typed").wait("4s")

    assert (page.url, page.events) == ("/", [])


def test_a_tag_is_sent_and_kept(open_it: Any) -> None:
    tagged = HttpResponse("x", headers={"HX-PTag": "second"})
    page = open_it(
        '<button hx-get="/x/" hx-target="#out" hx-ptag="first">Go</button>'
        '<a hx-get="/x/" hx-target="#out" href="/">Other</a><p id="out"></p>',
        {"x/": tagged},
    )

    page.click("Go").click("Go").click("Other")

    sent = [request.headers.get("HX-PTag") for request in page.requests]
    assert sent == [None, "first", "second", None]
    assert page.find("Go").get("hx-ptag") == "second"


def test_a_new_version_is_offered_and_loaded(open_it: Any) -> None:
    event = '{"htmx-views:csrf": {"version": "2"}}'
    page = open_it(
        '<button hx-get="/x/" hx-swap="none">Status</button>'
        '<a href="/next/" hx-boost="true">Next</a>'
        '<button hx-get="/y/" hx-push-url="/y/" hx-swap="none">Push</button>'
        + FORM
        + NOTICES,
        {"x/": HttpResponse(headers={"HX-Trigger": event})},
        'data-version="1"',
    )

    page.fill("Q", "typed").click("Push").click("Status").back()
    assert "HX-Request" not in page.requests[-1].headers
    page.fill("Q", "typed").click("Status").click("Status")
    assert page.click("Reload").value("Q") == ""
    page.click("Status").fill("Q", "typed").click("Next")
    assert page.requests[-1].headers["HX-Boosted"] == "true"
    page.visit("/").click("Status").click("Next")
    assert page.requests[-1].headers == {}


def test_nobody_else_learns_a_token(open_it: Any) -> None:
    page = open_it(
        FORM.replace('hx-post="/save/"', "method='post' action='https://a.example/'")
    )

    with pytest.raises(AssertionError, match="leads away"):
        page.click("Go")


def test_the_focus_goes_to_what_has_the_name_or_the_place(open_it: Any) -> None:
    page = open_it(
        '<div id="a"><button hx-get="/x/" hx-target="#a" name="n">Named</button></div>'
        '<div id="b"><p>1</p><button hx-get="/y/" hx-target="#b">Placed</button></div>'
        '<div id="c"><button hx-get="/z/" hx-target="#c">Around</button></div>',
        {
            "x/": "<p>1</p><button name='n'>x</button>",
            "y/": "<p>2</p><button id='y'>y</button>",
            "z/": "text",
        },
    )

    page.click("Named")
    assert page.focused is page.find("[name=n]")
    page.click("Placed")
    assert page.focused is page.find("#y")
    page.click("Around")
    assert page.focused is page.find("#c")
    assert page.find("#c").get("tabindex") == "-1"


def test_what_asks_for_the_focus_gets_it_after_the_script_or_before(
    open_it: Any, version: int
) -> None:
    page = open_it(
        '<p><a href="#" hx-get="/x/" hx-target="closest p">Go</a></p>',
        {"x/": '<b><input name="n" autofocus></b>'},
    )

    page.click("Go")

    assert page.focused is page.find("[name=n]")
    # htmx 2 hears of it when the script has chosen a place already.
    assert (page.find("p b").get("tabindex") is not None) == (version == 2)


def test_a_page_without_the_script_keeps_silent(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(FORM, htmx=version).hide().show().click("Go")

    assert (page.events, tokens(page)) == ([], [None])
