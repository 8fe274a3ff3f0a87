"""Polling, as somebody watches it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from monsters.models import Hunt, Monster
from monsters.views.hunts import HuntListView
from tests.browser.conftest import wait_until, watch_polls

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def engine() -> str:
    """One engine: that both give the same pages is tested without a browser."""
    return "jinja2"


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HuntListView.poll_interval == 2
    monkeypatch.setattr(HuntListView, "poll_interval", 0.25)


@pytest.fixture
def hunt(transactional_db: None) -> Hunt:
    """A hunt that will not move for a while."""
    monster = Monster.objects.create(name="Grolm", type="moss", level=3, habitat="bog")
    hunt = Hunt(monster=monster, hunter="Ada", seconds=30_000)
    hunt.save()
    return hunt


def finish(hunt: Hunt) -> None:
    hunt.started = timezone.now() - timedelta(seconds=hunt.seconds)
    hunt.save()


def test_nothing_new_swaps_nothing(page: Page, hunt: Hunt) -> None:
    page.goto("/hunts/")
    statuses = watch_polls(page)
    page.evaluate("""() => {
        const title = document.querySelector("#hunts h2");
        title.kept = true;
        title.tabIndex = -1;
        title.focus();
        getSelection().selectAllChildren(title);
    }""")
    wait_until(page, lambda: len(statuses) >= 3)
    assert set(statuses) == {204}
    assert page.evaluate("document.querySelector('#hunts h2').kept") is True
    assert page.evaluate("getSelection().toString()") == "Grolm"
    expect(page.locator("#hunts h2")).to_be_focused()


def test_progress_is_swapped_and_the_end_stops_it(page: Page, hunt: Hunt) -> None:
    page.goto("/hunts/")
    statuses = watch_polls(page)
    hunt.started = timezone.now() - timedelta(seconds=hunt.seconds / 2 + 60)
    hunt.save()
    expect(page.locator("progress")).to_have_attribute("value", "50")
    finish(hunt)
    expect(page.locator("#hunts .badge")).to_have_text("Found")
    # What was sent before has its answer by then.
    page.wait_for_timeout(2000)
    statuses.clear()
    page.wait_for_timeout(1200)
    assert statuses == []
    # Nor does a click on what has polled ask again.
    page.locator("#hunts h2").click()
    page.wait_for_timeout(300)
    assert statuses == []


def test_a_hidden_page_rests(page: Page, hunt: Hunt) -> None:
    page.goto("/hunts/")
    statuses = watch_polls(page)
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", {configurable: true, value: hidden});
        document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
    }"""
    page.evaluate(hide, True)
    # What was sent before has its answer by then.
    page.wait_for_timeout(2000)
    statuses.clear()
    page.wait_for_timeout(1200)
    assert statuses == []
    finish(hunt)
    page.evaluate(hide, False)
    expect(page.locator("#hunts .badge")).to_have_text("Found")


def test_starting_a_hunt(page: Page, hunt: Hunt) -> None:
    page.goto("/hunts/")
    page.get_by_role("button", name="Start a hunt").click()
    expect(page.locator("#hunts section")).to_have_count(2)
    assert Hunt.objects.count() == 2


def test_without_javascript(open_page: Callable[..., Page], hunt: Hunt) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/hunts/")
    expect(page.locator("#hunts h2")).to_have_text("Grolm")
    finish(hunt)
    page.reload()
    expect(page.locator("#hunts .badge")).to_have_text("Found")
