"""What htmx did with an answer."""

from __future__ import annotations

from dataclasses import dataclass

from htmx_views.testing.driver.dom import Element


@dataclass(frozen=True)
class Exchange:
    """What stood on the page before a swap, and what stands there after it."""

    #: The element that sent the request, and the one that htmx swaps into.
    source: Element
    target: Element
    #: The style of the swap: ``"outerHTML"``.
    swap: str
    #: The ids that the page had before the swap.
    ids: frozenset[str]
    #: ``hx-select`` of the source.
    select: str | None = None
    #: The document after the swap. Without it the answer is checked by itself.
    page: Element | None = None
