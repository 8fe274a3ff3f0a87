"""The nodes of a plan, which ``django_plan`` makes of a page's own nodes."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.template import Context
from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import WithNode
from django.template.library import InclusionNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.utils.safestring import SafeString

FRAGMENT_CONTEXT_KEY = "htmx_views_fragment"

#: What identifies a block or partial of a family: a block's name, or the partial.
Key: TypeAlias = Any


@dataclass
class FragmentContext:
    """What one render of a plan keeps, in the render context."""

    given: set[str]
    output: dict[Key, str]


class PlanNode(Node):
    """A node of a plan, made of a node of the page (or of a partial)."""

    def __init__(self, node: Any, nodes: Iterable[Node]) -> None:
        self.origin, self.token = node.origin, getattr(node, "token", None)
        self.nodelist = NodeList(nodes)


class CollectNode(PlanNode):
    """Renders a block or partial and keeps what it renders to."""

    def __init__(self, node: Any, key: Key) -> None:
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


def is_passed(name: str, context: Context) -> bool:
    """Return whether the view passed ``name``, not a context processor."""
    processors = getattr(context, "_processors_index", None)
    return any(
        name in names
        for index, names in enumerate(context.dicts)
        if index != processors
    )


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


class Call(Node):
    """Calls the function of an ``inclusion_tag`` without rendering its template."""

    child_nodelists = ()

    def __init__(self, node: InclusionNode) -> None:
        self.node = node
        self.origin, self.token = node.origin, node.token

    def render(self, context: Context) -> str:
        args, kwargs = self.node.get_resolved_arguments(context)
        self.node.func(*args, **kwargs)
        return ""


class Upward(Node):
    """
    A loop with a ``{% cycle %}`` in it, which assigns to an outer variable of its name.

    Where there is none the loop cannot be seen from outside, and does not run.
    """

    child_nodelists = ()

    def __init__(self, node: Node, names: Iterable[Any]) -> None:
        self.node = node
        self.names = tuple(names)
        self.origin, self.token = node.origin, node.token

    def render(self, context: Context) -> str:
        if any(name in context for name in self.names):
            self.node.render_annotated(context)
        return ""
