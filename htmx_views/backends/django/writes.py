"""Read in the source of a tag whether it writes into the context."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.base import Node

#: Methods of a context that assign variables in its innermost layer.
ASSIGNING_METHODS = {"setdefault", "__setitem__"}

#: Methods of a context that add a layer, which may hold variables already.
PUSHING_METHODS = {"push", "update"}


class Writes(NamedTuple):
    """What a function does to its context, as far as its source shows."""

    #: Whether it writes what is still there after it.
    stay: bool = False
    #: Whether it writes what it takes away again.
    pass_: bool = False


@lru_cache(maxsize=256)
def writes_of_node(node_class: type[Node]) -> Writes:
    """Return what ``render()`` does, and the methods that it hands the context to."""
    return writes_of(node_class.render, 1, node_class)


def writes_of(
    function: Callable[..., Any],
    position: int,
    owner: type | None = None,
    followed: frozenset[str] = frozenset(),
) -> Writes:
    """
    Return what a function does to its argument at ``position``, the context.

    That is nothing where the source cannot be read.
    """
    try:
        source = inspect.getsource(inspect.unwrap(function))
        definition = ast.parse(textwrap.dedent(source)).body[0]
    except (OSError, TypeError, SyntaxError):
        return Writes()
    if not isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return Writes()
    arguments = [*definition.args.posonlyargs, *definition.args.args]
    if position >= len(arguments):
        return Writes()
    reader = Reader(arguments[position].arg, arguments[0].arg, owner, followed)
    for statement in definition.body:
        reader.visit(statement)
    return Writes(any(reader.layers), reader.passes)


class Reader(ast.NodeVisitor):
    """Reads a function from top to bottom, and keeps count of the context's layers."""

    def __init__(
        self, context: str, self_: str, owner: type | None, followed: frozenset[str]
    ) -> None:
        self.context = context
        self.self_ = self_
        self.owner = owner
        self.followed = followed
        #: For each layer that was added, whether anything is written into it.
        self.layers = [False]
        self.passes = False

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store) and is_name(node.value, self.context):
            self.layers[-1] = True

    def visit_With(self, node: ast.With) -> None:
        before = len(self.layers)
        for item in node.items:
            self.visit(item)
        added = len(self.layers) - before
        for statement in node.body:
            self.visit(statement)
        for _ in range(added):
            self.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute):
            return
        method = node.func.attr
        if is_name(node.func.value, self.context):
            if method in PUSHING_METHODS:
                self.layers.append(bool(node.args or node.keywords))
            elif method == "pop":
                self.pop()
            elif method in ASSIGNING_METHODS:
                self.layers[-1] = True
            elif method == "set_upward":
                self.layers[0] = True
        elif is_name(node.func.value, self.self_):
            self.follow(method, node.args)

    def pop(self) -> None:
        if len(self.layers) > 1:
            self.passes |= self.layers.pop()

    def follow(self, method: str, arguments: list[ast.expr]) -> None:
        """Read a method of the tag, if it gets the context."""
        function = getattr(self.owner, method, None)
        if function is None or method in self.followed:
            return
        for position, argument in enumerate(arguments, 1):
            if is_name(argument, self.context):
                followed = self.followed | {method}
                writes = writes_of(function, position, self.owner, followed)
                self.layers[-1] |= writes.stay
                self.passes |= writes.pass_


def is_name(expression: ast.expr, name: str) -> bool:
    return isinstance(expression, ast.Name) and expression.id == name
