"""
Find what a block needs of its page, in Django's template language.

A plan is the page cut down to what stands before the blocks and can change them: the
tags that assign variables, and the tags around a block that change how it renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Template
from django.template.base import Node, VariableNode
from django.template.defaulttags import WithNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.contents import Contents, Frame
from htmx_views.backends.django.declarations import Declarations
from htmx_views.backends.django.nodes import (
    BlockScopeNode,
    CollectNode,
    FilteredNode,
    Key,
    LocalsNode,
    ScopeNode,
)
from htmx_views.backends.django.tags import (
    FILTER_NODES,
    STATE_NODES,
    TRANSPARENT_NODES,
    PartialDefNode,
    PartialNode,
    child_nodelists,
    with_nodelists,
)


class Planner:
    """Walks a page in the order in which it renders, until all is found."""

    def __init__(
        self,
        blocks: dict[str, list[BlockNode]],
        wanted: Iterable[Key],
        family: Sequence[Template] = (),
    ) -> None:
        self.blocks = blocks
        self.contents = Contents(blocks, wanted)
        #: Shared with the contents: what has its place in the plan is wanted no more.
        self.wanted = self.contents.wanted
        self.declarations = Declarations(family)
        self.local_names: set[str] = set()
        self.waiting: set[Key] = set()

    def plan(self, nodes: Iterable[Node], frame: Frame = None) -> list[Node]:
        """Return what of ``nodes`` has to run for the blocks that are wanted."""
        planned: list[Node] = []
        for node in nodes:
            if not self.wanted:
                break
            if self.contents.inside([node], frame):
                planned += self.enter(node, frame)
            else:
                planned += self.declarations.of_node(node)
        return planned

    def enter(self, node: Node, frame: Frame) -> list[Node]:
        """Return the plan of a node that is or contains a wanted block."""
        if isinstance(node, BlockNode):
            return self.enter_block(node)
        if isinstance(node, (PartialNode, PartialDefNode)):
            return self.enter_partial(node, frame)
        if isinstance(node, VariableNode):
            return self.enter_super(node, frame)
        if isinstance(node, STATE_NODES):
            kept = with_nodelists(node, lambda nodes: self.plan(nodes, frame))
            return [kept] if kept else []
        before = set(self.wanted)
        planned: list[Node] = []
        if isinstance(node, TRANSPARENT_NODES):
            planned = self.plan(node.nodelist, frame)
            if isinstance(node, FILTER_NODES):
                planned = [
                    FilteredNode(node, planned, before - self.wanted - self.waiting)
                ]
            return planned
        if isinstance(node, WithNode):
            self.local_names.update(node.extra_context)
            return [LocalsNode(node, self.plan(node.nodelist, frame))]
        return self.force(node, frame)

    def force(self, node: Node, frame: Frame) -> list[Node]:
        """
        Return the plan of a loop or condition around a wanted block.

        What it declares now, by force, is not what it would declare for what comes
        after it: that has to wait.
        """
        declared = self.declarations.of_node(node)
        planned: list[Node] = []
        for nodelist in child_nodelists(node):
            if self.contents.inside(nodelist, frame):
                planned.append(ScopeNode(node, self.plan(nodelist, frame)))
                if declared:
                    self.waiting |= self.wanted
                    self.wanted.clear()
        return planned

    def enter_block(self, node: BlockNode) -> list[Node]:
        if node.name in self.wanted:
            return self.collect(node, node.name, None)
        block = self.blocks[node.name][0]
        return [BlockScopeNode(block, self.plan_inside(node, None))]

    def enter_super(self, node: VariableNode, frame: Frame) -> list[Node]:
        before = set(self.wanted)
        _, inner_frame = self.contents.content(node, frame)
        name, level = inner_frame or ("", 0)
        block = self.blocks[name][level]
        planned: list[Node] = [BlockScopeNode(block, self.plan_inside(node, frame))]
        if node.filter_expression.filters:
            planned = [FilteredNode(node, planned, before - self.wanted - self.waiting)]
        return planned

    def enter_partial(self, node: Any, frame: Frame) -> list[Node]:
        for key in self.wanted & self.contents.keys_of(node):
            return self.collect(node, key, frame)
        return self.plan_inside(node, frame)

    def collect(self, node: Node, key: Key, frame: Frame) -> list[Node]:
        """Return the plan of what is wanted. What is wanted inside it has to wait."""
        self.wanted.discard(key)
        inside = self.contents.inside_of(node, frame)
        self.wanted -= inside
        self.waiting |= inside
        return [CollectNode(node, key)]

    def plan_inside(self, node: Node, frame: Frame) -> list[Node]:
        """Return the plan of what the page renders inside of a node."""
        nodelists, inner_frame = self.contents.content(node, frame)
        with self.contents.entering(node, inner_frame):
            return [
                planned
                for nodelist in nodelists
                for planned in self.plan(nodelist, inner_frame)
            ]

    def plan_page(self, root: Template) -> list[Node]:
        """
        Return the plan of the page.

        A block may have two places, where a template moves it. One outside of all
        conditions and loops is taken first.
        """
        self.contents.unconditional = self.contents.inside(root.nodelist, None)
        return self.plan(root.nodelist)
