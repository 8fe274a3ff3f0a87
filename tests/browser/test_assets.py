"""The script and the stylesheet of a form that comes by htmx, under the policy."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assets_urls import DJANGO, JINJA2, fetched
from tests.browser.conftest import wait_until
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.assets_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _site(settings: Any, engine: str) -> None:
    templates = {"assets.html": JINJA2 if engine == "jinja2" else DJANGO}
    options = {"environment": "monsters.jinja.environment"}
    settings.TEMPLATES = [
        engine_of(engine, templates, **(options if engine == "jinja2" else {}))
    ]


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the form that comes."""
    page.evaluate("document.querySelector('form')?.setAttribute('data-old', '')")
    page.get_by_role("button", name=name).click()
    expect(page.locator("form:not([data-old])")).to_be_visible()
    wait_until(page, "window.runs")


@pytest.mark.parametrize(("url", "runs"), [("module", 1), ("head", 1), ("plain", 3)])
def test_the_media_of_a_form_that_comes_three_times(
    page: Page, url: str, runs: int
) -> None:
    fetched.clear()
    response = page.goto(f"/{url}/")
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]
    for name in ("Open", "Save", "Open"):
        press(page, name)
        expect(page.locator("form")).to_have_css("color", "rgb(1, 2, 3)")
    if url == "plain":
        wait_until(page, "window.runs == 3")
    # What a script of the last form would do is done.
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.runs") == runs
    assert sorted(fetched) == ["moon.css", "moon.js"]
