"""Write ``hx-swap-oob`` onto the one element of a block."""

from __future__ import annotations

from html.parser import HTMLParser

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.html import escape

from htmx_views.blocks import OobBlock
from htmx_views.requests import table_part_out_of_band

#: Elements that a browser drops where they do not stand in a table.
TABLE_PARTS = frozenset(
    {"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}
)

#: Elements that have no end tag (the HTML standard's "void elements").
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"source", "track", "wbr"}
)

Attributes = list[tuple[str, str | None]]


class SwappedBlock(OobBlock):
    """A block that the answer to ``request`` swaps into its own place on the page."""

    swap: str
    request: HttpRequest

    def __new__(cls, name: str, swap: str, request: HttpRequest) -> SwappedBlock:
        block = super().__new__(cls, name)
        block.swap = swap
        block.request = request
        return block

    def out_of_band(self, html: str, main: str) -> str:
        """
        Return ``html`` with ``hx-swap-oob``, or nothing where there is nothing to do.

        An empty block changes nothing, and one that ``main`` shows is there already.
        A ``<title>`` stays as it is: htmx takes it for the document's.
        Raise ``ImproperlyConfigured`` where htmx could not tell the block's place.
        """
        if not html.strip():
            return ""
        element = Element(html)
        if element.fault:
            raise ImproperlyConfigured(
                f"The block {str(self)!r} is swapped out of band, so it must be one "
                f"element with an id and without hx-swap-oob, but {element.fault}: "
                f"{html.strip()[:200]!r}."
            )
        if element.tag == "title":
            return element.outer
        id = element.attributes["id"]
        if id in main and id in Ids(main).ids:
            return ""
        marked = with_swap_oob(element.outer, self.swap)
        if element.tag not in TABLE_PARTS:
            return marked
        swap = "outerHTML" if self.swap == "true" else self.swap
        content = element.outer if swap == "outerHTML" else element.inner
        return table_part_out_of_band(
            self.request, marked, id=id, swap=swap, content=content
        )


def with_swap_oob(element: str, swap: str) -> str:
    """Return the HTML of an element with ``hx-swap-oob`` behind its tag's name."""
    end = next(i for i, char in enumerate(element) if char in " \t\n\r\f/>")
    return f'{element[:end]} hx-swap-oob="{escape(swap)}"{element[end:]}'


class Ids(HTMLParser):
    """The ids of all elements in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str | None] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.ids.add(dict(attrs).get("id"))


class Element(HTMLParser):
    """A piece of HTML that is one element, or has a ``fault``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tag = ""
        self.attributes: dict[str, str] = {}
        #: The tags that are open.
        self._open: list[str] = []
        self._faults: list[str] = []
        self._start = self._end = self._inner_start = self._inner_end = 0
        self.feed(html)
        self.close()
        if not self.tag:
            self._faults.append("it has no element")
        elif self._open:
            self._faults.append(f"<{self.tag}> is not closed")
        elif not (self.attributes.get("id") or self.tag == "title"):
            self._faults.append(f"<{self.tag}> has no id")
        elif "hx-swap-oob" in self.attributes:
            self._faults.append(f"<{self.tag}> has hx-swap-oob")
        self.fault = next(iter(self._faults), None)

    @property
    def outer(self) -> str:
        """The element itself."""
        return self.html[self._start : self._end]

    @property
    def inner(self) -> str:
        """What the element holds."""
        return self.html[self._inner_start : self._inner_end]

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if not self._open and self.tag:
            self._faults.append(f"<{tag}> stands beside <{self.tag}>")
        elif not self.tag:
            self.tag = tag
            self.attributes = {name: value or "" for name, value in attrs}
            self._start = self._offset()
            end = self._start + len(self.get_starttag_text() or "")
            self._inner_start = self._inner_end = self._end = end
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        # A browser reads <div/> as <div>.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            if not self._open:
                self._inner_end = self._offset()
                self._end = self.html.index(">", self._inner_end) + 1

    def handle_data(self, data: str) -> None:
        if not self._open and data.strip():
            self._faults.append(f"there is text beside elements, {data.strip()[:50]!r}")

    def _offset(self) -> int:
        line, column = self.getpos()
        lines = self.html.split("\n", line - 1)[: line - 1]
        return sum(len(text) + 1 for text in lines) + column
