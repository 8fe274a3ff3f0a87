"""A link opens a form in a dialog, and what the person does with it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, expect

from monsters.models import Monster
from tests.browser.conftest import wait_until
from tests.browser.dialog_urls import engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.dialog_urls"),
    pytest.mark.django_db(transaction=True),
]

LINK = "Rename Grolm"


@pytest.fixture(autouse=True)
def _site(settings: Any, engine: str, transactional_db: None) -> None:
    settings.TEMPLATES = [engine_of(engine)]
    for name in ("Wisp", "Grolm"):
        Monster(name=name, type="moss", level=3, habitat="bog").save()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, failed requests aside."""
    problems: list[str] = []
    yield problems
    failed = ("Failed to load resource", "Error Code", "htmx:", "net::ERR")
    assert [text for text in problems if not any(f in text for f in failed)] == []


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Editing")


def link_of(page: Page, name: str = LINK) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def rename_twice(page: Page) -> None:
    """Open the form, send a name that is taken, and then one that is free."""
    link_of(page).click()
    page.get_by_label("Name").fill("Wisp")
    page.get_by_role("button", name="Save").click()
    expect(dialog_of(page)).to_contain_text("There is one of that name.")
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()


def names() -> list[str]:
    return [*Monster.objects.order_by("pk").values_list("name", flat=True)]


@pytest.fixture
def opened(page: Page) -> Page:
    page.goto("/first/")
    page.goto("/dialog/")
    page.get_by_label("Search").fill("grue")
    link_of(page).click()
    expect(dialog_of(page).get_by_label("Name")).to_be_focused()
    return page


def test_a_success_closes_it_and_refreshes_what_listens(opened: Page) -> None:
    assert Axe().run(opened).response["violations"] == []
    opened.get_by_label("Name").fill("Grolmus")
    opened.get_by_role("button", name="Save").click()
    expect(dialog_of(opened)).to_have_count(0)
    expect(link_of(opened, "Rename Grolmus")).to_be_focused()
    assert names() == ["Wisp", "Grolmus"]
    expect(opened.get_by_label("Search")).to_have_value("grue")
    # It opens again, with what is saved.
    link_of(opened, "Rename Grolmus").click()
    expect(dialog_of(opened).get_by_label("Name")).to_have_value("Grolmus")


@pytest.mark.parametrize("status", ["200", "422"])
@pytest.mark.parametrize(
    ("name", "error"),
    [("Wisp", "There is one of that name."), ("nobody", "Nobody is called that.")],
)
def test_an_invalid_form_stays_in_it(
    name: str, error: str, status: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(cookies={"invalid": status})
    page.goto("/dialog/")
    link_of(page).click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(dialog_of(page)).to_contain_text(error)
    expect(page.get_by_label("Name")).to_have_value(name)
    expect(page.get_by_role("button", name="Close")).to_have_count(1)
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()
    expect(dialog_of(page)).to_have_count(0)
    assert names() == ["Wisp", "Grolmus"]


class TestClosing:
    @pytest.mark.parametrize(
        "close",
        [
            lambda page: page.keyboard.press("Escape"),
            lambda page: page.get_by_role("button", name="Close").click(),
            lambda page: page.go_back(),
        ],
        ids=["Escape", "button", "Back"],
    )
    def test_leaves_the_page_as_it_is(
        self, close: Callable[[Page], Any], opened: Page
    ) -> None:
        sent: list[Request] = []
        opened.on("request", lambda request: sent.append(request))
        opened.get_by_label("Name").fill("half a na")
        close(opened)
        expect(dialog_of(opened)).to_have_count(0)
        expect(link_of(opened)).to_be_focused()
        wait_until(opened, "!history.state?.dialog")
        opened.wait_for_timeout(300)
        assert sent == []
        assert opened.url.endswith("/dialog/")
        expect(opened.get_by_label("Search")).to_have_value("grue")
        assert names() == ["Wisp", "Grolm"]
        # What was typed is offered again.
        link_of(opened).click()
        dialog_of(opened).get_by_role("button", name="Restore").click()
        expect(opened.get_by_label("Name")).to_have_value("half a na")
        opened.keyboard.press("Escape")
        expect(dialog_of(opened)).to_have_count(0)
        wait_until(opened, "!history.state?.dialog")
        # The dialog left nothing in the history.
        opened.go_back()
        opened.wait_for_url("**/first/")


class TestFailures:
    def test_are_told_inside_of_it(self, opened: Page) -> None:
        opened.get_by_label("Name").fill("Grolmus")
        opened.context.set_offline(True)
        opened.get_by_role("button", name="Save").click()
        notice = dialog_of(opened).get_by_role("alert")
        expect(notice).to_contain_text("There is no connection.")
        assert Axe().run(opened).response["violations"] == []
        opened.context.set_offline(False)
        notice.get_by_role("button", name="Try again").click()
        expect(dialog_of(opened)).to_have_count(0)
        expect(link_of(opened, "Rename Grolmus")).to_be_focused()
        assert names() == ["Wisp", "Grolmus"]

    def test_the_want_of_a_login_is(self, opened: Page) -> None:
        opened.route(
            "**/dialog/*/",
            lambda route: route.fulfill(status=401, headers={"HX-Views": "refused"}),
            times=1,
        )
        opened.get_by_label("Name").fill("Grolmus")
        opened.get_by_role("button", name="Save").click()
        notice = dialog_of(opened).get_by_role("alert")
        expect(notice).to_contain_text("You are not logged in.")
        notice.get_by_role("button", name="Try again").click()
        expect(dialog_of(opened)).to_have_count(0)
        assert names() == ["Wisp", "Grolmus"]


def test_a_success_that_leads_elsewhere_does(page: Page) -> None:
    page.goto("/dialog/")
    link_of(page, LINK + " elsewhere").click()
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/first/")
    page.wait_for_timeout(300)
    assert page.url.endswith("/first/")


class TestAPart:
    """Its form stands in the dialog of the page that it is a part of."""

    def test_is_opened_and_saved(self, page: Page) -> None:
        grolm = Monster.objects.get(name="Grolm")
        page.goto(f"/part/{grolm.pk}/")
        expect(page.locator("dialog *")).to_have_count(0)
        rename_twice(page)
        expect(dialog_of(page)).to_have_count(0)
        expect(page.locator("#names li")).to_have_text(["Wisp", "Grolmus"])
        expect(link_of(page)).to_be_focused()
        assert page.url.endswith(f"/part/{grolm.pk}/")

    @pytest.mark.parametrize("htmx_version", [2], indirect=True)
    def test_is_a_page_without_javascript(self, open_page: Callable[..., Page]) -> None:
        page = open_page(java_script_enabled=False)
        grolm = Monster.objects.get(name="Grolm")
        page.goto(f"/part/{grolm.pk}/")
        rename_twice(page)
        page.wait_for_url(f"**/part/{grolm.pk}/")
        expect(dialog_of(page)).to_have_count(0)
        expect(page.locator("#names li")).to_have_text(["Wisp", "Grolmus"])


@pytest.mark.parametrize("htmx_version", [2], indirect=True)
def test_without_javascript_it_is_a_page(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/dialog/")
    link_of(page).click()
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("This field is required.")
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/dialog/")
    expect(link_of(page, "Rename Grolmus")).to_be_visible()
