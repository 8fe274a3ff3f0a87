"""Infinite scroll and numbered pages, as a reader uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from monsters.models import Monster

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Make = Callable[[int], list[Monster]]


@pytest.fixture
def engine() -> str:
    """One engine: that both give the same pages is tested without a browser."""
    return "jinja2"


def names() -> list[str]:
    return list(Monster.objects.values_list("name", flat=True))


class TestInfiniteScroll:
    def test_it_goes_on_to_the_end(self, page: Page, make_monsters: Make) -> None:
        make_monsters(65)
        page.goto("/endless/")
        cards = page.locator("article.card h2")
        expect(cards).to_have_count(20)
        for shown in (40, 60, 65):
            page.locator("#sentinel").scroll_into_view_if_needed()
            expect(cards).to_have_count(shown)
        expect(page.locator("#arrived[role=status]")).to_have_text(
            "5 monsters have come"
        )
        expect(page.locator("#sentinel")).to_have_text("You have seen them all.")
        assert cards.all_inner_texts() == names()
        assert urlsplit(page.url).query == ""

    def test_the_keyboard_stays_where_it_was(
        self, page: Page, make_monsters: Make
    ) -> None:
        monsters = make_monsters(45)
        monsters.sort(key=lambda monster: (monster.name, monster.pk))
        page.goto("/endless/")
        last = page.locator("article.card a").nth(19)
        last.focus()
        cards = page.locator("article.card")
        expect(cards).to_have_count(40)
        expect(last).to_be_focused()
        page.keyboard.press("Tab")
        expect(cards.nth(20).locator("a")).to_be_focused()

    def test_nothing_twice_and_nothing_missing(
        self, page: Page, make_monsters: Make
    ) -> None:
        make_monsters(45)
        page.goto("/endless/")
        expected = names()
        # Rows that were shown go, and one comes in front of them.
        first = Monster.objects.order_by("name", "pk")[:5]
        Monster.objects.filter(pk__in=[monster.pk for monster in first]).delete()
        Monster.objects.create(name="Aa", type="moss", level=1, habitat="bog")
        page.locator("#sentinel").scroll_into_view_if_needed()
        expect(page.locator("article.card")).to_have_count(40)
        shown = page.locator("article.card h2").all_inner_texts()
        assert shown == expected[:40]

    def test_the_rest_has_gone(self, page: Page, make_monsters: Make) -> None:
        make_monsters(45)
        page.goto("/endless/")
        kept = Monster.objects.order_by("name", "pk")[:20]
        Monster.objects.exclude(pk__in=[monster.pk for monster in kept]).delete()
        page.locator("#sentinel").scroll_into_view_if_needed()
        expect(page.locator("#sentinel")).to_have_text("You have seen them all.")
        expect(page.locator("article.card")).to_have_count(20)

    def test_a_failure_is_tried_again(
        self, page: Page, make_monsters: Make, problems: list[str]
    ) -> None:
        make_monsters(45)
        page.goto("/endless/")
        page.route("**/endless/?page=*", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            page.locator("#sentinel").scroll_into_view_if_needed()
        page.unroute("**/endless/?page=*")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(200)
        page.locator("#sentinel").scroll_into_view_if_needed()
        expect(page.locator("article.card")).to_have_count(40)
        assert problems
        problems.clear()

    def test_without_javascript(
        self, open_page: Callable[..., Page], make_monsters: Make
    ) -> None:
        make_monsters(45)
        page = open_page(java_script_enabled=False)
        page.goto("/endless/")
        seen = page.locator("article.card h2").all_inner_texts()
        for count in (20, 5):
            page.get_by_role("link", name="Next page").click()
            expect(page.locator("article.card")).to_have_count(count)
            seen += page.locator("article.card h2").all_inner_texts()
        assert seen == names()
        page.get_by_role("link", name="Previous page").click()
        expect(page.locator("article.card h2").first).to_have_text(names()[20])


class TestNumberedPages:
    def test_address_and_back_button_follow(
        self, page: Page, make_monsters: Make
    ) -> None:
        make_monsters(35)
        page.goto("/numbered/?kind=a&kind=b")
        cards = page.locator("tbody th")
        page.get_by_role("link", name="3", exact=True).click()
        expect(cards.first).to_have_text(names()[20])
        expect(page.locator("[aria-current=page]").last).to_have_text("3")
        expect(page).to_have_title("Numbered pages, page 3 · htmx_views")
        assert parse_qs(urlsplit(page.url).query) == {"kind": ["a", "b"], "page": ["3"]}
        page.get_by_role("link", name="Next", exact=True).click()
        expect(cards).to_have_count(5)
        expect(page).to_have_title("Numbered pages, page 4 · htmx_views")
        page.go_back()
        expect(cards.first).to_have_text(names()[20])
        expect(page.locator("h1")).to_have_text("Numbered pages")
        page.go_back()
        expect(cards.first).to_have_text(names()[0])
        page.go_forward()
        expect(cards.first).to_have_text(names()[20])
        page.reload()
        expect(cards.first).to_have_text(names()[20])

    def test_the_size_of_a_page(self, page: Page, make_monsters: Make) -> None:
        make_monsters(35)
        page.goto("/numbered/")
        page.get_by_label("Monsters on a page").select_option("20")
        expect(page.locator("tbody tr")).to_have_count(20)
        page.get_by_role("link", name="2", exact=True).click()
        expect(page.locator("tbody tr")).to_have_count(15)
        expect(page).to_have_url(re.compile(r"/numbered/\?size=20&page=2$"))

    def test_without_javascript(
        self, open_page: Callable[..., Page], make_monsters: Make
    ) -> None:
        make_monsters(35)
        page = open_page(java_script_enabled=False)
        page.goto("/numbered/")
        page.get_by_role("link", name="4", exact=True).click()
        expect(page.locator("tbody tr")).to_have_count(5)
        page.get_by_label("Monsters on a page").select_option("50")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("tbody tr")).to_have_count(35)
