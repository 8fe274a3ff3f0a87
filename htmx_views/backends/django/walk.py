"""
Walk a page in the order in which it renders, and find what is wanted of it.

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
from django.template.defaulttags import SpacelessNode, WithNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.internals import (
    blocks_of,
    descendants,
    named_cycles,
    with_nodelists,
)
from htmx_views.backends.django.nodes import (
    ApartNode,
    AroundNode,
    CollectNode,
    InBlockNode,
    TurningNode,
)
from htmx_views.backends.django.tags import MEMORY_NODES, kind_of, source_of
from htmx_views.blocks import BlockRefused

#: The name of a block, or the id of a partial's nodelist.
Key = str | int


@dataclass
class Content:
    """What a block or a partial shows, where it shows first."""

    #: What was before it and around it.
    here: object
    condition: Node | None
    kept: list[Node] = field(default_factory=list)
    #: One that was found in it, or was found before and shows in it again.
    shown: CollectNode | None = None


class Walk(ABC):
    """Knows what was found, and where on the page it is."""

    def __init__(self, family: Sequence[Template], wanted: dict[Key, str]) -> None:
        #: What is still to be found, and by which name it was asked for.
        self.wanted = dict(wanted)
        self.found: list[CollectNode] = []
        #: The same, and again each time that it shows again.
        self.shown: list[CollectNode] = []
        #: The names that {% with %} around what was found defines.
        self.local_names: set[str] = set()
        #: Whether some of it may show elsewhere, since it shows on a condition only.
        self.is_uncertain = False
        nodes = [node for template in family for node in template.nodelist]
        self.cycles = named_cycles(nodes)
        self.has_memory = any(
            isinstance(node, MEMORY_NODES) for node in descendants(nodes)
        )
        self.blocks = blocks_of(family)
        #: From each nodelist, and from the key of what was found.
        self.contents: dict[Any, Content] = {}
        # Where the walk is. Another object after each tag that assigns something:
        self.assigned = object()
        #: The tags around that change what they hold.
        self.around: list[Node] = []
        #: The names of the blocks around; ``{{ block.super }}`` adds one again.
        self.open: list[str] = []
        #: The outermost loop or condition around.
        self.condition: Node | None = None
        #: The wanted block around, in which others may be wanted.
        self.collecting: CollectNode | None = None
        self.is_partial = False

    @contextmanager
    def at(self, **place: Any) -> Iterator[None]:
        """Be at another place meanwhile."""
        before = {name: getattr(self, name) for name in place}
        vars(self).update(place)
        yield
        vars(self).update(before)

    @abstractmethod
    def node(self, node: Any) -> list[Node]:
        """Return what has to run of a node."""

    def nodes(self, nodes: Iterable[Node]) -> list[Node]:
        """Return what has to run of ``nodes``, to the last that is wanted."""
        kept: list[Node] = []
        for node in nodes:
            if self.wanted:
                kept += self.node(node)
            elif self.is_uncertain or self.collecting:
                # This may refuse.
                self.node(node)
        return kept

    def content(
        self,
        node: Node,
        nodelist: NodeList,
        key: Key | None,
        enclose: type[AroundNode] | None,
    ) -> list[Node]:
        """Return what has to run of a node that shows a block or a partial."""
        here = self.assigned, self.around, self.is_partial
        place = id(nodelist), self.is_partial
        content = self.contents.get(place)
        for first in (content, self.contents.get(key)):
            if first and first.shown:
                if first.condition and first.here != here:
                    # This may be where it shows first.
                    raise self.refused(first.condition, first.shown)
                self.shown.append(first.shown)
        if content and self.collecting and self.has_memory and not self.is_partial:
            raise self.refused(node)
        start, before = len(self.found), len(self.shown)
        collect = None
        if key is not None and key in self.wanted:
            collect = self.collect(node, key)
        if content is None:
            content = self.contents[place] = Content(here, self.condition)
            with self.at(collecting=collect or self.collecting):
                content.kept = self.nodes(nodelist)
            content.shown = next(iter(self.shown[before : before + 1]), None)
        else:
            self.cycles.update(named_cycles(content.kept))
        is_block = enclose is InBlockNode
        if is_block:
            self.assigned = here[0]
        run = content.kept
        if enclose and run and not (is_block and all(map(is_block_alone, run))):
            run = [enclose(node, run)]
        after = self.turning(node, run) if is_block else run
        if collect is None:
            return run if self.found[start:] else after
        self.contents[key] = content
        collect.nodelist = NodeList(after)
        return [ApartNode(node, run), collect] if self.found[start + 1 :] else [collect]

    def collect(self, node: Node, key: Key) -> CollectNode:
        """Return what keeps what ``node`` shows, if it can be shown alone."""
        collect = CollectNode(node, key, self.wanted.pop(key))
        self.found.append(collect)
        self.shown.append(collect)
        self.is_uncertain |= self.condition is not None
        for tag in self.around[::-1]:
            if kind_of(tag) is Node:
                raise self.refused(tag, collect)
            if isinstance(tag, WithNode):
                self.local_names.update(tag.extra_context)
            if isinstance(tag, SpacelessNode):
                collect.node = with_nodelists(tag, [[collect.node]])
        return collect

    def turning(self, node: Node, run: list[Node]) -> list[Node]:
        """
        Return what has to run of a tag that forgets at its end what it assigns.

        That is a cycle: it goes on, and it assigns to an outer variable of its name.
        """
        if not named_cycles(run):
            return []
        self.assigned = object()
        for inner in descendants(run):
            if isinstance(inner, TurningNode):
                inner.decides = False
        return [TurningNode(node, run, self.cycles)]

    def refused(self, around: Node, found: CollectNode | None = None) -> BlockRefused:
        names = [collect.name for collect in (found, self.collecting) if collect]
        names += [*self.wanted.values(), *(collect.name for collect in self.found)]
        template_name, text, lineno = source_of(around)
        return BlockRefused(template_name, names[0], text, lineno)


def is_block_alone(node: Node) -> bool:
    """Return whether a block shows by itself: it needs none around it."""
    return isinstance(node, CollectNode) and isinstance(node.node, BlockNode)
