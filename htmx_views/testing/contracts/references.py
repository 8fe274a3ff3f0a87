"""Contracts of the page as a whole: what its attributes point at, and its ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cssselect import SelectorSyntaxError

from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.selectors import find_all
from htmx_views.testing.driver.syntax import HCON_COMMA

#: The attributes that select elements of the page.
SELECTING = ("target", "include", "indicator", "disabled-elt")


def check_ids(reading: Reading) -> Iterator[Break]:
    """Hold that no id stands twice."""
    with_id = [each for each in reading.elements if each.get("id")]
    for id, count in Counter(each.get("id") for each in with_id).items():
        if count > 1:
            second = [each for each in with_id if each.get("id") == id][1]
            yield Break("C007", f"the id {id!r} stands {count} times", second)


def check_references(reading: Reading) -> Iterator[Break]:
    """Hold that each selector of an element that sends finds something."""
    names = [*SELECTING, "disable"] if reading.version == 4 else SELECTING
    for element in reading.senders if reading.page is not None else ():
        for name in names:
            if value := reading.attributes.value(element, name):
                yield from _selected(reading, element, name, value)
        selector, _ = reading.attributes.sync(element)
        if selector:
            yield from _selected(reading, element, "sync", selector)


def _selected(
    reading: Reading, element: Element, name: str, selector: str
) -> Iterator[Break]:
    parts = [part.strip() for part in HCON_COMMA.split(selector)]
    selector = ", ".join(each for each in parts if each not in ("inherit", "unset"))
    if not selector or (name == "disable" and selector in ("true", "")):
        return
    owner = reading.attributes.owner(element, name)
    try:
        found = find_all(element, selector, owner)
    except AssertionError as error:
        # cssselect does not know all that a browser does.
        if isinstance(error.__cause__, SelectorSyntaxError):
            yield Break("C006", f'hx-{name}="{selector}" is no selector', element)
        return
    if not found:
        yield Break(
            "C006", f'hx-{name}="{selector}" matches nothing on the page', element
        )
