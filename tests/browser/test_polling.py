"""Polling on pages that other sites write."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until, watch_polls
from tests.browser.polling_urls import TEMPLATES
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.polling_urls"),
    pytest.mark.django_db(transaction=True),
]


#: A fraction of a second, and the milliseconds in which a page polls three times.
INTERVAL, THREE_POLLS = 0.4, 1500


@pytest.fixture
def engine() -> str:
    """Choose one engine: the attributes are the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.TEMPLATES = [
        engine_of("jinja2", TEMPLATES, environment="monsters.jinja.environment")
    ]


def test_a_button_that_fetches_what_polls_fetches_it_again(page: Page) -> None:
    page.goto("/poll/")
    for name, text in [("A", "what polls"), ("B", "other"), ("A", "what polls")]:
        page.get_by_role("button", name=name).click()
        expect(page.locator("#panel")).to_have_text(text)
    button = page.get_by_role("button", name="A")
    assert button.get_attribute("hx-ptag") is None


def test_a_fraction_of_a_second_is_an_interval(page: Page) -> None:
    statuses = watch_polls(page)
    started = monotonic()
    page.goto(f"/poll/?every={INTERVAL}")
    # Only time shows how many come: no event says that none will.
    page.wait_for_timeout(THREE_POLLS)
    wait_until(page, lambda: len(statuses) >= 2)
    assert set(statuses) == {204}
    # htmx 4 polls without a pause where it cannot read the interval.
    assert len(statuses) <= (monotonic() - started) / INTERVAL + 1


@pytest.mark.parametrize("query", ["vals", "buster"])
def test_parameters_from_around_it_are_not_polled(
    query: str, page: Page, htmx_version: int
) -> None:
    statuses = watch_polls(page)
    page.goto(f"/poll/?every={INTERVAL}&{query}")
    wait_until(page, lambda: len(statuses) >= 3)
    expected = [204] * len(statuses)
    if htmx_version == 4 and query == "vals":
        # It sends what the page says it inherits, and replaces what is there already.
        expected[0] = 200
    assert statuses == expected
    assert len(statuses) >= 2


def test_a_form_inside_sends_its_fields(page: Page) -> None:
    page.goto("/poll/")
    page.get_by_label("q").press("Enter")
    expect(page.locator("#panel")).to_have_text("other grue")
