"""Two forms on one page, as a reader uses them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def monster(make_monsters: Callable[[int], list[Monster]]) -> Monster:
    return make_monsters(1)[0]


def test_one_form_is_sent_while_the_other_keeps_what_is_typed(
    page: Page, monster: Monster
) -> None:
    page.goto(monster.get_absolute_url())
    page.get_by_role("textbox", name="Notes").fill("Half a thought")
    page.get_by_role("textbox", name="Name").fill("Grolm the Patient")
    with page.expect_response("**/rename/") as response:
        page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grolm the Patient")
    expect(page).to_have_title("Grolm the Patient · htmx_views")
    expect(page.get_by_role("textbox", name="Notes")).to_have_value("Half a thought")
    assert "<html" not in response.value.text()
    monster.refresh_from_db()
    assert monster.name == "Grolm the Patient"
    assert monster.notes != "Half a thought"

    page.get_by_role("textbox", name="Name").fill("Not sent")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("#messages")).to_contain_text("The note is saved.")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Not sent")
    monster.refresh_from_db()
    assert (monster.name, monster.notes) == ("Grolm the Patient", "Half a thought")


def test_an_invalid_form_shows_its_error_beside_the_other(
    page: Page, monster: Monster
) -> None:
    page.goto(monster.get_absolute_url())
    page.get_by_role("textbox", name="Notes").fill("Half a thought")
    name = page.get_by_role("textbox", name="Name")
    name.evaluate("input => input.removeAttribute('required')")
    name.fill("")
    page.get_by_role("button", name="Rename").click()
    expect(
        page.locator("#rename").get_by_text("This field is required.")
    ).to_be_visible()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("textbox", name="Notes")).to_have_value("Half a thought")
    expect(page.get_by_role("heading", level=1)).to_have_text(monster.name)


def test_the_forms_work_without_javascript(
    open_page: Callable[..., Page], monster: Monster
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(monster.get_absolute_url())
    page.get_by_role("textbox", name="Name").fill("Grolm the Patient")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grolm the Patient")
    expect(page.locator("#messages")).to_have_text(
        "Grolm the Patient it is, from now on."
    )
    assert page.url.endswith(monster.get_absolute_url())
