"""Where the focus goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from htmx_views.testing.driver.controls import input_type, is_disabled
from htmx_views.testing.driver.document import Document
from htmx_views.testing.driver.dom import Element, elements, select, with_ancestors
from htmx_views.testing.driver.reading import is_seen

FOCUSABLE = ("button", "input", "select", "summary", "textarea")


def is_focusable(element: Element) -> bool:
    if input_type(element) == "hidden":
        return False
    if element.tag in FOCUSABLE or element.get("tabindex") is not None:
        return not is_disabled(element)
    return element.tag == "a" and element.get("href") is not None


def give_autofocus(document: Document, scope: Element) -> None:
    """Focus the first element of ``scope`` that asks for that, if it is seen."""
    asking = (each for each in elements(scope) if each.get("autofocus") is not None)
    first = next(asking, None)
    if first is not None and is_focusable(first) and is_seen(first):
        document.focused = first


def keep_focus(document: Document) -> Callable[[], None]:
    """Return what gives a lost focus to the same name or place, as the script does."""
    old = document.focused
    if old is None:
        return lambda: None
    path = _path(old)

    def restore() -> None:
        if document.focused is not None:
            return
        if document.is_connected(old):
            found = old
        else:
            name = old.get("name")
            named = select(document.root, f'[name="{name}"]') if name else []
            found = named[0] if named else _nearest(document.root, path)
        # A dialog takes the focus from a script as it is.
        if not is_focusable(found) and found.tag != "dialog":
            found.set("tabindex", "-1")
        document.focused = found

    return restore


def _path(element: Element) -> list[int]:
    """Return the places of an element, and of those around it, among their sisters."""
    *around, _ = with_ancestors(element)
    return [len([*up.itersiblings("*", preceding=True)]) for up in reversed(around)]


def _nearest(root: Element, path: list[int]) -> Element:
    """Return what is at a place, or around it."""
    for place in path:
        children = list(root.iterchildren("*"))
        if place >= len(children):
            break
        root = children[place]
    return root
