"""Load more, as a reader uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_load_more_until_the_end(
    page: Page, make_monsters: Callable[[int], list[Monster]]
) -> None:
    make_monsters(45)
    fragments: list[str] = []

    def keep(response: Response) -> None:
        if "?page=" in response.url:
            fragments.append(response.text())

    page.goto("/monsters/")
    page.on("response", keep)
    cards = page.locator("article.card")
    expect(cards).to_have_count(20)
    for shown in (40, 45):
        page.get_by_role("link", name="Load more").click()
        expect(cards).to_have_count(shown)
        announced = page.locator("#shown[role=status]")
        expect(announced).to_have_text(f"{shown} of 45 monsters")
    expect(page.locator("#paging-area")).to_have_text("You have seen them all.")
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)
    names = page.locator("article.card h2").all_inner_texts()
    assert names == [monster.name for monster in Monster.objects.all()]
    assert [fragment.count("<article") for fragment in fragments] == [20, 5]
    for fragment in fragments:
        assert "<html" not in fragment
        assert "<header" not in fragment
    assert page.url.endswith("/monsters/")
