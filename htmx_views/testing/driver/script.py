"""What htmx-views.js does on a page that loads it, but for drafts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from htmx_views.auth.protocol import CSRF_EVENT, LOGIN_REQUIRED_EVENT
from htmx_views.requests import SAFE_METHODS
from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.companion import NoCompanion
from htmx_views.testing.driver.controls import is_submit_button
from htmx_views.testing.driver.dialogs import Dialogs
from htmx_views.testing.driver.dom import Element, closest, select
from htmx_views.testing.driver.flights import Flight
from htmx_views.testing.driver.focus import keep_focus
from htmx_views.testing.driver.notices import Notices
from htmx_views.testing.driver.tokens import FIELD, Tokens

if TYPE_CHECKING:
    from htmx_views.testing.driver.htmx import Htmx
    from htmx_views.testing.driver.tab import Tab

OWNER = re.compile(r'data-user="(.*?)" data-username="(.*?)"')
#: How many milliseconds a poll rests after a failure.
REST = 10_000


class Companion(NoCompanion):
    """The script; ``tag`` is its element."""

    def __init__(self, tab: Tab, tag: Element) -> None:
        super().__init__(tab)
        self.tokens = Tokens(tab, tag)
        self.username = tag.get("data-username")
        self.version = tag.get("data-version")
        self.notices = Notices(tab.document)
        self._sending: set[Element | None] = set()
        self._resting: dict[Element, float] = {}
        self._waits_for_login = False
        self.dialogs = Dialogs(tab)
        self._give_focus: Callable[[], object] = lambda: None

    def is_unsaved(self, scope: Element) -> bool:
        fields = select(scope, "input, textarea, select")
        return any(map(self.tab.document.controls.is_changed, fields))

    # Requests

    def allows(self, flight: Flight) -> bool:
        element, event = flight.element, flight.event
        name = event.name if event else "every"
        has_unsaved = self.is_unsaved(self.tab.document.root)
        flight.polls = flight.verb == "get" and "every" in element.get("hx-trigger", "")
        if flight.verb != "get" and (name == "submit" or is_submit_button(element)):
            flight.form = closest(element, "form")
        if self.is_old and flight.is_boosted and element.tag == "a" and not has_unsaved:
            self.tab.visit(flight.url)
            return False
        is_sending = flight.form is not None and flight.form in self._sending
        is_sending &= element.get("hx-sync") is None
        is_hidden = self.tab.document.is_hidden
        is_resting = self.tab.clock.now < self._resting.get(element, 0)
        return not (
            is_sending
            or (is_hidden and element.get("data-poll-visible") is not None)
            or (name == "every" and is_resting)
        )

    def prepare(self, flight: Flight, request: Request) -> None:
        flight.dialog = self.dialogs.current
        if (ptag := flight.element.get("hx-ptag")) is not None:
            request.headers["HX-PTag"] = ptag
        if request.method not in SAFE_METHODS and self.tab.browser.is_own(request.url):
            flight.user = flight.user or self.tokens.user
            if flight.user:
                request.headers["HX-Views-User"] = flight.user
            if not (token := self.tokens.current()):
                return
            self.tokens.set(request, token)
        request.entries = [entry for entry in request.entries if entry[0] != FIELD]

    def send(self, flight: Flight, request: Request) -> Request:
        self._sending.add(flight.form)
        sent = super().send(flight, request)
        headers = sent.response.headers
        token, user = headers.get(self.tokens.header), headers.get("HX-Views-User")
        is_refused = headers.get("HX-Views") == "refused"
        if not is_refused or not token or self._is_other(flight, user):
            return sent
        self.tokens.renew(token, user)
        again = request.again()
        self.tokens.set(again, token)
        return super().send(flight, again)

    def _is_other(self, flight: Flight, user: str | None) -> bool:
        return bool(flight.user and user and user != flight.user)

    # Answers

    def passes(self, flight: Flight) -> bool:
        headers, status = flight.response.headers, flight.response.status_code
        is_refused = headers.get("HX-Views") == "refused"
        if status >= 400:
            asked = self._asked(flight, status)
            flight.is_swapped = not is_refused and (status == 422 or asked is not None)
        else:
            flight.is_swapped = not flight.polls or not self._would_take(flight.target)
        root = self.tab.document.root
        if status == 401 and "HX-Redirect" in headers and self.is_unsaved(root):
            if not flight.polls:
                self.tab.fire(LOGIN_REQUIRED_EVENT, root, None)
            return False
        return True

    def _asked(self, flight: Flight, status: int) -> str | None:
        """Return what the element asks for an error by hx-status."""
        names = (str(status), f"{status // 10}x", f"{status // 100}xx")
        values = (flight.element.get(f"hx-status:{name}") for name in names)
        return next((value for value in values if value is not None), None)

    def _would_take(self, target: Element) -> bool:
        """Return whether a swap would take what somebody types in."""
        focused = self.tab.document.focused
        fields = select(target, "input, textarea, select")
        return focused in fields or self.is_unsaved(target)

    def swaps(self, flight: Flight, *, is_swapped: bool) -> bool:
        status = flight.response.status_code
        asked = self._asked(flight, status) if status >= 400 else None
        for name, value in re.findall(r"(swap|target):\s*([^\s,]+)", asked or ""):
            if name == "swap":
                flight.swap = value
            else:
                flight.target = select(self.tab.document.root, value)[0]
        if flight.target is self.tab.document.body:
            owner, user = OWNER.search(flight.text), self.tokens.user
            self.tokens.user, self.username = owner.groups() if owner else (None, None)
            flight.is_anothers = user != self.tokens.user
        return flight.is_swapped and (is_swapped or status >= 400)

    def watch(self) -> Callable[[], None]:
        self._give_focus = keep_focus(self.tab.document)
        return self._give_focus

    def swapped(self) -> None:
        self._give_focus()

    def lands(self, flight: Flight) -> None:
        element = flight.element
        self._sending.discard(flight.form)
        if flight.is_anothers:
            self.tab.snapshots.clear()
        if flight.request is None:
            return
        self.notices.forget(element)
        status = flight.response.status_code
        if status < 400 or flight.is_swapped:
            ptag = flight.response.headers.get("HX-PTag")
            if ptag and flight.is_swapped and element.get("hx-ptag") is not None:
                element.set("hx-ptag", ptag)
            if flight.form is None and flight.is_swapped:
                self.dialogs.open(flight.target, self._give_focus)
            elif status < 400 and "HX-Views" not in flight.response.headers:
                self.dialogs.close(flight.dialog)
            return
        self._resting[element] = self.tab.clock.now + REST
        root = self.tab.document.root
        if status != 401 or not select(root, "[data-login-status]"):
            self._tell(flight, status)

    def _tell(self, flight: Flight, status: int) -> None:
        headers = flight.response.headers
        user, token = headers.get("HX-Views-User"), headers.get(self.tokens.header)
        kind = "error" if status < 500 else "server-error"
        if self.notices.of(str(status)):
            kind = str(status)
        if headers.get("HX-Views") == "refused" and self._is_other(flight, user):
            kind = "other-user"
        else:
            user = token = None
        detail = {"kind": kind, "status": status}
        self.tab.fire("htmx-views:failed", self.tab.document.root, detail)
        if not flight.polls:
            name = unquote(headers.get("HX-Views-Username", ""))
            names = {"username": name, "owner": self.username or ""}
            retry = partial(self._retry, flight, user, token)
            self.notices.show(flight.element, kind, {"retry": retry}, names)

    def _retry(self, flight: Flight, user: str | None, token: str | None) -> None:
        """Send the very request again, as another user if one has agreed."""
        request = flight.sent.again()
        if user:
            flight.user = request.headers["HX-Views-User"] = user
        if fresh := token or self.tokens.current():
            self.tokens.set(request, fresh)
        # The notice is about a request of htmx's.
        cast("Htmx", self.tab.htmx).send_again(flight, request)

    # The page

    def hear(self, name: str, target: Element, detail: Any) -> None:
        if name == LOGIN_REQUIRED_EVENT:
            self._waits_for_login = True
        elif name == CSRF_EVENT:
            self.tokens.user = self.tokens.user or detail.get("user")
            self.username = self.username or detail.get("username")
            self.tokens.renew(detail.get("token"), detail.get("user"))
            if self._waits_for_login and target.get("tabindex") is not None:
                self.tab.document.focused = target
            self._waits_for_login = False
            self._compare_version(detail.get("version"))

    def _compare_version(self, version: str | None) -> None:
        if self.version and version and version != self.version:
            self.version, self.is_old = version, True
            body = self.tab.document.body
            if self.is_unsaved(body):
                self.notices.show(body, "new-version", {"reload": self.tab.reload}, {})

    def clicks(self, element: Element) -> bool:
        return self.notices.click(element)

    def closes(self, dialog: Element) -> None:
        self.dialogs.close(dialog)

    def goes(self) -> bool:
        return self.dialogs.leave()

    def show(self) -> None:
        self.tab.fire("htmx-views:visible", self.tab.document.root, None)


def find_companion(tab: Tab) -> NoCompanion:
    for script in tab.document.scripts if tab.javascript else ():
        if "htmx_views/htmx-views" in script.get("src", ""):
            return Companion(tab, script)
    return NoCompanion(tab)
