"""A dialog of the companion script opens, and closes again."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from htmx_views.testing import Page
from tests.testing.driver.conftest import OpenPage

PAGE = """
<a href="/edit/" hx-get="/edit/" hx-target="#dialog" hx-swap="innerHTML">Edit</a>
<button hx-get="/list/" hx-target="#list">List</button><p id="list"></p>
<dialog id="dialog" data-htmx-views-dialog></dialog>
"""
EDIT = """
<form hx-post="/save/" hx-target="this" hx-swap="outerHTML">
<input type="hidden" name="id" value="1"><input name="q"><button>Save</button></form>
<form method="dialog"><button>Close</button></form>
<button command="close" commandfor="dialog">Cancel</button>
"""


@pytest.fixture
def page(open_page: OpenPage, version: int) -> Page:
    """Show a page whose dialog is open; what is saved needs a text."""

    def save(request: HttpRequest) -> HttpResponse:
        is_valid = bool(request.POST.get("q"))
        return HttpResponse("", status=200 if is_valid else 422)

    answers: Any = {"edit/": EDIT, "save/": save}
    head = '<script src="/static/htmx_views/htmx-views.js"></script>'
    return open_page(PAGE, answers, htmx=version, head=head).click("Edit")


def is_open(page: Page) -> bool:
    return page.find("#dialog").get("open") is not None


def test_it_opens_for_what_is_swapped_in(page: Page) -> None:
    assert is_open(page)
    assert page.url == "/"
    assert page.focused is page.find("[name=q]")


@pytest.mark.parametrize("name", ["Close", "Cancel"])
def test_a_button_closes_and_empties_it_and_the_focus_returns(
    name: str, page: Page
) -> None:
    page.click(name, within="#dialog")

    assert not is_open(page)
    assert page.find_all("#dialog *") == []
    assert page.focused is page.find("a")
    with pytest.raises(AssertionError, match="There is no way back"):
        page.back()


def test_the_focus_goes_where_the_dialog_asks_for_it(
    open_page: OpenPage, version: int
) -> None:
    head = '<script src="/static/htmx_views/htmx-views.js"></script>'
    edit = EDIT.replace("<button>Save", "<button autofocus>Save")
    page = open_page(PAGE, {"edit/": edit}, htmx=version, head=head).click("Edit")
    assert page.focused is page.find("Save")

    text = "<p>There is nothing to fill in.</p>"
    page = open_page(PAGE, {"edit/": text}, htmx=version, head=head).click("Edit")
    assert page.focused is page.find("#dialog")


def test_a_success_that_shows_nothing_leaves_it_as_it_was(
    open_page: OpenPage, version: int
) -> None:
    edit = EDIT.replace('hx-target="this"', 'hx-target="#all"')
    answers: Any = {"edit/": f'<div id="all">{edit}</div>', "save/": ""}
    head = '<script src="/static/htmx_views/htmx-views.js"></script>'
    page = open_page(PAGE, answers, htmx=version, head=head).click("Edit")
    page.click("Save")

    assert not is_open(page)
    assert page.find("#dialog").get("tabindex") is None
    assert page.focused is page.find("a")


def test_back_closes_it(page: Page) -> None:
    page.back()

    assert not is_open(page)
    assert [str(request) for request in page.requests] == ["GET /", "GET /edit/"]


def test_what_is_saved_closes_it_and_what_is_invalid_does_not(page: Page) -> None:
    page.click("Save")
    assert is_open(page)

    page.back().click("Edit").fill("[name=q]", "lamp").click("Save")
    assert not is_open(page)


def test_another_swap_leaves_it_alone(page: Page) -> None:
    page.click("List")

    assert is_open(page)


def test_one_that_has_gone_is_not_in_the_way(page: Page) -> None:
    page.find("#dialog").drop_tree()

    assert page.back().url == "/"
