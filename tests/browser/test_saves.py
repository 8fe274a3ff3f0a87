"""What a page shows when a form of it was saved, refused, or deleted something."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from monsters.models import Monster
from tests.browser.dialog_urls import engine_of
from tests.browser.saves_urls import PAGE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.saves_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def engine() -> str:
    return "jinja2"


@pytest.fixture
def opened(page: Page, settings: Any) -> Page:
    settings.TEMPLATES = [engine_of("jinja2", {"page.html": PAGE})]
    monster = Monster(name="Grolm", type="moss", level=3, habitat="bog")
    monster.save()
    page.goto(f"/saves/{monster.pk}/")
    return page


def test_events_arrive_though_the_form_has_gone(opened: Page) -> None:
    opened.get_by_label("Name").fill("Grolmus")
    opened.get_by_role("button", name="Save").click()
    expect(opened.locator("#seen")).to_have_text("Grolmus is known.")
    expect(opened.locator("#form")).to_have_count(0)


def test_a_refused_name_stands_in_its_form_alone(opened: Page) -> None:
    opened.get_by_label("Name").fill("Wisp")
    opened.get_by_role("button", name="Save").click()
    expect(opened.locator("#form")).to_contain_text("There is one of that name.")
    expect(opened.get_by_label("Name")).to_have_value("Wisp")
    expect(opened.locator("#head")).to_have_text("Grolm")


def test_a_delete_request_does_what_the_view_does(opened: Page) -> None:
    opened.get_by_role("button", name="Retire").click()
    expect(opened.locator("#retired")).to_have_text("")
    assert Monster.objects.get().level == 99
