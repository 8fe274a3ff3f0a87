"""Every page of the example site: accessible, quiet, and usable without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from monsters.models import Monster
from monsters.patterns import PATTERNS
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["index", "login", "login_status", *(pattern.url_name for pattern in PATTERNS)]


def once(test: Callable[..., None]) -> Callable[..., None]:
    """
    Run a test that neither htmx's version nor the engine changes.

    tests/example/test_pages.py holds the engines' pages against each other.
    """
    for name, value in (("htmx_version", 2), ("engine", "jinja2")):
        test = pytest.mark.parametrize(name, [value], indirect=True)(test)
    return test


@pytest.fixture(autouse=True)
def monster(make_monsters: Callable[[int], list[Monster]]) -> Monster:
    return make_monsters(45)[0]


@once
@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
def test_every_page_is_accessible_and_fits(
    open_page: Callable[..., Page], theme: str, width: int
) -> None:
    page = open_page(
        {"theme": theme},
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
    )
    for name in PAGES:
        page.goto(reverse(name))
        page.evaluate(
            "for (const d of document.querySelectorAll('details')) d.open = true"
        )
        assert violations(page) == "", name
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(overflow) <= 0, name


@once
def test_the_check_of_accessibility_finds_a_fault(page: Page) -> None:
    page.goto(reverse("index"))
    page.evaluate("document.querySelector('h1').style.color = 'gainsboro'")
    assert "color-contrast" in violations(page)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert "html-has-lang" in violations(page)


@pytest.mark.parametrize("engine", ["jinja2"], indirect=True)
def test_a_page_with_errors_is_accessible(page: Page, monster: Monster) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(monster.get_absolute_url())
    name = page.get_by_role("textbox", name="Name")
    name.evaluate("input => input.removeAttribute('required')")
    name.fill("")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator("#rename .field-errors")).to_be_visible()
    expect(page.locator(".htmx-request")).to_have_count(0)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == ""


def test_no_page_reports_an_error(page: Page, problems: list[str]) -> None:
    for name in PAGES:
        page.goto(reverse(name))
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1")).to_have_count(1)
        assert problems == [], name


def test_the_reader_clicks_through_without_javascript(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(java_script_enabled=False)
    for pattern in PATTERNS:
        page.goto(reverse("index"))
        page.get_by_role("link", name=pattern.name, exact=True).click()
        expect(page.get_by_role("heading", name="Behind this page")).to_be_visible()

    page.goto(reverse("monster-list"))
    page.get_by_role("link", name="Load more").click()
    expect(page.locator("article.card")).to_have_count(20)
    page.get_by_role("link", name="Previous page").click()
    page.locator("article.card a").first.click()
    expect(page.get_by_role("button", name="Save the note")).to_be_visible()


@once
@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_settings_switch_the_page(
    open_page: Callable[..., Page], java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    page.goto(reverse("monster-list") + "?page=2")
    source = page.locator("summary", has_text="#page-and-paging-controls")
    for legend, choice in [("htmx", "4"), ("Templates", "Django"), ("Theme", "Dark")]:
        page.locator(".preferences summary").click()
        page.get_by_role("group", name=legend).get_by_role(
            "button", name=choice
        ).click()
        page.locator(".preferences summary").click()
        button = page.get_by_role("group", name=legend).get_by_role(
            "button", name=choice
        )
        expect(button).to_have_attribute("aria-pressed", "true")
        page.locator(".preferences summary").click()
    expect(source).to_be_visible()
    assert page.url.endswith("/monsters/?page=2")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("script[src*='htmx-4']")).to_have_count(1)


def test_the_last_exchange_is_shown(page: Page) -> None:
    page.goto(reverse("monster-list"))
    exchange = page.locator("[data-exchange]")
    expect(exchange).to_contain_text("Nothing yet")
    page.get_by_role("link", name="Load more").click()
    lines = exchange.locator(".exchange-line")
    expect(lines.first).to_have_text("GET /monsters/?page=2")
    expect(lines.last).to_have_text(
        re.compile(r"^200 · \d+ ms · [\d,]+ bytes, the page had [\d,]+ bytes$")
    )
    headers = exchange.locator("dt").all_inner_texts()
    assert {"hx-request", "hx-target"} <= {header.lower() for header in headers}
    expect(exchange.locator("pre")).to_contain_text("<article")
    expect(exchange.locator("pre .nt").first).to_have_text("<article")


@once
def test_an_exchange_moves_nothing_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(reverse("forms"))
    form = page.locator("#monster-form")
    top = form.evaluate("(element) => element.offsetTop")
    page.get_by_label("Name").focus()
    page.get_by_label("Level").focus()
    expect(page.locator(".exchange-line")).to_have_count(2)
    assert form.evaluate("(element) => element.offsetTop") == top
    # It is a bar at the bottom, which opens.
    bar = page.locator(".panel-exchange summary")
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("POST /forms/monster/ · 200")
    expect(page.locator(".exchange-line").first).to_be_hidden()
    bar.click()
    expect(page.locator(".exchange-line").first).to_be_in_viewport()


@once
def test_code_can_be_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(reverse("index"))
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "python -m pip install htmx-views"


@once
@pytest.mark.parametrize("width", [390, 1280])
def test_the_login_is_large_enough_to_hit(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(reverse("index"))
    link = page.get_by_role("link", name="Log in")
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    page.goto(reverse("login"))
    expect(link).to_be_hidden()


@once
def test_the_header_of_a_phone_has_room_for_the_logout(
    open_page: Callable[..., Page], django_user_model: Any
) -> None:
    django_user_model.objects.create_user("hunter", password="moonlit-lantern")
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(reverse("login"))
    page.get_by_label("Username").fill("hunter")
    page.get_by_label("Password").fill("moonlit-lantern")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.wait_for_load_state()
    header = page.locator(".site-header").bounding_box()
    button = page.get_by_role("button", name="Log out").bounding_box()
    assert header is not None
    assert button is not None
    assert header["y"] < button["y"]
    assert button["y"] + button["height"] < header["y"] + header["height"]


@once
def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(reverse("monster-list"))
    page.keyboard.press("Tab")
    skip_link = page.get_by_role("link", name="Skip to the content")
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@once
def test_the_settings_close_when_one_leaves_them(page: Page) -> None:
    page.goto(reverse("index"))
    settings = page.locator(".preferences")
    settings.locator("summary").click()
    settings.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Escape")
    expect(settings).not_to_have_attribute("open", "")
    expect(settings.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(settings).to_have_attribute("open", "")
    page.locator("h1").click()
    expect(settings).not_to_have_attribute("open", "")
