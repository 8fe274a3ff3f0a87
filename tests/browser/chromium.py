"""A tab of Chromium that has the methods of ``Page``, and waits until it is idle."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Request

from htmx_views.testing.driver.controls import File
from htmx_views.testing.driver.finding import CSS
from htmx_views.testing.driver.syntax import parse_interval
from tests.testing.driver.snapshots import told

#: From so many milliseconds on nobody waits for real.
LONG = 10_000
BUSY = ".htmx-settling, .htmx-added"
#: htmx 4 leaves this on what waits for a swap of later, or goes to a location.
SENDING = ".htmx-request"
#: htmx 2 looks so often whether something was scrolled into view.
REVEALED = 600
SET_HIDDEN = """(hidden) => {
    Object.defineProperty(document, "hidden", {configurable: true, value: hidden});
    Object.defineProperty(document, "visibilityState",
        {configurable: true, value: hidden ? "hidden" : "visible"});
    document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
}"""
FIELDS = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter((c) => !["submit", "button", "hidden"].includes(c.type))
    .map((c) => [c.name, ["checkbox", "radio"].includes(c.type) ? c.checked :
        c.type === "file" ? [...c.files].map((f) => f.name) :
        c.type === "select-multiple" ? [...c.selectedOptions].map((o) => o.value) :
        c.value])"""

FOCUSED = """() => {
    const {tagName, id, attributes} = document.activeElement;
    const name = attributes.name?.value ?? "";
    return tagName === "BODY" ? "" : `${tagName.toLowerCase()}#${id}[${name}]`;
}"""


class Chromium:
    """One tab; ``requests`` are those of all tabs of its person."""

    def __init__(
        self, context: BrowserContext, requests: list[Request], tab: Page | None = None
    ) -> None:
        self.context = context
        self.requests = requests
        self.tab = context.new_page() if tab is None else tab
        self.pending: set[Request] = set()
        self.answer: bool | str = True
        self.tab.on("dialog", self._asked)
        self.tab.on("request", self._sent)
        self.tab.on("requestfinished", self._ended)
        self.tab.on("requestfailed", self._ended)

    @classmethod
    def in_context(cls, context: BrowserContext) -> Chromium:
        """Open the first tab of a person."""
        requests: list[Request] = []

        def keep(request: Request) -> None:
            if request.resource_type in ("document", "fetch", "xhr"):
                requests.append(request)

        context.on("request", keep)
        context.clock.install()
        return cls(context, requests)

    def _asked(self, dialog: Dialog) -> None:
        if self.answer is False:
            dialog.dismiss()
        else:
            dialog.accept(self.answer if isinstance(self.answer, str) else None)

    def _sent(self, request: Request) -> None:
        self.pending.add(request)

    def _ended(self, request: Request) -> None:
        self.pending.discard(request)

    def idle(self) -> Chromium:
        """Wait until nothing has been sent, swapped or settled for a while."""
        quiet = 0
        for turn in range(400):
            self.tab.wait_for_timeout(15)
            marks = f"{BUSY}, {SENDING}" if turn < 60 else BUSY
            is_busy = self.pending or self.tab.locator(marks).count()
            quiet = 0 if is_busy else quiet + 1
            if quiet == 5:
                return self
        raise AssertionError(f"Chromium does not come to rest: {self.pending}")

    def visit(self, url: str) -> Chromium:
        self.tab.goto(url)
        return self.idle()

    def opened(self, url: str) -> Chromium:
        return Chromium(self.context, self.requests).visit(url)

    def reload(self) -> Chromium:
        self.tab.reload()
        return self.idle()

    def back(self) -> Chromium:
        self.tab.go_back()
        return self.idle()

    def forward(self) -> Chromium:
        self.tab.go_forward()
        return self.idle()

    def click(
        self,
        what: str,
        *,
        role: str | None = None,
        within: str | None = None,
        times: int = 1,
        answer: bool | str = True,
    ) -> Chromium:
        self.answer = answer
        element = self._clickable(what, role, within)
        if element.get_attribute("target") == "_blank":
            with self.context.expect_page() as opened:
                element.click()
            person = Chromium(self.context, self.requests, opened.value)
            # What it has sent by now was not seen.
            person.tab.wait_for_load_state()
            return person.idle()
        if times == 1:
            element.click()
        else:
            element.focus()
            # Between two presses an answer may come.
            element.evaluate("(element, n) => { while (n--) element.click() }", times)
        return self.idle()

    def fill(self, what: str, value: Any, *, within: str | None = None) -> Chromium:
        field = self._field(what, within)
        if isinstance(value, File):
            field.set_input_files(
                {
                    "name": value.name,
                    "mimeType": value.content_type,
                    "buffer": value.content,
                }
            )
        elif field.evaluate("(element) => element.tagName") == "SELECT":
            field.focus()
            field.select_option(value)
        elif isinstance(value, bool):
            field.set_checked(value)
        else:
            field.fill(value)
        return self if "filters" in self.tab.url else self.idle()

    def press(self, key: str) -> Chromium:
        self.tab.keyboard.press(key)
        return self.idle()

    def focus(self, what: str) -> Chromium:
        self._field(what, None).focus()
        return self.idle()

    def leave(self) -> Chromium:
        self.tab.evaluate("document.activeElement.blur()")
        return self.idle()

    def scroll_to(self, what: str) -> Chromium:
        self.tab.locator(what).scroll_into_view_if_needed()
        self.tab.wait_for_timeout(REVEALED)
        self.idle()
        self.tab.evaluate("scrollTo(0, 0)")
        return self.idle()

    def wait(self, duration: str) -> Chromium:
        milliseconds = parse_interval(duration)
        if milliseconds < LONG:
            self.tab.wait_for_timeout(milliseconds)
        else:
            self.tab.clock.run_for(int(milliseconds))
        return self.idle()

    def hide(self) -> Chromium:
        self.tab.evaluate(SET_HIDDEN, True)
        return self.idle()

    def show(self) -> Chromium:
        self.tab.evaluate(SET_HIDDEN, False)
        return self.idle()

    @property
    def html(self) -> str:
        return self.tab.content()

    @property
    def url(self) -> str:
        parts = urlsplit(self.tab.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def fields(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in self.tab.evaluate(FIELDS)]

    @property
    def focus_name(self) -> str:
        """What has the focus, or the body's nothing."""
        return str(self.tab.evaluate(FOCUSED))

    @property
    def exchanges(self) -> list[str]:
        exchanges = []
        for request in self.requests:
            parts = urlsplit(request.url)
            url = parts.path + (f"?{parts.query}" if parts.query else "")
            headers = request.all_headers()
            body = (request.post_data_buffer or b"").decode()
            # Playwright does not tell what a body of several parts holds.
            if headers.get("content-type", "").startswith("multipart"):
                body = ""
            fields = parse_qsl(body, keep_blank_values=True)
            exchanges.append(told(request.method, url, headers, fields))
        return exchanges

    def _scope(self, within: str | None) -> Page | Locator:
        return self.tab if within is None else self.tab.locator(within)

    def _clickable(self, what: str, role: str | None, within: str | None) -> Locator:
        scope = self._scope(within)
        if CSS.match(what):
            return scope.locator(what)
        for exact in (True, False):
            found = scope.get_by_role("button", name=what, exact=exact)
            if role is None:
                links = scope.get_by_role("link", name=what, exact=exact)
                # A summary has no role that Chromium tells.
                summaries = scope.locator("summary").get_by_text(what, exact=exact)
                found = found.or_(links).or_(summaries)
            if found.count():
                break
        return found

    def _field(self, what: str, within: str | None) -> Locator:
        scope = self._scope(within)
        if CSS.match(what):
            return scope.locator(what)
        return scope.locator("input, select, textarea").and_(
            scope.get_by_label(what, exact=True)
        )
