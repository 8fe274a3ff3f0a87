"""What htmx did with an answer."""

from __future__ import annotations

from dataclasses import dataclass

from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.dom import Element, elements, root_of


@dataclass(frozen=True)
class Exchange:
    """What stood on the page before a swap, and what stands there after it."""

    #: The id of the element that htmx swaps into, if it has one.
    target_id: str | None
    #: Whether that is the body, which may take a whole page.
    into_body: bool
    #: Whether the source stands outside of the target, and stays after the swap.
    source_stays: bool
    #: The style of the swap: ``"outerHTML"``.
    swap: str
    #: The ids that the page had before the swap.
    ids: frozenset[str]
    #: ``hx-select`` of the source.
    select: str | None = None
    #: The address of the page after the swap, which the answer may have pushed.
    url: str = ""
    #: The document after the swap. Without it the answer is checked by itself.
    page: Element | None = None

    @classmethod
    def of(
        cls,
        attributes: Attributes,
        source: Element,
        target: Element,
        *,
        url: str = "",
        page: Element | None = None,
    ) -> Exchange:
        """Read what an element asks for, on the page as it is before the swap."""
        style, _ = attributes.swap(attributes.value(source, "swap"))
        ids = {each.get("id") for each in elements(root_of(source))}
        return cls(
            target_id=target.get("id"),
            into_body=target.tag == "body",
            source_stays=target not in {source, *source.iterancestors()},
            swap=style,
            ids=frozenset(id for id in ids if id),
            select=attributes.value(source, "select"),
            url=url,
            page=page,
        )
