"""What a script beside htmx may do on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.flights import Flight

if TYPE_CHECKING:
    from htmx_views.testing.driver.tab import Tab


class NoCompanion:
    """A page without the script: nothing is added, and htmx decides alone."""

    #: Whether the site has another version than the page.
    is_old = False

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def allows(self, flight: Flight) -> bool:
        """Return whether a request may be sent."""
        return True

    def prepare(self, flight: Flight, request: Request) -> None:
        """Add to a request of htmx, before its fields are encoded."""

    def send(self, flight: Flight, request: Request) -> Request:
        return self.tab.send(request)

    def passes(self, flight: Flight) -> bool:
        """Return whether htmx gets to see an answer."""
        return True

    def swaps(self, flight: Flight, *, is_swapped: bool) -> bool:
        """Return whether an answer is swapped that htmx would swap, or not."""
        return is_swapped

    def watch(self) -> Callable[[], None]:
        """Return what to call when an answer has been swapped."""
        return lambda: None

    def swapped(self) -> None:
        """Be told that htmx 2 has swapped an answer, and not settled yet."""

    def lands(self, flight: Flight) -> None:
        """Be told that a request is over."""

    def hear(self, name: str, target: Element, detail: Any) -> None:
        """Be told of an event."""

    def clicks(self, element: Element) -> bool:
        """Return whether a click was on a button of a notice."""
        return False

    def closes(self, dialog: Element) -> None:
        """Be told that a person has closed a dialog."""

    def goes(self) -> bool:
        """Return whether Back or Forward was about a dialog."""
        return False

    def show(self) -> None:
        """Be told that the tab is seen again."""
