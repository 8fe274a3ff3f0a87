"""A whole site is walked through, and nothing of it fails, or all is said."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client

from htmx_views.testing import SiteError, SiteReport, assert_site_holds
from htmx_views.testing.contracts import CONTRACTS
from tests.testing.site.conftest import Serve

LIST = """
<a href="/notes/1/">One</a> <a href="/notes/2/#top">Two</a> <a href="#top">Up</a>
<a href="https://elsewhere.example/">Elsewhere</a> <a href="mailto:a@b.example">M</a>
<a href="/static/report.pdf">A file</a>
<button hx-get="/more/" hx-target="#out">More</button><div id="out"></div>
<form action="/plain/" method="POST"><button>Send</button></form>
<form action="https://elsewhere.example/" method="post"><button>Send</button></form>
<button hx-delete="/notes/1/delete/">Delete</button>
"""


def walk(client: Any, **options: Any) -> SiteReport:
    """Walk through pages that are too small to keep the contracts."""
    return assert_site_holds(client, ignore=[*CONTRACTS], **options)


def test_links_and_safe_requests_are_followed_and_the_rest_is_named(
    serve: Serve,
) -> None:
    serve(
        {
            "": LIST,
            "notes/<int:pk>/": "a note",
            "more/": '<a href="/late/">Late</a>',
            "late/": "found in a fragment",
            "plain/": "never",
            "notes/<int:pk>/delete/": "never",
            "hidden/": "never",
        }
    )

    report = walk(Client())

    assert report.pages == ["/", "/notes/1/", "/notes/2/", "/late/"]
    assert report.requests == ["GET /more/"]
    assert report.not_reached == {
        "plain/": "POST on /",
        "notes/<int:pk>/delete/": "DELETE on /",
        "hidden/": "nothing leads there",
    }
    assert report.faults == {}
    assert report.not_sent == {}


def test_all_that_fails_is_said_with_its_places(serve: Serve) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError("no lamp")

    serve(
        {
            "": '<a href="/gone/">Gone</a> <a href="/broken/">Broken</a>'
            '<a href="/2/">2</a><button hx-get="/2/" hx-target="#no">Go</button>',
            "2/": '<a href="/gone/">Gone</a><i hx-get="/broken/">?</i>',
            "broken/": broken,
        }
    )

    with pytest.raises(SiteError) as error:
        walk(Client())

    assert error.value.report.faults == {
        'hx-target="#no" matches nothing on the page: '
        '<button hx-get="/2/" hx-target="#no">Go</button>': [
            '/: GET /2/ of <button hx-get="/2/" hx-target="#no">Go</button>'
        ],
        "GET /gone/ is answered with status 404.": ["/gone/, from /"],
        "ValueError: no lamp": [
            "/broken/, from /",
            '/2/: GET /broken/ of <i hx-get="/broken/">?</i>',
        ],
    }
    assert str(error.value) == str(error.value.report)


def test_a_pattern_is_visited_so_many_times(serve: Serve) -> None:
    rows = "".join(
        f'<a href="/{n}/">{n}</a><i id="i{n}" hx-get="/part/{n}/" hx-target="this"></i>'
        for n in range(9)
    )
    serve({"": rows, "<int:n>/": "a page", "part/<int:n>/": "a part"})

    report = walk(Client(), times=2)

    assert report.pages == ["/", "/0/", "/1/"]
    assert report.requests == ["GET /part/0/", "GET /part/1/"]


def test_what_a_swap_takes_away_is_tried_on_the_page_anew(serve: Serve) -> None:
    serve(
        {
            "": '<p id="p"><i hx-get="/a/" hx-target="#p">A</i>'
            '<i hx-get="/b/" hx-target="#p">B</i></p>',
            "a/": "gone",
            "b/": "gone, too",
        }
    )

    assert walk(Client()).requests == ["GET /a/", "GET /b/"]


def test_a_page_that_htmx_leads_to_is_opened(serve: Serve) -> None:
    def leave(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"HX-Redirect": "/there/"})

    serve({"": '<i hx-get="/leave/">Go</i>', "leave/": leave, "there/": "here"})

    assert walk(Client()).pages == ["/", "/there/"]


def test_lazy_and_late_swaps_are_waited_for(serve: Serve) -> None:
    serve(
        {
            "": '<i hx-get="/a/" hx-swap="innerHTML swap:1s">A</i>',
            "a/": '<b hx-get="/b/" hx-trigger="load delay:2s">B</b>',
            "b/": '<a href="/c/">C</a>',
            "c/": "c",
        }
    )

    assert walk(Client()).pages == ["/", "/c/"]


def test_a_question_is_agreed_to(serve: Serve) -> None:
    serve({"": '<i hx-get="/a/" hx-confirm="Sure?">A</i>', "a/": "a"})

    assert walk(Client()).requests == ["GET /a/"]


def test_what_needs_a_person_or_javascript_is_named(serve: Serve) -> None:
    form = '<form hx-get="/a/"><input name="q" required><button>Go</button></form>'
    serve({"": form, "a/": "a"})

    report = walk(Client())

    (why,) = report.not_sent.values()
    assert why.startswith("The browser does not send the form: 'q' is required")
    assert report.not_reached == {"a/": "nothing leads there"}


@pytest.mark.parametrize(
    ("status", "headers", "is_fault"),
    [
        (422, {}, False),
        (401, {"HX-Redirect": "/login/"}, False),
        (401, {}, True),
        (403, {}, True),
        (500, {}, True),
    ],
)
def test_a_login_and_an_invalid_form_are_no_faults(
    status: int, headers: dict[str, str], is_fault: bool, serve: Serve
) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers=headers)

    serve({"": '<i hx-get="/a/">A</i>', "a/": answer, "login/": "Who are you?"})

    if is_fault:
        with pytest.raises(SiteError, match=f"GET /a/ .* status {status}"):
            walk(Client())
    else:
        walk(Client())


def test_what_is_to_be_skipped_is_left_alone(serve: Serve) -> None:
    serve(
        {
            "": '<a href="/admin/">Admin</a><i hx-get="/admin/x/">X</i>',
            "admin/": "never",
            "admin/x/": "never",
        }
    )

    report = walk(Client(), skip=["/admin/"])

    assert report.pages == ["/"]
    assert report.requests == []


def test_a_download_and_a_page_without_htmx_are_ends(serve: Serve) -> None:
    def download(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a,b", content_type="text/csv")

    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse('<a href="/last/">Last</a><i hx-get="/never/"></i>')

    serve(
        {
            "": '<a href="/file/">File</a><a href="/plain/">Plain</a>',
            "file/": download,
            "plain/": plain,
            "last/": "the end",
        }
    )

    assert walk(Client()).pages == ["/", "/file/", "/plain/", "/last/"]


def test_what_htmx_ignores_is_not_tried(serve: Serve) -> None:
    serve({"": '<div hx-disable><i hx-get="/a/">A</i></div>', "a/": "never"})

    assert walk(Client()).requests == []


def test_boosted_links_are_followed_by_htmx(serve: Serve) -> None:
    serve({"": '<p hx-boost="true"><a href="/a/">A</a></p>', "a/": "a"})

    report = walk(Client())

    assert report.pages == ["/", "/a/"]
    assert report.requests == ["GET /a/"]


def test_both_versions_walk_if_asked(serve: Serve) -> None:
    # htmx 4 inherits nothing that does not say so.
    serve(
        {
            "": '<p hx-target="#out"><i hx-get="/a/">A</i></p><p id="out"></p>',
            "a/": '<a href="/a/">A</a>',
        }
    )
    headers = []

    class Spy(Client):
        def generic(self, *args: Any, **kwargs: Any) -> Any:
            headers.append(kwargs["headers"].get("HX-Target"))
            return super().generic(*args, **kwargs)

    walk(Spy(), versions=[2, 4])

    assert [each for each in headers if each] == ["out", "i"]


def test_an_async_client_does_as_well(serve: Serve) -> None:
    serve({"": LIST, "notes/<int:pk>/": "a note", "more/": "more"})

    report = asyncio.run(sync_to_async(walk)(AsyncClient()))

    assert report.requests == ["GET /more/"]


def test_a_report_is_text() -> None:
    report = SiteReport(pages=["/"], requests=["GET /a/"])
    for place in ("/1/", "/1/", "/2/", "/3/", "/4/", "/5/"):
        report.add("It is broken.", place)
    report.not_reached["a/"] = "nothing leads there"
    report.not_sent["b"] = "it is empty"

    assert str(report) == (
        "It is broken.\n  at /1/, /2/, /3/ and 2 more\n\n"
        "Opened 1 pages and sent 1 requests of htmx; 1 faults.\n\n"
        "Not reached:\n  a/: nothing leads there\n\n"
        "Not sent:\n  b: it is empty"
    )
