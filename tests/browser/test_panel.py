"""The panel under DEBUG: what became of each answer, and which contracts it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Make = Callable[[int], list[Monster]]
PANEL = "htmx-views-debug"


@pytest.fixture
def engine() -> str:
    return "jinja2"


@pytest.fixture(autouse=True)
def _debugging(settings: Any) -> None:
    settings.DEBUG = True


def break_page(page: Page, old: str, new: str) -> None:
    """Let the server answer as if a template said ``new`` where it says ``old``."""

    def change(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        assert old in text
        route.fulfill(response=answer, body=text.replace(old, new))

    page.route(re.compile(r"/numbered/$"), change)


def test_it_says_what_became_of_an_answer(page: Page, make_monsters: Make) -> None:
    make_monsters(45)
    page.goto("/numbered/")
    panel = page.locator(PANEL)
    expect(panel.locator("summary")).to_have_text(re.compile(r", findings 0$"))
    page.get_by_role("link", name="2", exact=True).first.click()
    entry = panel.locator("li", has_text="page=2").first

    expect(entry.locator(".what")).to_have_text(
        re.compile(r"GET /numbered/\?page=2 200 → \S+: swapped")
    )
    expect(entry.locator(".rule")).to_contain_text("blocks: [")
    expect(panel.locator("summary")).to_have_text(re.compile(r", findings 0$"))


def test_it_says_which_contract_a_page_breaks(page: Page, make_monsters: Make) -> None:
    make_monsters(5)
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    break_page(page, "</h1>", '</h1><button hx-get="/" hx-target="#no">x</button>')
    page.goto("/numbered/")
    summary = page.locator(PANEL).locator("summary")
    expect(summary).to_have_text(re.compile(r", findings 1$"))
    summary.click()

    expect(page.locator(PANEL).locator(".bad-one")).to_have_text(
        'C006: hx-target="#no" matches nothing on the page.'
    )
    assert any("htmx_views C006" in text for text in warnings)


def test_it_says_what_the_policy_stopped_before_it_was_there(
    page: Page, make_monsters: Make, problems: list[str]
) -> None:
    make_monsters(5)
    break_page(page, "<head>", "<head><script>never()</script>")
    page.goto("/numbered/")

    entries = page.locator(PANEL).locator("li", has_text="The page's policy stopped")
    expect(entries).to_have_count(1)
    expect(entries.locator(".what")).to_have_text("The page's policy stopped inline")
    expect(entries.locator(".rule")).to_have_text("by script-src-elem")
    problems.clear()


def test_it_says_which_contract_a_swap_breaks(page: Page, make_monsters: Make) -> None:
    make_monsters(5)
    broken = (
        '</h1><button hx-get="/numbered/sample/" hx-target="#x" hx-swap="outerHTML">'
        'Renew</button><p id="x">x</p>'
    )
    break_page(page, "</h1>", broken)
    page.route(
        "**/numbered/sample/",
        lambda route: route.fulfill(
            body="<b>y</b>", headers={"Content-Type": "text/html"}
        ),
    )
    page.goto("/numbered/")
    page.get_by_role("button", name="Renew").click()

    found = page.locator(PANEL).locator(".bad-one")
    expect(found.filter(has_text="C016: the answer replaces #x")).to_have_count(1)


def test_what_failed_is_said_as_well(
    page: Page, make_monsters: Make, problems: list[str]
) -> None:
    make_monsters(45)
    page.goto("/numbered/")
    page.route(re.compile(r"page=2"), lambda route: route.fulfill(status=500))
    page.get_by_role("link", name="2", exact=True).first.click()
    entries = page.locator(PANEL).locator(".what")

    expect(entries.filter(has_text="page=2 500")).to_contain_text("left the page alone")
    expect(entries.filter(has_text="undefined")).to_have_count(0)
    problems.clear()


def test_a_page_can_move_it(page: Page, make_monsters: Make) -> None:
    make_monsters(5)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/numbered/")

    panel = page.locator(PANEL).bounding_box()
    bar = page.locator(".panel-exchange summary").bounding_box()
    assert panel is not None
    assert bar is not None
    assert panel["y"] + panel["height"] <= bar["y"]


def test_a_setting_turns_it_off(page: Page, settings: Any, make_monsters: Make) -> None:
    settings.HTMX_VIEWS_DEBUG_PANEL = False
    make_monsters(5)
    page.goto("/numbered/")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(PANEL)).to_have_count(0)
