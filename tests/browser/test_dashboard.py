"""The dashboard: cards, counter and messages, each swapped where it belongs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from monsters.models import Hunt, Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def some_monsters(make_monsters: Callable[[int], list[Monster]]) -> None:
    make_monsters(20)


def test_a_card_is_refreshed_alone(page: Page) -> None:
    page.goto("/dashboard/")
    page.evaluate("document.querySelector('#types').dataset.old = 'yes'")
    strongest = page.locator("#strongest dd")
    expect(strongest).to_have_count(5)
    Monster.objects.create(name="Aaron", level=100, type="bone", habitat="bog")

    page.get_by_role("link", name="Refresh the strongest").click()

    expect(strongest.first).to_have_text("Aaron")
    expect(page.locator("#types")).to_have_attribute("data-old", "yes")
    expect(page.locator("#messages")).to_be_empty()
    assert page.url.endswith("/dashboard/")


def test_messages_and_counter_come_along(page: Page) -> None:
    page.goto("/dashboard/")
    messages = page.locator("#messages .message")
    expect(page.locator("#counter")).to_have_text("0 hunts")

    for count, text in enumerate(["1 hunt", "2 hunts"], start=1):
        page.get_by_role("button", name="Send the night watch").click()

        expect(page.locator("#counter")).to_have_text(text)
        expect(page.locator("#hunts li")).to_have_count(count)
        expect(messages).to_have_count(count)
    assert Hunt.objects.count() == 2
    hunt = Hunt.objects.order_by("pk").first()
    expect(messages.first).to_have_text(f"{hunt}.")

    # A fragment without messages leaves those that are shown.
    page.get_by_role("link", name="Refresh the hunts").click()
    expect(page.locator("[data-exchange]")).to_contain_text('id="hunts"')
    expect(messages).to_have_count(2)
    # The live region is the same element all the time.
    region = page.locator("#messages")
    expect(region).to_have_count(1)
    expect(region).to_have_attribute("role", "status")
    expect(region).to_have_attribute("aria-live", "polite")


def test_the_panel_shows_the_exchange(page: Page) -> None:
    page.goto("/dashboard/")
    panel = page.locator("[data-exchange]")

    page.get_by_role("link", name="Refresh the types").click()

    expect(panel).to_contain_text("GET /dashboard/")
    expect(panel).to_contain_text('id="types"')
    expect(panel.get_by_text("the page had")).to_be_visible()
    headers = panel.locator("dl").first
    expect(headers).to_contain_text("HX-Target")
    expect(headers).to_contain_text("types")


def test_it_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/dashboard/")

    page.get_by_role("button", name="Send the night watch").click()

    expect(page.locator("#counter")).to_have_text("1 hunt")
    expect(page.locator("#messages .message")).to_have_count(1)
    page.get_by_role("link", name="Refresh the types").click()
    expect(page.locator("#messages .message")).to_have_count(0)
