"""Check the blocks that functions among the views name."""

from __future__ import annotations

import ast
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


def check_function(function: FunctionType, templates: Templates) -> None:
    """
    Check what a view puts under ``RENDER_BLOCKS``, as far as it is written out.

    Where it renders several templates, nobody knows which of them has the blocks.
    """
    code = function.__code__
    if RENDER_BLOCKS not in (*strings(code), *code.co_names):
        return
    syntax = syntax_of(function)
    nodes = [] if syntax is None else [*ast.walk(syntax)]
    path = code.co_filename
    obj = f"{function.__module__}.{function.__qualname__}"

    def named(constants: list[ast.expr], what: str) -> list[Named]:
        return [
            Named(node.value, what, Where(obj, partial(place, path, node.lineno)))
            for node in constants
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]

    expressions = [name for node in nodes for name in _template_names(node)]
    names = named(expressions, "It")
    if len(expressions) == len(names) and len({each.name for each in names}) == 1:
        values = [value for node in nodes for value in _render_blocks(node)]
        items = [item for value in values for item in _items(value)]
        templates.check(names[:1], named(items, RENDER_BLOCKS))


def _template_names(node: ast.AST) -> list[ast.expr]:
    """Return the name of the template, if this renders one."""
    if not isinstance(node, ast.Call):
        return []
    called = getattr(node.func, "id", getattr(node.func, "attr", None))
    if called not in RENDERERS:
        return []
    by_keyword = [
        keyword.value
        for keyword in node.keywords
        if keyword.arg in ("template", "template_name")
    ]
    return by_keyword or node.args[RENDERERS[called] :][:1]


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
