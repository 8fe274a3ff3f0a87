"""Nothing typed is ever lost because a session ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, Response, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "moonlit-lantern"


@pytest.fixture
def engine() -> str:
    """Choose one engine: what differs between them is tested elsewhere."""
    return "jinja2"


@pytest.fixture
def tab(page: Page, transactional_db: None, csrf: str) -> Page:
    """Return tab A: a person has logged in and typed into a form."""
    User.objects.create_user("hunter", password=PASSWORD)
    page.goto("/accounts/login/?next=/session/")
    log_in(page)
    expect(status(page)).to_contain_text("Logged in as hunter")
    page.wait_for_load_state()
    page.get_by_label("Name").fill("Grue")
    page.get_by_label("Level").fill("13")
    page.get_by_label("Type").select_option("shade")
    page.get_by_label("Habitat").select_option("cavern")
    page.get_by_label("Notes").fill("It was dark, I was about to be eaten.")
    return page


@pytest.fixture(params=["expired", "logged out"])
def ended(request: pytest.FixtureRequest, tab: Page) -> Page:
    """Return tab A after its session ended, on the server or in tab B."""
    if request.param == "expired":
        Session.objects.all().delete()
    else:
        other = tab.context.new_page()
        other.goto("/")
        other.get_by_role("button", name="Log out").click()
        expect(status(other)).to_contain_text("Not logged in")
        other.close()
    return tab


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, refused requests aside."""
    problems: list[str] = []
    yield problems
    refused = ("401 (Unauthorized)", "403 (Forbidden)", "Error Code 401", "Code 403")
    assert [text for text in problems if not any(r in text for r in refused)] == []


def status(page: Page) -> Locator:
    return page.locator("[data-login-status]")


def log_in(page: Page) -> None:
    page.get_by_label("Username").fill("hunter")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


def log_in_through(link_owner: Page) -> None:
    """Follow the status's link to a login in tab B."""
    with link_owner.context.expect_page() as opened:
        status(link_owner).get_by_role("link", name="Log in").click()
    other = opened.value
    log_in(other)
    expect(other.get_by_role("main")).to_contain_text("This tab can be closed")
    other.close()


def come_back(page: Page) -> None:
    """Fire the event of a tab that is shown again: a headless one is never hidden."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Report it").click()


def expect_typed(page: Page) -> None:
    expect(page.get_by_label("Name")).to_have_value("Grue")
    expect(page.get_by_label("Notes")).to_have_value(
        "It was dark, I was about to be eaten."
    )


def expect_saved_once(page: Page) -> None:
    expect(page.locator("#messages")).to_contain_text("Grue is in the field guide now")
    expect(page.get_by_label("Name")).to_have_value("")
    assert list(Monster.objects.values_list("name", "level", "notes")) == [
        ("Grue", 13, "It was dark, I was about to be eaten.")
    ]


def test_submitted_while_logged_out_and_again_after_a_login(ended: Page) -> None:
    submit(ended)

    expect(status(ended)).to_contain_text("Not logged in. Log in")
    expect(status(ended)).to_be_focused()
    expect(status(ended)).to_have_attribute("aria-live", "polite")
    expect_typed(ended)
    assert not Monster.objects.exists()

    log_in_through(ended)
    come_back(ended)
    expect(status(ended)).to_contain_text("Logged in as hunter")
    submit(ended)
    expect_saved_once(ended)


def test_logged_in_again_before_submitting(ended: Page) -> None:
    come_back(ended)
    expect(status(ended)).to_contain_text("Not logged in")
    expect(ended.get_by_label("Notes")).to_be_focused()
    log_in_through(ended)
    come_back(ended)
    expect(status(ended)).to_contain_text("Logged in as hunter")
    expect_typed(ended)
    submit(ended)
    expect_saved_once(ended)


def test_submitted_before_the_status_was_renewed(ended: Page) -> None:
    submissions: list[int] = []

    def note(response: Response) -> None:
        if response.request.method == "POST":
            submissions.append(response.status)

    other = ended.context.new_page()
    other.goto("/accounts/login/")
    log_in(other)
    expect(status(other)).to_contain_text("Logged in as hunter")
    other.close()
    ended.on("response", note)
    submit(ended)
    expect_saved_once(ended)
    # No script reads the secret: it has to be told the new token.
    assert submissions == [403, 200]
