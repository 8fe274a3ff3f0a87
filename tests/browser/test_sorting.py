"""A table that is sorted by the heads of its columns, and filtered meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from monsters.models import Monster
from tests.browser.conftest import wait_until
from tests.browser.lists_urls import TEMPLATES
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.lists_urls"),
]


@pytest.fixture
def engine() -> str:
    """Choose one engine: the links are the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _site(settings: Any, transactional_db: None) -> None:
    settings.TEMPLATES = [
        engine_of("jinja2", TEMPLATES, environment="monsters.jinja.environment")
    ]
    for name, level in [("Grolm", 3), ("Wisp", 1), ("Snorl", 2), ("Grue", 4)]:
        Monster.objects.create(name=name, level=level, type="moss", habitat="bog")


def shown(page: Page, *names: str) -> None:
    expect(page.locator("td:first-child")).to_have_text([*names])


def test_a_column_sorts_and_the_filter_keeps_it(page: Page) -> None:
    page.goto("/table/")
    shown(page, "Grolm", "Wisp")
    level = page.get_by_role("columnheader", name="Level")
    expect(level).to_have_attribute("aria-sort", "none")
    level.get_by_role("link").click()
    shown(page, "Wisp", "Snorl")
    expect(level).to_have_attribute("aria-sort", "ascending")
    expect(level.get_by_role("link")).to_be_focused()
    # What has come is htmx's a moment after that.
    wait_until(page, "!document.querySelector('.htmx-settling, .htmx-added')")
    page.keyboard.press("Enter")
    shown(page, "Grue", "Grolm")
    expect(level).to_have_attribute("aria-sort", "descending")
    assert page.url.endswith("/table/?sort=-level")

    page.get_by_label("Name").press_sequentially("r")
    page.wait_for_url("**/table/?name=r&sort=-level")
    shown(page, "Grue", "Grolm")
    page.get_by_role("link", name="Next").click()
    shown(page, "Snorl")

    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    shown(page, "Grolm", "Grue")
    assert page.url.endswith("/table/?name=r&sort=name")
    # As a filter does, an order takes the place of the last entry.
    page.go_back()
    shown(page, "Grue", "Grolm")


def test_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/table/")
    page.get_by_role("link", name="Level").click()
    page.get_by_role("link", name="Level").click()
    page.get_by_label("Name").fill("r")
    page.get_by_role("button", name="Filter").click()
    shown(page, "Grue", "Grolm")
    page.get_by_role("link", name="Next").click()
    shown(page, "Snorl")
