"""
Walk a page in the order in which it renders, and keep what its blocks need.

What a block or a partial shows in two places is walked in the first of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.template import Template
from django.template.base import Node, NodeList

from htmx_views.backends.django.internals import (
    BlockNode,
    blocks_of,
    named_cycles,
    source_of,
)
from htmx_views.backends.django.nodes import (
    ApartNode,
    AroundNode,
    BehindNode,
    CollectNode,
    InBlockNode,
    InPartialNode,
    TurningNode,
)
from htmx_views.blocks import BlockRefused

#: The name of a block, or the id of a partial's nodelist.
Key = str | int


@dataclass
class Content:
    """What a block or a partial shows, where it shows first."""

    condition: Node | None
    here: object
    kept: list[Node] = field(default_factory=list)
    is_assigning: bool = False
    #: What was wanted and shows in it.
    found: list[CollectNode] = field(default_factory=list)
    #: What in it shows something else the second time.
    memory: Node | None = None


class Walk(ABC):
    """Knows where it is on the page, and what was found so far."""

    def __init__(self, family: Sequence[Template], wanted: dict[Key, str]) -> None:
        #: What is still to be found, and by which name it was asked for.
        self.wanted = dict(wanted)
        self.found: list[CollectNode] = []
        self.blocks = blocks_of(family)
        self.cycles = named_cycles(node for page in family for node in page.nodelist)
        #: From each nodelist, as it may show, and from the key of what was found.
        self.contents: dict[Any, Content] = {}
        self.is_partial = False
        #: The names of the blocks around.
        self.open: list[str] = []
        #: Whether a block stands inside of itself, as it may where blocks are moved.
        self.is_knotted = False
        #: The outermost loop or condition around.
        self.condition: Node | None = None
        #: Whether something was found under such.
        self.is_uncertain = False
        #: The wanted block around, which is walked for others that are wanted.
        self.collecting: CollectNode | None = None
        #: The last tag that shows something else the second time.
        self.memory: Node | None = None
        #: Another object wherever other tags have run, or stand around.
        self.here = object()

    @contextmanager
    def at(self, **place: Any) -> Iterator[None]:
        """Be at another place meanwhile."""
        before = {name: getattr(self, name) for name in place}
        vars(self).update(place)
        yield
        vars(self).update(before)

    @abstractmethod
    def node(self, node: Node) -> list[Node]:
        """Return what has to run of a node."""

    def nodes(self, nodes: Iterable[Node]) -> list[Node]:
        """Return what has to run of ``nodes``, to the last that is wanted."""
        kept: list[Node] = []
        for node in nodes:
            if self.wanted:
                kept += self.node(node)
            # What was found under a condition is looked for elsewhere as well.
            elif self.is_uncertain or self.collecting:
                kept.append(BehindNode(node, self.node(node)))
        return kept

    def inside(
        self, nodes: Iterable[Node], *, is_other: bool = True
    ) -> tuple[list[Node], bool]:
        """Return what has to run inside of a tag, and whether that assigns."""
        here = object() if is_other else self.here
        with self.at(here=here):
            kept = self.nodes(nodes)
            return kept, self.here is not here

    def assign(self, is_assigning: bool) -> None:
        """Note that from here on other tags have run, if they have."""
        if is_assigning:
            self.here = object()

    def content(
        self,
        node: Node,
        nodelist: NodeList,
        key: Key | None,
        around: type[AroundNode] | None,
    ) -> list[Node]:
        """Return what has to run of a node that shows a block or a partial."""
        depth = self.open.count(self.open[-1]) if self.open else 0
        place = id(nodelist), self.is_partial, depth
        content = self.contents.get(place)
        self.check_first(content, self.contents.get(key))
        start = len(self.found)
        collect = self.collect(node, key)
        if content is None:
            content = self.contents[place] = Content(self.condition, self.here)
            with self.at(collecting=collect or self.collecting, memory=None):
                content.kept, content.is_assigning = self.inside(
                    nodelist, is_other=around is InPartialNode
                )
                # In a partial everything is shown for the first time.
                content.memory = None if around is InPartialNode else self.memory
            content.found = self.found[start:]
        elif self.collecting and content.memory:
            raise refused(self.collecting, content.memory)
        self.memory = self.memory or content.memory
        run = content.kept
        if around and run and not self.is_needless(around, run):
            run = [around(node, run)]
        if around is InBlockNode:
            after = self.turning(node, run)
        else:
            after = run
            self.assign(content.is_assigning)
        if collect is None:
            return run if self.found[start:] else after
        self.contents[key] = content
        collect.nodelist = NodeList(after)
        has_inner = len(self.found) > start + 1
        return [ApartNode(node, run), collect] if has_inner else [collect]

    def collect(self, node: Node, key: Key | None) -> CollectNode | None:
        """Return what keeps what ``node`` shows, if that is still wanted."""
        if key is None or key not in self.wanted:
            return None
        collect = CollectNode(node, key, self.wanted.pop(key))
        self.found.append(collect)
        self.is_uncertain |= self.condition is not None
        return collect

    def check_first(self, *contents: Content | None) -> None:
        """Refuse what may not have shown where it was found, but shows here."""
        for first in contents:
            if first and first.condition and first.here is not self.here:
                for found in first.found:
                    raise refused(found, first.condition)

    def is_needless(self, around: type[AroundNode], run: list[Node]) -> bool:
        """Return whether just other blocks are wanted of a block."""
        return (
            around is InBlockNode
            and not self.is_knotted
            and all(
                isinstance(node, CollectNode) and isinstance(node.node, BlockNode)
                for node in run
            )
        )

    def turning(self, node: Node, run: list[Node]) -> list[Node]:
        """
        Return what has to run of a tag that forgets at its end what it assigns.

        That is a cycle: it goes on, and it assigns to an outer variable of its name.
        """
        turned = named_cycles(run)
        self.assign(bool(turned))
        return [TurningNode(node, run, self.cycles)] if turned else []


def refused(found: CollectNode, around: Node) -> BlockRefused:
    template_name, text, lineno = source_of(around)
    return BlockRefused(template_name, found.name, text, lineno)
