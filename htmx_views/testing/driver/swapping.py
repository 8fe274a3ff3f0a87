"""Put what an answer brings where it belongs."""

from __future__ import annotations

from htmx_views.testing.driver.document import Document
from htmx_views.testing.driver.dom import (
    Element,
    by_id,
    clear,
    elements,
    insert,
    insert_after,
    parent_of,
    prepend,
    remove,
    take_place,
)
from htmx_views.testing.driver.morphing import morph_children, morph_into

#: Short names of swap styles, which htmx 4 knows.
SHORT = {
    "before": "beforebegin",
    "after": "afterend",
    "prepend": "afterbegin",
    "append": "beforeend",
}
#: The names of the morph extension.
MORPHS = {
    "morph": "outerMorph",
    "morph:outerHTML": "outerMorph",
    "morph:innerHTML": "innerMorph",
}
ALIASES = SHORT | MORPHS

#: The styles of both versions, and those that htmx 4 adds.
STYLES = (
    "innerHTML",
    "outerHTML",
    "textContent",
    "beforebegin",
    "afterbegin",
    "beforeend",
    "afterend",
    "delete",
    "none",
)
STYLES_4 = (*STYLES, "innerMorph", "outerMorph", "outerSync", *SHORT)


def swap(
    document: Document, target: Element, style: str, holder: Element
) -> list[Element]:
    """Swap; return the elements that are new on the page."""
    controls = document.controls
    style = ALIASES.get(style, style)
    if style == "outerHTML" and target is document.body:
        style = "innerHTML"
    if style == "none":
        return []
    if style == "delete":
        remove(target)
        return []
    if style == "textContent":
        text = "".join(holder.itertext())
        clear(target)
        target.text = text
        return []
    if style == "innerMorph":
        morph_children(target, holder, controls)
        return elements(target)
    if style == "innerHTML":
        clear(target)
        return insert(holder, target, 0)
    if style == "afterbegin":
        return prepend(holder, target)
    if style == "beforeend":
        return insert(holder, target, len(target))
    if style not in (*STYLES, "outerMorph"):
        raise AssertionError(f"{style!r} is no style of hx-swap.")
    if target.getparent() is None:
        # What was to be replaced has gone meanwhile.
        return []
    if style == "outerMorph":
        return morph_into(target, holder, controls)
    if style == "afterend":
        return insert_after(holder, target)
    parent = parent_of(target)
    fresh = insert(holder, parent, parent.index(target))
    if style == "outerHTML":
        remove(target)
    return fresh


def preserve(document: Document, holder: Element, *, by_page: bool) -> None:
    """
    Let elements of the page stay that have hx-preserve, with what is typed in them.

    htmx 2 asks the answer which these are, htmx 4 the page (``by_page``).
    """
    for element in elements(holder):
        if not (id := element.get("id")):
            continue
        old = by_id(document.root, id)
        if old is None or old.tag != element.tag:
            continue
        says = old if by_page else element
        if says.get("hx-preserve") is None and says.get("data-hx-preserve") is None:
            continue
        take_place(old, element)
