"""What a person types stays, and they stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from monsters.models import Monster
from tests.browser.conftest import TEXT_FILE, wait_until
from tests.browser.life_urls import delays, planned, received

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.life_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def engine() -> str:
    """Choose one engine: the script is the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _plan() -> None:
    received.clear()
    planned.clear()
    delays.clear()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, failed requests aside."""
    problems: list[str] = []
    yield problems
    failed = ("Failed to load resource", "Error Code", "htmx:", "net::ERR")
    assert [text for text in problems if not any(f in text for f in failed)] == []


class TestWhatCountsAsTyped:
    """A fragment that needs a login takes an untouched page there, and no other."""

    @pytest.fixture
    def opened(self, page: Page) -> Page:
        page.goto("/life/private/")
        return page

    def get(self, page: Page) -> None:
        page.get_by_role("button", name="get").click()

    def test_an_untouched_form_does_not(self, opened: Page) -> None:
        self.get(opened)
        opened.wait_for_url("**/accounts/login/?next=/life/private/")

    def test_what_was_undone_does_not(self, opened: Page) -> None:
        opened.get_by_label("q").fill("grue")
        opened.get_by_label("q").fill("")
        opened.get_by_label("box").uncheck()
        opened.get_by_label("box").check()
        opened.get_by_label("pick").select_option("b")
        opened.get_by_label("pick").select_option("a")
        opened.get_by_label("way 2").check()
        opened.get_by_label("way 1").check()
        opened.get_by_label("many").select_option(["a", "b"])
        opened.get_by_label("many").select_option([])
        self.get(opened)
        opened.wait_for_url("**/accounts/login/?next=/life/private/")

    @pytest.mark.parametrize(
        "touch",
        [
            lambda page: page.get_by_label("q").fill("grue"),
            lambda page: page.get_by_label("box").uncheck(),
            lambda page: page.get_by_label("pick").select_option("b"),
            lambda page: page.get_by_label("way 2").check(),
            lambda page: page.get_by_label("many").select_option("a"),
        ],
        ids=["text", "checkbox", "list", "radio", "list of several"],
    )
    def test_a_change_does(self, touch: Callable[[Page], Any], opened: Page) -> None:
        touch(opened)
        self.get(opened)
        expect(opened.locator("[data-login-status]")).to_be_focused()
        assert opened.url.endswith("/life/private/")


class TestAPoll:
    def test_waits_while_somebody_types(self, page: Page, debug: bool) -> None:
        page.goto("/life/typing/")
        expect(page.get_by_label("q")).to_be_focused()
        page.get_by_label("q").press_sequentially("grue", delay=300)
        page.wait_for_timeout(700)
        expect(page.get_by_label("q")).to_have_value("grue")
        assert len(received) > 1
        # What is typed is kept when the person goes elsewhere, too.
        page.get_by_label("elsewhere").focus()
        page.wait_for_timeout(700)
        expect(page.get_by_label("q")).to_have_value("grue")
        page.get_by_label("q").fill("")
        page.wait_for_timeout(700)
        expect(page.get_by_label("q")).to_be_focused()
        page.get_by_label("elsewhere").focus()
        expect(page.locator("[hx-get]")).to_have_text("done poll")

    def test_waits_when_typing_starts_under_way(self, page: Page) -> None:
        delays["poll"] = 2
        page.goto("/life/typing/")
        page.get_by_label("elsewhere").focus()
        with page.expect_response("**/do/poll/"):
            wait_until(page, lambda: received)
            page.get_by_label("q").fill("grue")
        page.wait_for_timeout(300)
        expect(page.get_by_label("q")).to_have_value("grue")

    def test_that_was_held_is_sent_with_the_tag_of_what_is_shown(
        self, page: Page
    ) -> None:
        planned["poll"] = [
            HttpResponse("new", headers={"HX-PTag": "y"}) for _ in range(100)
        ]
        page.goto("/life/typing/")
        wait_until(page, lambda: len(received) >= 3)
        expect(page.locator("[hx-get]")).to_have_attribute("hx-ptag", "x")
        page.get_by_label("elsewhere").focus()
        expect(page.locator("[hx-get]")).to_have_attribute("hx-ptag", "y")


class TestFocus:
    REGION = (
        '<section id="region"><p>new</p><button>first</button>'
        '<button name="second">second</button></section>'
    )
    SAME = (
        '<section id="region"><button>first</button>'
        '<button name="second">second</button><p><button>third</button></p></section>'
    )

    @pytest.mark.parametrize("button", ["first", "second", "third"])
    def test_stays_in_its_place(self, button: str, page: Page) -> None:
        planned["focus"] = [HttpResponse(self.SAME)]
        delays["focus"] = 0.2
        page.goto("/life/focus/")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("button", name=button)).not_to_have_attribute(
            "hx-post", "/do/focus/"
        )
        expect(page.get_by_role("button", name=button)).to_be_focused()

    def test_follows_the_name(self, page: Page) -> None:
        planned["focus"] = [HttpResponse(self.REGION)]
        page.goto("/life/focus/")
        page.get_by_role("button", name="second").click()
        expect(page.get_by_text("new")).to_be_visible()
        expect(page.get_by_role("button", name="second")).to_be_focused()

    def test_is_on_what_was_swapped_in_where_its_place_is_gone(
        self, page: Page
    ) -> None:
        planned["focus"] = [HttpResponse('<section id="region">new</section>')]
        page.goto("/life/focus/")
        page.get_by_role("button", name="first").click()
        expect(page.locator("#region")).to_have_text("new")
        expect(page.locator("#region")).to_be_focused()

    def test_stays_on_the_pages_of_the_example(
        self, page: Page, make_monsters: Callable[[int], list[Monster]]
    ) -> None:
        make_monsters(60)
        page.goto("/dashboard/")
        for name in ("Refresh the strongest", "Refresh the hunts"):
            link = page.get_by_role("link", name=name)
            with page.expect_response("**/dashboard/"):
                link.click()
            expect(link).to_be_focused()
        page.goto("/numbered/")
        for number in (2, 3):
            page.get_by_role("link", name="Next", exact=True).click()
            page.wait_for_url(f"**/numbered/?page={number}")
            expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
        page.goto("/forms/")
        row = page.locator("#newest li").nth(2)
        name = row.get_by_role("link").first.inner_text()
        page.on("dialog", lambda dialog: dialog.accept())
        row.get_by_role("button", name="Delete").click()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
        expect(row.get_by_role("button", name="Delete")).to_be_focused()
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#monster-form [aria-invalid]").first).to_be_focused()


class TestDrafts:
    TYPED = [
        "grue",
        "It was dark.",
        True,
        False,
        True,
        "b",
        ["b"],
    ]
    READ = """() => [...document.querySelectorAll(
        "#one :is([name=q], [name=note], [name=box], [name=way], select)")].map((c) =>
        c.multiple ? [...c.selectedOptions].map((o) => o.value) :
        /checkbox|radio/.test(c.type) ? c.checked : c.value)"""
    INVALID = (
        '<form id="one" data-htmx-views-draft="one">'
        '<input name="q" aria-label="q" value="grue"></form>'
    )

    def type(self, page: Page) -> None:
        page.get_by_label("q").fill("grue")
        page.get_by_label("note").fill("It was dark.")
        page.get_by_label("box").check()
        page.get_by_label("way 2").check()
        page.get_by_label("pick").select_option("b")
        page.get_by_label("many").select_option("b")
        page.get_by_label("secret").fill("moonlit-lantern")
        page.get_by_label("file").set_input_files(TEXT_FILE)

    @pytest.fixture
    def opened(self, page: Page) -> Page:
        page.goto("/life/drafts/")
        expect(page.get_by_role("alert")).to_have_text("")
        self.type(page)
        return page

    def test_are_offered_after_the_reload(self, opened: Page) -> None:
        opened.goto("/life/drafts/")
        expect(opened.get_by_role("alert")).to_contain_text("Restore what you typed?")
        assert opened.evaluate(self.READ) != self.TYPED
        opened.get_by_role("button", name="Restore").click()
        assert opened.evaluate(self.READ) == self.TYPED
        expect(opened.get_by_label("secret")).to_have_value("")
        expect(opened.get_by_label("file")).to_have_value("")
        expect(opened.get_by_role("alert")).to_have_text("")
        stored = opened.evaluate("JSON.stringify(sessionStorage)")
        assert "grue" in stored
        assert "lantern" not in stored
        assert "a.txt" not in stored
        assert "csrf" not in stored

    def test_fit_a_form_whose_lists_have_changed(self, opened: Page) -> None:
        opened.goto("/life/drafts/?more")
        opened.get_by_role("button", name="Restore").click()
        assert opened.evaluate(self.READ) == self.TYPED
        chosen = opened.get_by_label("pick").locator("option:checked")
        expect(chosen).to_have_text("b")
        expect(opened.get_by_role("alert")).to_have_text("")

    def test_are_offered_again_while_they_are_not_saved(self, opened: Page) -> None:
        planned["form"] = [HttpResponse("failed", status=500)]
        opened.get_by_role("button", name="send", exact=True).click()
        expect(opened.get_by_role("alert")).to_contain_text("The server failed.")
        opened.goto("/life/drafts/")
        expect(opened.get_by_role("alert")).to_contain_text("Restore")
        opened.reload()
        expect(opened.get_by_role("alert")).to_contain_text("Restore")

    @pytest.mark.parametrize("status", [200, 422])
    def test_are_kept_where_the_form_is_invalid(
        self, status: int, opened: Page
    ) -> None:
        headers = {"HX-Views": "invalid"} if status == 200 else {}
        planned["form"] = [HttpResponse(self.INVALID, status=status, headers=headers)]
        opened.get_by_role("button", name="send", exact=True).click()
        expect(opened.get_by_label("note")).to_have_count(0)
        opened.goto("/life/drafts/")
        expect(opened.get_by_role("alert")).to_contain_text("Restore")

    def test_are_dropped_when_saved(self, opened: Page) -> None:
        opened.get_by_role("button", name="send", exact=True).click()
        expect(opened.get_by_text("done form")).to_be_visible()
        opened.goto("/life/drafts/")
        expect(opened.get_by_label("q")).to_be_visible()
        expect(opened.get_by_role("alert")).to_have_text("")

    def test_are_dropped_when_the_person_says_so(self, opened: Page) -> None:
        opened.goto("/life/drafts/")
        opened.get_by_role("button", name="Dismiss").click()
        opened.goto("/life/drafts/")
        expect(opened.get_by_label("q")).to_be_visible()
        expect(opened.get_by_role("alert")).to_have_text("")

    def test_are_of_their_form(self, opened: Page) -> None:
        opened.get_by_label("p", exact=True).fill("plain")
        opened.get_by_label("r", exact=True).fill("none")
        opened.goto("/life/drafts/")
        opened.get_by_role("button", name="Restore").click()
        opened.get_by_role("button", name="Restore").click()
        assert opened.evaluate(self.READ) == self.TYPED
        expect(opened.get_by_label("p", exact=True)).to_have_value("plain")
        expect(opened.get_by_label("r", exact=True)).to_have_value("")

    def test_of_a_plain_form_are_dropped_when_it_is_sent(self, page: Page) -> None:
        page.goto("/life/drafts/")
        page.get_by_label("p", exact=True).fill("plain")
        page.get_by_role("button", name="send plainly").click()
        expect(page.locator("body")).to_have_text("done plain")
        page.goto("/life/drafts/")
        expect(page.get_by_label("q")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_text("")

    def test_are_of_their_person(self, opened: Page) -> None:
        User.objects.create_user("bob", password="moonlit-lantern")
        opened.goto("/accounts/login/?next=/life/drafts/")
        opened.get_by_label("Username").fill("bob")
        opened.get_by_label("Password").fill("moonlit-lantern")
        main = opened.get_by_role("main")
        main.get_by_role("button", name="Log in").click()
        expect(opened.get_by_label("q")).to_be_visible()
        expect(opened.get_by_role("alert")).to_have_text("")


class TestANewVersion:
    @pytest.fixture
    def opened(self, page: Page, settings: Any) -> Page:
        settings.HTMX_VIEWS_VERSION = "1"
        with page.expect_response("**/accounts/status/"):
            page.goto("/life/version/")
        with page.expect_response("**/accounts/status/"):
            page.get_by_role("link", name="next").click()
        page.wait_for_url("**/?next")
        page.evaluate("document.documentElement.dataset.old = 'yes'")
        settings.HTMX_VIEWS_VERSION = "2"
        return page

    def learn(self, page: Page) -> None:
        page.evaluate("""() => {
            window.learnt = false;
            addEventListener("htmx-views:csrf", ({detail}) => {
                window.learnt ||= detail.version === "2";
            });
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
        wait_until(page, "window.learnt")

    def test_comes_with_the_next_boosted_link(self, opened: Page) -> None:
        opened.get_by_role("link", name="other").click()
        opened.wait_for_url("**/?other")
        expect(opened.locator("html[data-old]")).to_have_count(1)
        self.learn(opened)
        opened.get_by_role("link", name="next").click()
        opened.wait_for_url("**/?next")
        expect(opened.locator("html:not([data-old])")).to_have_count(1)

    def test_comes_with_the_way_back(self, opened: Page) -> None:
        self.learn(opened)
        opened.go_back()
        expect(opened.locator("html:not([data-old])")).to_have_count(1)
        assert opened.url.endswith("/life/version/")

    def test_is_offered_where_something_is_typed(self, opened: Page) -> None:
        opened.get_by_label("q").fill("grue")
        self.learn(opened)
        notice = opened.get_by_role("alert")
        expect(notice).to_contain_text("There is a new version of this page.")
        expect(opened.get_by_label("q")).to_have_value("grue")
        opened.get_by_role("button", name="Dismiss").click()
        self.learn(opened)
        expect(notice).to_have_text("")

    def test_comes_when_the_person_says_so(self, opened: Page) -> None:
        opened.get_by_label("q").fill("grue")
        self.learn(opened)
        opened.get_by_role("button", name="Reload").click()
        expect(opened.locator("html:not([data-old])")).to_have_count(1)
