"""A page belongs to the person it was opened by: nothing is done in another's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from tests.browser.life_urls import delays, planned, received

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.life_urls"),
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "moonlit-lantern"
OTHER_USER = (
    "You are now logged in as bob. This page was opened as alice. Nothing was sent."
)


@pytest.fixture
def engine() -> str:
    """Choose one engine: the script is the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _users(transactional_db: None) -> None:
    for name in ("alice", "bob"):
        User.objects.create_user(name, password=PASSWORD)
    received.clear()
    planned.clear()
    delays.clear()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, refused requests aside."""
    problems: list[str] = []
    yield problems
    refused = ("Failed to load resource", "Error Code")
    assert [text for text in problems if not any(r in text for r in refused)] == []


def log_in(page: Page, name: str) -> None:
    """Log in, in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("Username").fill(name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(tab.locator("[data-login-status]")).to_contain_text(f"Logged in as {name}")
    tab.close()


def log_out(page: Page) -> None:
    tab = page.context.new_page()
    tab.goto("/")
    tab.get_by_role("button", name="Log out").click()
    expect(tab.locator("[data-login-status]")).to_contain_text("Not logged in")
    tab.close()


def come_back(page: Page) -> None:
    """Fire the event of a tab that is shown again, and wait for the status."""
    with page.expect_response("**/accounts/status/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.fixture
def open_as_alice(page: Page) -> Callable[[str], Page]:
    """Return a function that opens a page of Alice's, and types into its form."""

    def open_page(name: str) -> Page:
        log_in(page, "alice")
        with page.expect_response("**/accounts/status/"):
            page.goto(f"/life/{name}/")
        page.get_by_label("q").fill("grue")
        return page

    return open_page


OpenAsAlice = Callable[[str], Page]


class TestAFormOfHtmx:
    @pytest.fixture(params=["at once", "after the status"])
    def opened(
        self, request: pytest.FixtureRequest, open_as_alice: OpenAsAlice, csrf: str
    ) -> Page:
        page = open_as_alice("form")
        log_in(page, "bob")
        if request.param == "after the status":
            come_back(page)
        page.get_by_role("button", name="send").click()
        expect(page.get_by_role("alert")).to_contain_text(OTHER_USER)
        assert received == []
        expect(page.locator("#out")).to_have_text("untouched")
        expect(page.get_by_label("q")).to_have_value("grue")
        return page

    def test_is_sent_as_the_other_when_the_person_says_so(self, opened: Page) -> None:
        opened.get_by_role("button", name="Send as bob").click()
        expect(opened.locator("#out")).to_have_text("done form")
        expect(opened.get_by_role("alert")).to_have_text("")
        assert [(r["user"], r["fields"]["q"]) for r in received] == [("bob", "grue")]
        # That was one request: the page is still of Alice's.
        opened.get_by_role("button", name="send", exact=True).click()
        expect(opened.get_by_role("alert")).to_contain_text(OTHER_USER)
        assert len(received) == 1

    def test_is_not_sent_when_the_person_does_not(self, opened: Page) -> None:
        opened.get_by_role("button", name="Do not send").click()
        expect(opened.get_by_role("alert")).to_have_text("")
        log_in(opened, "alice")
        opened.get_by_role("button", name="send").click()
        expect(opened.locator("#out")).to_have_text("done form")
        assert [(r["user"], r["fields"]["q"]) for r in received] == [("alice", "grue")]


class TestEachWay:
    """What sends a request that changes something stops for another user."""

    @pytest.mark.parametrize(
        "way", ["boosted", "strict", "exempt", "delete", "in a dialog"]
    )
    def test_is_stopped(
        self, way: str, open_as_alice: OpenAsAlice, debug: bool
    ) -> None:
        page = open_as_alice("ways")
        if way == "in a dialog":
            form = '<form hx-post="/do/form/"><button>in a dialog</button></form>'
            planned["dialog"] = [HttpResponse(form)]
            page.get_by_role("button", name="open").click()
            expect(page.get_by_role("dialog")).to_be_visible()
            received.clear()
        log_in(page, "bob")
        page.get_by_role("button", name=way).click()
        expect(page.get_by_role("alert").last).to_contain_text(OTHER_USER)
        assert received == []
        expect(page.locator("#out")).to_have_text("untouched")
        expect(page.get_by_label("q")).to_have_value("grue")
        with page.expect_response("**/do/*/"):
            page.get_by_role("button", name="Send as bob").click()
        assert [r["user"] for r in received] == ["bob"]


class TestAPlainForm:
    def test_of_one_person_is_not_sent_as_another(
        self, open_as_alice: OpenAsAlice, csrf: str
    ) -> None:
        page = open_as_alice("plain")
        log_in(page, "bob")
        come_back(page)
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "This form was not sent"
        )
        assert received == []
        page.go_back()
        expect(page.get_by_label("q")).to_have_value("grue")

    def test_is_not_sent_as_another_before_the_status_comes(
        self, open_as_alice: OpenAsAlice, csrf: str
    ) -> None:
        page = open_as_alice("plain")
        log_in(page, "bob")
        page.get_by_role("button", name="send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "This form was not sent"
        )
        assert received == []

    def test_is_sent_after_the_same_person_logged_in_again(
        self, open_as_alice: OpenAsAlice, csrf: str
    ) -> None:
        page = open_as_alice("plain")
        log_out(page)
        come_back(page)
        status = page.locator("[data-login-status]")
        expect(status).to_contain_text("Not logged in")
        log_in(page, "alice")
        come_back(page)
        expect(status).to_contain_text("Logged in as alice")
        page.get_by_role("button", name="send").click()
        expect(page.locator("body")).to_have_text("done plain")
        assert [(r["user"], r["fields"]["q"]) for r in received] == [("alice", "grue")]


def test_a_page_of_nobodys_is_sent_as_who_logs_in(page: Page, csrf: str) -> None:
    page.goto("/life/form/")
    page.get_by_label("q").fill("grue")
    log_in(page, "bob")
    page.get_by_role("button", name="send").click()
    expect(page.locator("#out")).to_have_text("done form")
    assert [r["user"] for r in received] == ["bob"]


def test_a_page_of_nobodys_belongs_to_the_first_who_logs_in(
    page: Page, csrf: str
) -> None:
    with page.expect_response("**/accounts/status/"):
        page.goto("/life/form/")
    page.get_by_label("q").fill("grue")
    log_in(page, "alice")
    come_back(page)
    status = page.locator("[data-login-status]")
    expect(status).to_contain_text("Logged in as alice")
    log_in(page, "bob")
    page.get_by_role("button", name="send").click()
    expect(page.get_by_role("alert")).to_contain_text(OTHER_USER)
    assert received == []


def test_the_way_back_leads_to_no_page_of_another_persons(
    open_as_alice: OpenAsAlice,
) -> None:
    page = open_as_alice("boosted")
    expect(page.locator("#owner")).to_have_text("alice")
    log_in(page, "bob")
    page.get_by_role("link", name="next").click()
    expect(page.locator("#owner")).to_have_text("bob")
    page.locator("#out").evaluate("(out) => out.dataset.left = ''")
    page.go_back()
    page.wait_for_url("**/life/boosted/")
    # The page before comes anew, a moment after its address.
    expect(page.locator("#out:not([data-left])")).to_be_visible()
    expect(page.locator("#owner")).to_have_text("bob")
    page.get_by_role("button", name="send").click()
    expect(page.locator("#out")).to_have_text("done form")


def test_a_page_that_a_boosted_link_brings_is_of_who_followed_it(
    open_as_alice: OpenAsAlice, csrf: str
) -> None:
    page = open_as_alice("boosted")
    log_in(page, "bob")
    page.get_by_role("link", name="next").click()
    page.wait_for_url("**/?next")
    status = page.locator("[data-login-status]")
    expect(status).to_contain_text("Logged in as bob")
    page.get_by_role("button", name="send").click()
    expect(page.locator("#out")).to_have_text("done form")
    log_in(page, "alice")
    page.get_by_role("button", name="send").click()
    expect(page.get_by_role("alert")).to_contain_text("opened as bob")
    assert [r["user"] for r in received] == ["bob"]
