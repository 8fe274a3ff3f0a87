"""Forms in place: created, checked, corrected and deleted as a person does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Request, Route, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def engine() -> str:
    """One engine: that both give the same pages is tested without a browser."""
    return "jinja2"


@pytest.fixture(autouse=True)
def monster(transactional_db: None) -> Monster:
    monster = Monster(name="Grolm", type="moss", level=3, habitat="bog")
    monster.save()
    return monster


def fill(page: Page, name: str, level: str = "7") -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Type").select_option("Ember")
    page.get_by_label("Level").fill(level)
    page.locator("#monster-form").get_by_label("Habitat").select_option("Bog")


def forget_422(problems: list[str]) -> None:
    """Leave out what the console of Chromium reports of each invalid form."""
    problems[:] = [problem for problem in problems if "422" not in problem]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def test_create(page: Page) -> None:
    page.goto("/forms/")
    page.locator("#id_import-habitat").select_option("Ruins")
    fill(page, "Wisp")
    save(page)
    expect(page.locator("#messages")).to_contain_text("Wisp is in the field guide.")
    expect(page.locator("#newest a").first).to_have_text("Wisp")
    expect(page.get_by_label("Name")).to_have_value("")
    # The other form is as it was.
    expect(page.locator("#id_import-habitat")).to_have_value("ruins")
    assert Monster.objects.get(name="Wisp").level == 7
    fill(page, "Snorl")
    save(page)
    expect(page.locator("#newest a").first).to_have_text("Snorl")
    assert Monster.objects.count() == 3


def test_an_invalid_form_focuses_the_first_wrong_field(
    page: Page, debug: bool, problems: list[str]
) -> None:
    page.goto("/forms/")
    fill(page, "Wisp", level="700")
    # Not one of those that check a field.
    with page.expect_response(
        lambda answer: (
            answer.request.method == "POST"
            and "_validate" not in (answer.request.post_data or "")
        )
    ) as answer:
        page.get_by_label("Level").press("Enter")
    assert answer.value.status == 422
    errors = page.locator("#id_level_error")
    expect(errors).to_have_text("Ensure this value is less than or equal to 100.")
    expect(page.get_by_label("Level")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Wisp")
    assert Monster.objects.count() == 1
    page.get_by_label("Level").fill("70")
    save(page)
    expect(page.locator("#newest a").first).to_have_text("Wisp")
    # The fresh form is empty: htmx 4.0.0-beta6 writes the old values into it.
    expect(page.get_by_label("Name")).to_have_value("")
    expect(page.get_by_label("Level")).to_have_value("")
    forget_422(problems)


def test_a_field_is_checked_when_it_is_left(page: Page) -> None:
    page.goto("/forms/")
    page.get_by_label("Name").fill("grolm")
    page.get_by_label("Level").focus()
    expect(page.locator("#id_name_error")).to_have_text(
        "The field guide has one of that name."
    )
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_attribute("aria-describedby", "id_name_error")
    expect(page.get_by_label("Level")).to_be_focused()
    # What was not visited yet is not blamed yet.
    assert page.locator("#monster-form .field-errors p").count() == 1
    page.get_by_label("Name").fill("Grolmina")
    expect(page.locator("#id_level_error")).to_have_text("This field is required.")
    page.get_by_label("Level").fill("12")
    expect(page.locator("#id_name_error")).to_have_text("")
    expect(name).not_to_have_attribute("aria-invalid", "true")
    expect(name).not_to_have_attribute("aria-describedby", "id_name_error")
    page.get_by_label("Name").focus()
    expect(page.locator("#id_level_error")).to_have_text("")
    assert Monster.objects.count() == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_a_button_gets_its_click_when_an_error_above_it_goes(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto("/forms/")
    fill(page, "Wisp", level="700")
    page.get_by_label("Name").focus()
    error = page.locator("#id_level_error p")
    expect(error).to_have_text("Ensure this value is less than or equal to 100.")
    page.get_by_label("Level").fill("70")
    page.get_by_role("button", name="Save").hover()
    page.mouse.down()
    expect(error).to_have_count(0)
    page.mouse.up()
    expect(page.locator("#newest a").first).to_have_text("Wisp")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_button_gets_its_click_when_an_error_above_it_comes(
    open_page: Callable[..., Page], problems: list[str], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto("/forms/")
    page.get_by_label("Level").fill("700")
    page.get_by_role("button", name="Save").hover()
    page.mouse.down()
    expect(page.locator("#id_level_error p")).to_have_count(1)
    page.mouse.up()
    # Only the whole form brings it: the name was never visited.
    expect(page.locator("#id_name_error")).to_have_text("This field is required.")
    expect(page.get_by_label("Name")).to_be_focused()
    forget_422(problems)


def test_a_valid_form_is_not_saved_by_leaving_its_fields(page: Page) -> None:
    page.goto("/forms/")
    fill(page, "Wisp")
    with page.expect_response("**/forms/monster/"):
        page.get_by_label("Name").focus()
        page.get_by_label("Level").focus()
    assert Monster.objects.count() == 1
    expect(page.get_by_label("Name")).to_have_value("Wisp")


def test_edit(page: Page, monster: Monster) -> None:
    page.goto("/forms/")
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Name")).to_have_value("Grolm")
    expect(page).to_have_title("Edit Grolm · htmx_views")
    page.get_by_label("Name").fill("Grolmus")
    save(page)
    expect(page).to_have_title("Edit Grolmus · htmx_views")
    expect(page.locator("#newest a").first).to_have_text("Grolmus")
    expect(page.locator("#messages")).to_contain_text("Grolmus is in the field guide.")
    monster.refresh_from_db()
    assert monster.name == "Grolmus"
    assert page.url.endswith(f"/forms/{monster.pk}/monster/")


def test_the_form_to_edit_comes_into_view_and_keeps_what_was_typed(
    page: Page, make_monsters: Callable[[int], list[Monster]], debug: bool
) -> None:
    monster = make_monsters(8)[0]
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto("/forms/")
    page.get_by_label("Name").fill("half a na")
    row = page.get_by_role("listitem").filter(has_text=monster.name)
    row.get_by_role("link", name="Edit").click()
    form = page.get_by_role("form", name=f"Edit {monster.name}")
    expect(form.get_by_label("Name")).to_be_focused()
    expect(form.get_by_role("heading")).to_be_in_viewport()
    page.get_by_role("link", name="Cancel").click()
    notice = page.locator("[data-htmx-views-notices]")
    expect(notice).to_contain_text("Restore what you typed?")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("form", name="A new monster")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("half a na")


def test_delete(page: Page, monster: Monster) -> None:
    page.goto("/forms/")
    page.get_by_label("Name").fill("half a na")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        # The second time the person is sure.
        dialog.accept() if asked[1:] else dialog.dismiss()

    page.on("dialog", answer)
    page.get_by_role("button", name="Delete").click()
    assert Monster.objects.count() == 1
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#newest li")).to_have_count(0)
    expect(page.locator("#messages")).to_contain_text("It is gone.")
    expect(page.get_by_label("Name")).to_have_value("half a na")
    assert asked == [f"Delete {monster.name}?"] * 2
    assert Monster.objects.count() == 0


def test_an_upload_keeps_its_file_until_it_is_taken(
    page: Page, problems: list[str], htmx_version: int
) -> None:
    page.goto("/forms/")
    chosen = {"name": "n.txt", "mimeType": "text/plain", "buffer": b"Wisp\nSnorl\n"}
    page.get_by_label("A text file").set_input_files([chosen])  # type: ignore[arg-type]
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#id_import-habitat_error")).to_have_text(
        "This field is required."
    )
    value = "document.getElementById('id_import-file').value"
    # In htmx 4 no answer can say what is to be preserved.
    kept = page.evaluate(value).endswith("n.txt")
    assert kept is (htmx_version == 2)
    if not kept:
        page.get_by_label("A text file").set_input_files([chosen])  # type: ignore[arg-type]
    page.locator("#id_import-habitat").select_option("Ruins")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#messages")).to_contain_text("Monsters in the file: 2.")
    expect(page.locator("#newest a").first).to_have_text("Snorl")
    expect(page.get_by_label("A text file")).to_have_value("")
    forget_422(problems)


def test_a_double_submit_saves_once(page: Page) -> None:
    page.goto("/forms/")
    fill(page, "Wisp")
    sent: list[Request] = []

    def slow(route: Route) -> None:
        if "_validate" not in (route.request.post_data or ""):
            sent.append(route.request)
            # Both clicks of the double click fall into this time.
            page.wait_for_timeout(1000)
        route.continue_()

    page.route("**/forms/monster/", slow)
    page.get_by_role("button", name="Save").dblclick()
    expect(page.locator("#newest a").first).to_have_text("Wisp")
    assert len(sent) == 1
    assert Monster.objects.filter(name="Wisp").count() == 1


def test_a_form_whose_answer_is_lost_is_saved_once(
    page: Page, csrf: str, problems: list[str]
) -> None:
    page.goto("/forms/")
    fill(page, "Wisp")

    lost: list[Route] = []

    def lose(route: Route) -> None:
        if lost or "_validate" in (route.request.post_data or ""):
            return route.continue_()
        lost.append(route)
        route.fetch()
        return route.abort()

    page.route("**/forms/monster/", lose)
    save(page)
    notices = page.locator("[data-htmx-views-notices]")
    expect(notices).to_contain_text("What you sent may not have arrived.")
    expect(page.get_by_label("Name")).to_have_value("Wisp")
    assert Monster.objects.filter(name="Wisp").count() == 1
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#newest a").first).to_have_text("Wisp")
    expect(page.get_by_label("Name")).to_have_value("")
    expect(notices).to_have_text("")
    assert Monster.objects.filter(name="Wisp").count() == 1
    # The draft has gone, too.
    page.reload()
    expect(page.get_by_label("Name")).to_have_value("")
    expect(notices).to_have_text("")
    problems.clear()


def test_the_server_saves_a_form_once_as_well(page: Page, problems: list[str]) -> None:
    page.goto("/forms/")
    fill(page, "Wisp")
    save_twice = """async () => {
        const form = document.getElementById("monster-form");
        const send = () => fetch(form.action, {
            method: "POST", body: new FormData(form), headers: {"HX-Request": "true"},
        });
        return (await Promise.all([send(), send()])).map((answer) => answer.status);
    }"""
    statuses = page.evaluate(save_twice)
    # The second gets the answer of the first, once there is one.
    assert sorted(statuses) in ([200, 200], [200, 409])
    assert Monster.objects.filter(name="Wisp").count() == 1
    problems[:] = [problem for problem in problems if "409" not in problem]


def test_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/forms/")
    fill(page, "Wisp", level="700")
    save(page)
    expect(page.locator("#id_level_error")).to_contain_text("less than or equal to 100")
    page.get_by_label("Level").fill("70")
    save(page)
    expect(page.locator("#messages")).to_contain_text("Wisp is in the field guide.")
    expect(page.locator("#newest a").first).to_have_text("Wisp")
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Name").fill("Wispy")
    save(page)
    expect(page.locator("#newest a").first).to_have_text("Wispy")
    page.get_by_role("button", name="Delete").first.click()
    expect(page.locator("#newest a").first).to_have_text("Grolm")
