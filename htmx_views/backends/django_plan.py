"""
Find what a block needs of its page, in Django's template language.

A plan is the page cut down to what stands before the blocks and can change them: the
tags that assign variables, and the tags around a block that change how it renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.template import Template
from django.template.base import Node, NodeList, Variable, VariableNode
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BlockNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode

from htmx_views.backends.django_nodes import (
    BlockScopeNode,
    CollectNode,
    FilteredNode,
    Key,
    LocalsNode,
    ScopeNode,
)
from htmx_views.backends.django_tags import (
    TRANSPARENT_NODES,
    Declarations,
    PartialDefNode,
    PartialNode,
    child_nodelists,
    partial_of,
    with_nodelists,
)

#: Tags whose effect holds for everything that renders inside them.
STATE_NODES = (
    AutoEscapeControlNode,
    LanguageNode,
    LocalizeNode,
    LocalTimeNode,
    TimezoneNode,
)

#: Tags that change the text that was rendered inside them.
FILTER_NODES = (FilterNode, SpacelessNode)

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


class Planner:
    """Walks a page in the order in which it renders, until all is found."""

    def __init__(
        self,
        blocks: dict[str, list[BlockNode]],
        wanted: Iterable[Key],
        family: Sequence[Template] = (),
    ) -> None:
        self.blocks = blocks
        self.declarations = Declarations(family)
        self.wanted = set(wanted)
        self.local_names: set[str] = set()
        self.entered: list[Any] = []
        self.waiting: set[Key] = set()
        self.unconditional: set[Key] | None = None

    def plan(self, nodes: Iterable[Node], frame: Frame = None) -> list[Node]:
        """Return what of ``nodes`` has to run for the blocks that are wanted."""
        planned: list[Node] = []
        for node in nodes:
            if not self.wanted:
                break
            if self.inside([node], frame):
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
            if self.inside(nodelist, frame):
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
        _, inner_frame = self.content(node, frame)
        name, level = inner_frame or ("", 0)
        block = self.blocks[name][level]
        planned: list[Node] = [BlockScopeNode(block, self.plan_inside(node, frame))]
        if node.filter_expression.filters:
            planned = [FilteredNode(node, planned, before - self.wanted - self.waiting)]
        return planned

    def enter_partial(self, node: Any, frame: Frame) -> list[Node]:
        for key in self.wanted & self.keys_of(node):
            return self.collect(node, key, frame)
        return self.plan_inside(node, frame)

    def collect(self, node: Node, key: Key, frame: Frame) -> list[Node]:
        """Return the plan of what is wanted. What is wanted inside it has to wait."""
        self.wanted.discard(key)
        inside = self.inside_of(node, frame)
        self.wanted -= inside
        self.waiting |= inside
        return [CollectNode(node, key)]

    def plan_inside(self, node: Node, frame: Frame) -> list[Node]:
        """Return the plan of what the page renders inside of a node."""
        nodelists, inner_frame = self.content(node, frame)
        with self.entering(node, inner_frame):
            return [
                planned
                for nodelist in nodelists
                for planned in self.plan(nodelist, inner_frame)
            ]

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

    def plan_page(self, root: Template) -> list[Node]:
        """
        Return the plan of the page.

        A block may have two places, where a template moves it. One outside of all
        conditions and loops is taken first.
        """
        self.unconditional = self.inside(root.nodelist, None)
        return self.plan(root.nodelist)

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


def is_super(node: VariableNode) -> bool:
    """Return whether a node is ``{{ block.super }}``, filtered or not."""
    variable = node.filter_expression.var
    return isinstance(variable, Variable) and variable.lookups == ("block", "super")
