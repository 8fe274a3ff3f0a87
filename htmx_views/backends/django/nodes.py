"""The nodes of a plan, which stand for what is around its blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.base import Node, NodeList
from django.template.loader_tags import BlockNode

from htmx_views.backends.django.internals import (
    BLOCK_CONTEXT_KEY,
    fresh_copy,
    named_cycles,
    partial_of,
)

#: Where in the render context stands what one render of a plan keeps.
FRAGMENT_KEY = "htmx_views_fragment"


@dataclass(eq=False)
class Fragment:
    """What one render of a plan keeps."""

    #: Names that a tag around a block defines and the view passes: the view wins.
    given: set[str]
    #: From each place to what it shows.
    output: dict[Any, str]


class AroundNode(Node):
    """Stands for a node of the page; ``nodelist`` is what has to run of it."""

    def __init__(self, node: Any, nodes: Iterable[Node] = ()) -> None:
        # What a tag makes by itself stands nowhere.
        origin: Any = getattr(node, "origin", None)
        self.origin, self.token = origin, node.token
        self.node = node
        self.nodelist = NodeList(nodes)

    def render(self, context: Context) -> str:
        rendered: str = self.node.render(context)
        return rendered


class CollectNode(AroundNode):
    """
    Keeps what a block or a partial shows, once.

    After that only what has to run of it, for what comes after it, runs.
    """

    def __init__(self, node: Node, key: Any, name: str) -> None:
        super().__init__(node)
        self.key = key
        self.name = name

    def render(self, context: Context) -> str:
        output = context.render_context[FRAGMENT_KEY].output
        if self.key in output:
            return self.nodelist.render(context)
        output[self.key] = self.node.render(context)
        return ""


class ApartNode(AroundNode):
    """Renders its content so that nothing that comes after it gets to see that."""

    def render(self, context: Context) -> str:
        return self.nodelist.render(fresh_copy(context))


class InBlockNode(AroundNode):
    """Stands for a block, or for the parent's: ``{{ block.super }}`` works in it."""

    def render(self, context: Context) -> str:
        block = BlockNode(self.node.name, self.node.nodelist)
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        with context.push(block=block):
            if blocks is None:
                return self.nodelist.render(context)
            block.context = context
            popped = blocks.pop(block.name)
            self.nodelist.render(context)
            blocks.push(block.name, popped)
        return ""


class InWithNode(AroundNode):
    """Stands for ``{% with %}``: what the view passes wins."""

    def render(self, context: Context) -> str:
        given = context.render_context[FRAGMENT_KEY].given
        values = {
            name: value.resolve(context)
            for name, value in self.node.extra_context.items()
            if name not in given
        }
        with context.push(**values):
            return self.nodelist.render(context)


class InPartialNode(AroundNode):
    """Stands for ``{% partial %}``, which renders as a template of its own."""

    def render(self, context: Context) -> str:
        fragment = context.render_context[FRAGMENT_KEY]
        partial: Any = partial_of(self.node)
        with context.render_context.push_state(partial):
            context.render_context[FRAGMENT_KEY] = fragment
            return self.nodelist.render(context)


class TurningNode(AroundNode):
    """
    Stands for what turns a ``{% cycle … as name %}`` and is over before the block.

    The cycle assigns to an outer variable of that name. Where there is none, and the
    cycle is not used again, nobody sees it, and it does not run.
    """

    #: Whether this one tells; otherwise the one around it does.
    decides = True

    def __init__(self, node: Any, nodes: list[Node], uses: Counter[Any]) -> None:
        super().__init__(node, nodes)
        self.cycles: Iterable[Any] = named_cycles(nodes)
        self.uses = uses

    def render(self, context: Context) -> str:
        if not self.decides or any(
            self.uses[cycle] > 1 or cycle.variable_name in context
            for cycle in self.cycles
        ):
            self.nodelist.render(context)
        return ""
