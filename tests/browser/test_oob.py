"""Every version of htmx makes the same of what comes out of band."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until
from tests.browser.oob_urls import TEMPLATES
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.oob_urls"),
    pytest.mark.django_db(transaction=True),
]

AFTER_ONE = """
<main id="main"><i>main 1</i><svg><title>drawn</title></svg></main>
<b id="counter" class="n">1</b>
<div id="log"><p>log 0</p><p>log 1</p></div>
<ul><li id="item">item 1</li></ul>
<table>
<thead id="head"><tr><th>head 1</th></tr></thead>
<tbody id="body"><tr><td>body 0</td></tr><tr><td>body 1</td></tr></tbody>
<tfoot><tr id="row.1"><td>row 1</td><td id="cell:1">cell 1</td></tr></tfoot>
</table>
"""

#: What stands in #page, without white space between elements.
SHOWN = """
    document.querySelector("#page").innerHTML.replace(/\\s+(?=<)/g, "")
        .replace(/>\\s+/g, ">")
"""


@pytest.fixture
def engine() -> str:
    """Choose one engine: what comes out of band is the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.TEMPLATES = [
        engine_of("jinja2", TEMPLATES, environment="monsters.jinja.environment")
    ]


def test_the_page_after_the_swaps(page: Page) -> None:
    page.goto("/oob/")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#main")).to_contain_text("main 1")
    expect(page.locator("#counter")).to_have_text("1")
    wait_until(page, "!document.querySelector('.htmx-settling')")

    expect(page).to_have_title("Page 1")
    assert page.evaluate(SHOWN) == AFTER_ONE.replace("\n", "")
