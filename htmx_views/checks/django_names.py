"""Read which names the nodes of a Django template read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Node
from django.template.base import FilterExpression, Variable, VariableNode
from django.template.defaulttags import (
    ForNode,
    RegroupNode,
    TemplateLiteral,
    WithNode,
)
from django.template.loader_tags import BlockNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode

from htmx_views.backends.django.internals import child_nodelists
from htmx_views.checks.facts import Reads

#: Where tags keep the name that they put their result under: ``{% url … as name %}``.
RESULT_NAMES = {
    *("asvar", "target_var", "var_name", "variable", "variable_name", "varname"),
}


def line_of(node: Node) -> int:
    return (node.token.lineno if node.token else None) or 1


def read_names(nodes: Iterable[Node]) -> Reads:
    """Return the names that ``nodes`` read and do not define, with their lines."""
    return Reads(_read(nodes, set()), any(map(_shows_super, nodes)))


def _read(nodes: Iterable[Node], assigned: set[str]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for node in nodes:
        line = line_of(node)
        values = vars(node)
        # A regroup reads the name that it defines, of each item.
        read = [node.target] if isinstance(node, RegroupNode) else values.values()
        for name in [*names_in(read), *_translated_names(node)]:
            if name not in assigned:
                lines.setdefault(name, line)
        own: set[str] = set()
        if isinstance(node, ForNode):
            own = {*node.loopvars, "forloop"}
        elif isinstance(node, WithNode):
            own = set(node.extra_context)
        for nodelist in child_nodelists(node):
            for name, line in _read(nodelist, assigned).items():
                if name not in own:
                    lines.setdefault(name, line)
        # Whether the tag runs is not known: then the name may be there.
        assigned |= {
            values[key]
            for key in RESULT_NAMES & values.keys()
            if isinstance(values[key], str)
        }
    return lines


def _translated_names(node: Node) -> Iterator[str]:
    if isinstance(node, BlockTranslateNode):
        for token in [*node.singular, *node.plural]:
            is_own = token.contents in (node.countervar, *node.extra_context)
            if token.token_type.name == "VAR" and not is_own:
                yield token.contents


def _shows_super(node: Node) -> bool:
    if isinstance(node, VariableNode):
        return getattr(node.filter_expression.var, "lookups", None) == (
            "block",
            "super",
        )
    # These may define what the parent's block reads, or have another parent.
    if isinstance(node, (ForNode, WithNode, BlockNode)):
        return False
    return any(
        _shows_super(child) for nodes in child_nodelists(node) for child in nodes
    )


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
