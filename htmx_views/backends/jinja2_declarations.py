"""Take the output out of a template's syntax tree, and leave what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TypeAlias, TypeGuard, TypeVar, get_args

from jinja2 import nodes

Compound: TypeAlias = (
    nodes.For
    | nodes.If
    | nodes.OverlayScope
    | nodes.Scope
    | nodes.ScopedEvalContextModifier
    | nodes.With
)

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
    # A subclass changes the modes of a part of the template only. The blocks in it
    # must run while that lasts, so it stays even with nothing but places in it.
    nodes.EvalContextModifier,
)

COMPOUNDS = get_args(Compound)
AnyCompound = TypeVar("AnyCompound", bound=Compound)


def get_declarations(template: nodes.Template) -> list[nodes.Node]:
    """
    Return the template's statements without their output.

    Where a block stands, an ``Output`` node with the block's name keeps its place.
    """
    body = _without_output(template.body)
    # A block behind the last declaration needs no place: all of them have run.
    while body and isinstance(body[-1], nodes.Output):
        body.pop()
    return body


def _without_output(body: Iterable[nodes.Node]) -> list[nodes.Node]:
    return [kept for node in body for kept in _prune(node)]


def _prune(node: nodes.Node) -> list[nodes.Node]:
    if isinstance(node, nodes.Output):
        return []
    if isinstance(node, nodes.Block):
        return [_place(node)]
    if isinstance(node, nodes.FilterBlock):
        # The filter would need the output.
        node = nodes.Scope(node.body, lineno=node.lineno)
    if _is_compound(node):
        pruned = _prune_bodies(node)
        places = _places_in(node)
        if not _matters(pruned):
            return places
        if isinstance(node, nodes.For) and node.recursive:
            # It calls itself from its output, so it must run as it is.
            return [*places, node]
        # Whichever branch ran, no place in it may be missed.
        return [pruned, *places]
    if isinstance(node, (*DECLARATIONS, nodes.Break, nodes.Continue)):
        return [node]
    return _places_in(node)


def _is_compound(node: nodes.Node) -> TypeGuard[Compound]:
    return isinstance(node, COMPOUNDS)


def _prune_bodies(node: AnyCompound) -> AnyCompound:
    pruned = copy(node)
    pruned.body = _without_output(pruned.body)
    if isinstance(pruned, nodes.For | nodes.If):
        pruned.else_ = _without_output(pruned.else_)
    if isinstance(pruned, nodes.If):
        pruned.elif_ = [_prune_bodies(elif_) for elif_ in pruned.elif_]
    return pruned


def _matters(pruned: Compound) -> bool:
    """Return whether anything comes of a statement that has lost its output."""
    statements = list(_statements(pruned))
    if isinstance(pruned, nodes.ScopedEvalContextModifier):
        return bool(statements)
    if isinstance(pruned, nodes.For):
        # A loop that is only left early does nothing.
        return any(
            isinstance(node, DECLARATIONS) or any(node.find_all(DECLARATIONS))
            for node in statements
        )
    return any(not isinstance(node, nodes.Output) for node in statements)


def _statements(node: Compound) -> Iterator[nodes.Node]:
    yield from node.body
    if isinstance(node, nodes.For | nodes.If):
        yield from node.else_
    if isinstance(node, nodes.If):
        for elif_ in node.elif_:
            yield from elif_.body


def _place(block: nodes.Block) -> nodes.Output:
    return nodes.Output([nodes.Const(block.name)], lineno=block.lineno)


def _places_in(node: nodes.Node) -> list[nodes.Node]:
    return [_place(block) for block in outer_blocks(node)]


def outer_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks in ``node`` that stand in no other block of it."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from outer_blocks(child)


def get_contents(template: nodes.Template) -> dict[str, list[str | int]]:
    """
    Return for each block what it shows: names of blocks, and depths of ``super``.

    ``super()`` has depth 1, ``super.super()`` depth 2. Blocks that show neither are
    left out.
    """
    contents: dict[str, list[str | int]] = {}
    for block in template.find_all(nodes.Block):
        shown = list(_shown_in(block))
        if shown:
            contents[block.name] = shown
    return contents


def _shown_in(node: nodes.Node) -> Iterator[str | int]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child.name
        elif depth := _super_depth(child):
            yield depth
        else:
            if isinstance(child, nodes.Getattr) and _is_name(child.node, "self"):
                yield child.attr
            yield from _shown_in(child)


def _super_depth(node: nodes.Node) -> int:
    depth = 1
    while isinstance(node, nodes.Getattr) and node.attr == "super":
        node = node.node
        depth += 1
    return depth if _is_name(node, "super") else 0


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name
