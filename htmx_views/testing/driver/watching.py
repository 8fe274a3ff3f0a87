"""Who looks at the answers of a tab, and at what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from htmx_views.testing.driver.flights import Flight

if TYPE_CHECKING:
    from htmx_views.testing.driver.tab import Tab


class Watcher:
    """Looks at nothing."""

    def loads(self, tab: Tab) -> None:
        """Look at the page that a tab shows, before any of it runs."""

    def swaps(self, tab: Tab, flight: Flight, style: str) -> Callable[[], object]:
        """Look at the page before a swap; return what looks at it afterwards."""
        return lambda: None

    def hold(self) -> None:
        """Raise for what was wrong."""
