"""Find out whether a block that its page never shows is shown elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from htmx_views.blocks import RENDER_BLOCKS, block_key, split_address
from htmx_views.checks.blocks import NamedBlock
from htmx_views.checks.templates import Page, TemplateLibrary
from htmx_views.checks.urlconf import mounted_functions
from htmx_views.checks.views import ViewFacts, mentions, strings

#: A template's name, or the address of a block, among the strings of a view.
TEMPLATE_NAME = re.compile(r"[\w./-]+\.\w+(#[\w-]+)?")


class OtherView(NamedTuple):
    """What the code of a view says that is not checked against a template."""

    template_names: set[str]
    blocks: set[str]
    #: Whether a request may change which blocks it renders.
    is_late: bool


class Elsewhere:
    """
    The views that were not checked against a template, and what their pages include.

    They are looked at where a block seems to be a fault, hence in few projects.
    """

    def __init__(self, library: TemplateLibrary) -> None:
        self.library = library
        self.unchecked: list[tuple[ViewFacts, list[NamedBlock]]] = []

    def add(self, view: ViewFacts, named: list[NamedBlock]) -> None:
        self.unchecked.append((view, named))

    def includes(self, pages: Iterable[Page]) -> set[tuple[str, str]]:
        """Return the blocks that pages include by their addresses, with their paths."""
        others = [page for view in self._views for page in self._pages(view)]
        return {
            (facts.path, block_key(block))
            for page in [*pages, *others]
            for part in page.sources
            for included, block in map(page.included, part.includes)
            if included is not None and block is not None
            for facts in included.family
        }

    def may_show(self, path: str, key: str) -> bool:
        """Return whether a view may show a block of the template at ``path``."""
        for view in self._views:
            names = view.template_names
            if not (view.is_late or key in view.blocks):
                names = {name for name in names if _block_of(name) == key}
            pages = self._pages(view._replace(template_names=names))
            if any(facts.path == path for page in pages for facts in page.family):
                return True
        return False

    def _pages(self, view: OtherView) -> Iterator[Page]:
        for name in view.template_names:
            name, *_ = split_address(name) or (name,)
            for reader in self.library.readers:
                page = self.library.page(name, reader)
                if page is not None:
                    yield page

    @cached_property
    def _views(self) -> list[OtherView]:
        views = []
        for view, named in self.unchecked:
            said = set().union(*map(strings, view.project_code()))
            said |= set(view.template_names or ())
            blocks = {block_key(block.name) for block in named}
            views.append(OtherView(_names_in(said), blocks, view.chooses_blocks_late))
        for function in mounted_functions():
            code = function.__code__
            names = _names_in(strings(code))
            views.append(OtherView(names, set(), mentions(code, RENDER_BLOCKS)))
        return views


def _names_in(said: Iterable[str]) -> set[str]:
    return {string for string in said if TEMPLATE_NAME.fullmatch(string)}


def _block_of(name: str) -> str | None:
    address = split_address(name)
    return address and block_key(address[1])
