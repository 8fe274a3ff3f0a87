"""
Cut a page down to what some of its blocks need.

That is what stands before them and assigns variables, and what stands around them and
changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.template import Template
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.assigns import assigns
from htmx_views.backends.django.internals import (
    PartialDefNode,
    PartialNode,
    child_nodelists,
    partial_of,
    partials_of,
    with_nodelists,
)
from htmx_views.backends.django.nodes import (
    ApartNode,
    AroundNode,
    InBlockNode,
    InPartialNode,
    InWithNode,
)
from htmx_views.backends.django.tags import (
    STATE_NODES,
    kind_of,
    shows_content,
    text_of,
)
from htmx_views.backends.django.walk import Key, Walk


class Cut(Walk):
    """What has to run of a page; knows what each tag does to what it holds."""

    def __init__(self, family: Sequence[Template], wanted: dict[Key, str]) -> None:
        super().__init__(family, wanted)
        self.nodelist = self.nodes(family[-1].nodelist)
        # What the page shows nowhere comes at its end.
        for first, *_ in self.blocks.values():
            if (id(first.nodelist), False) not in self.contents:
                self.nodelist += self.nodes([first])
        partials = partials_of(family)
        for name, partial in partials.items():
            if id(partial.nodelist) in self.wanted:
                self.nodelist += self.nodes([PartialNode(name, partials)])

    def node(self, node: Any) -> list[Node]:
        if isinstance(node, TextNode):
            return []
        shown = self.super(node) if self.open and "block.super" in text_of(node) else []
        if isinstance(node, VariableNode):
            return shown
        if isinstance(node, BlockNode):
            return self.block(node)
        if isinstance(node, (PartialDefNode, PartialNode)):
            return self.partial(node)
        if shows_content(node):
            return self.nodes(chain(*child_nodelists(node)))
        kind = kind_of(node)
        if kind in (ForNode, IfNode):
            return self.branches(node)
        start, before = len(self.found), self.assigned
        with self.at(around=[*self.around, node]):
            kept = self.nodes(chain(*child_nodelists(node)))
        if kind is WithNode:
            self.assigned = before
            after = self.turning(node, [with_nodelists(node, [kept])])
            return [InWithNode(node, kept)] if self.found[start:] else after
        if kind in STATE_NODES:
            return [with_nodelists(node, [kept])] if kept else []
        if not (kept or assigns(node)):
            return []
        self.assigned = object()
        # A cycle is known by its node.
        return [AroundNode(node, shown + kept)] if shown or kept else [node]

    def branches(self, node: Any) -> list[Node]:
        """
        Return what has to run of a loop or a condition.

        What is wanted in it shows without it. What comes after it does not get to see
        what was assigned for that.
        """
        before = self.assigned
        is_assigning = False
        shown: list[Node] = []
        inner = []
        for nodelist in child_nodelists(node):
            start = len(self.found)
            with self.at(condition=self.condition or node, assigned=before):
                kept = self.nodes(nodelist)
                assigns_here = self.assigned is not before
            if self.found[start:]:
                is_apart = assigns_here and self.wanted
                shown += [ApartNode(node, kept)] if is_apart else kept
            inner.append(kept)
            is_assigning |= assigns_here
        run: Node = with_nodelists(node, inner)
        after = [run] if is_assigning else []
        if isinstance(node, ForNode):
            after = self.turning(node, after)
        elif is_assigning:
            self.assigned = object()
        return shown + after if self.wanted else shown or after

    def block(self, node: BlockNode) -> list[Node]:
        """Return what has to run of a block."""
        if node.name in self.open:
            raise self.refused(node)
        first, *_ = self.blocks.get(node.name, [node])
        with self.at(open=[*self.open, node.name]):
            return self.content(node, first.nodelist, node.name, InBlockNode)

    def super(self, node: Node) -> list[Node]:
        """Return what has to run of what ``{{ block.super }}`` shows, in any tag."""
        name = self.open[-1]
        is_plain = text_of(node) == "block.super"
        around = self.around if is_plain else [*self.around, AroundNode(node)]
        depth = self.open.count(name)
        with self.at(open=[*self.open, name], around=around):
            for parent in self.blocks.get(name, [])[depth : depth + 1]:
                return self.content(parent, parent.nodelist, None, InBlockNode)
        return []

    def partial(self, node: Any) -> list[Node]:
        """Return what has to run of ``{% partial %}`` or ``{% partialdef %}``."""
        if isinstance(node, PartialDefNode):
            if not node.inline:
                return []
            return self.content(node, node.nodelist, id(node.nodelist), None)
        partial = partial_of(node)
        if partial is None:
            return []
        # It renders as a template of its own, without parents.
        nodelist = partial.nodelist
        with self.at(is_partial=True, blocks={}, open=[]):
            return self.content(node, nodelist, id(nodelist), InPartialNode)
