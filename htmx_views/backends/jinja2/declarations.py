"""Take the output out of a template's syntax tree, and leave what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TypeAlias, TypeVar

from jinja2 import nodes
from jinja2.idtracking import FrameSymbolVisitor, Symbols

from htmx_views.backends.jinja2.contents import called_block, outer_blocks

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
    last = max((i for i, node in enumerate(body) if _is_needed(node)), default=-1)
    # A block behind the last declaration needs no place: all of them have run.
    names = [n for n in body[last + 1 :] if is_output(n) and not is_place(n)]
    return [*body[: last + 1], *names] if last >= 0 else []


def is_output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output)


def is_place(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and isinstance(node.nodes[0], nodes.Const)


def _is_needed(node: nodes.Node) -> bool:
    """Return whether a top-level statement does more than to tell places."""
    if isinstance(node, Branch):
        return any(node.find_all((*DECLARATIONS, nodes.ScopedEvalContextModifier)))
    return not is_output(node)


def _without_output(body: Iterable[nodes.Node], *, in_loop: bool) -> list[nodes.Node]:
    return [kept for node in body for kept in _prune(node, in_loop)]


def _prune(node: nodes.Node, in_loop: bool) -> list[nodes.Node]:
    if isinstance(node, nodes.Block):
        return [_place(node.name, node.lineno, is_passed=False)]
    names = _names(node)
    if isinstance(node, nodes.Output):
        return [*names, *_called_blocks(node)]
    if isinstance(node, nodes.FilterBlock):
        # There is no output to filter.
        node = nodes.Scope(node.body, lineno=node.lineno)
    if isinstance(node, Scope):
        pruned = _prune_bodies(node, in_loop)
        if _matters(pruned):
            return [pruned]
        return [*names, *filter(is_place, pruned.body)]
    # A block that a loop does not show in its first run may show in the next one.
    passed = [
        _place(block.name, block.lineno, is_passed=True)
        for block in outer_blocks(node)
        if not in_loop
    ]
    if isinstance(node, nodes.For) and node.recursive:
        if _matters(_prune_bodies(node, True)):
            # It calls itself from its output, so it must run as it is.
            return [*passed, node]
    elif isinstance(node, Branch):
        branch = _prune_bodies(node, in_loop or isinstance(node, nodes.For))
        has_place = any(map(is_place, branch.find_all(nodes.Output)))
        if _matters(branch) or (in_loop and has_place) or _calls_blocks(node):
            return [branch, *passed]
    elif isinstance(node, (*DECLARATIONS, nodes.Break, nodes.Continue)):
        return [node]
    return [*names, *passed]


def _called_blocks(node: nodes.Node) -> list[nodes.Node]:
    """Return the places of the blocks that ``node`` outputs by ``self.name()``."""
    if isinstance(node, nodes.Test):
        return []
    if name := called_block(node):
        return [_place(name, node.lineno, is_passed=False)]
    places = [p for child in node.iter_child_nodes() for p in _called_blocks(child)]
    if places and isinstance(node, nodes.CondExpr):
        if isinstance(node.test, nodes.Call) or any(node.test.find_all(nodes.Call)):
            return []
        body = _called_blocks(node.expr1)
        else_ = _called_blocks(node.expr2) if node.expr2 is not None else []
        return [nodes.If(node.test, body, [], else_, lineno=node.lineno)]
    return places


def _calls_blocks(node: nodes.Node) -> bool:
    """
    Return whether output in ``node`` calls a block, where no call decides about that.

    A block stands in one place, but may be called in another one as well. So it must
    be known whether it was; but what is outside of a fragment is not run for it.
    """
    parts = list(_around_blocks(node))
    return not any(isinstance(part, nodes.Call) for part in parts) and any(
        _called_blocks(part) for part in parts if isinstance(part, nodes.Output)
    )


def _around_blocks(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes in ``node``, but for what blocks and outputs hold."""
    for child in node.iter_child_nodes():
        if not isinstance(child, nodes.Block):
            yield child
            if not isinstance(child, nodes.Output):
                yield from _around_blocks(child)


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


def _place(name: str, lineno: int, *, is_passed: bool) -> nodes.Node:
    return nodes.Output([nodes.Const(str(name)), nodes.Const(is_passed)], lineno=lineno)
