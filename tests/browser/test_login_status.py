"""The login status in the header of every page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Playwright keeps every tab visible, so the test says what the browser would.
SET_VISIBILITY = """(value) => {
  Object.defineProperty(document, "visibilityState", { value, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_the_header_follows_a_login_in_another_tab(
    page: Page, transactional_db: None
) -> None:
    User.objects.create_user("hunter", password="moonlit-lantern")
    page.goto("/monsters/")
    status = page.locator(".site-account")
    expect(status).to_contain_text("Not logged in")
    page.wait_for_load_state("networkidle")
    page.evaluate(SET_VISIBILITY, "hidden")

    with page.context.expect_page() as opened:
        status.get_by_role("link", name="Log in").click()
    other = opened.value
    other.get_by_label("Username").fill("hunter")
    other.get_by_label("Password").fill("moonlit-lantern")
    other.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("You are logged in")
    expect(status).to_contain_text("Not logged in")

    page.evaluate(SET_VISIBILITY, "visible")
    expect(status).to_contain_text("Logged in as hunter")

    status.get_by_role("button", name="Log out").click()
    expect(page.locator(".site-account")).to_contain_text("Not logged in")


def test_a_wrong_password_is_named(page: Page, transactional_db: None) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("hunter")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    alert = page.get_by_role("main").get_by_role("alert")
    expect(alert).to_contain_text("enter a correct username")
