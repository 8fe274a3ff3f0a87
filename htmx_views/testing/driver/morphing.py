"""Change a part of a page into another one, and keep the elements that match."""

from __future__ import annotations

from htmx_views.testing.driver.controls import Controls
from htmx_views.testing.driver.dom import (
    Element,
    add_text,
    is_element,
    parent_of,
    remove,
)


def morph_into(target: Element, holder: Element, controls: Controls) -> list[Element]:
    """Change ``target`` into the first element of its kind; return what is new."""
    parent = parent_of(target)
    index, tail, target.tail = parent.index(target), target.tail, None
    add_text(parent, index, holder.text)
    nodes = list(holder)
    twin = next((node for node in nodes if _is_twin(target, node)), None)
    for node in nodes:
        text, node.tail = node.tail, None
        if node is twin:
            morph(target, node, controls)
            node = target
        parent.insert(index, node)
        node.tail = text
        index += 1
    if twin is None:
        remove(target)
    parent[index - 1].tail = (parent[index - 1].tail or "") + (tail or "")
    return [node for node in nodes if is_element(node) and node is not twin]


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
        text, child.tail = child.tail, None
        twin = next((node for node in left if _is_twin(node, child)), None)
        if twin is not None:
            left.remove(twin)
            morph(twin, child, controls)
            child = twin
        old.append(child)
        child.tail = text


def _is_twin(old: Element, new: Element) -> bool:
    """Return whether ``old`` may become ``new``."""
    return (
        is_element(old)
        and is_element(new)
        and old.tag == new.tag
        and old.get("id") == new.get("id")
    )
