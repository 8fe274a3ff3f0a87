"""The contract that a keyboard reaches what a pointer does."""

from __future__ import annotations

from collections.abc import Iterator

from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element

REACHED = ("button", "input", "select", "textarea", "summary", "form", "body", "html")
POINTER = ("click", "dblclick", "mousedown", "mouseup", "pointerdown")


def check_keyboard(reading: Reading) -> Iterator[Break]:
    """Hold that what waits for a click can have the focus, or holds what can."""
    for element in reading.senders:
        if any(map(_is_reached, element.iter("*"))):
            continue
        try:
            triggers = reading.attributes.triggers(element)
        except ValueError:
            continue
        own = [each for each in triggers if "from" not in each.modifiers]
        if own and all(each.event in POINTER for each in own):
            yield Break("C020", f"no keyboard reaches this <{element.tag!s}>", element)


def _is_reached(element: Element) -> bool:
    if element.tag in ("a", "area"):
        return element.get("href") is not None or element.get("tabindex") is not None
    return (
        element.tag in REACHED
        or element.get("tabindex") is not None
        or element.get("contenteditable") is not None
    )
