"""The notices of the companion script: what went wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from htmx_views.testing.driver.document import Document
from htmx_views.testing.driver.dom import (
    Element,
    closest,
    inner_html,
    insert_after,
    parse_fragment,
    remove,
    select,
)

Actions = Mapping[str, Callable[[], object]]


class Notices:
    """The notices of a page, by the elements whose requests they are about."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._notices: dict[Element, tuple[Element, Actions]] = {}

    def of(self, kind: str) -> list[Element]:
        """Return the templates of that kind."""
        return select(self.document.root, f'[data-notice="{kind}"]')

    def show(
        self, about: Element, kind: str, actions: Actions, names: Mapping[str, str]
    ) -> None:
        """Show a copy of the template of that kind, if the page has one."""
        self._hide(about)
        templates = self.of(kind)
        if not templates:
            return
        holder = parse_fragment(inner_html(templates[0]).strip())
        for slot in select(holder, "[data-slot]"):
            slot.text = names.get(slot.get("data-slot", ""), "")
        self._notices[about] = holder[0], actions
        insert_after(holder, templates[0])

    def _hide(self, about: Element) -> None:
        if about in self._notices:
            remove(self._notices.pop(about)[0])

    def forget(self, about: Element) -> None:
        """Take away what is about an element, or about one that has gone."""
        for each in list(self._notices):
            if each is about or not self.document.is_connected(each):
                self._hide(each)

    def click(self, element: Element) -> bool:
        """Do what a button of a notice is for; return whether it is one."""
        button = closest(element, "[data-action]")
        around = set() if button is None else set(button.iterancestors())
        for about, (notice, actions) in list(self._notices.items()):
            if button is not None and notice in around:
                self._hide(about)
                actions.get(button.get("data-action", ""), lambda: None)()
                return True
        return False
