"""The CSRF token that a page sends, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.dom import Element, select

if TYPE_CHECKING:
    from htmx_views.testing.driver.tab import Tab

FIELD = "csrfmiddlewaretoken"


class Tokens:
    """What the tag of htmx-views.js says, and what answers have said since."""

    def __init__(self, tab: Tab, tag: Element) -> None:
        self.tab = tab
        self.header = tag.get("data-csrf-header", "X-CSRFToken")
        self.user = tag.get("data-user")
        self._latest = tag.get("data-csrf-token")

    def _inputs(self) -> list[Element]:
        return select(self.tab.document.root, f"[name={FIELD}]")

    def current(self) -> str | None:
        """Return the latest one, or that of the page's first form."""
        values = map(self.tab.document.controls.value, self._inputs())
        return self._latest or next(values, None)

    def renew(self, token: str | None, user: str | None) -> None:
        """Take a token, if it is of the user that the page belongs to."""
        if token and (not self.user or user == self.user):
            self._latest = token
            for field in self._inputs():
                self.tab.document.controls.set_value(field, token)

    def set(self, request: Request, token: str) -> None:
        """Let the header be ``token``, however it was spelled before."""
        for name in list(request.headers):
            if name.lower() == self.header.lower():
                del request.headers[name]
        request.headers[self.header] = token
