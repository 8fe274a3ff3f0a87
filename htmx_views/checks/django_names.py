"""Read which names the nodes of a Django template read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Node
from django.template.base import FilterExpression, Variable
from django.template.defaulttags import ForNode, TemplateLiteral, WithNode
from django.template.smartif import TokenBase

from htmx_views.backends.django_tags import child_nodelists


def line_of(node: Node) -> int:
    return (node.token.lineno if node.token else None) or 1


def read_names(nodes: Iterable[Node]) -> dict[str, int]:
    """Return the names that ``nodes`` read and do not define, with their lines."""
    lines: dict[str, int] = {}
    for node in nodes:
        line = line_of(node)
        for name in names_in(vars(node).values()):
            lines.setdefault(name, line)
        own: set[str] = set()
        if isinstance(node, ForNode):
            own = {*node.loopvars, "forloop"}
        elif isinstance(node, WithNode):
            own = set(node.extra_context)
        for nodelist in child_nodelists(node):
            for name, line in read_names(nodelist).items():
                if name not in own:
                    lines.setdefault(name, line)
    return lines


def names_in(values: Iterable[Any]) -> Iterator[str]:
    """Yield the names of the variables that expressions read."""
    for value in values:
        if isinstance(value, FilterExpression):
            yield from names_in([value.var])
            for _, arguments in value.filters:
                yield from names_in(
                    arg for is_variable, arg in arguments if is_variable
                )
        elif isinstance(value, Variable):
            yield from (value.lookups or ())[:1]
        elif isinstance(value, TemplateLiteral):
            yield from names_in([value.value])
        elif isinstance(value, TokenBase):
            yield from names_in([value.first, value.second])
        elif isinstance(value, (list, tuple)):
            yield from names_in(value)
        elif isinstance(value, dict):
            yield from names_in(value.values())
