"""
Tell which tags of a template assign variables.

Such a tag is run before a block that stands after it; what it prints is thrown away,
and nothing else of the page is run. A tag assigns variables if

* its node keeps the name behind ``as`` in one of the usual attributes (``asvar``,
  ``target_var``, ``var_name``, …), as all of Django's do, or
* the source of its node's ``render()``, of a method that this hands the context to,
  or of the function behind a ``simple_tag`` or ``inclusion_tag`` that takes the
  context, writes into the context.

A tag that takes away again all that it writes, between ``context.push()`` and
``context.pop()``, assigns none. One with an end tag that writes is run with all that
it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.template import Template
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import (
    CycleNode,
    ForNode,
    IfChangedNode,
    ResetCycleNode,
    WithNode,
)
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.nodes import Call, Upward
from htmx_views.backends.django.tags import (
    TRANSPARENT_NODES,
    PartialDefNode,
    PartialNode,
    partial_of,
    with_nodelists,
)
from htmx_views.backends.django.writes import writes_of, writes_of_node

#: Attributes under which nodes keep the name that they assign to, if one is given.
NAME_ATTRIBUTES = (
    "asvar",
    "as_var",
    "target_var",
    "var_name",
    "varname",
    "variable",
    "variable_name",
)

#: Tags that forget, at their end, what was assigned inside them.
SCOPES = (ForNode, WithNode)


class Declarations:
    """Finds what of a page assigns variables."""

    def __init__(self, templates: Iterable[Template] = ()) -> None:
        self.cycles = Counter(
            cycle for template in templates for cycle in named_cycles(template.nodelist)
        )
        self.partials: list[Any] = []

    def of(self, nodes: Iterable[Node]) -> list[Node]:
        """Return what of ``nodes`` assigns variables that stay assigned after them."""
        return [found for node in nodes for found in self.of_node(node)]

    def of_node(self, node: Node) -> list[Node]:
        if isinstance(node, (TextNode, VariableNode, BlockNode)):
            return []
        if assigns(node):
            return [Call(node) if isinstance(node, InclusionNode) else node]
        if isinstance(node, PartialNode):
            return self.of_partial(partial_of(node))
        if isinstance(node, PartialDefNode):
            return self.of(node.nodelist) if node.inline else []
        if isinstance(node, TRANSPARENT_NODES):
            return self.of(node.nodelist)
        if isinstance(node, SCOPES):
            return self.of_scope(node)
        if isinstance(node, IfChangedNode) and not vars(node)["_varlist"]:
            # It compares what it renders to: a copy with less in it would not do. With
            # no output at all, though, Django renders the content twice.
            found = self.of(node.nodelist_true)
            is_silent = [*map(id, found)] == [*map(id, node.nodelist_true)]
            return [node] if is_silent else found
        kept = with_nodelists(node, self.of)
        return [] if kept is None else [kept]

    def of_partial(self, partial: Any) -> list[Node]:
        if partial is None or partial in self.partials:
            return []
        self.partials.append(partial)
        found = self.of(partial.nodelist)
        self.partials.pop()
        return found

    def of_scope(self, node: Node) -> list[Node]:
        """Return a loop only if a ``{% cycle %}`` in it can be seen from outside."""
        inside = Counter(named_cycles([node]))
        kept = with_nodelists(node, self.of) if inside else None
        if kept is None:
            return []
        if any(self.cycles[cycle] > count for cycle, count in inside.items()):
            return [kept]
        return [Upward(kept, [cycle.variable_name for cycle in inside])]


def named_cycles(nodes: Iterable[Node]) -> list[CycleNode]:
    """Return each use of a ``{% cycle … as name %}`` in ``nodes``."""
    found: list[Any] = []
    for node in nodes:
        found += node.get_nodes_by_type(CycleNode)
    return [cycle for cycle in found if cycle.variable_name]


def assigns(node: Node) -> bool:
    """Return whether rendering ``node`` assigns a variable that stays assigned."""
    if isinstance(node, ResetCycleNode):
        return True
    names = [getattr(node, name, None) for name in NAME_ATTRIBUTES]
    is_named = any(name and isinstance(name, str) for name in names)
    if isinstance(node, (SimpleNode, InclusionNode)):
        takes_context = bool(node.takes_context)
        return is_named or (takes_context and writes_of(node.func, 0).stay)
    node_class: Any = type(node)  # To mypy it is not hashable.
    writes = writes_of_node(node_class)
    if is_named:
        return writes.stay or not writes.pass_
    if any(hasattr(node, name) for name in NAME_ATTRIBUTES):
        return False
    return writes.stay
