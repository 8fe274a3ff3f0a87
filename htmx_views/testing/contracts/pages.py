"""Contracts of a page as text: what was written, and what reads it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from htmx_views.testing.contracts.reading import Break, Reading


class Nesting(HTMLParser):
    """How many forms begin before another one has ended; a parser repairs that."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = self.nested = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.nested += self.open > 0
            self.open += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = max(0, self.open - 1)


def check_text(reading: Reading) -> Iterator[Break]:
    """Hold that HTML is read as it is written, and polling stands in a tag."""
    for _ in range(Nesting(reading.html).nested):
        yield Break("C014", "a form stands inside of another one")
    for element in [reading.own, *reading.elements]:
        texts = [element.text or "", *(child.tail or "" for child in element)]
        if any("hx-get=" in text and "hx-trigger=" in text for text in texts) and (
            element.tag not in ("code", "pre", "script", "style", "textarea")
        ):
            yield Break("C018", "attributes of htmx stand in the text", element)
    context: Any = getattr(reading.response, "context_data", None) or {}
    polling = str(context.get("polling") or "")
    if (
        reading.is_page
        and hasattr(context.get("view"), "get_polling")
        and 'hx-get="' in polling
        and "data-poll-visible" not in reading.html
    ):
        yield Break("C018", "the view polls, and the page does not")


def check_scripts(reading: Reading) -> Iterator[Break]:
    """Hold that a page with attributes of htmx loads it."""
    if reading.page is None or reading.has_htmx:
        return
    for element in reading.elements:
        if reading.attributes.action(element):
            yield Break("C021", "the page loads no htmx", element)
            return
