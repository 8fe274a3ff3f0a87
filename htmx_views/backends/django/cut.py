"""
Cut a page down to what some of its blocks need.

That is what stands before them and assigns variables, and what stands around them and
changes them. The page is walked once, in the order in which it renders; what a block or
a partial shows in two places is walked in the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.template import Template
from django.template.base import Node, NodeList, TextNode, VariableNode

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
    blocks_of,
    child_nodelists,
    kind_of,
    named_cycles,
    partial_of,
    partials_of,
    remembers,
    source_of,
    text_of,
    with_nodelist,
    with_nodelists,
)
from htmx_views.backends.django.nodes import (
    ApartNode,
    AroundNode,
    BehindNode,
    CollectNode,
    InBlockNode,
    InPartialNode,
    InWithNode,
    TurningNode,
    WholeNode,
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
    #: Whether something in it assigns variables.
    is_assigning: bool = False
    #: What was wanted and shows in it.
    found: list[CollectNode] = field(default_factory=list)
    #: What in it depends on how often it was shown before.
    memory: Node | None = None


class Cut:
    """Walks a page, and keeps what has to run for what is wanted of it."""

    def __init__(self, family: Sequence[Template], wanted: dict[Key, str]) -> None:
        #: What is still to be found, and by which name it was asked for.
        self.wanted = dict(wanted)
        self.found: list[CollectNode] = []
        self.blocks = blocks_of(family)
        self.cycles = named_cycles(node for page in family for node in page.nodelist)
        #: From a nodelist's id, and whether it is a partial's, and from what was found.
        self.contents: dict[Any, Content] = {}
        #: What is walked just for what is wanted inside of it.
        self.collecting: CollectNode | None = None
        #: What depends on how often it was shown before.
        self.memory: Node | None = None
        #: The names that {% with %} around what was found defines.
        self.local_names: set[str] = set()
        #: The names of the blocks around.
        self.open: list[str] = []
        #: The outermost loop or condition around.
        self.condition: Node | None = None
        #: Whether something was found under such.
        self.is_uncertain = False
        #: Another object wherever other tags have run, or stand around.
        self.here = object()

        self.nodelist = NodeList(self.nodes(family[-1].nodelist))
        # What the page shows nowhere comes at its end.
        for first, *_ in self.blocks.values():
            if (id(first.nodelist), False) not in self.contents:
                self.nodelist += self.nodes([first])
        partials = partials_of(family)
        for name, partial in partials.items():
            if id(partial.nodelist) in self.wanted:
                node = PartialNode(name, partials)
                node.origin = partial.origin
                self.nodelist += self.nodes([node])

    def nodes(self, nodes: Iterable[Node]) -> list[Node]:
        """Return what has to run of ``nodes``, to the last that is wanted."""
        kept: list[Node] = []
        for node in nodes:
            if self.wanted:
                kept += self.node(node)
            # What was found under a condition is looked for elsewhere as well.
            elif self.is_uncertain or self.collecting:
                kept.append(BehindNode(node, NodeList(self.node(node))))
        return kept

    def inside(
        self, nodes: Iterable[Node], *, is_other: bool = True
    ) -> tuple[list[Node], bool]:
        """Return what has to run inside of a tag, and whether that assigns."""
        before = self.here
        start = self.here = object() if is_other else before
        kept = self.nodes(nodes)
        is_assigning = self.here is not start
        self.here = before
        return kept, is_assigning

    def node(self, node: Any) -> list[Node]:
        """Return what has to run of a node."""
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
                return [InWithNode(node, NodeList(kept))]
            return self.turning(node, [with_nodelist(node, NodeList(kept))])
        if kind in STATE_NODES:
            self.assign(is_assigning)
            if kind is SpacelessNode:
                for collect in found:
                    collect.node = with_nodelist(node, NodeList([collect.node]))
            return [with_nodelist(node, NodeList(kept))] if kept else []
        if found:
            raise refused(found[0], node)
        self.assign(is_assigning or assigns(node))
        if kind is FilterNode:
            return kept
        if is_assigning or assigns(node):
            inner = shown + kept
            return [WholeNode(node, NodeList(inner)) if inner else node]
        return []

    def branches(self, node: Any) -> list[Node]:
        """
        Return what has to run of a loop or a condition.

        What is wanted in it shows without it. What it assigns then it need not assign
        for what comes after it, which does not get to see it.
        """
        outer = self.condition
        self.condition = outer or node
        shown: list[Node] = []
        inner = []
        is_assigning = False
        for nodelist in child_nodelists(node):
            start = len(self.found)
            kept, assigns_here = self.inside(nodelist, is_other=False)
            if self.found[start:]:
                is_apart = assigns_here and self.wanted
                shown += [ApartNode(node, NodeList(kept))] if is_apart else kept
            inner.append(NodeList(kept))
            is_assigning |= assigns_here
        self.condition = outer
        run = with_nodelists(node, inner)
        if isinstance(node, ForNode):
            after = self.turning(node, [run])
        else:
            self.assign(is_assigning)
            # {% ifchanged %} compares all that it renders.
            is_whole = isinstance(node, IfChangedNode)
            after = [WholeNode(node, NodeList(chain(*inner))) if is_whole else run]
        if not is_assigning or (shown and not self.wanted):
            return shown
        return shown + after

    def block(self, node: BlockNode) -> list[Node]:
        """Return what has to run of a block."""
        definitions = self.blocks.get(node.name, [])
        depth = self.open.count(node.name)
        block = definitions[depth] if depth < len(definitions) else node
        self.open.append(node.name)
        run = self.content(node, block.nodelist, node.name, InBlockNode)
        self.open.pop()
        return run

    def super(self, node: Node) -> list[Node]:
        """Return what has to run of what ``{{ block.super }}`` shows, in any tag."""
        name = self.open[-1]
        depth = self.open.count(name)
        run: list[Node] = []
        start = len(self.found)
        for parent in self.blocks.get(name, [])[depth : depth + 1]:
            self.open.append(name)
            run = self.content(parent, parent.nodelist, None, InBlockNode)
            self.open.pop()
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
        outer = self.blocks, self.open
        self.blocks, self.open = {}, []
        run = self.content(node, partial.nodelist, id(partial.nodelist), InPartialNode)
        self.blocks, self.open = outer
        return run

    def content(
        self,
        node: Node,
        nodelist: NodeList,
        key: Key | None,
        around: type[AroundNode] | None,
    ) -> list[Node]:
        """
        Return what has to run of a node that shows a block or a partial.

        What shows in two places is walked in the first of them.
        """
        place = id(nodelist), not self.blocks
        content = self.contents.get(place)
        for first in (content, self.contents.get(key)):
            if (
                first
                and first.found
                and first.condition
                and first.here is not self.here
            ):
                raise refused(first.found[0], first.condition)
        start = len(self.found)
        outer, memory = self.collecting, self.memory
        self.memory = None
        is_wanted = key in self.wanted
        if key is not None and is_wanted:
            self.collecting = CollectNode(node, key, self.wanted.pop(key))
            self.found.append(self.collecting)
        if content is None:
            content = self.contents[place] = Content(self.condition, self.here)
            content.kept, content.is_assigning = self.inside(
                nodelist, is_other=around is InPartialNode
            )
            content.found = self.found[start:]
            content.memory = self.memory
        elif self.collecting and content.memory:
            raise refused(self.collecting, content.memory)
        self.collecting = outer
        self.memory = memory or content.memory
        run = content.kept
        if run and around is not None:
            run = [around(node, NodeList(run))]
        if around is InBlockNode:
            after = self.turning(node, run)
        else:
            after = run
            self.assign(content.is_assigning)
        if not is_wanted:
            return run if self.found[start:] else after
        self.contents[key] = content
        self.is_uncertain |= self.condition is not None
        collect, *inner = self.found[start:]
        collect.nodelist = NodeList(after)
        return [ApartNode(node, NodeList(run)), collect] if inner else [collect]

    def assign(self, is_assigning: bool) -> None:
        """Note that from here on other tags have run, if they have."""
        if is_assigning:
            self.here = object()

    def turning(self, node: Node, run: list[Node]) -> list[Node]:
        """
        Return what has to run of a tag that forgets at its end what it assigns.

        That is a cycle: it goes on, and it assigns to an outer variable of its name.
        """
        turned = named_cycles(run)
        self.assign(bool(turned))
        return [TurningNode(node, NodeList(run), self.cycles)] if turned else []


def refused(found: CollectNode, around: Node) -> BlockRefused:
    template_name, text, lineno = source_of(around)
    return BlockRefused(template_name, found.name, text, lineno)
