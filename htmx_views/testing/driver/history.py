"""The history of a tab: what its back button leads to."""

from __future__ import annotations

from dataclasses import dataclass

from htmx_views.testing.driver.document import Document


@dataclass(eq=False)
class Entry:
    """An address that a tab showed, and the document that it belongs to."""

    url: str
    document: Document
    #: Whether htmx wrote the entry, and so restores it.
    is_htmx: bool = False


class History:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.index = -1

    @property
    def current(self) -> Entry:
        return self.entries[self.index]

    def push(self, url: str, document: Document, *, is_htmx: bool = False) -> None:
        del self.entries[self.index + 1 :]
        self.entries.append(Entry(url, document, is_htmx))
        self.index += 1

    def replace(self, url: str) -> None:
        self.current.url = url
        self.current.is_htmx = True

    def go(self, steps: int) -> Entry:
        """Move to another entry and return it."""
        if not 0 <= self.index + steps < len(self.entries):
            direction = "back" if steps < 0 else "forward"
            raise AssertionError(
                f"There is no way {direction}: the tab's history is "
                f"{[entry.url for entry in self.entries]}, and it shows "
                f"{self.current.url!r}."
            )
        self.index += steps
        return self.current

    def reload(self, old: Document, new: Document) -> None:
        """Note that what showed ``old`` shows ``new`` from now on."""
        for entry in self.entries:
            if entry.document is old:
                entry.document = new
