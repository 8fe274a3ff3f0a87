"""Tell what a page renders inside of its nodes, in Django's template language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.template.base import Node, NodeList, Variable, VariableNode
from django.template.defaulttags import WithNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.nodes import Key
from htmx_views.backends.django.tags import (
    STATE_NODES,
    TRANSPARENT_NODES,
    PartialDefNode,
    PartialNode,
    child_nodelists,
    partial_of,
)

#: Tags that render what is in them, whatever the context says.
UNCONDITIONAL_NODES = (
    *STATE_NODES,
    *TRANSPARENT_NODES,
    BlockNode,
    PartialDefNode,
    PartialNode,
    VariableNode,
    WithNode,
)

#: The block around a node, and how many ``{{ block.super }}`` deep the node stands.
Frame: TypeAlias = "tuple[str, int] | None"


class Contents:
    """Knows what renders inside a node, and which of the wanted blocks are there."""

    def __init__(
        self, blocks: dict[str, list[BlockNode]], wanted: Iterable[Key] = ()
    ) -> None:
        self.blocks = blocks
        self.wanted = set(wanted)
        self.entered: list[Any] = []
        #: What is wanted and stands outside of all conditions, once that is known.
        self.unconditional: set[Key] | None = None

    def content(self, node: Node, frame: Frame) -> tuple[list[NodeList], Frame]:
        """Return what the page renders inside a node, and inside which block."""
        if isinstance(node, BlockNode):
            return [self.blocks[node.name][0].nodelist], (node.name, 0)
        if isinstance(node, VariableNode):
            if frame and is_super(node) and frame[1] + 1 < len(self.blocks[frame[0]]):
                block = self.blocks[frame[0]][frame[1] + 1]
                return [block.nodelist], (frame[0], frame[1] + 1)
            return [], None
        if isinstance(node, PartialNode):
            partial = partial_of(node)
            return ([] if partial is None else [partial.nodelist]), None
        if isinstance(node, PartialDefNode) and not node.inline:
            return [], None
        return child_nodelists(node), frame

    @contextmanager
    def entering(self, node: Node, inner_frame: Frame) -> Iterator[bool]:
        """Say whether a node does not stand inside of itself: templates may do that."""
        if isinstance(node, PartialNode):
            entered: Any = partial_of(node)
        elif isinstance(node, (BlockNode, VariableNode)):
            entered = inner_frame
        else:
            entered = node
        is_new = entered not in self.entered
        self.entered.append(entered)
        try:
            yield is_new
        finally:
            self.entered.pop()

    def keys_of(self, node: Any) -> set[Key]:
        """Return under which key a node itself may be wanted."""
        if isinstance(node, BlockNode):
            return {node.name}
        if isinstance(node, PartialNode):
            return {partial_of(node)}
        if isinstance(node, PartialDefNode) and node.inline:
            return {
                key
                for key in self.wanted
                if getattr(key, "nodelist", None) is node.nodelist
            }
        return set()

    def inside(self, nodes: Iterable[Node], frame: Frame) -> set[Key]:
        """Return what is wanted and renders as, or inside, one of ``nodes``."""
        found: set[Key] = set()
        for node in nodes:
            found |= self.keys_of(node) & self.wanted
            found |= self.inside_of(node, frame)
        return found

    def inside_of(self, node: Node, frame: Frame) -> set[Key]:
        """Return what is wanted and renders inside a node."""
        found: set[Key] = set()
        nodelists, inner_frame = self.content(node, frame)
        with self.entering(node, inner_frame) as is_new:
            for nodelist in nodelists if is_new else ():
                found |= self.inside(nodelist, inner_frame)
        if isinstance(node, UNCONDITIONAL_NODES):
            return found
        return set() if self.unconditional is None else found - self.unconditional


def is_super(node: VariableNode) -> bool:
    """Return whether a node is ``{{ block.super }}``, filtered or not."""
    variable = node.filter_expression.var
    return isinstance(variable, Variable) and variable.lookups == ("block", "super")
