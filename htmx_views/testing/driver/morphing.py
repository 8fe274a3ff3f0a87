"""Change a part of a page into another one, and keep the elements that match."""

from __future__ import annotations

from htmx_views.testing.driver.controls import Controls
from htmx_views.testing.driver.dom import (
    Element,
    insert,
    is_element,
    parent_of,
    remove,
    take_place,
)


def morph_into(target: Element, holder: Element, controls: Controls) -> list[Element]:
    """Change ``target`` into the first element of its kind; return what is new."""
    parent = parent_of(target)
    fresh = insert(holder, parent, parent.index(target))
    twin = next((each for each in fresh if _is_twin(target, each)), None)
    if twin is None:
        remove(target)
    else:
        morph(target, twin, controls)
        take_place(target, twin)
        fresh.remove(twin)
    return fresh


def morph(old: Element, new: Element, controls: Controls) -> None:
    if old.get("value") != new.get("value"):
        controls.forget(old)
    for name in set(old.attrib) - set(new.attrib):
        del old.attrib[name]
    for name, value in new.attrib.items():
        old.set(name, value)
    morph_children(old, new, controls)


def morph_children(old: Element, new: Element, controls: Controls) -> None:
    left = list(old)
    if old.tag == "textarea" and old.text != new.text:
        controls.forget(old)
    old.text = new.text
    for child in left:
        old.remove(child)
    for child in list(new):
        twin = next((node for node in left if _is_twin(node, child)), None)
        if twin is not None:
            left.remove(twin)
            morph(twin, child, controls)
            twin.tail, child = child.tail, twin
        old.append(child)


def _is_twin(old: Element, new: Element) -> bool:
    """Return whether ``old`` may become ``new``."""
    return (
        is_element(old)
        and is_element(new)
        and old.tag == new.tag
        and old.get("id") == new.get("id")
    )
