"""The dialog that the companion script opens for what is swapped into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from htmx_views.testing.driver.dom import Element, clear, elements
from htmx_views.testing.driver.focus import give_autofocus, is_focusable

if TYPE_CHECKING:
    from htmx_views.testing.driver.tab import Tab


class Dialogs:
    """At most one dialog is open; it is an entry of the history, and Back closes it."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.current: Element | None = None
        self._give_focus: Callable[[], object] = lambda: None

    def open(self, target: Element, give_focus: Callable[[], object]) -> None:
        """Open ``target``, if it is such a dialog and not open yet."""
        if (
            target.get("data-htmx-views-dialog") is None
            or target.get("open") is not None
        ):
            return
        self.current, self._give_focus = target, give_focus
        target.set("open", "")
        document = self.tab.document
        document.focused = next(filter(is_focusable, elements(target)), target)
        give_autofocus(document, target)
        self.tab.history.push(self.tab.url, self.tab.document, is_htmx=True)

    def close(self, dialog: Element | None) -> None:
        """Close a dialog, and leave its entry of the history."""
        if dialog is not None and dialog is self.current:
            self.tab.history.go(-1)
            self.leave()

    def leave(self) -> bool:
        """Close the dialog that is open; return whether there was one."""
        dialog, self.current = self.current, None
        if dialog is None or not self.tab.document.is_connected(dialog):
            return False
        dialog.attrib.pop("open", None)
        clear(dialog)
        self.tab.document.focused = None
        self._give_focus()
        return True
