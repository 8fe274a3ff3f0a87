"""What a person reads of a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from htmx_views.testing.driver.dom import Element, is_element, with_ancestors

#: Elements that nobody sees.
UNSEEN = frozenset({"head", "script", "style", "template"})

#: Elements in a line of text, and not on a line, or in a cell, of their own.
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font"}
    | {"i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small"}
    | {"span", "strong", "sub", "sup", "svg", "time", "u", "use", "var", "wbr"}
)


def is_seen(element: Element) -> bool:
    """Return whether a person may see an element: nothing around it hides it."""
    return not is_hidden(element) and not any(
        is_hidden(outer) or is_closed(outer, inner)
        for inner, outer in pairwise(with_ancestors(element))
    )


def is_hidden(element: Element) -> bool:
    return (
        element.tag in UNSEEN
        or element.get("hidden") is not None
        or (element.tag == "dialog" and element.get("open") is None)
        or (element.tag == "input" and element.get("type") == "hidden")
    )


def is_closed(element: Element, child: Element | None) -> bool:
    """Return whether <details> hides what it holds, a child or its own text."""
    is_closed = element.tag == "details" and element.get("open") is None
    return is_closed and (child is None or child.tag != "summary")


def text_of(element: Element) -> str:
    """Return what a person reads, with one space where there are several."""
    return " ".join("".join(_read(element)).split()) if is_seen(element) else ""


def _read(element: Element) -> Iterator[str]:
    gap = "" if element.tag in INLINE else " "
    yield gap
    if not is_closed(element, None):
        yield element.text or ""
    for child in element:
        if is_element(child) and not is_hidden(child) and not is_closed(element, child):
            yield from _read(child)
        yield child.tail or ""
    yield gap
