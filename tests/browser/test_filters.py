"""Filters, as a reader types them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def engine() -> str:
    """One engine: that both give the same pages is tested without a browser."""
    return "jinja2"


@pytest.fixture(autouse=True)
def monsters(transactional_db: None) -> None:
    Monster.objects.bulk_create(
        Monster(
            name=f"{'Grolm' if number % 2 else 'Wisp'} {number:02}",
            type="moss" if number % 4 else "ember",
            level=number + 1,
            habitat="bog",
        )
        for number in range(60)
    )


def shown(page: Page) -> list[str]:
    return page.locator("article.card h2").all_inner_texts()


def test_typing_filters_after_a_pause(page: Page) -> None:
    page.goto("/filters/")
    expect(page.locator("#count")).to_have_text("60 monsters")
    answers: list[Response] = []

    def keep(response: Response) -> None:
        if "/filters/" in response.url:
            answers.append(response)

    page.on("response", keep)
    page.get_by_label("Name").press_sequentially("grolm", delay=20)
    expect(page.locator("#count")).to_have_text("30 monsters")
    assert len(answers) < len("grolm")
    text = answers[-1].text()
    assert "<html" not in text
    assert "<form" not in text
    assert text.count("<article") == 20
    expect(page).to_have_url(re.compile(r"/filters/\?name=grolm$"))
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("grolm")
    expect(page.get_by_role("link", name="Clear the filter")).to_be_visible()
    page.get_by_label("Name").fill("nobody")
    page.get_by_role("link", name="Show them all").click()
    expect(page.locator("#count")).to_have_text("60 monsters")
    expect(page.get_by_label("Name")).to_have_value("")
    expect(page.get_by_role("link", name="Clear the filter")).to_have_count(0)


def test_load_more_stays_within_the_filter(page: Page) -> None:
    page.goto("/filters/")
    page.get_by_label("Name").fill("grolm")
    page.get_by_label("Order").select_option("Level (descending)")
    expect(page.locator("h2").first).to_have_text("Grolm 59")
    page.get_by_role("link", name="Load more").click()
    expect(page.locator("article.card")).to_have_count(30)
    assert shown(page) == [f"Grolm {number:02}" for number in range(59, 0, -2)]
    expect(page).to_have_url(re.compile(r"/filters/\?name=grolm&order=-level$"))
    expect(page.locator("#count")).to_have_text("30 monsters")
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)


def test_reload_and_back_show_the_same_list_and_form(page: Page) -> None:
    page.goto("/filters/")
    page.get_by_label("Type").select_option("Ember")
    page.get_by_label("Level from").fill("40")
    expect(page.locator("#count")).to_have_text("5 monsters")
    expected = shown(page)

    def check() -> None:
        expect(page.locator("h1")).to_have_text("Filters")
        expect(page.locator("#count")).to_have_text("5 monsters")
        assert shown(page) == expected
        expect(page.get_by_label("Type")).to_have_value("ember")
        expect(page.get_by_label("Level from")).to_have_value("40")

    page.reload()
    check()
    page.get_by_role("link", name=expected[0]).click()
    expect(page.locator("h1")).to_have_text(expected[0])
    page.go_back()
    check()
    # Typing has not filled the history.
    page.go_back()
    assert page.url == "about:blank"


def test_an_invalid_filter_keeps_the_list(page: Page) -> None:
    page.goto("/filters/")
    page.get_by_label("Level from").fill("50")
    expect(page.locator("#count")).to_have_text("11 monsters")
    expected, url = shown(page), page.url
    page.get_by_label("Level from").fill("50x")
    errors = page.locator("#filter-errors")
    expect(errors).to_have_text("Level from: Enter a number.")
    assert shown(page) == expected
    assert page.url == url
    expect(page.locator("#count")).to_have_text("11 monsters")
    level = page.get_by_label("Level from")
    expect(level).to_have_value("50x")
    expect(level).to_have_attribute("aria-invalid", "true")
    expect(level).to_have_accessible_description("Level from: Enter a number.")
    level.fill("5")
    expect(errors).to_have_text("")
    expect(level).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#count")).to_have_text("56 monsters")


def test_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/filters/")
    page.get_by_label("Name").fill("wisp")
    page.get_by_label("Level from").fill("50")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#count")).to_have_text("5 monsters")
    expect(page.get_by_label("Name")).to_have_value("wisp")
    page.get_by_label("Level from").fill("x")
    page.get_by_role("button", name="Filter").click()
    errors = page.locator("#filter-errors")
    expect(errors).to_have_text("Level from: Enter a number.")
    expect(page.locator("#count")).to_have_text("0 monsters")
