"""Elements are found by what a person reads, or by CSS."""

from __future__ import annotations

import re

import pytest

from tests.testing.driver.conftest import OpenPage

ELEMENTS = """
<h1 id="h">Fish &amp;
  chips</h1>
<a id="text" href="/x/">Read <b>on</b></a>
<a id="label" href="/x/" aria-label="Named">Not this</a>
<span id="by">Called so</span><button id="labelled" aria-labelledby="by lost">x</button>
<a id="image" href="/x/"><img alt="A lamp"></a>
<button id="title" title="A title"></button>
<input id="submit" type="submit" value="Send it"><input id="reset" type="reset">
<label for="typed">Your name *</label><input id="typed">
<label>Around <textarea id="inside">what is typed</textarea></label>
<input id="placeholder" placeholder="Search">
<div id="role" role="button" tabindex="0">Pressed</div>
<a id="twice-1" href="/1/">Delete</a>
<div id="row"><a id="twice-2" href="/2/">Delete</a></div>
<button id="button">Same</button><a id="link" href="/x/">Same</a>
<input type="checkbox" id="agree"><label for="agree" id="agree-label">I agree</label>
<p role="alert" id="alert">Beware</p>
<section><h2 id="caps">Section</h2></section>
"""


@pytest.mark.parametrize(
    ("what", "id"),
    [
        ("Fish & chips", "h"),
        ("Read on", "text"),
        ("Read  on ", "text"),
        ("Named", "label"),
        ("Called so", "labelled"),
        ("A title", "title"),
        ("Send it", "submit"),
        ("Reset", "reset"),
        ("Your name *", "typed"),
        ("Your name", "typed"),
        ("Around", "inside"),
        ("Search", "placeholder"),
        ("I agree", "agree"),
        ("#row a", "twice-2"),
        (".x, [role=alert]", "alert"),
        ("h2", "caps"),
        ("section > h2", "caps"),
        ("a#text", "text"),
    ],
)
def test_what_finds_an_element(open_page: OpenPage, what: str, id: str) -> None:
    page = open_page(ELEMENTS.replace('<span id="by">', '<span id="by" hidden>'))

    assert page.find(what).get("id") == id


@pytest.mark.parametrize(
    ("role", "what", "id"),
    [
        ("button", "Same", "button"),
        ("link", "Same", "link"),
        ("link", "A lamp", "image"),
        ("button", "Pressed", "role"),
        ("alert", None, "alert"),
        ("textbox", "Your name", "typed"),
        ("checkbox", None, "agree"),
        ("heading", "Section", "caps"),
    ],
)
def test_a_role_tells_which(
    open_page: OpenPage, role: str, what: str | None, id: str
) -> None:
    assert open_page(ELEMENTS).find(what, role=role).get("id") == id


def test_a_place_tells_which(open_page: OpenPage) -> None:
    page = open_page(ELEMENTS)

    assert page.find("Delete", within="#row").get("id") == "twice-2"
    assert page.text(within="#row") == "Delete"
    assert len(page.find_all("Delete")) == 2
    assert len(page.find_all("a", within="#row")) == 1


def test_several_elements_are_an_error_that_shows_them(open_page: OpenPage) -> None:
    with pytest.raises(AssertionError) as error:
        open_page(ELEMENTS).click("Delete")

    assert str(error.value) == (
        '2 elements are \'Delete\': <a id="twice-1" href="/1/">Delete</a>; '
        '<a id="twice-2" href="/2/">Delete</a>. Say which one by role=, by within=, '
        "or by a CSS selector."
    )


def test_nothing_is_an_error_that_says_what_the_page_has(open_page: OpenPage) -> None:
    page = open_page(
        '<a href="/">One</a><button>Two</button><input aria-label="Three">'
    )

    with pytest.raises(AssertionError) as error:
        page.click("Four")

    assert str(error.value) == (
        "Nothing is 'Four'. The page has: ['One', 'Three', 'Two']."
    )
    with pytest.raises(AssertionError, match="Nothing is button 'Four'"):
        page.find("Four", role="button")
    with pytest.raises(AssertionError, match=re.escape("['Three'].")):
        page.fill("Four", "4")


def test_a_role_that_nobody_knows_is_an_error(open_page: OpenPage) -> None:
    with pytest.raises(AssertionError, match=r"'buton' is no known role\."):
        open_page(ELEMENTS).find("Same", role="buton")


def test_a_selector_that_is_none_is_an_error(open_page: OpenPage) -> None:
    with pytest.raises(AssertionError, match=r"'#a\[' is no CSS selector"):
        open_page(ELEMENTS).find("#a[")


@pytest.mark.parametrize(
    "html",
    [
        '<div hidden><a href="/">Go</a></div>',
        '<template><a href="/">Go</a></template>',
        '<details><summary>More</summary><a href="/">Go</a></details>',
        '<dialog><a href="/">Go</a></dialog>',
        '<noscript><a href="/">Go</a></noscript>',
        '<input type="hidden" aria-label="Go">',
        "<script>Go</script>",
    ],
)
def test_what_nobody_sees_is_not_found(open_page: OpenPage, html: str) -> None:
    page = open_page(html)

    with pytest.raises(AssertionError, match="Nothing is 'Go'"):
        page.find("Go")


def test_what_is_open_is_found(open_page: OpenPage) -> None:
    page = open_page(
        "<details open><summary>More</summary><i>Go</i></details>"
        "<dialog open><i>Come</i></dialog><noscript><i>Run</i></noscript>",
        javascript=False,
    )

    for text in ("More", "Go", "Come", "Run"):
        assert page.text(text) == text
