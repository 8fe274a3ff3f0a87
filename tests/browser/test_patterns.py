"""The smaller patterns of the cookbook, as a reader uses each of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from monsters.models import Hunt, Monster
from tests.browser.conftest import violations, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def monsters(make_monsters: Callable[[int], list[Monster]]) -> list[Monster]:
    """Return those that the tables show, in their order."""
    make_monsters(12)
    return [*Monster.objects.order_by("-pk")[:8]]


def names(page: Page) -> list[str]:
    return page.locator("tbody th").all_inner_texts()


def file(text: str) -> Any:
    return {"name": "n.txt", "mimeType": "text/plain", "buffer": text.encode()}


def test_a_row_becomes_a_form_and_a_row_again(
    page: Page, monsters: list[Monster]
) -> None:
    page.goto("/rows/")
    rows, first, second = page.locator("tbody tr"), *monsters[:2]
    page.get_by_role("link", name=f"Edit {first}").click()
    page.get_by_role("link", name=f"Edit {second}").click()
    expect(rows.nth(1).get_by_label("Name")).to_have_value(second.name)
    rows.nth(1).get_by_role("link", name="Cancel").click()
    expect(rows.nth(1).locator("th")).to_have_text(second.name)
    level = rows.nth(0).get_by_label("Level")
    level.fill("700")
    level.press("Enter")
    expect(rows.nth(0).locator(".field-errors")).to_contain_text(
        "less than or equal to 100"
    )
    level.fill("70")
    rows.nth(0).get_by_role("button", name="Save").click()
    expect(rows.nth(0).locator("td").first).to_have_text("70")
    expect(page.locator("#messages")).to_contain_text(f"{first} is up to date.")
    first.refresh_from_db()
    assert first.level == 70
    assert names(page) == [monster.name for monster in monsters]


def test_a_row_is_deleted(page: Page, monsters: list[Monster]) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/rows/")
    page.get_by_role("button", name=f"Delete {monsters[2]}").click()
    expect(page.locator("tbody tr")).to_have_count(7)
    expect(page.locator("#messages")).to_contain_text("It is gone.")
    left = [*monsters[:2], *monsters[3:]]
    assert names(page) == [monster.name for monster in left]
    assert not Monster.objects.filter(pk=monsters[2].pk).exists()


def test_several_rows_at_once(page: Page, monsters: list[Monster]) -> None:
    page.goto("/bulk/")
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#bulk [role=alert]")).to_contain_text(
        "Choose at least one monster."
    )
    for monster in monsters[:2]:
        page.get_by_role("checkbox", name=monster.name).check()
    page.get_by_role("button", name="Release").click()
    expect(page.locator("#messages")).to_contain_text("2 chosen, 2 done.")
    assert names(page)[0] == monsters[2].name
    page.get_by_role("checkbox", name="All of them").check()
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#messages .message").last).to_contain_text("8 chosen, 8 done.")
    level = min(100, monsters[2].level + 1)
    expect(page.locator("tbody .number").first).to_have_text(str(level))


def test_a_formset_grows_around_what_is_typed(page: Page) -> None:
    page.goto("/formset/")
    rows = page.locator("fieldset.formset")
    rows.nth(0).get_by_label("Name").fill("Grolm")
    for count in (2, 3):
        page.get_by_role("button", name="One more").click()
        expect(rows).to_have_count(count)
    expect(page.locator(".field-errors")).to_have_count(0)
    expect(rows.nth(0).get_by_label("Name")).to_have_value("Grolm")
    for row, name in ((rows.nth(0), "Grolm"), (rows.nth(2), "Wisp")):
        row.get_by_label("Name").fill(name)
        row.get_by_label("Type").select_option("Moss")
        row.get_by_label("Habitat").select_option("Bog")
    rows.nth(2).get_by_label("Level").fill("7")
    page.get_by_role("button", name="Save them all").click()
    expect(rows.nth(0).locator(".field-errors")).to_have_text("This field is required.")
    rows.nth(0).get_by_label("Level").fill("3")
    page.get_by_role("button", name="Save them all").click()
    expect(page.locator("#messages")).to_contain_text("Monsters born: 2.")
    expect(rows).to_have_count(1)
    assert Monster.objects.filter(name__in=["Grolm", "Wisp"]).count() == 2


def test_a_choice_follows_another_one(page: Page, monsters: list[Monster]) -> None:
    prey = monsters[0]
    page.goto("/choices/")
    page.get_by_label("Hunter").fill("Ada")
    expect(page.get_by_label("Monster", exact=True).locator("option")).to_have_count(1)
    page.get_by_label("Habitat").select_option(prey.get_habitat_display())
    page.get_by_label("Monster", exact=True).select_option(prey.name)
    expect(page.get_by_label("Hunter")).to_have_value("Ada")
    page.get_by_role("button", name="Go hunting").click()
    expect(page.locator("#messages")).to_contain_text(f"Ada hunts {prey}.")
    expect(page.get_by_label("Hunter")).to_have_value("")
    assert Hunt.objects.get().monster == prey


def test_an_upload_keeps_its_file_until_it_is_taken(page: Page) -> None:
    page.goto("/upload/")
    page.get_by_label("A text file").set_input_files([file("Wisp\nSnorl\n")])
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#id_habitat_error")).to_have_text("This field is required.")
    value = "document.getElementById('id_file').value"
    assert page.evaluate(value).endswith("n.txt")
    page.get_by_label("Habitat").select_option("Ruins")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#messages")).to_contain_text("Monsters in the file: 2.")
    expect(page.get_by_label("A text file")).to_have_value("")
    expect(page.get_by_label("Habitat")).to_have_value("")


def test_a_table_is_sorted_by_its_columns(page: Page) -> None:
    page.goto("/sorting/")
    for label, order in (("Level", "level"), ("Level", "-level")):
        page.get_by_role("link", name=label, exact=True).click()
        page.wait_for_url(f"**/sorting/?sort={order}")
        level = Monster.objects.order_by(order).values_list("level", flat=True)[0]
        expect(page.locator("tbody td").first).to_have_text(str(level))
    page.get_by_role("link", name="On", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    head = page.get_by_role("columnheader", name="Level")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(10)


def test_a_form_in_a_dialog(page: Page, monsters: list[Monster]) -> None:
    page.goto("/dialogs/")
    link = page.get_by_role("link", name=f"Note on {monsters[0]}")
    dialog = page.get_by_role("dialog")
    link.click()
    expect(dialog.get_by_label("Notes")).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    wait_until(page, "!history.state?.dialog")
    link.click()
    dialog.get_by_label("Notes").fill("Afraid of cats.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#notes li").first).to_contain_text("Afraid of cats.")
    expect(page.locator("#messages")).to_contain_text("The note is saved.")
    expect(link).to_be_focused()


def test_a_slow_block_follows(page: Page) -> None:
    answer = page.goto("/deferred/")
    assert answer is not None
    assert 'id="levels"' not in answer.text()
    expect(page.locator("#levels dt")).not_to_have_count(0)
    expect(page.locator("#newest li")).to_have_count(6)


def test_tabs_with_back_and_a_title(page: Page) -> None:
    page.goto("/tabs/")
    current = page.locator(".tabs [aria-current]")
    for tab in ("Weakest", "Newest"):
        page.get_by_role("link", name=tab).click()
        expect(current).to_have_text(tab)
        expect(page).to_have_title(f"The {tab.lower()} · htmx_views")
        expect(current).to_be_focused()
    assert page.url.endswith("/tabs/?tab=newest")
    page.go_back()
    expect(current).to_have_text("Weakest")
    expect(page).to_have_title("The weakest · htmx_views")
    expect(page.locator("h1")).to_have_text("Tabs")


def test_the_title_says_what_is_shown(page: Page, monsters: list[Monster]) -> None:
    page.goto("/filters/")
    page.get_by_label("Name").fill(monsters[0].name)
    expect(page).to_have_title("Filters: 1 found · htmx_views")
    page.goto("/numbered/")
    page.get_by_role("link", name="2", exact=True).click()
    expect(page).to_have_title("Numbered pages, page 2 · htmx_views")
    page.goto("/sorting/")
    page.get_by_role("link", name="Level", exact=True).click()
    expect(page).to_have_title("Sortable columns by level, page 1 · htmx_views")
    page.go_back()
    expect(page).to_have_title("Sortable columns by name, page 1 · htmx_views")
    page.goto("/forms/")
    page.get_by_role("link", name="Edit").first.click()
    expect(page).to_have_title(f"Edit {monsters[0]} · htmx_views")
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_title("Forms in place · htmx_views")
    assert page.url.endswith("/forms/")
    page.go_back()
    expect(page).to_have_title(f"Edit {monsters[0]} · htmx_views")
    expect(page.get_by_label("Name")).to_have_value(monsters[0].name)


def test_toasts_go(page: Page) -> None:
    page.goto("/toasts/")
    page.clock.install()
    toasts = page.locator("#messages .message")
    for count, label in enumerate(("Bad news", "Good news", "A warning"), start=1):
        page.get_by_role("button", name=label).click()
        expect(toasts).to_have_count(count)
    expect(toasts.last).to_have_text("Something is breathing behind you.")
    page.get_by_role("button", name="Close").click()
    expect(toasts).to_have_count(2)
    page.clock.fast_forward(11_000)
    # What went wrong stays until somebody has read it.
    expect(toasts).to_have_text(["It has eaten your map."])


@pytest.mark.parametrize(
    ("htmx_version", "engine"), [(2, "django"), (4, "jinja2")], indirect=True
)
def test_what_comes_is_accessible(page: Page) -> None:
    """tests/browser/test_cookbook.py looks at the pages as they are at first."""
    page.emulate_media(reduced_motion="reduce")
    faults = page.locator("main .field-errors:visible")

    page.goto("/rows/")
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Level").fill("700")
    page.get_by_role("button", name="Save").click()
    expect(faults.first).to_be_visible()
    assert violations(page) == ""
    page.goto("/bulk/")
    page.get_by_role("button", name="Train").click()
    expect(faults.first).to_be_visible()
    assert violations(page) == ""
    page.goto("/formset/")
    page.get_by_role("button", name="One more").click()
    page.get_by_label("Name").first.fill("Grolm")
    page.get_by_role("button", name="Save them all").click()
    expect(faults.first).to_be_visible()
    assert violations(page) == ""
    page.goto("/choices/")
    page.get_by_label("Habitat").select_option("Bog")
    page.get_by_role("button", name="Go hunting").click()
    expect(faults.first).to_be_visible()
    assert violations(page) == ""
    page.goto("/upload/")
    page.get_by_role("button", name="Import").click()
    expect(faults.first).to_be_visible()
    assert violations(page) == ""
    page.goto("/sorting/")
    page.get_by_role("link", name="Level", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    assert violations(page) == ""
    page.goto("/tabs/")
    page.get_by_role("link", name="Newest").click()
    expect(page.locator(".tabs [aria-current]")).to_have_text("Newest")
    assert violations(page) == ""
    page.goto("/dialogs/")
    page.get_by_role("link", name="Note on").first.click()
    expect(page.get_by_role("dialog").get_by_label("Notes")).to_be_visible()
    assert violations(page) == ""
    # What htmx asks for hangs, so that the placeholders stay.
    asked = re.compile("/deferred/$")
    page.route(
        asked,
        lambda each: each.continue_() if each.request.is_navigation_request() else 0,
    )
    page.goto("/deferred/")
    expect(page.locator("[aria-busy=true]").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.unroute(asked)
    page.goto("/deferred/")
    expect(page.locator("#newest")).to_be_visible()
    expect(page.locator("#levels")).to_be_visible()
    assert violations(page) == ""
    page.goto("/toasts/")
    for count, label in enumerate(("Bad news", "Good news", "A warning"), start=1):
        # A click while the form is in flight would be one click too many.
        page.get_by_role("button", name=label).click()
        expect(page.locator("#messages .message")).to_have_count(count)
    assert violations(page) == ""


@pytest.mark.parametrize("htmx_version", [2], indirect=True)
def test_without_javascript(
    open_page: Callable[..., Page], monsters: list[Monster]
) -> None:
    page = open_page(java_script_enabled=False)
    first, message = monsters[0], page.locator("#messages")
    page.goto("/rows/")
    page.get_by_role("link", name=f"Edit {first}").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    page.get_by_label("Name").fill("Wisp")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody th").first).to_have_text("Wisp")
    page.get_by_role("button", name="Delete Wisp").click()
    expect(message).to_contain_text("It is gone.")

    page.goto("/bulk/")
    page.get_by_role("checkbox", name=monsters[1].name).check()
    page.get_by_role("button", name="Release").click()
    expect(message).to_contain_text("1 chosen, 1 done.")

    page.goto("/formset/")
    page.get_by_label("Name").fill("Grolm")
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_label("Name")).to_have_count(2)
    expect(page.get_by_label("Name").first).to_have_value("Grolm")

    page.goto("/choices/")
    page.get_by_label("Habitat").select_option(monsters[2].get_habitat_display())
    page.get_by_role("button", name="Who lives there?").click()
    page.get_by_label("Monster", exact=True).select_option(monsters[2].name)
    page.get_by_label("Hunter").fill("Ada")
    page.get_by_role("button", name="Go hunting").click()
    expect(message).to_contain_text(f"Ada hunts {monsters[2]}.")

    page.goto("/upload/")
    page.get_by_label("A text file").set_input_files([file("Snorl\n")])
    page.get_by_label("Habitat").select_option("Ruins")
    page.get_by_role("button", name="Import").click()
    expect(message).to_contain_text("Monsters in the file: 1.")

    page.goto("/tabs/")
    page.get_by_role("link", name="Weakest").click()
    expect(page).to_have_title("The weakest · htmx_views")

    page.goto("/sorting/")
    page.get_by_role("link", name="Level", exact=True).click()
    assert page.url.endswith("/sorting/?sort=level")

    page.goto("/dialogs/")
    page.get_by_role("link", name="Note on").first.click()
    page.get_by_label("Notes").fill("Afraid of cats.")
    page.get_by_role("button", name="Save").click()
    expect(message).to_contain_text("The note is saved.")

    page.goto("/deferred/")
    page.get_by_role("link", name="Show everything").first.click()
    expect(page.locator("#levels")).to_be_visible()
    expect(page.locator("#newest")).to_be_visible()

    page.goto("/toasts/")
    page.get_by_role("button", name="Good news").click()
    expect(message).to_contain_text("A monster smiled at you.")
