"""A page: where it is, what it knows, and what it refuses to guess."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.urls import path

from htmx_views.testing import AsyncHtmxClient, File, HtmxClient, Page
from htmx_views.testing.contracts import ContractError
from tests.testing.driver.conftest import OpenPage

GO = '<button hx-get="/next/" hx-target="#out" {}>Go</button><div id="out"></div>'


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ("/static/django_htmx/htmx-2.min.js", 2),
        ("/static/django_htmx/htmx-4.js", 4),
        ("/static/django_htmx/htmax-4.min.js", 4),
        ("https://unpkg.com/htmx.org@2.0.4", 2),
        ("https://cdn.example.com/npm/htmx.org@4.0.1/dist/htmx.min.js", 4),
        ("/static/htmx.min.js?v=1", 2),
        ("/static/htmx.min.0123abcd.js", 4),
    ],
)
def test_the_version_of_htmx_is_what_the_page_loads(
    open_page: OpenPage, settings: Any, tmp_path: Any, source: str, version: int
) -> None:
    (tmp_path / "htmx.min.js").write_text('var Q={version:"2.0.10"}')
    (tmp_path / "htmx.min.0123abcd.js").write_text("this.version = '4.0.1'")
    settings.STATICFILES_DIRS = [tmp_path]
    page = open_page(
        GO.format(""),
        head='<script src="/static/htmx_views/htmx-views.js"></script>'
        f'<script src="{source}"></script>',
    )

    headers = page.click("Go").requests[-1].headers

    assert ("HX-Request-Type" in headers) is (version == 4)


@pytest.mark.parametrize(
    "source", ["https://example.com/htmx.min.js", "/static/htmx.js"]
)
def test_a_version_that_nobody_knows_is_asked_for(
    open_page: OpenPage, settings: Any, tmp_path: Any, source: str
) -> None:
    (tmp_path / "htmx.js").write_text("version: '1.9.12'")
    settings.STATICFILES_DIRS = [tmp_path]
    head = f'<script src="{source}"></script>'

    with pytest.raises(AssertionError, match="Open it with version=2 or version=4"):
        open_page(GO.format(""), head=head)
    page = open_page(GO.format(""), head=head, version=4).click("Go")
    assert page.requests[-1].headers["HX-Request-Type"] == "partial"


def test_a_page_without_htmx_is_plain(open_page: OpenPage) -> None:
    page = open_page('<form hx-get="/no/" action="/yes/"><button>Go</button></form>')

    assert page.click("Go").wait("10s").url == "/yes/"


def test_without_javascript_nothing_of_htmx_happens(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(
        '<a href="/yes/" hx-get="/no/">Go</a>'
        '<noscript><a href="/plain/">Plain</a></noscript>',
        htmx=version,
        javascript=False,
    )

    assert page.click("Plain").url == "/plain/"
    assert page.back().click("Go").url == "/yes/"


def test_what_a_page_shows(open_page: OpenPage) -> None:
    page = open_page(
        "<h1>Title</h1><p>Text &amp; <b>more</b><script>no</script></p>",
        head="<title> A  page </title>",
    )

    assert page.title == "A page"
    assert page.text() == "Title Text & more"
    assert page.text("p") == "Text & more"
    assert page.html.startswith("<html><head><title>")
    assert page.url == "/"
    assert page.response.status_code == 200
    assert page.dialogs == page.events == []
    assert page.focused is None


@pytest.mark.parametrize(("delay", "value"), [(0, ""), (1, "old")])
def test_htmx_4_lends_a_field_the_old_one_s_value_where_it_waits_to_settle(
    open_page: OpenPage, delay: int, value: str
) -> None:
    page = open_page(
        '<p id="a"><input id="i" value="old"></p><i hx-get="/x/" hx-target="#a">Go</i>',
        {"x/": '<input id="i">'},
        htmx=4,
        head=f'<meta name="htmx-config" content=\'{{"defaultSettleDelay": {delay}}}\'>',
    )

    assert page.click("Go").value("#i") == value


def test_what_asks_for_the_focus_gets_it(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<p hidden><input name="a" autofocus></p><button hx-get="/b/">Go</button>'
        '<i hx-get="/c/">No</i><input id="d" disabled autofocus>',
        {"b/": '<b></b><input name="b"><input name="c" autofocus>', "c/": "<b>c</b>"},
        htmx=version,
    )
    assert page.focused is None
    assert page.click("Go").focused is page.find("[name=c]")

    page = open_page('<input name="e" autofocus><input autofocus>', {}, htmx=version)
    assert page.focused is page.find("[name=e]")


def test_what_sends_itself_again_without_an_end_is_an_error(
    open_page: OpenPage, version: int
) -> None:
    again = '<p id="a" hx-get="/a/" hx-trigger="load">Lazy</p>'

    with pytest.raises(
        AssertionError, match="There is no end to it: the answer to GET /a/"
    ):
        open_page(again, {"a/": again}, htmx=version)


def test_what_sends_itself_again_a_few_times_is_none(
    open_page: OpenPage, version: int
) -> None:
    left = iter(range(20))

    def count(request: HttpRequest) -> HttpResponse:
        lazy = '<p hx-get="/a/" hx-trigger="load" hx-swap="outerHTML">Lazy</p>'
        return HttpResponse(lazy if next(left, None) is not None else "<b>Done</b>")

    lazy = '<p hx-get="/a/" hx-trigger="load" hx-swap="outerHTML">Lazy</p>'
    page = open_page(lazy, {"a/": count}, htmx=version)

    assert page.text() == "Done"
    assert len(page.requests) == 22


def test_a_page_is_opened_where_a_test_says(open_page: OpenPage) -> None:
    page = open_page("one", {"two/": "<p>two</p>"})

    assert page.visit("two/").text() == "two"
    assert page.visit("http://testserver/").text() == "one"
    with pytest.raises(AssertionError, match="leads away from the site"):
        page.visit("http://other.example.com/")


def test_back_and_forward(open_page: OpenPage) -> None:
    page = open_page('<a href="/next/">Go</a>', {"next/": "<p>next</p>"})

    page.click("Go").back()
    assert page.text() == "Go"
    assert page.forward().text() == "next"
    with pytest.raises(AssertionError) as error:
        page.forward()
    assert str(error.value) == (
        "There is no way forward: the tab's history is ['/', '/next/'], and it shows "
        "'/next/'."
    )
    with pytest.raises(AssertionError, match="There is no way back"):
        page.back().back()


def test_a_page_that_is_reloaded_forgets_what_was_typed(open_page: OpenPage) -> None:
    page = open_page('<input aria-label="Q">').fill("Q", "typed")

    assert page.reload().value("Q") == ""
    assert [str(request) for request in page.requests] == ["GET /", "GET /"]


def test_a_page_that_became_a_download_stays_in_the_history(
    open_page: OpenPage,
) -> None:
    kinds = iter(["text/html", "text/html", "text/csv", "text/csv"])

    def serve(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>x</p>", content_type=next(kinds))

    page = open_page("start", {"x/": serve}).visit("/x/").reload()
    assert page.reload().text() == "x"
    assert page.visit("/").back().url == "/x/"


def test_a_question_wants_an_answer(open_page: OpenPage, version: int) -> None:
    page = open_page(GO.format('hx-confirm="Really?"'), htmx=version)

    with pytest.raises(AssertionError) as error:
        page.click("Go")

    assert str(error.value) == (
        "The page asks 'Really?': say answer=True or answer=False, or answer='text' "
        "where it asks for a text."
    )
    assert page.click("Go", answer=False).text("#out") == ""
    assert page.press("Enter", "Go", answer=True).text("#out") == "GET /next/ []"
    assert page.dialogs == ["Really?"] * 3


def test_a_prompt_is_answered_by_a_text(open_page: OpenPage) -> None:
    page = open_page(GO.format('hx-prompt="Name?"'), htmx=2)

    page.click("Go", answer=False)
    assert len(page.requests) == 1
    page.click("Go", answer="Ann")
    assert page.requests[-1].headers["HX-Prompt"] == "Ann"


def test_values_that_need_javascript_are_refused(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(GO.format("""hx-vals='js:{a: 1}'"""), htmx=version)

    with pytest.raises(AssertionError, match="runs no JavaScript: <button"):
        page.click("Go")


def test_values_that_are_no_json_are_refused(open_page: OpenPage) -> None:
    page = open_page(GO.format("""hx-vals='{"a": }'"""), htmx=2)

    with pytest.raises(AssertionError, match=r"hx-vals: .* is no JSON"):
        page.click("Go")


@pytest.mark.parametrize(
    "attributes", ['hx-target="#lost"', 'hx-include="#lost"', 'hx-sync="#lost:drop"']
)
def test_a_selector_that_matches_nothing_is_refused(
    open_page: OpenPage, version: int, attributes: str
) -> None:
    page = open_page(f'<button hx-get="/x/" {attributes}>Go</button>', htmx=version)

    with pytest.raises(
        AssertionError, match=r'="#lost[^"]*" matches nothing on the page'
    ):
        page.click("Go")


def test_a_swap_style_that_is_none_is_refused(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(GO.format('hx-swap="innerhtml"'), htmx=version)

    with pytest.raises(AssertionError, match="'innerhtml' is no style of hx-swap"):
        page.click("Go")


def test_two_pages_of_one_client_are_two_tabs(open_page: OpenPage) -> None:
    def count(request: HttpRequest) -> HttpResponse:
        number = int(request.COOKIES.get("n", 0)) + 1
        response = HttpResponse(f"<p>{number}</p>")
        response.set_cookie("n", str(number))
        return response

    client = HtmxClient()
    one = open_page("x", {"count/": count}, client=client)
    two = Page(client)

    assert one.visit("/count/").text() == "1"
    assert two.visit("/count/").text() == "2"
    assert one.text() == "1"
    assert (len(one.requests), len(two.requests)) == (2, 1)
    client.cookies.clear()
    assert one.reload().text() == "1"


@pytest.mark.parametrize(
    "client_class", [Client, HtmxClient, AsyncClient, AsyncHtmxClient]
)
def test_any_client_will_do(
    open_page: OpenPage, version: int, client_class: Any
) -> None:
    page = open_page(GO.format(""), htmx=version, client=client_class())

    assert page.click("Go").text("#out") == "GET /next/ []"


@pytest.mark.parametrize("client_class", [HtmxClient, AsyncHtmxClient])
def test_a_page_in_an_async_test(client_class: Any, settings: Any) -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>async</p>")

    async def test() -> None:
        page = await sync_to_async(Page)(client_class(), "/")
        assert page.text() == "async"

    settings.ROOT_URLCONF = (path("", view),)
    settings.MIDDLEWARE = []
    async_to_sync(test)()


@pytest.mark.parametrize(
    ("defaults", "host"),
    [
        ({"SERVER_NAME": "a.example.com"}, "a.example.com"),
        ({"HTTP_HOST": "b.example.com"}, "b.example.com"),
        ({}, "testserver"),
    ],
)
def test_the_site_is_the_client_s(
    open_page: OpenPage, settings: Any, version: int, defaults: Any, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = open_page(GO.format(""), htmx=version, client=HtmxClient(**defaults))

    page.click("Go").visit(f"https://{host}/").click("Go")

    urls = [request.headers.get("HX-Current-URL") for request in page.requests]
    assert urls == [None, f"http://{host}/", None, f"https://{host}/"]


def test_an_error_of_a_view_is_the_test_s(open_page: OpenPage, version: int) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise LookupError("no such lamp")

    client = HtmxClient()
    page = open_page(GO.format(""), {"next/": fail}, htmx=version, client=client)

    with pytest.raises(LookupError, match="no such lamp"):
        page.click("Go")
    client.raise_request_exception = False
    page.click("Go")
    assert page.response.status_code == 500
    assert ("Server Error" in page.text()) is (version == 4)


def test_what_was_sent(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<form hx-post="/save/?a=1" hx-encoding="multipart/form-data">'
        '<input name="n" value="1"><input name="n" value="2">'
        '<input type="file" name="f" aria-label="F"><button>Go</button></form>',
        htmx=version,
    )

    file = File("a.txt", b"text", "text/plain")
    request = page.fill("F", file).click("Go").requests[-1]

    assert (request.method, request.url, str(request)) == (
        "POST",
        "/save/?a=1",
        "POST /save/?a=1",
    )
    assert request.data == {"n": ["1", "2"], "f": [file]}
    assert request.text == page.response.content.decode()


def test_a_file_without_multipart_is_not_sent(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(
        '<form hx-post="/save/"><input type="file" name="f" aria-label="F">'
        "<button>Go</button></form>",
        htmx=version,
    )

    page.fill("F", File("a.txt", b"text")).click("Go")

    assert "[object File]" in page.text()


def test_an_answer_without_what_is_selected_is_refused(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(GO.format('hx-select=".lost"'), htmx=version)

    with pytest.raises(
        AssertionError, match=r"hx-select='\.lost' matches nothing of the"
    ):
        page.click("Go")


def test_what_waits_for_a_pause_may_go_meanwhile(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(
        '<button id="a" hx-get="/a/" hx-trigger="click delay:1s">A</button>'
        '<button hx-get="/b/" hx-target="#a" hx-swap="delete">B</button>',
        htmx=version,
    )

    page.click("A").click("B").wait()

    assert [request.url for request in page.requests] == ["/", "/b/"]


def test_an_answer_may_come_too_late(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<div id="box"><button hx-get="/a/" hx-trigger="focusout, click" '
        'hx-target="this" hx-swap="outerHTML" hx-sync="#box:queue all">A</button>'
        "<button>B</button></div>",
        htmx=version,
    )

    page.click("A", times=2)

    assert page.text("#box") == "GET /a/ [] B"


def test_a_label_is_a_click_on_its_control(open_page: OpenPage) -> None:
    page = open_page(
        '<form action="/x/"><label id="l">Agree <input type="checkbox" name="a">'
        "</label><label id='m'>Empty</label><button>Go</button></form>"
    )

    assert page.click("#l").value("Agree") is True
    with pytest.raises(AssertionError, match="Nothing happens"):
        page.click("#m")


def test_a_page_that_is_no_document_is_shown(open_page: OpenPage) -> None:
    page = open_page(
        "x", {"empty/": "", "text/": "just text", "head/": "<title>T</title>"}
    )

    assert page.visit("/empty/").text() == ""
    assert page.visit("/text/").text() == "just text"
    assert page.visit("/head/").title == "T"


def test_numbers_are_written_as_a_browser_does(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(GO.format("""hx-vals='{"a": 2.0, "b": 0.5}'"""), htmx=version)

    assert page.click("Go").requests[-1].url == "/next/?a=2&b=0.5"


def test_a_click_that_reaches_no_link(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<div hx-get="/x/" hx-swap="none"><a href="/y/">Link</a>'
        '<i id="i">Text</i></div>',
        htmx=version,
    )

    page.click("#i")
    assert page.requests[-1].url == "/x/"
    page.click("Link")
    assert page.url == "/y/"


def test_a_button_that_sends_by_htmx_does_not_send_its_form(
    open_page: OpenPage, version: int
) -> None:
    page = open_page(
        '<form action="/no/"><button hx-get="/yes/" hx-swap="none">Go</button></form>',
        htmx=version,
    )

    page.click("Go")

    assert [request.url.partition("?")[0] for request in page.requests] == [
        "/",
        "/yes/",
    ]


def test_what_has_gone_is_not_clicked_on_again(open_page: OpenPage) -> None:
    page = open_page('<a href="/next/">Go</a>').click("Go", times=2)

    assert [request.url for request in page.requests] == ["/", "/next/"]


@pytest.mark.parametrize("style", ["delete", "morph"])
def test_a_target_that_has_gone_is_left_alone(open_page: OpenPage, style: str) -> None:
    page = open_page(
        f'<button hx-get="/x/" hx-target="#t" hx-swap="{style}">Go</button>'
        '<p id="t">t</p>',
        {"x/": '<b hx-swap-oob="delete:#t"></b>'},
        htmx=2,
    )

    assert page.click("Go").text() == "Go"


@pytest.mark.parametrize("client_class", [HtmxClient, AsyncHtmxClient])
def test_a_client_that_holds_contracts_has_its_pages_hold_them(
    client_class: Any, open_page: OpenPage
) -> None:
    answers: Any = {"next/": '<i id="out">new</i>'}
    client = client_class()
    client.contracts = True

    page = open_page(GO.format(""), answers, htmx=2, client=client)

    with pytest.raises(ContractError, match="C007: the id 'out' stands 2 times"):
        page.click("Go")
    # It is said once.
    assert page.focus("Go").text() == "Go new"

    client.ignored_contracts = ["C007"]
    page = open_page(GO.format(""), answers, htmx=2, client=client)
    assert page.click("Go").text() == "Go new"
