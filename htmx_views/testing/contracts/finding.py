"""What is wrong with an answer, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from htmx_views.hints import docs_url
from htmx_views.testing.contracts.table import CONTRACTS
from htmx_views.testing.driver.dom import Element


@dataclass(frozen=True)
class Finding:
    """A contract that an answer breaks."""

    #: The id of the contract: ``"C001"``.
    id: str
    #: What is wrong, with the name and the value: one sentence without its full stop.
    message: str
    #: The start tag of the element; empty where it is none of one element.
    element: str = ""
    #: The address that answered, and its line with the element, where known.
    url: str = ""
    line: int | None = None
    #: The template that was rendered, and its blocks, for a fragment; where known.
    template: str = ""
    blocks: tuple[str, ...] = ()
    #: The request that nothing will answer, if it is about one: ``"GET /gone/"``.
    request: str = ""

    @property
    def cure(self) -> str:
        return CONTRACTS[self.id].cure

    @property
    def place(self) -> str:
        """Where the element stands."""
        where = self.url
        if self.line:
            where += f", line {self.line} of the answer"
        if self.template:
            where += f", from {self.template!r}"
        if self.blocks:
            where += f", blocks {', '.join(map(repr, self.blocks))}"
        return where

    @property
    def what(self) -> str:
        """What is wrong, wherever it is, and the cure."""
        return self._lines("")

    def __str__(self) -> str:
        return self._lines(self.place)

    def _lines(self, place: str) -> str:
        cure = f"{self.cure} See {docs_url('reference/contracts', self.id)}"
        lines = [f"{self.id}: {self.message}.", self.element, place, cure]
        return "\n    ".join(filter(None, lines))


class ContractError(AssertionError):
    """An answer breaks contracts; ``findings`` are all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(map(str, self.findings)))


def start_tag(element: Element) -> str:
    """Return the start tag of an element, for a message."""
    attributes = [
        f' {name!s}="{value!s}"'
        for name, value in element.attrib.items()
        # htmx 4 itself writes it, in a browser.
        if name != "data-htmx-powered"
    ]
    text = " ".join(f"<{element.tag!s}{''.join(attributes)}>".split())
    return text if len(text) <= 200 else f"{text[:199]}…"
