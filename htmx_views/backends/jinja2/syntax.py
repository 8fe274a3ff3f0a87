"""Read the syntax trees of Jinja2 templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

#: Statements that count for what they do, not for what they put on the page.
#: An extension's statement is told by the nodes that it parses to: ``do`` is an
#: ``ExprStmt``, ``trans`` is ``Output``.
DECLARATIONS = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.ExprStmt,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Macro,
    nodes.EvalContextModifier,
)


def outermost(node: nodes.Node, types: Any) -> Iterator[nodes.Node]:
    """Yield the nodes of these types in ``node``, but for what its blocks hold."""
    for child in node.iter_child_nodes():
        if isinstance(child, types):
            yield child
        elif not isinstance(child, nodes.Block):
            yield from outermost(child, types)


def changes_something(node: nodes.Node) -> bool:
    """Return whether one turn of a loop may leave something to the next one."""
    return any(
        isinstance(each, (nodes.ExprStmt, nodes.EvalContextModifier))
        or any(each.find_all((nodes.Call, nodes.NSRef)))
        for each in outermost(node, DECLARATIONS)
    )


def get_items(node: nodes.Node) -> Iterator[str | int]:
    """Yield what shows in ``node``: blocks by their names, ``super`` by its depth."""
    if isinstance(node, nodes.Block):
        yield str(node.name)
    elif (item := get_item(node)) is not None:
        yield item
    # In "super is defined" nothing is shown, nor is what a condition reads.
    elif not isinstance(node, nodes.Test):
        condition = node.test if isinstance(node, (nodes.If, nodes.CondExpr)) else None
        for child in node.iter_child_nodes():
            if child is not condition:
                yield from get_items(child)


def get_item(node: nodes.Node) -> str | int | None:
    """Return what ``self.name``, ``super`` and ``super.super`` stand for."""
    if isinstance(node, nodes.Name) and node.name == "super":
        return 1
    if isinstance(node, nodes.Getattr) and node.attr == "super":
        depth = get_item(node.node)
        if isinstance(depth, int):
            return depth + 1
    if isinstance(node, (nodes.Getattr, nodes.Getitem)):
        is_self = isinstance(node.node, nodes.Name) and node.node.name == "self"
        name = node.attr if isinstance(node, nodes.Getattr) else node.arg
        name = name.value if isinstance(name, nodes.Const) else name
        return name if is_self and isinstance(name, str) else None
    return None
