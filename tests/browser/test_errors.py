"""Errors: none is swapped over the page, each is told, each request can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.conftest import TEXT_FILE, wait_until
from tests.browser.life_urls import delays, planned, received

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.life_urls"),
    pytest.mark.django_db(transaction=True),
]

NOTICES = {
    400: "That did not work.",
    402: "That did not work.",
    403: "You are not allowed to do this.",
    404: "What you asked for is not there.",
    413: "What you sent is too large.",
    429: "That was too often.",
    500: "The server failed.",
    502: "The server failed.",
    503: "The server failed.",
}


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


def error(status: int) -> HttpResponse:
    return HttpResponse(f"<h1>Error {status}</h1>", status=status)


def test_none_is_swapped_and_each_is_told(page: Page, csrf: str, debug: bool) -> None:
    page.goto("/life/form/")
    page.get_by_label("q").fill("grue")
    planned["form"] = [error(status) for status in NOTICES]
    for number, text in enumerate(NOTICES.values()):
        if number:
            # Some say the same: that the next one came shows where the last has gone.
            page.get_by_role("button", name="Dismiss").click()
            expect(page.get_by_role("alert")).to_have_text("")
        with page.expect_response("**/do/form/"):
            page.get_by_role("button", name="send").click()
        expect(page.locator("#out:not([aria-busy])")).to_have_text("untouched")
        expect(page.get_by_role("alert")).to_contain_text(text)
        expect(page.get_by_label("q")).to_have_value("grue")
    page.get_by_role("button", name="send").click()
    expect(page.locator("#out")).to_have_text("done form")
    expect(page.get_by_role("alert")).to_have_text("")
    assert [r["fields"]["q"] for r in received] == ["grue"] * (len(NOTICES) + 1)


class TestWhatAnElementAsksFor:
    @pytest.mark.parametrize(
        ("button", "status", "swapped"),
        [
            ("a", 404, "out"),
            ("a", 403, None),
            ("a", 413, "other"),
            ("b", 404, "out"),
            ("b", 500, None),
        ],
    )
    def test_is_swapped(
        self, button: str, status: int, swapped: str | None, page: Page, debug: bool
    ) -> None:
        planned[button] = [error(status)]
        page.goto("/life/status/")
        page.get_by_role("button", name=button).click()
        if swapped is None:
            expect(page.get_by_role("alert")).not_to_have_text("")
        for place in ("out", "other"):
            text = f"Error {status}" if place == swapped else "untouched"
            expect(page.locator(f"#{place}")).to_have_text(text)
        if swapped is not None:
            expect(page.get_by_role("alert")).to_have_text("")

    def test_an_answer_of_ours_is_not(self, page: Page, csrf: str, debug: bool) -> None:
        page.goto("/life/private/")
        page.get_by_label("q").fill("grue")
        page.get_by_role("button", name="send").click()
        expect(page.locator("[data-login-status]")).to_be_focused()
        expect(page.locator("#out")).to_have_text("untouched")
        expect(page.get_by_label("q")).to_have_value("grue")
        expect(page.get_by_role("alert")).to_have_text("")

    def test_an_invalid_form_is_swapped(self, page: Page, debug: bool) -> None:
        planned["form"] = [error(422)]
        page.goto("/life/form/")
        page.get_by_role("button", name="send").click()
        expect(page.locator("#out")).to_have_text("Error 422")


class TestWhatComesByItself:
    def test_a_poll_goes_on_after_errors(self, page: Page, debug: bool) -> None:
        planned["poll"] = [error(502)]
        page.goto("/life/poll/")
        expect(page.locator("[hx-get]")).to_have_text("done poll", timeout=30_000)
        expect(page.get_by_role("alert")).to_have_text("")

    def test_a_poll_rests_after_an_error(self, page: Page) -> None:
        planned["poll"] = [error(502)] * 20
        page.goto("/life/poll/")
        wait_until(page, lambda: received)
        # Only time shows that none comes: without a rest it would be ten. One may have
        # waited for the answer.
        page.wait_for_timeout(3000)
        assert 1 <= len(received) <= 2

    def test_a_sentinel_can_be_tried_again(self, page: Page, debug: bool) -> None:
        planned["more"] = [error(500)]
        page.goto("/life/sentinel/")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("list")).to_have_text("done more")
        expect(page.get_by_role("alert")).to_have_text("")

    def test_the_login_status_stays_as_it_is(self, page: Page, debug: bool) -> None:
        def fail(route: Route) -> None:
            route.fulfill(status=502, body="502 Bad Gateway")

        page.route("**/accounts/status/", fail)
        with page.expect_response("**/accounts/status/"):
            page.goto("/life/form/")
        status = page.locator("[data-login-status]")
        expect(status).to_contain_text("Not logged in")
        expect(page.get_by_role("alert")).to_have_text("")


class TestTryingAgain:
    def test_sends_that_very_request(self, page: Page, csrf: str, debug: bool) -> None:
        page.goto("/life/form/")
        page.get_by_label("q").fill("grue")
        page.context.set_offline(True)
        page.get_by_role("button", name="send").click()
        expect(page.get_by_role("alert")).to_contain_text("There is no connection.")
        page.get_by_label("q").fill("another")
        page.context.set_offline(False)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#out")).to_have_text("done form")
        expect(page.get_by_role("alert")).to_have_text("")
        assert [r["fields"]["q"] for r in received] == ["grue"]
        expect(page.get_by_role("button", name="send")).to_be_focused()

    def test_is_told_when_it_fails_again(self, page: Page) -> None:
        planned["form"] = [error(500), error(429)]
        page.goto("/life/form/")
        page.get_by_role("button", name="send").click()
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("alert")).to_contain_text("That was too often.")
        page.get_by_role("button", name="Dismiss").click()
        expect(page.get_by_role("alert")).to_have_text("")
        expect(page.get_by_role("button", name="send")).to_be_focused()
        assert len(received) == 2

    def test_asks_nothing_twice(self, page: Page) -> None:
        dialogs: list[str] = []

        def accept(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.accept()

        page.on("dialog", accept)
        planned["delete"] = [error(500)]
        page.goto("/life/confirm/")
        page.get_by_role("button", name="delete").click()
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#out")).to_have_text("done delete")
        assert dialogs == ["Sure?"]

    def test_does_not_save_twice_what_is_saved_once(self, page: Page) -> None:
        """The answer is lost after the save: the same token comes again."""

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        page.goto("/life/once/")
        page.route("**/do/form/", lose, times=1)
        page.get_by_role("button", name="send").click()
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#out")).to_have_text("done form")
        assert [r["fields"]["token"] for r in received] == ["t1", "t1"]


class TestAFormInFlight:
    def test_is_not_sent_again(self, page: Page, csrf: str) -> None:
        delays["form"] = 2
        page.goto("/life/form/")
        page.get_by_role("button", name="send").dblclick()
        expect(page.locator("#out[aria-busy=true]")).to_have_text("untouched")
        expect(page.locator("#out:not([aria-busy])")).to_have_text("done form")
        page.wait_for_timeout(700)
        assert len(received) == 1
        delays.clear()
        with page.expect_response("**/do/form/"):
            page.get_by_role("button", name="send").click()
        assert len(received) == 2

    def test_with_a_file_is_not_sent_again(self, page: Page) -> None:
        delays["upload"] = 1
        page.goto("/life/upload/")
        page.locator("[type=file]").set_input_files(TEXT_FILE)
        page.get_by_role("button", name="send").dblclick()
        expect(page.locator("#out")).to_have_text("done upload")
        # Only time shows that no second one comes.
        page.wait_for_timeout(600)
        assert len(received) == 1

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_button_without_a_form_says_so_itself(
        self, number: int, page: Page
    ) -> None:
        """What the documentation says of buttons, in htmx 2 and 4."""
        delays["form"] = 1
        page.goto("/life/button/")
        button = page.get_by_role("button", name="send")
        if number == 2:
            button.evaluate("(button) => button.removeAttribute('hx-sync')")
        button.dblclick()
        expect(page.locator("#out")).to_have_text("done form")
        wait_until(page, lambda: len(received) >= number)
        # Only time shows that no other comes.
        page.wait_for_timeout(600)
        assert len(received) == number

    def test_is_where_it_says_so(self, page: Page) -> None:
        delays["form"] = 1
        page.goto("/life/sync/")
        page.get_by_role("button", name="send").dblclick()
        wait_until(page, lambda: len(received) >= 2)
        # Only time shows that no third one comes.
        page.wait_for_timeout(600)
        assert len(received) == 2


class TestTimeouts:
    @pytest.mark.parametrize(
        "config", ["", ', "timeout": 2000, "defaultTimeout": 2000']
    )
    def test_a_server_that_hangs_is_told(
        self, config: str, page: Page, csrf: str, debug: bool
    ) -> None:
        delays["form"] = 5
        limit = " data-timeout=9000" if config else " data-timeout=2000"
        page.goto("/life/form/?" + urlencode({"attributes": limit, "config": config}))
        page.get_by_label("q").fill("grue")
        page.get_by_role("button", name="send").click()
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
        delays.clear()
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#out")).to_have_text("done form")

    def test_an_upload_takes_as_long_as_it_takes(self, page: Page) -> None:
        delays["upload"] = 1
        page.goto("/life/upload/?attributes=+data-timeout=300")
        page.locator("[type=file]").set_input_files(TEXT_FILE)
        page.get_by_role("button", name="send").click()
        expect(page.locator("#out")).to_have_text("done upload")

    def test_a_request_that_was_replaced_is_no_failure(self, page: Page) -> None:
        delays["search"] = 0.4
        page.goto("/life/replace/")
        page.get_by_label("q").press_sequentially("grue")
        expect(page.locator("#out")).to_have_text("done search")
        expect(page.get_by_role("alert")).to_have_text("")


class TestTheStylesheet:
    BAR = """() => {
        const bar = getComputedStyle(document.documentElement, "::before");
        return [bar.content, bar.animationName, bar.animationDelay];
    }"""

    def test_shows_a_bar_while_a_request_takes_long(self, page: Page) -> None:
        delays["form"] = 2
        page.goto("/life/form/?styled")
        assert page.evaluate(self.BAR) == ["none", "none", "0s"]
        page.get_by_role("button", name="send").click()
        expect(page.locator("#out[aria-busy=true]")).to_have_count(1)
        assert page.evaluate(self.BAR) == ['""', "htmx-views-progress", "0.3s"]
        expect(page.locator("#out")).to_have_text("done form")
        wait_until(page, f"({self.BAR})()[0] === 'none'")

    def test_shows_none_for_a_poll(self, page: Page) -> None:
        delays["poll"] = 0.5
        page.goto("/life/poll/?styled")
        expect(page.locator(".htmx-request")).to_have_count(1)
        assert page.evaluate(self.BAR) == ["none", "none", "0s"]

    def test_shows_notices_at_the_bottom_of_the_window(self, page: Page) -> None:
        planned["form"] = [error(500)]
        page.set_viewport_size({"width": 390, "height": 600})
        page.goto("/life/form/?styled")
        page.get_by_role("button", name="send").click()
        box = page.get_by_role("button", name="Try again").bounding_box()
        assert box is not None
        assert 500 < box["y"] < 600


class TestTheEvent:
    LISTEN = """(prevents) => addEventListener("htmx-views:failed", (event) => {
        window.failed = event.detail;
        if (prevents) event.preventDefault();
    })"""

    @pytest.mark.parametrize("query", ["silent", ""])
    def test_lets_a_site_tell_it_itself(self, query: str, page: Page) -> None:
        planned["form"] = [error(500)]
        page.goto(f"/life/form/?{query}")
        page.evaluate(self.LISTEN, not query)
        page.get_by_role("button", name="send").click()
        wait_until(page, "window.failed")
        assert page.evaluate("[failed.kind, failed.status, failed.source.tagName]") == [
            "server-error",
            500,
            "FORM",
        ]
        assert page.get_by_role("button", name="Try again").count() == 0
        page.evaluate("failed.retry()")
        expect(page.locator("#out")).to_have_text("done form")
