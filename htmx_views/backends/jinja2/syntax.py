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
    """Return whether what a node declares may change an object."""
    return any(
        isinstance(each, (nodes.ExprStmt, nodes.EvalContextModifier))
        or any(each.find_all((nodes.Call, nodes.NSRef)))
        for each in outermost(node, DECLARATIONS)
    )


def get_items(*parts: nodes.Node) -> Iterator[str | int]:
    """Yield what shows in nodes: blocks by their names, ``super`` by its depth."""
    for node in parts:
        if isinstance(node, nodes.Block):
            yield str(node.name)
        elif (item := get_item(node)) is not None:
            yield item
        # In "super is defined" nothing is shown, nor is what a condition reads.
        elif isinstance(node, (nodes.If, nodes.CondExpr)):
            children = node.iter_child_nodes(exclude=["test"])
            yield from get_items(*children)
        elif not isinstance(node, nodes.Test):
            yield from get_items(*node.iter_child_nodes())


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


def describe(node: nodes.Node) -> str:
    """Return how a statement that refuses blocks is written."""
    if isinstance(node, nodes.FilterBlock):
        return f"{{% filter {node.filter.name} %}}"
    call = getattr(node, "call", None)
    if isinstance(call, nodes.Call) and isinstance(call.node, nodes.ExtensionAttribute):
        return "the tag of an extension"
    kind = type(node).__name__.removesuffix("Block").replace("Assign", "Set").lower()
    is_known = kind in ("set", "call", "macro")
    return f"{{% {kind} %}}" if is_known else "the tag of an extension"
