"""A browser does not send a form whose fields are not valid."""

from __future__ import annotations

import pytest

from tests.testing.driver.conftest import OpenPage


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ('<input name="f" required>', "is required"),
        ('<textarea name="f" required></textarea>', "is required"),
        ('<select name="f" required><option value="">-</select>', "is required"),
        ('<input name="f" type="checkbox" required>', "is required"),
        ('<input name="f" type="radio" required>', "is required"),
        ('<input name="f" type="file" required>', "is required"),
        ('<input id="f" required>', "is required"),
        ('<input name="f" type="email" value="a">', "is to be an e-mail address"),
        ('<input name="f" type="url" value="a">', "is to be a URL, not 'a'"),
        ('<input name="f" type="number" value="a">', "is to be a number, not 'a'"),
        ('<input name="f" type="number" min="2" value="1">', "is to be at least 2"),
        ('<input name="f" type="number" max="2" value="3">', "is to be at most 2"),
        ('<input name="f" pattern="a+" value="ab">', "is to match a\\+, not 'ab'"),
        ('<input name="f" minlength="3" value="ab">', "is to have 3 characters"),
    ],
)
def test_what_is_not_valid_is_not_sent(
    open_page: OpenPage, field: str, fault: str
) -> None:
    page = open_page(f'<form action="/sent/">{field}<button>Go</button></form>')

    with pytest.raises(AssertionError, match=f"does not send the form: 'f' {fault}"):
        page.click("Go")


@pytest.mark.parametrize(
    "field",
    [
        '<input name="f" required value="a">',
        '<input name="f" required disabled>',
        '<input name="f" required readonly>',
        '<input name="f" required type="hidden">',
        '<input name="f" type="radio" required><input name="f" type="radio" checked>',
        '<input name="f" type="checkbox" required checked>',
        '<input name="f" type="email" value="a.b@example.com">',
        '<input name="f" type="email">',
        '<input name="f" type="url" value="https://example.com/">',
        '<input name="f" type="number" min="1" max="2" value="1.5">',
        '<input name="f" pattern="a+" minlength="2" value="aa">',
        '<select name="f" required><option value="a">A</select>',
        '<button name="f" required>x</button>',
    ],
)
def test_what_is_valid_is_sent(open_page: OpenPage, field: str) -> None:
    page = open_page(f'<form action="/sent/">{field}<button>Go</button></form>')

    assert page.click("Go").url.startswith("/sent/")


@pytest.mark.parametrize("attribute", ["novalidate", "formnovalidate"])
def test_a_form_may_be_sent_as_it_is(open_page: OpenPage, attribute: str) -> None:
    form = attribute if attribute == "novalidate" else ""
    button = attribute if not form else ""
    page = open_page(
        f'<form action="/sent/" {form}><input name="f" required>'
        f"<button {button}>Go</button></form>"
    )

    assert page.click("Go").url == "/sent/?f="


@pytest.mark.parametrize("event", ["click", "change"])
def test_a_form_is_validated_whenever_htmx_sends_it(
    open_page: OpenPage, version: int, event: str
) -> None:
    page = open_page(
        f'<form hx-get="/sent/" hx-trigger="{event}"><input name="f" required>'
        '<input name="g" aria-label="G"></form>',
        htmx=version,
    )

    with pytest.raises(AssertionError, match="'f' is required"):
        page.fill("G", "x").click("form") if event == "click" else page.fill(
            "G", "x"
        ).leave()


def test_an_element_may_be_validated(open_page: OpenPage, version: int) -> None:
    page = open_page(
        '<input name="f" required hx-get="/sent/" hx-validate="true" '
        'hx-trigger="focusout"><form hx-get="/form/" hx-trigger="focusout" '
        'hx-validate="false"><input name="g" required></form>',
        htmx=version,
    )

    with pytest.raises(AssertionError, match="'f' is required"):
        page.focus("[name=f]").leave()
    page.focus("[name=g]").leave()
    assert page.requests[-1].url.startswith("/form/")
