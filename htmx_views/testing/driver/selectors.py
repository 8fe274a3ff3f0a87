"""Read the selectors of htmx: CSS, and words such as ``closest`` and ``next``."""

from __future__ import annotations

from htmx_views.testing.driver.dom import (
    Element,
    body_of,
    closest,
    root_of,
    select,
)
from htmx_views.testing.driver.syntax import HCON_COMMA


def find_all(element: Element, selector: str, this: Element) -> list[Element]:
    """Return what a selector means for ``element``; ``this`` is what wrote it."""
    root = root_of(element)
    found: list[Element] = []
    css: list[str] = []
    for part in map(_bare, HCON_COMMA.split(selector.removeprefix("global "))):
        word, _, rest = part.partition(" ")
        rest = _bare(rest)
        if part == "this":
            found.append(this)
        elif part in ("document", "window"):
            found.append(root)
        elif part == "body":
            found.append(body_of(root))
        elif part in ("next", "nextElementSibling"):
            found += list(element.itersiblings("*"))[:1]
        elif part in ("previous", "previousElementSibling"):
            found += list(element.itersiblings("*", preceding=True))[:1]
        elif word == "closest" and rest:
            up = closest(element, rest)
            found += [] if up is None else [up]
        elif word == "find" and rest:
            found += select(element, rest)[:1]
        elif word == "findAll" and rest:
            found += select(element, rest)
        elif word in ("next", "previous") and rest:
            axis = "following" if word == "next" else "preceding"
            reachable = set(element.xpath(f"{axis}::*"))
            matching = [each for each in select(root, rest) if each in reachable]
            found += matching[:1] if word == "next" else matching[-1:]
        else:
            css.append(part)
    if css:
        found += select(root, ",".join(css))
    return list(dict.fromkeys(found))


def _bare(part: str) -> str:
    """Return a selector without the ``<…/>`` that may stand around it."""
    part = part.strip()
    is_wrapped = part.startswith("<") and part.endswith("/>")
    return part[1:-2].strip() if is_wrapped else part
