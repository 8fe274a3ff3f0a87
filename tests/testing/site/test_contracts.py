"""Each answer that a walk gets is held against the contracts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.views.decorators.http import require_GET, require_POST

from htmx_views.testing import SiteError, assert_site_holds
from tests.testing.site.conftest import Serve


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_page_and_a_swap_that_break_one_are_faults(
    client: Callable[[], Any], serve: Serve
) -> None:
    serve(
        {
            "": '<p id="twice"></p><p id="twice"></p><a href="/2/">Two</a>'
            '<button hx-get="/part/" hx-target="#out">Go</button><p id="out"></p>',
            "2/": '<p id="twice"></p><p id="twice"></p>'
            '<a href="/">Home</a> <a href="/">Start</a>',
            "part/": '<b hx-swap-oob="true" id="lost">Lost</b>',
        }
    )

    with pytest.raises(SiteError) as error:
        assert_site_holds(client())

    faults = error.value.report.faults
    assert [fault.partition("\n")[0] for fault in faults] == [
        "C007: the id 'twice' stands 2 times.",
        "C017: the page has no #lost for what comes out of band.",
    ]
    assert [len(places) for places in faults.values()] == [3, 1]
    assert_site_holds(client(), ignore=["C007", "C017"])


def test_an_address_that_leads_nowhere_is_one_fault(serve: Serve) -> None:
    @require_POST
    def save(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    serve(
        {
            "": '<a href="/gone/?page=1">1</a> <a href="/gone/?page=2">2</a>'
            '<a href="/save/">Save</a> <a href="/caf%C3%A9/">Coffee</a>'
            '<button hx-get="/lost/">Go</button>'
            '<button hx-post="/two/">Send</button> <a href="/two/">Two</a>',
            "two/": require_GET(lambda request: HttpResponse("a page")),
            "save/": save,
        }
    )

    with pytest.raises(SiteError) as error:
        assert_site_holds(Client(), ignore=["C011"])

    report = error.value.report
    assert [fault.partition("\n")[0] for fault in report.faults] == [
        'C008: href="/gone/?page=1" leads to nothing.',
        'C008: href="/gone/?page=2" leads to nothing.',
        'C009: href="/save/": the view answers POST, not GET.',
        'C008: href="/caf%C3%A9/" leads to nothing.',
        'C008: hx-get="/lost/" leads to nothing.',
        'C009: hx-post="/two/": the view answers GET, not POST.',
    ]
    # Nobody asks for what is known to be not there.
    assert report.pages == ["/", "/two/"]
    assert report.requests == []


def test_a_page_without_htmx_is_held_as_well(serve: Serve) -> None:
    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse('<html><p id="a"></p><p id="a"></p></html>')

    serve({"": plain})

    with pytest.raises(SiteError, match="C007"):
        assert_site_holds(Client())


def test_an_answer_is_held_once_however_often_it_comes(serve: Serve) -> None:
    lazy = '<div id="lazy" hx-get="/part/" hx-trigger="load"></div>'
    serve(
        {
            "": lazy + '<button hx-get="/more/">More</button><a href="/2/">Two</a>',
            "2/": lazy.replace("lazy", "other"),
            "part/": '<b id="a"></b><b id="a"></b>',
            "more/": "more",
        }
    )

    with pytest.raises(SiteError) as error:
        assert_site_holds(Client())

    (places,) = error.value.report.faults.values()
    assert len(places) == 2
