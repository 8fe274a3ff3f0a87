"""A page that is there before its slow blocks are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.deferred_urls import TEMPLATES, failures, shown
from tests.browser.dialog_urls import engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.deferred_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _site(settings: Any, engine: str) -> None:
    settings.TEMPLATES = [engine_of(engine, TEMPLATES)]
    shown.clear()


def test_the_page_does_not_wait_for_its_blocks(page: Page) -> None:
    answer = page.goto("/board/")
    assert answer is not None
    assert 'id="slow"' not in answer.text()
    expect(page.locator("h1")).to_have_text("Monsters")
    expect(page.locator("#failing")).to_have_text("well again")
    expect(page.locator("#deferred-slow")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#slow")).to_have_text("slow")
    # What is around it does not reach its request.
    expect(page.locator("#elsewhere")).to_have_text("untouched")
    assert page.url.endswith("/board/")


def test_a_block_below_comes_when_it_is_seen(page: Page) -> None:
    page.goto("/board/")
    expect(page.locator("#failing")).to_have_text("well again")
    expect(page.locator("#slow")).to_have_text("slow")
    assert page.locator("#below").count() == 0
    page.locator("#deferred-below").scroll_into_view_if_needed()
    page.mouse.wheel(0, 5000)
    expect(page.locator("#below")).to_have_text("seen")


def test_a_block_that_fails_says_so_and_comes_again(
    page: Page, problems: list[str]
) -> None:
    failures.append(ValueError("not now"))
    page.goto("/board/")
    notices = page.locator("[data-htmx-views-notices]")
    expect(notices).to_contain_text("The server failed.")
    expect(page.locator("#slow")).to_have_text("slow")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#failing")).to_have_text("well again")
    expect(notices).not_to_contain_text("The server failed.")
    # What Chromium says of the status, and htmx 2 of the element.
    assert len(problems) <= 2
    problems.clear()


@pytest.mark.parametrize(
    ("url", "polled"), [("/clock/", "/clock/"), ("/parts/", "/parts/clock/")]
)
def test_a_block_that_polls_goes_on_until_it_is_done(
    page: Page, url: str, polled: str
) -> None:
    answer = page.goto(url)
    assert answer is not None
    assert "ticks" not in answer.text()
    clock = page.locator("#clock")
    expect(clock).to_have_text("4 ticks")
    expect(clock).not_to_have_attribute("hx-get", re.compile(""))
    # Only time shows that it asks no more: it polled each 600 ms.
    page.wait_for_timeout(900)
    # The page fetched it, and then it has polled for itself.
    assert shown[1:] == [polled] * 3
    assert page.locator("#deferred-clock").count() == 0


@pytest.mark.parametrize("htmx_version", [2], indirect=True)
def test_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/board/")
    page.get_by_role("link", name="Show everything").first.click()
    for id, text in [("slow", "slow"), ("failing", "well again"), ("below", "seen")]:
        expect(page.locator(f"#{id}")).to_have_text(text)
    assert page.url.endswith("/board/?_deferred=no")
