"""What the checks know of templates, whichever engine they are for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from htmx_views.blocks import block_key
from htmx_views.checks.markup import BOUNDARY, Computed, Markup, Text, read_markup


class Binding(NamedTuple):
    """A loop or ``with`` around a block that defines a name."""

    tag: str
    line: int


@dataclass(eq=False)
class Block:
    """One definition of a block."""

    name: str
    line: int
    template: TemplateFacts
    #: The block around it, in the same template.
    outer: Block | None
    #: The names that the loops around it define.
    bound: dict[str, Binding]
    #: Return the names that it reads without defining them, with their lines.
    read: Callable[[], dict[str, int]]


@dataclass(eq=False)
class TemplateFacts:
    """One template, read without being rendered."""

    name: str
    path: str
    parent: str | None = None
    parent_line: int = 1
    #: Whether another parent may be chosen while rendering, or nothing is known.
    is_extended_dynamically: bool = False
    includes: list[str] = field(default_factory=list)
    #: Whether another include may be chosen while rendering.
    has_unknown_includes: bool = False
    #: From the name, spelled with underscores.
    blocks: dict[str, Block] = field(default_factory=dict)
    #: The names that it defines outside of loops.
    declared: set[str] = field(default_factory=set)
    #: Methods that are read but not called, with their lines.
    uncalled: list[tuple[str, int]] = field(default_factory=list)
    #: The template functions and tags that it calls.
    functions: set[str] = field(default_factory=set)
    pieces: list[Text | Computed] = field(default_factory=list)
    #: Why the engine cannot read it, with the line.
    error: tuple[str, int] | None = None

    def add_boundary(self) -> None:
        """Note where a tag or a branch of it begins or ends: two in a row are one."""
        if not self.pieces or self.pieces[-1] is not BOUNDARY:
            self.pieces.append(BOUNDARY)

    @cached_property
    def markup(self) -> Markup:
        return read_markup(self.pieces)


class Reader(Protocol):
    """Reads the templates of one engine."""

    engine: Any

    def read(self, name: str) -> TemplateFacts | None:
        """Return what is known of a template, ``None`` if the engine lacks it."""


class Page:
    """A template with its parents and includes, as far as strings name them."""

    def __init__(self, name: str, library: TemplateLibrary, reader: Reader) -> None:
        self.name = name
        self.engine = reader.engine
        #: The template, its parent, the parent of that one, and so on.
        self.family: list[TemplateFacts] = []
        #: Whether a parent or include is known only while rendering.
        self.has_unknown_parent = False
        self.has_unknown_part = False
        parent: str | None = name
        while parent is not None:
            facts = library.facts(reader, parent)
            if facts is None or facts in self.family:
                self.has_unknown_parent = True
                break
            self.family.append(facts)
            self.has_unknown_parent |= facts.is_extended_dynamically
            parent = facts.parent
        self.parts = list(self.family)
        for part in self.parts:
            for included in part.includes:
                facts = library.facts(reader, included)
                if facts is None:
                    self.has_unknown_part = True
                elif facts not in self.parts:
                    self.parts.append(facts)

    @property
    def template(self) -> TemplateFacts:
        return self.family[0]

    @property
    def is_known(self) -> bool:
        """Whether all of the page's HTML is known, but for what it computes."""
        return not (
            self.has_unknown_parent
            or self.has_unknown_part
            or any(part.has_unknown_includes or part.error for part in self.parts)
            or any(part.markup.is_opaque for part in self.parts)
        )

    @property
    def is_full(self) -> bool:
        """Whether this is a page, not a piece of HTML that another page shows."""
        return any(part.markup.tags & {"html", "body"} for part in self.parts)

    @cached_property
    def blocks(self) -> dict[str, list[Block]]:
        """All definitions of each block, that of the youngest template first."""
        blocks: dict[str, list[Block]] = {}
        for facts in self.family:
            for key, block in facts.blocks.items():
                blocks.setdefault(key, []).append(block)
        return blocks

    def may_have_id(self, id: str) -> bool:
        return any(part.markup.may_have(id) for part in self.parts)

    def ids(self) -> set[str]:
        return set().union(*(part.markup.ids for part in self.parts))

    def bindings(self, key: str) -> dict[str, Binding]:
        """Return the names that only loops around a block define."""
        found: dict[str, Binding] = {}
        for block in self._around(key, set()):
            found |= block.bound
        declared = set().union(*(facts.declared for facts in self.family))
        return {name: found[name] for name in found if name not in declared}

    def _around(self, key: str, seen: set[str]) -> Iterator[Block]:
        if key in seen:
            return
        seen.add(key)
        for block in self.blocks.get(key, ()):
            yield block
            if block.outer is not None:
                yield from self._around(block_key(block.outer.name), seen)


class TemplateLibrary:
    """Reads each template once, and keeps what it learned while the checks run."""

    def __init__(self, readers: list[Reader]) -> None:
        self.readers = readers
        self._facts: dict[tuple[int, str], TemplateFacts | None] = {}
        self._pages: dict[tuple[int, str], Page | None] = {}

    def facts(self, reader: Reader, name: str) -> TemplateFacts | None:
        key = id(reader), name
        if key not in self._facts:
            self._facts[key] = reader.read(name)
        return self._facts[key]

    def pages(self, names: list[str], using: str | None) -> Iterator[Page]:
        """Yield the page that each engine would render, Django's choice first."""
        for name in names:
            found = False
            for reader in self.readers:
                if using in (None, reader.engine.name):
                    page = self._page(name, reader)
                    if page is not None:
                        found = True
                        yield page
            if found:
                return

    def _page(self, name: str, reader: Reader) -> Page | None:
        key = id(reader), name
        if key not in self._pages:
            exists = self.facts(reader, name) is not None
            self._pages[key] = Page(name, self, reader) if exists else None
        return self._pages[key]
