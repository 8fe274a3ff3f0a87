"""Put together the templates of a page, whichever engine they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from htmx_views.blocks import block_key, split_address
from htmx_views.checks.facts import Binding, Block, Include, TemplateFacts


class Reader(Protocol):
    """Reads the templates of one engine."""

    engine: Any

    def read(
        self, name: str, skip: Sequence[TemplateFacts] = ()
    ) -> TemplateFacts | None:
        """
        Return what is known of a template, ``None`` if the engine lacks it.

        ``skip`` are templates of the same name that are not meant: those that extend
        it under their own name.
        """


class Page:
    """A template with its parents and includes, as far as strings name them."""

    def __init__(self, name: str, library: TemplateLibrary, reader: Reader) -> None:
        self.name = name
        self.engine = reader.engine
        self._library, self._reader = library, reader
        #: The template, its parent, the parent of that one, and so on.
        self.family: list[TemplateFacts] = []
        #: Whether a parent is known only while rendering, or does not exist.
        self.has_unknown_parent = False
        parent: str | None = name
        while parent is not None:
            facts = library.parent_facts(reader, parent, self.family)
            if facts is None:
                self.has_unknown_parent = True
                break
            self.family.append(facts)
            self.has_unknown_parent |= facts.is_extended_dynamically
            parent = facts.parent

    @property
    def template(self) -> TemplateFacts:
        return self.family[0]

    def included(self, include: Include) -> tuple[Page | None, str | None]:
        """Return the page that is included, or the page and its block that is."""
        page = self._library.page(include.name, self._reader)
        address = split_address(include.name)
        if page is None and address is not None:
            return self._library.page(address[0], self._reader), address[1]
        return page, None

    @cached_property
    def parts(self) -> list[TemplateFacts]:
        """The family, and what it includes."""
        return self._reach(with_addresses=False)

    @cached_property
    def sources(self) -> list[TemplateFacts]:
        """The parts, and the pages of which they include a block."""
        return self._reach(with_addresses=True)

    def _reach(self, *, with_addresses: bool) -> list[TemplateFacts]:
        reached = list(self.family)
        for part in reached:
            for include in part.includes:
                page, block = self.included(include)
                if page is not None and (block is None or with_addresses):
                    reached += [facts for facts in page.family if facts not in reached]
        return reached

    @cached_property
    def is_known(self) -> bool:
        """Whether all of the page's HTML is known, but for what it computes."""
        return not (
            self.has_unknown_parent
            or any(part.has_unknown_includes or part.error for part in self.sources)
            or any(part.markup.is_opaque for part in self.sources)
            or any(
                page is None or page.has_unknown_parent
                for part in self.sources
                for page, _ in map(self.included, part.includes)
            )
        )

    @cached_property
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
        return any(part.markup.may_have(id) for part in self.sources)

    def ids(self) -> set[str]:
        return set().union(*(part.markup.ids for part in self.sources))

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
        self._facts: dict[tuple[Any, ...], TemplateFacts | None] = {}
        self._pages: dict[tuple[int, str], Page | None] = {}

    def facts(
        self, reader: Reader, name: str, skip: tuple[TemplateFacts, ...] = ()
    ) -> TemplateFacts | None:
        key = id(reader), name, skip
        if key not in self._facts:
            try:
                self._facts[key] = reader.read(name, skip)
            except UnicodeDecodeError as error:
                facts = TemplateFacts(name, name, is_extended_dynamically=True)
                facts.error = str(error), error.object[: error.start].count(b"\n") + 1
                self._facts[key] = facts
        return self._facts[key]

    def parent_facts(
        self, reader: Reader, name: str, family: list[TemplateFacts]
    ) -> TemplateFacts | None:
        """Return the parent of a family: never one of its own members."""
        facts = self.facts(reader, name)
        if facts in family:
            # As Django does it: a template may extend another one of its own name.
            skip = tuple(member for member in family if member.name == name)
            facts = self.facts(reader, name, skip)
        return facts

    def pages(self, names: list[str], using: str | None) -> Iterator[Page]:
        """Yield the page that each engine would render, Django's choice first."""
        for name in names:
            found = False
            for reader in self.readers:
                if using in (None, reader.engine.name):
                    page = self.page(name, reader)
                    if page is not None:
                        found = True
                        yield page
            if found:
                return

    def page(self, name: str, reader: Reader) -> Page | None:
        key = id(reader), name
        if key not in self._pages:
            exists = self.facts(reader, name) is not None
            self._pages[key] = Page(name, self, reader) if exists else None
        return self._pages[key]
