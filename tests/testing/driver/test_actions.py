"""What a browser does by itself when a person clicks, types and sends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from htmx_views.testing import File
from tests.testing.driver.conftest import OpenPage


def test_a_link_is_followed(open_page: OpenPage) -> None:
    page = open_page('<a href="next/?a=1#there">Go</a>', {"next/": "<p>next</p>"})

    assert page.click("Go") is page
    assert (page.text(), page.url) == ("next", "/next/?a=1#there")
    assert [str(request) for request in page.requests] == ["GET /", "GET /next/?a=1"]
    assert page.requests[1].referer == "http://testserver/"


def test_a_link_into_the_page_asks_for_nothing(open_page: OpenPage) -> None:
    page = open_page('<a href="#there">Go</a>').click("Go")

    assert page.url == "/#there"
    assert len(page.requests) == 1
    assert page.back().url == "/"


def test_a_link_of_a_tab_of_its_own_opens_one(open_page: OpenPage) -> None:
    page = open_page('<a href="/next/" target="_blank">Go</a>', {"next/": "<p>n</p>"})

    other = page.click("Go")

    assert other is not page
    assert (other.url, page.url) == ("/next/", "/")
    assert other.client is page.client


def test_a_link_to_another_site_is_an_error(open_page: OpenPage) -> None:
    page = open_page('<a href="https://example.com/">Go</a>')

    with pytest.raises(
        AssertionError, match="leads away from the site http://testserver"
    ):
        page.click("Go")


def test_a_download_leaves_the_page(open_page: OpenPage) -> None:
    csv = HttpResponse("a,b", content_type="text/csv")
    attached = HttpResponse("<p>", headers={"Content-Disposition": "attachment"})
    page = open_page(
        '<a href="/csv/">CSV</a><a href="/html/">HTML</a>',
        {"csv/": csv, "html/": attached},
    )

    assert page.click("CSV").url == "/"
    assert page.response.content == b"a,b"
    assert page.click("HTML").url == "/"


def test_nothing_happens_on_a_click(open_page: OpenPage) -> None:
    page = open_page("<h1>Title</h1><button>Go</button><a>Named</a>")

    for what in ("Title", "#x", "Go", "Named"):
        with pytest.raises(AssertionError, match=r"Nothing (happens on a click|is)"):
            page.click(what)


def test_what_is_disabled_cannot_be_clicked_on(open_page: OpenPage) -> None:
    page = open_page(
        "<button disabled>Go</button><fieldset disabled><legend><button>In</button>"
        "</legend><button>Out</button></fieldset>"
    )

    for what in ("Go", "Out"):
        with pytest.raises(AssertionError, match="A disabled element"):
            page.click(what)
    with pytest.raises(AssertionError, match="Nothing happens"):
        page.click("In")


FORM = """
<form action="/save/?old=1" method="{method}" {attributes}>
  <input name="name" aria-label="Name" value="Ann">
  <textarea name="text" aria-label="Text">\n one\ntwo</textarea>
  <button name="how" value="now">Save</button>
  <button formaction="/other/" formmethod="get">Other</button>
</form>
"""


def test_a_form_is_sent(open_page: OpenPage) -> None:
    page = open_page(FORM.format(method="post", attributes=""))

    page.fill("Name", "Bo").click("Save")

    assert page.text() == (
        "POST /save/ [('how', ['now']), ('name', ['Bo']), ('text', [' one\\r\\ntwo'])]"
    )
    assert page.url == "/save/?old=1"
    assert page.requests[-1].content_type == "application/x-www-form-urlencoded"


def test_a_form_is_sent_by_get(open_page: OpenPage) -> None:
    page = open_page(FORM.format(method="get", attributes="")).click("Save")

    assert page.url == "/save/?name=Ann&text=+one%0D%0Atwo&how=now"


def test_a_button_says_where_and_how(open_page: OpenPage) -> None:
    page = open_page(FORM.format(method="post", attributes="")).click("Other")

    assert page.url.startswith("/other/?name=Ann")


def test_a_form_without_an_address_is_sent_to_the_page(open_page: OpenPage) -> None:
    page = open_page('<form><input name="q"><button>Go</button></form>')

    assert page.fill("[name=q]", "x").click("Go").url == "/?q=x"


def test_a_redirect_is_followed(open_page: OpenPage) -> None:
    def answers(status: int) -> Any:
        return {
            "save/": HttpResponse(status=status, headers={"Location": "/done/#here"})
        }

    for status, method in ((302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")):
        page = open_page(FORM.format(method="post", attributes=""), answers(status))
        page.click("Save")
        assert page.text().startswith(f"{method} /done/")
        assert page.url == "/done/#here"
        assert ("Ann" in page.text()) == (method == "POST")


def test_a_redirect_without_an_anchor_keeps_that_of_the_link(
    open_page: OpenPage,
) -> None:
    redirect = HttpResponse(status=302, headers={"Location": "/done/"})
    page = open_page('<a href="/old/#there">Go</a>', {"old/": redirect})

    assert page.click("Go").url == "/done/#there"
    assert [request.url for request in page.requests] == ["/", "/old/", "/done/"]


def test_a_redirect_without_an_end_is_an_error(open_page: OpenPage) -> None:
    loop = HttpResponse(status=302, headers={"Location": "/loop/"})

    with pytest.raises(AssertionError, match="GET /loop/ is redirected without an end"):
        open_page('<a href="/loop/">Go</a>', {"loop/": loop}).click("Go")


def test_enter_sends_a_form(open_page: OpenPage) -> None:
    page = open_page(FORM.format(method="post", attributes=""))

    page.fill("Name", "Bo").press("Enter")

    assert "('how', ['now'])" in page.text()


@pytest.mark.parametrize(
    ("fields", "is_sent"),
    [
        ('<input name="a">', True),
        ('<input name="a"><input type="checkbox" name="b">', True),
        ('<input name="a"><input type="email" name="b">', False),
        ('<input name="a"><button disabled>Go</button>', False),
        ('<input name="a"><button>Go</button><input name="b">', True),
    ],
)
def test_enter_sends_a_form_without_a_button_if_it_has_one_field(
    open_page: OpenPage, fields: str, is_sent: bool
) -> None:
    page = open_page(f'<form action="/sent/">{fields}</form>')

    page.press("Enter", "[name=a]")

    assert page.url.startswith("/sent/") is is_sent


def test_enter_clicks_on_what_has_the_focus(open_page: OpenPage) -> None:
    page = open_page('<a href="/next/">Go</a><input><textarea></textarea>')

    page.press("Enter", "input").press("x", "textarea").press("Enter", "textarea")
    assert page.url == "/"
    assert page.focus("Go").press("Enter").url == "/next/"


def test_a_key_may_open_a_tab(open_page: OpenPage) -> None:
    page = open_page('<a href="/next/" target="new">Go</a>')

    assert page.press("Enter", "Go").url == "/next/"
    assert page.url == "/"


def test_boxes_are_ticked(open_page: OpenPage) -> None:
    page = open_page(
        '<form action="/x/"><label><input type="checkbox" name="a"> A</label>'
        '<label for="b">B</label><input type="checkbox" name="b" id="b" checked>'
        '<input type="radio" name="r" value="1" aria-label="One" checked>'
        '<input type="radio" name="r" value="2" aria-label="Two"><button>Go</button>'
        "</form>"
    )

    page.click("A").fill("B", False).fill("B", False).fill("Two", True)
    assert (page.value("A"), page.value("B"), page.value("One")) == (True, False, False)
    page.click("label[for=b]").fill("A", True).click("Two")
    assert page.click("Go").url == "/x/?a=on&b=on&r=2"


def test_options_are_chosen(open_page: OpenPage) -> None:
    page = open_page(
        '<form action="/x/"><select name="a" aria-label="A"><option disabled>-'
        '<option value="1">One<option value="2">Two</select>'
        '<select name="m" aria-label="M" multiple><option>p<option selected>q<option>r'
        '</select><select name="s" size="3"><option>x</select><button>Go</button>'
        "</form>"
    )

    assert page.value("A") == "1"
    page.fill("A", "Two").fill("M", ["p", "r"])
    assert (page.value("A"), page.value("M")) == ("2", ["p", "r"])
    assert page.fill("A", 1).click("Go").url == "/x/?a=1&m=p&m=r"


def test_an_option_that_is_not_there_is_an_error(open_page: OpenPage) -> None:
    page = open_page('<select aria-label="A"><option>One<option>Two</select>')

    with pytest.raises(
        AssertionError, match=r"no option 'Six'. It has: \['One', 'Two'\]"
    ):
        page.fill("A", "Six")


def test_files_are_chosen(open_page: OpenPage, tmp_path: Path) -> None:
    def save(request: Any) -> HttpResponse:
        names = [(f.name, f.content_type, f.read()) for f in request.FILES.getlist("f")]
        return HttpResponse(f"{names} {request.POST['t']!r} {len(request.FILES)}")

    (tmp_path / "a.txt").write_text("text")
    page = open_page(
        '<form action="/save/" method="post" enctype="multipart/form-data">'
        '<input type="file" name="f" aria-label="F" multiple>'
        '<input type="file" name="n">'
        '<textarea name="t">a\nb</textarea><button>Go</button></form>',
        {"save/": save},
    )

    page.fill("F", [tmp_path / "a.txt", File("b.x", b"b")])

    assert page.value("F") == ["a.txt", "b.x"]
    assert page.click("Go").text() == (
        "[('a.txt', 'text/plain', b'text'), ('b.x', 'application/octet-stream', b'b')]"
        " 'a\\r\\nb' 1"
    )


def test_nobody_types_into_what_is_read_only(open_page: OpenPage) -> None:
    page = open_page('<input aria-label="A" readonly><input aria-label="B" disabled>')

    for name in "AB":
        with pytest.raises(AssertionError, match="Nobody can fill in"):
            page.fill(name, "x")


def test_no_more_is_typed_than_fits(open_page: OpenPage) -> None:
    page = open_page('<input aria-label="A" maxlength="3">')

    assert page.fill("A", "12345").value("A") == "123"


def test_a_form_is_reset(open_page: OpenPage) -> None:
    page = open_page(
        '<form><input aria-label="A" value="a">'
        '<button type="reset">Reset</button></form>'
    )

    assert page.fill("A", "b").click("Reset").value("A") == "a"


def test_details_open_and_close(open_page: OpenPage) -> None:
    page = open_page("<details><summary>More</summary><p>Text</p></details>")

    assert page.click("More").text("Text") == "Text"
    page.click("More")
    assert page.find("details").get("open") is None


def test_dialogs_open_and_close(open_page: OpenPage) -> None:
    page = open_page(
        '<button command="show-modal" commandfor="d">Open</button>'
        '<dialog id="d"><form method="dialog"><button>Close</button></form>'
        '<button command="close" commandfor="d">Leave</button></dialog>'
        '<button command="other" commandfor="d">Else</button>'
    )

    page.click("Open").click("Close")
    page.click("Open").click("Leave")

    with pytest.raises(AssertionError, match="Nothing is 'Close'"):
        page.click("Close")
    with pytest.raises(AssertionError, match="Nothing happens"):
        page.click("Else")
    assert len(page.requests) == 1


def test_the_focus_moves(open_page: OpenPage, version: int) -> None:
    page = open_page(
        "".join(
            f'<p hx-get="/{event}/" hx-trigger="{event}" hx-target="#log" '
            f'hx-swap="beforeend"><input class="{event}" aria-label="{event}"></p>'
            for event in ("focusin", "focusout", "change")
        )
        + "".join(
            f'<input hx-get="/{event}/" hx-trigger="{event}" hx-target="#log" '
            f'aria-label="{event}">'
            for event in ("blur", "focus")
        )
        + '<div id="log"></div><input aria-label="Else">',
        htmx=version,
    )

    for name in ("focusin", "focusout", "change", "blur", "focus"):
        page.focus(name)
        page.leave()
        sent = [request.url.partition("?")[0] for request in page.requests[1:]]
        assert sent.count(f"/{name}/") == (name != "change")
    page.fill("change", "typed").focus("Else")
    assert page.requests[-1].url.startswith("/change/")
    assert page.focused is page.find("Else")
