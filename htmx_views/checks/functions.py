"""Check the blocks that functions among the views name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from types import FunctionType

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.checks.report import Where
from htmx_views.checks.source import place, syntax_of
from htmx_views.checks.templates import Named, Templates
from htmx_views.checks.views import strings

#: What renders a template, and which of its arguments is the name.
RENDERERS = {
    "render": 1,
    "render_to_string": 0,
    "SimpleTemplateResponse": 0,
    "TemplateResponse": 1,
}


#: What may put something into the variable with which it begins.
STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)


def check_function(function: FunctionType, templates: Templates) -> None:
    """
    Check what a view puts under ``RENDER_BLOCKS``, as far as it is written out.

    The template is that of the call which has it, itself or in a variable. Where these
    are several templates, nobody knows which of them has the blocks.
    """
    code = function.__code__
    if RENDER_BLOCKS not in (*strings(code), *code.co_names):
        return
    syntax = syntax_of(function)
    nodes = [] if syntax is None else [*ast.walk(syntax)]
    kept: dict[str | None, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, STATEMENTS):
            kept[re.split(r"\W", ast.unparse(node))[0]] += _blocks(node, {})
    names, items = [], []
    for node in nodes:
        if (name := _template_name(node)) and (blocks := _blocks(node, kept)):
            names.append(name)
            items += [item for block in blocks for item in _items(block)]
    obj = f"{function.__module__}.{function.__qualname__}"

    def named(constants: list[ast.expr], what: str) -> list[Named]:
        return [
            Named(n.value, what, Where(obj, partial(place, code.co_filename, n.lineno)))
            for n in constants
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]

    written = named(names, "It")
    if len(written) == len(names) and len({each.name for each in written}) == 1:
        templates.check(written[:1], named(items, RENDER_BLOCKS))


def _template_name(node: ast.AST) -> ast.expr | None:
    """Return the name of the template that a call renders; the call, if it has none."""
    if not isinstance(node, ast.Call):
        return None
    called = getattr(node.func, "id", getattr(node.func, "attr", None))
    if called not in RENDERERS:
        return None
    by_keyword = [
        keyword.value
        for keyword in node.keywords
        if keyword.arg in ("template", "template_name")
    ]
    return (by_keyword or node.args[RENDERERS[called] :] or [node])[0]


def _blocks(node: ast.AST, kept: Mapping[str | None, list[ast.expr]]) -> list[ast.expr]:
    """Return what stands under ``RENDER_BLOCKS`` in a node and in its variables."""
    return [
        value
        for each in ast.walk(node)
        for value in (*_render_blocks(each), *kept.get(getattr(each, "id", None), ()))
    ]


def _render_blocks(node: ast.AST) -> list[ast.expr]:
    """Return what stands under ``RENDER_BLOCKS``, if this puts something there."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [value for key, value in pairs if _is_render_blocks(key)]
    if isinstance(node, ast.Assign):
        keys = [getattr(target, "slice", None) for target in node.targets]
        return [node.value] if any(map(_is_render_blocks, keys)) else []
    if isinstance(node, ast.keyword) and node.arg == RENDER_BLOCKS:
        return [node.value]
    return []


def _is_render_blocks(key: ast.AST | None) -> bool:
    names = [getattr(key, attribute, None) for attribute in ("value", "id", "attr")]
    return RENDER_BLOCKS in names


def _items(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.IfExp):
        return [*_items(value.body), *_items(value.orelse)]
    return value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
