"""Events of a page, and which elements hear them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from htmx_views.testing.driver.dom import Element, with_ancestors

#: Events that only the element itself hears.
WITHOUT_BUBBLES = frozenset(
    {"blur", "every", "focus", "intersect", "load", "mouseenter", "mouseleave"}
)


class PageEvent(str):
    """The name of an event that the server, or the companion script, fired."""

    detail: Any

    def __new__(cls, name: str, detail: Any = None) -> PageEvent:
        event = super().__new__(cls, name)
        event.detail = detail
        return event


@dataclass
class DomEvent:
    """
    An event on its way up. The root of the page stands for document and window.
    """

    name: str
    target: Element
    #: The button that submits, of a submit.
    submitter: Element | None = None
    #: The key of a keyboard's event.
    key: str | None = None
    is_prevented: bool = False
    #: Whether an element of htmx waited for it.
    is_heard: bool = False

    def path(self) -> Iterator[Element]:
        if self.name in WITHOUT_BUBBLES:
            yield self.target
        else:
            yield from with_ancestors(self.target)
