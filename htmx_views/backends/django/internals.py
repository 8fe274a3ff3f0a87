"""
What the engine uses of Django that no documentation promises.

``SEEN`` has the names, with the versions in which they were seen; a test for each of
them tells when it goes. What is more than a name stands here as a function.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import tee
from typing import Any

from django.template import Context, Template
from django.template.base import Node, NodeList, TextNode
from django.template.defaulttags import CycleNode, IfNode, ResetCycleNode
from django.template.library import SimpleBlockNode
from django.template.loader_tags import (
    BLOCK_CONTEXT_KEY,
    BlockContext,
    BlockNode,
    ExtendsNode,
)
from django.utils.safestring import SafeString

__all__ = ["BLOCK_CONTEXT_KEY", "PartialDefNode", "PartialNode", "PartialTemplate"]

try:
    from django.template.base import PartialTemplate
    from django.template.defaulttags import PartialDefNode, PartialNode
except ImportError:  # Django 5.2 has no partials, hence no such nodes.

    class PartialTemplate:  # type: ignore[no-redef]  # in its place
        """No address names this."""

    class PartialDefNode(Node):  # type: ignore[no-redef]  # the same
        """No template has this node."""

    class PartialNode(Node):  # type: ignore[no-redef]  # the same
        """No template has this node."""


SEEN = {
    "5.2, 6.0, 6.1": """
        BLOCK_CONTEXT_KEY BlockContext.blocks BlockNode.context Context.dicts
        CycleNode.variable_name ExtendsNode.get_parent()
        ExtendsNode.parent_name.is_var IfNode.conditions_nodelists Node.child_nodelists
        Node.origin Node.render_annotated() Node.token NodeList.get_nodes_by_type()
        RenderContext.dicts RenderContext.push_state() RequestContext._processors_index
        ResetCycleNode.node SimpleBlockNode.nodelist SimpleNode.func Template._render()
        Template.get_exception_info() Template.nodelist WithNode.extra_context
        error._culprit_node error.template_debug
    """,
    "6.0, 6.1": "PartialDefNode.inline PartialNode.partial_mapping Template.extra_data",
}

# Templates


class TemplateLike(Template):
    """A template that is like another one, but for what it renders."""

    def __init__(self, template: Template) -> None:
        # Nothing is compiled: the other one has been.
        vars(self).update(vars(template))

    def _render(self, context: Context) -> SafeString:
        return self.render_bound(context)

    @abstractmethod
    def render_bound(self, context: Context) -> SafeString:
        """Render with a context that knows its template."""


def extends_node(template: Template) -> ExtendsNode | None:
    """Return the ``{% extends %}`` of a template: only text may precede it."""
    for node in template.nodelist:
        if isinstance(node, ExtendsNode):
            return node
        if not isinstance(node, TextNode):
            return None
    return None


def has_literal_parent(extends: ExtendsNode) -> bool:
    """Return whether ``{% extends %}`` names its parent by a string."""
    return not getattr(extends.parent_name, "is_var", True)


def blocks_of(family: Sequence[Template]) -> dict[str, list[BlockNode]]:
    """Return the definitions of each block, the most derived one first."""
    blocks: dict[str, list[BlockNode]] = {}
    for template in family:
        nodes: list[Any] = template.nodelist.get_nodes_by_type(BlockNode)
        for node in nodes:
            blocks.setdefault(node.name, []).append(node)
    # Django does not know of those inside of simple block tags: none is overridden.
    for template in reversed(family):
        for node in descendants(template.nodelist):
            if isinstance(node, BlockNode):
                blocks.setdefault(node.name, [node])
    return blocks


def partials_of(family: Sequence[Template]) -> dict[str, Any]:
    """Return the partials of a family, the most derived one of each name."""
    partials: dict[str, Any] = {}
    for template in reversed(family):
        partials |= getattr(template, "extra_data", {}).get("partials", {})
    return partials


def show_at_its_line(
    error: Exception, family: Iterable[Template], extends: ExtendsNode | None
) -> None:
    """Have Django's debug page show the line to blame, or that of ``{% extends %}``."""
    node: Any = getattr(error, "_culprit_node", extends)
    for template in family:
        is_shown = hasattr(error, "template_debug") or not template.engine.debug
        if node and not is_shown and template.origin == node.origin:
            info = template.get_exception_info(error, node.token)
            error.template_debug = info  # type: ignore[attr-defined]  # as Django does


# Nodes


def child_nodelists(node: Node) -> list[NodeList]:
    """Return the nodelists inside of a node."""
    if isinstance(node, IfNode):
        return [nodelist for _, nodelist in node.conditions_nodelists]
    if isinstance(node, SimpleBlockNode):  # It keeps its own from Django.
        return [node.nodelist]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [nodelist for nodelist in found if nodelist is not None]


def with_nodelists(node: Node, nodelists: Iterable[Iterable[Node]]) -> Node:
    """Return a copy of a node with these in the place of its nodelists."""
    copied = copy(node)
    filled = map(NodeList, nodelists)
    if isinstance(node, IfNode):
        conditions = [condition for condition, _ in node.conditions_nodelists]
        pairs = list(zip(conditions, filled, strict=True))
        vars(copied).update(conditions_nodelists=pairs)
    else:
        vars(copied).update(zip(node.child_nodelists, filled, strict=True))
    return copied


def partial_of(node: PartialNode) -> PartialTemplate | None:
    """Return the partial that ``{% partial %}`` renders, if it is defined."""
    try:
        return node.partial_mapping[node.partial_name]
    except KeyError:
        return None


def descendants(nodes: Iterable[Node]) -> Iterator[Any]:
    """Yield the nodes and all that they hold."""
    for node in nodes:
        yield node
        for nodelist in child_nodelists(node):
            yield from descendants(nodelist)


def named_cycles(nodes: Iterable[Node]) -> Counter[CycleNode]:
    """
    Count the uses of each ``{% cycle … as name %}`` in ``nodes``.

    One that ``{% resetcycle %}`` resets is used twice.
    """
    cycles: Counter[CycleNode] = Counter()
    for node in descendants(nodes):
        if isinstance(node, ResetCycleNode) and node.node.variable_name:
            cycles[node.node] += 2
        elif isinstance(node, CycleNode) and node.variable_name:
            cycles[node] += 1
    return cycles


# Contexts


def is_passed(name: str, context: Context) -> bool:
    """Return whether the view passed ``name``, not a context processor."""
    processors = getattr(context, "_processors_index", None)
    return any(
        name in names
        for index, names in enumerate(context.dicts)
        if index != processors
    )


def fresh_copy(context: Context) -> Context:
    """Return a copy: what happens to one of the two does not reach the other."""
    copied = copy(context)
    copied.dicts = [names.copy() for names in context.dicts]
    state: dict[Any, Any] = context.render_context.dicts[-1]
    copied_state = copied.render_context.dicts[-1] = state.copy()
    for node, turns in state.items():
        if isinstance(node, CycleNode):
            state[node], copied_state[node] = tee(turns)
    return copied


def set_blocks(context: Context, stacks: dict[str, list[BlockNode]]) -> None:
    """Give the context the blocks of a family, the most derived one of each last."""
    block_context = BlockContext()
    block_context.blocks.update({name: stack[:] for name, stack in stacks.items()})
    context.render_context[BLOCK_CONTEXT_KEY] = block_context
