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
def url(settings: Any) -> str:
    settings.TEMPLATES = [engine_of("jinja2", {"page.html": PAGE})]
    monster = Monster(name="Grolm", type="moss", level=3, habitat="bog")
    monster.save()
    return f"/saves/{monster.pk}/"


@pytest.fixture
def opened(page: Page, url: str, debug: bool) -> Page:
    page.goto(url)
    return page


def test_events_arrive_though_the_form_has_gone(opened: Page) -> None:
    opened.get_by_label("Name").fill("Grolmus")
    opened.get_by_role("button", name="Save").click()
    expect(opened.locator("#seen")).to_have_text("Grolmus is known.")
    expect(opened.locator("#form")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Wisp", "There is one of that name."),
        # What the whole form refuses is written into the object all the same.
        ("nobody", "Nobody is called that."),
    ],
)
def test_a_refused_name_stands_in_its_form_alone(
    name: str, error: str, opened: Page
) -> None:
    opened.get_by_label("Name").fill(name)
    opened.get_by_role("button", name="Save").click()
    expect(opened.locator("#form")).to_contain_text(error)
    expect(opened.get_by_label("Name")).to_have_value(name)
    expect(opened.locator("#head")).to_have_text("Grolm")


def test_a_delete_request_does_what_the_view_does(opened: Page) -> None:
    opened.get_by_role("button", name="Retire").click()
    expect(opened.locator("#retired")).to_have_text("")
    assert Monster.objects.get().level == 99


@pytest.mark.parametrize("wrong", ["events", "detail", "address"])
def test_what_is_wrong_with_the_view_is_told_and_saves_nothing(
    wrong: str, page: Page, url: str, debug: bool, problems: list[str]
) -> None:
    page.goto(f"{url}{wrong}/")
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The server failed.")
    expect(page.get_by_label("Name")).to_have_value("Grolmus")
    assert Monster.objects.get().name == "Grolm"
    problems.clear()


def test_the_address_alone_turns_no_save_into_a_check(
    page: Page, url: str, debug: bool
) -> None:
    page.goto(f"{url}?_validate=name")
    page.get_by_label("Name").fill("Grolmus")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#form")).to_have_count(0)
    assert Monster.objects.get().name == "Grolmus"
