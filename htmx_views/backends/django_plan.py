"""
Find what a block needs of its page, in Django's template language.

A plan is the page cut down to what stands before the blocks and can change them: the
tags that assign variables, and the tags around a block that change how it renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.template import Context, Template
from django.template.base import Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode
from django.utils.safestring import SafeString

from htmx_views.backends.django_tags import (
    TRANSPARENT_NODES,
    Declarations,
    PartialDefNode,
    PartialNode,
    child_nodelists,
    partial_of,
    with_nodelists,
)
from htmx_views.blocks import BlockDoesNotExist

FRAGMENT_CONTEXT_KEY = "htmx_views_fragment"

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

#: What identifies a block or partial of a family: a block's name, or the partial.
Key: TypeAlias = Any

#: The block around a node, and how many ``{{ block.super }}`` deep the node stands.
Frame: TypeAlias = "tuple[str, int] | None"


@dataclass
class FragmentContext:
    """What one render of a plan keeps, in the render context."""

    given: set[str]
    output: dict[Key, str]


class PlanNode(Node):
    """A node of a plan. Errors are shown at the line of the node it is made of."""

    def __init__(self, node: Node, nodes: Iterable[Node]) -> None:
        self.origin, self.token = node.origin, node.token
        self.nodelist = NodeList(nodes)


class CollectNode(PlanNode):
    """Renders a block or partial and keeps what it renders to."""

    def __init__(self, node: Node, key: Key) -> None:
        super().__init__(node, [])
        self.node = node
        self.key = key

    def render(self, context: Context) -> str:
        fragment = context.render_context[FRAGMENT_CONTEXT_KEY]
        fragment.output[self.key] = self.node.render(context)
        return ""


class ScopeNode(PlanNode):
    """Stands for a loop or a condition around a block: it renders once, always."""

    def render(self, context: Context) -> str:
        with context.push():
            return self.nodelist.render(context)


class LocalsNode(PlanNode):
    """Stands for ``{% with %}`` around a block: what the view passed wins."""

    def __init__(self, node: WithNode, nodes: Iterable[Node]) -> None:
        super().__init__(node, nodes)
        self.extra_context = node.extra_context

    def render(self, context: Context) -> str:
        given = context.render_context[FRAGMENT_CONTEXT_KEY].given
        values = {
            name: value.resolve(context)
            for name, value in self.extra_context.items()
            if name not in given
        }
        with context.push(**values):
            return self.nodelist.render(context)


class BlockScopeNode(PlanNode):
    """Stands for a block around a block, so that ``{{ block.super }}`` works in it."""

    def __init__(self, block: BlockNode, nodes: Iterable[Node]) -> None:
        super().__init__(block, nodes)
        self.block = block

    def render(self, context: Context) -> str:
        block_context = context.render_context.get(BLOCK_CONTEXT_KEY)
        with context.push():
            if block_context is None:
                context["block"] = self.block
                return self.nodelist.render(context)
            popped = block_context.pop(self.block.name)
            block = type(self.block)(self.block.name, self.block.nodelist)
            block.context = context
            context["block"] = block
            self.nodelist.render(context)
            block_context.push(self.block.name, popped)
            return ""


class FilteredNode(PlanNode):
    """Stands for ``{% filter %}`` and the like: applies it to each block inside."""

    def __init__(self, node: Node, nodes: Iterable[Node], keys: Iterable[Key]) -> None:
        super().__init__(node, nodes)
        self.node = node
        self.keys = tuple(keys)

    def render(self, context: Context) -> str:
        self.nodelist.render(context)
        output = context.render_context[FRAGMENT_CONTEXT_KEY].output
        for key in self.keys:
            output[key] = self.filtered(output[key]).render(context)
        return ""

    def filtered(self, output: str) -> Any:
        node: Any = copy(self.node)
        if isinstance(node, VariableNode):
            node.filter_expression = copy(node.filter_expression)
            node.filter_expression.var = SafeString(output)
            node.filter_expression.is_var = False
        else:
            node.nodelist = NodeList([TextNode(output)])
        return node


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
        return found

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


def blocks_of(family: Sequence[Template]) -> dict[str, list[BlockNode]]:
    """Return the definitions of each block, the most derived one first."""
    blocks: dict[str, list[BlockNode]] = {}
    for template in family:
        nodes: list[Any] = template.nodelist.get_nodes_by_type(BlockNode)
        for node in nodes:
            blocks.setdefault(node.name, []).append(node)
    return blocks


def partials_of(family: Sequence[Template]) -> dict[str, Any]:
    """Return the partials (Django 6) of a family, the most derived one of each name."""
    partials: dict[str, Any] = {}
    for template in family:
        for name, partial in (
            getattr(template, "extra_data", {}).get("partials", {}).items()
        ):
            partials.setdefault(name, partial)
    return partials


class Plan:
    """What has to run for some blocks of a page."""

    def __init__(self, family: Sequence[Template], names: Sequence[str]) -> None:
        *_, root = family
        self.has_parents = len(family) > 1
        self.blocks = blocks_of(family)
        partials = partials_of(family)
        self.keys = [self.find(name, partials, family[0]) for name in names]
        self.local_names: set[str] = set()
        # A block inside of another one is rendered in a pass of its own: it must not
        # find what its first rendering left behind, such as a turned {% cycle %}.
        self.passes: list[NodeList] = []
        wanted = set(self.keys)
        while wanted:
            planner = Planner(self.blocks, wanted, family)
            nodes = planner.plan(root.nodelist)
            # What the page places nowhere comes after all that it declares.
            for key in dict.fromkeys(self.keys):
                if key in planner.wanted:
                    node = self.blocks[key][0] if isinstance(key, str) else key
                    nodes.append(CollectNode(node, key))
            self.passes.append(NodeList(nodes))
            self.local_names |= planner.local_names
            wanted = planner.waiting

    def find(self, name: str, partials: dict[str, Any], page: Template) -> Key:
        """Return the block of this name, else the partial; ``-`` and ``_`` are one."""
        if name in self.blocks:
            return name
        if name in partials:
            return partials[name]
        for twin in (*self.blocks, *partials):
            if twin.replace("-", "_") == name.replace("-", "_"):
                return twin if twin in self.blocks else partials[twin]
        raise BlockDoesNotExist(page.name, name, {*self.blocks, *partials})
