"""Take the output out of a template's syntax tree, and leave what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TypeAlias, TypeVar

from jinja2 import nodes
from jinja2.idtracking import FrameSymbolVisitor, Symbols

#: Statements that run what they hold, once.
Scope: TypeAlias = (
    nodes.OverlayScope | nodes.Scope | nodes.ScopedEvalContextModifier | nodes.With
)
#: Statements that may run what they hold, or not.
Branch: TypeAlias = nodes.For | nodes.If
AnyCompound = TypeVar("AnyCompound", bound=Scope | Branch)

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


def get_declarations(template: nodes.Template) -> list[nodes.Node]:
    """
    Return the template's statements without their output.

    Where a block stands, an ``Output`` node keeps its place. It holds the block's
    name, and whether the block is only known to have been passed by then: what is
    around it decides whether it was shown.
    """
    body = _without_output(template.body, in_loop=False)
    last = max((i for i, node in enumerate(body) if not is_output(node)), default=-1)
    # A block behind the last declaration needs no place: all of them have run.
    rest = [node for node in body[last + 1 :] if not is_place(node)]
    return [*body[: last + 1], *rest] if last >= 0 else []


def is_output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output)


def is_place(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and isinstance(node.nodes[0], nodes.Const)


def _without_output(body: Iterable[nodes.Node], *, in_loop: bool) -> list[nodes.Node]:
    return [kept for node in body for kept in _prune(node, in_loop)]


def _prune(node: nodes.Node, in_loop: bool) -> list[nodes.Node]:
    if isinstance(node, nodes.Block):
        return [_place(node, is_passed=False)]
    names = _names(node)
    if isinstance(node, nodes.Output):
        return names
    if isinstance(node, nodes.FilterBlock):
        # There is no output to filter.
        node = nodes.Scope(node.body, lineno=node.lineno)
    if isinstance(node, Scope):
        pruned = _prune_bodies(node, in_loop)
        if _matters(pruned):
            return [pruned]
        return [*names, *filter(is_place, pruned.body)]
    # A block that a loop does not show in its first run may show in the next one.
    passed = [] if in_loop else [_place(block, True) for block in outer_blocks(node)]
    if isinstance(node, nodes.For) and node.recursive:
        if _matters(_prune_bodies(node, True)):
            # It calls itself from its output, so it must run as it is.
            return [*passed, node]
    elif isinstance(node, Branch):
        branch = _prune_bodies(node, in_loop or isinstance(node, nodes.For))
        if _matters(branch) or (in_loop and any(map(is_place, _statements(branch)))):
            return [branch, *passed]
    elif isinstance(node, (*DECLARATIONS, nodes.Break, nodes.Continue)):
        return [node]
    return [*names, *passed]


def _names(node: nodes.Node) -> list[nodes.Node]:
    """
    Return output that has nothing but the names which ``node`` reads.

    A name that is read at top level is looked up once, before anything runs. Macros
    see that value, so it counts even where what reads the name is left out.
    """
    symbols = Symbols()
    FrameSymbolVisitor(symbols).visit(node)
    read: list[nodes.Expr] = [
        nodes.Name(name, "load", lineno=node.lineno) for name in symbols.refs
    ]
    return [nodes.Output(read, lineno=node.lineno)] if read else []


def _prune_bodies(node: AnyCompound, in_loop: bool) -> AnyCompound:
    pruned = copy(node)
    pruned.body = _without_output(pruned.body, in_loop=in_loop)
    if isinstance(pruned, Branch):
        pruned.else_ = _without_output(pruned.else_, in_loop=in_loop)
    if isinstance(pruned, nodes.If):
        pruned.elif_ = [_prune_bodies(elif_, in_loop) for elif_ in pruned.elif_]
    return pruned


def _matters(pruned: Scope | Branch) -> bool:
    """Return whether anything comes of a statement that has lost its output."""
    statements = list(_statements(pruned))
    if isinstance(pruned, nodes.ScopedEvalContextModifier):
        # Its blocks must run while the modification lasts.
        return any(is_place(node) or not is_output(node) for node in statements)
    if isinstance(pruned, nodes.For):
        # Nothing comes of a loop that is only left early.
        return any(
            isinstance(node, DECLARATIONS) or any(node.find_all(DECLARATIONS))
            for node in statements
        )
    return any(not is_output(node) for node in statements)


def _statements(node: Scope | Branch) -> Iterator[nodes.Node]:
    yield from node.body
    if isinstance(node, Branch):
        yield from node.else_
    if isinstance(node, nodes.If):
        for elif_ in node.elif_:
            yield from elif_.body


def _place(block: nodes.Block, is_passed: bool) -> nodes.Node:
    return nodes.Output(
        [nodes.Const(str(block.name)), nodes.Const(is_passed)], lineno=block.lineno
    )


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
