"""Tell which blocks of a Django template show which others."""

from __future__ import annotations

from collections.abc import Iterable

from django.template import Template
from django.template.base import Node, VariableNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.contents import Contents, Frame, is_super
from htmx_views.backends.django.family import (
    blocks_of,
    extends_node,
    find_name,
    known_family,
    partials_of,
)
from htmx_views.backends.django.tags import PartialDefNode, PartialNode


class ShownBeforeRendering(Exception):
    """What shows in a block depends on a parent that is chosen while rendering."""


def nested_blocks(template: Template, names: Iterable[str]) -> frozenset[str] | None:
    """
    Return the named blocks and those that show inside of them.

    Return ``None`` where a parent that ``{% extends variable %}`` names may add more.
    """
    try:
        return Nesting(template).of(names)
    except ShownBeforeRendering:
        return None


class Nesting:
    """Walks from block to block as rendering would."""

    def __init__(self, template: Template) -> None:
        family = list(known_family(template))
        self.is_complete = extends_node(family[-1]) is None
        self.blocks = blocks_of(family)
        self.partials = partials_of(family)
        self.contents = Contents(self.blocks)
        self.found: set[str] = set()

    def of(self, names: Iterable[str]) -> frozenset[str]:
        for name in names:
            found = find_name(name, self.blocks, self.partials)
            if found in self.blocks:
                self.add(found)
            elif found is not None:
                self.found.add(found)
                self.walk(self.partials[found].nodelist, None)
            elif not self.is_complete:
                raise ShownBeforeRendering
        return frozenset(self.found)

    def add(self, name: str) -> None:
        if name not in self.found:
            self.found.add(name)
            self.walk(self.blocks[name][0].nodelist, (name, 0))

    def walk(self, nodes: Iterable[Node], frame: Frame) -> None:
        for node in nodes:
            if isinstance(node, BlockNode):
                self.add(node.name)
                continue
            if isinstance(node, PartialNode) or (
                isinstance(node, PartialDefNode) and node.inline
            ):
                self.found.add(node.partial_name)
            nodelists, inner_frame = self.contents.content(node, frame)
            if self.is_unknown(node, frame):
                raise ShownBeforeRendering
            for nodelist in nodelists:
                self.walk(nodelist, inner_frame)

    def is_unknown(self, node: Node, frame: Frame) -> bool:
        """Return whether a node shows what only a parent not known yet defines."""
        return (
            not self.is_complete
            and isinstance(node, VariableNode)
            and is_super(node)
            and frame is not None
            and frame[1] + 1 == len(self.blocks[frame[0]])
        )
