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

from htmx_views.backends.django.assigns import assigns
from htmx_views.backends.django.internals import (
    STATE_NODES,
    BlockNode,
    CacheNode,
    FilterNode,
    ForNode,
    IfChangedNode,
    IfNode,
    PartialDefNode,
    PartialNode,
    SpacelessNode,
    WithNode,
    child_nodelists,
    kind_of,
    partial_of,
    partials_of,
    remembers,
    text_of,
    with_nodelists,
)
from htmx_views.backends.django.nodes import (
    ApartNode,
    AroundNode,
    InBlockNode,
    InPartialNode,
    InWithNode,
)
from htmx_views.backends.django.walk import Key, Walk, refused


class Cut(Walk):
    """Knows of each tag what it does to what is in it, and to what comes after it."""

    def __init__(self, family: Sequence[Template], wanted: dict[Key, str]) -> None:
        super().__init__(family, wanted)
        #: The names that {% with %} around what was found defines.
        self.local_names: set[str] = set()
        self.nodelist = self.nodes(family[-1].nodelist)
        # What the page shows nowhere comes at its end.
        for first, *_ in self.blocks.values():
            if (id(first.nodelist), False, 1) not in self.contents:
                self.nodelist += self.nodes([first])
        partials = partials_of(family)
        for name, partial in partials.items():
            if id(partial.nodelist) in self.wanted:
                node = PartialNode(name, partials)
                node.origin = partial.origin
                self.nodelist += self.nodes([node])

    def node(self, node: Any) -> list[Node]:
        if isinstance(node, TextNode):
            return []
        if remembers(node):
            self.memory = node
        shown = self.super(node) if self.open and "block.super" in text_of(node) else []
        if isinstance(node, VariableNode):
            return shown
        if isinstance(node, BlockNode):
            return self.block(node)
        if isinstance(node, (PartialDefNode, PartialNode)):
            return self.partial(node)
        kind = kind_of(node)
        if kind is CacheNode:
            return self.nodes(node.nodelist)
        if kind in (ForNode, IfNode, IfChangedNode):
            return self.branches(node)
        start = len(self.found)
        kept, is_assigning = self.inside(chain(*child_nodelists(node)))
        found = self.found[start:]
        if kind is WithNode:
            if found:
                self.local_names.update(node.extra_context)
                return [InWithNode(node, kept)]
            return self.turning(node, [with_nodelists(node, [kept])])
        if kind in STATE_NODES:
            self.assign(is_assigning)
            if kind is SpacelessNode:
                for collect in found:
                    collect.node = with_nodelists(node, [[collect.node]])
            return [with_nodelists(node, [kept])] if kept else []
        if found:
            raise refused(found[0], node)
        is_assigning = is_assigning or assigns(node)
        self.assign(is_assigning)
        if kind is FilterNode or not is_assigning:
            return kept
        # A cycle is counted by its node.
        return [AroundNode(node, shown + kept)] if shown or kept else [node]

    def branches(self, node: Any) -> list[Node]:
        """
        Return what has to run of a loop or a condition.

        What is wanted in it shows without it. What comes after it does not get to see
        what was assigned for that.
        """
        shown: list[Node] = []
        inner = []
        is_assigning = False
        with self.at(condition=self.condition or node):
            for nodelist in child_nodelists(node):
                start = len(self.found)
                kept, assigns_here = self.inside(nodelist, is_other=False)
                if self.found[start:]:
                    is_apart = assigns_here and self.wanted
                    shown += [ApartNode(node, kept)] if is_apart else kept
                inner.append(kept)
                is_assigning |= assigns_here
        after: Node = with_nodelists(node, inner)
        if isinstance(node, IfChangedNode):
            # It compares all that it renders.
            after = AroundNode(node, chain(*inner))
        if isinstance(node, ForNode):
            run = self.turning(node, [after])
        else:
            self.assign(is_assigning)
            run = [after] if is_assigning else []
        return shown if shown and not self.wanted else shown + run

    def block(self, node: BlockNode) -> list[Node]:
        """Return what has to run of a block."""
        definitions = self.blocks.get(node.name, [])
        depth = self.open.count(node.name)
        self.is_knotted |= depth > 0
        block = definitions[depth] if depth < len(definitions) else node
        with self.at(open=[*self.open, node.name]):
            run = self.content(node, block.nodelist, node.name, InBlockNode)
        return run

    def super(self, node: Node) -> list[Node]:
        """Return what has to run of what ``{{ block.super }}`` shows, in any tag."""
        name = self.open[-1]
        depth = self.open.count(name)
        start = len(self.found)
        run: list[Node] = []
        with self.at(open=[*self.open, name]):
            for parent in self.blocks.get(name, [])[depth : depth + 1]:
                run = self.content(parent, parent.nodelist, None, InBlockNode)
        if self.found[start:] and text_of(node) != "block.super":
            raise refused(self.found[start], node)
        return run

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
        with self.at(is_partial=True, blocks={}, open=[]):
            nodelist = partial.nodelist
            run = self.content(node, nodelist, id(nodelist), InPartialNode)
        return run
