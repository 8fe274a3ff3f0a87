"""
Apply to a block alone the ``{% filter %}`` that stands around it on the page.

A filter block is followed where its filters have no arguments but literals: others
are computed from what surrounds the block, which does not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2.async_utils import auto_await
from jinja2.runtime import Context
from markupsafe import Markup

from htmx_views.backends.jinja2.contents import Filters
from htmx_views.backends.jinja2.plan import get_block_plan


def apply_filters(key: str, parts: list[Any], context: Context) -> list[Any]:
    """Return the parts of a block as the filters around it make them."""
    for filters in get_filters(key, context) or ():
        value = get_value(parts, context)
        for name, args, kwargs in filters:
            value = context.environment.call_filter(name, value, args, kwargs, context)
        parts = [value]
    return parts


async def apply_filters_async(
    key: str, parts: list[Any], context: Context
) -> list[Any]:
    """Do what ``apply_filters()`` does in an environment with ``enable_async``."""
    for filters in get_filters(key, context) or ():
        value = get_value(parts, context)
        for name, args, kwargs in filters:
            call = context.environment.call_filter(name, value, args, kwargs, context)
            value = await auto_await(call)
        parts = [value]
    return parts


def get_value(parts: list[Any], context: Context) -> Any:
    value = context.environment.concat(parts)
    return Markup(value) if context.eval_ctx.autoescape else value


def get_filters(
    key: str, context: Context, inside: frozenset[str] = frozenset()
) -> list[Filters] | None:
    """
    Return the filter blocks around a block, the innermost one first.

    Return ``None`` for a block that has no place on the page.
    """
    plan = get_block_plan(context.blocks[key][-1])
    is_nested = any(key in shown for shown in plan.contents.values())
    # What stands outside of the blocks of a template with a parent is not shown.
    own = None if is_nested or plan.extends else plan.filters.get(key, [])
    if own is not None and not plan.extends_dynamically:
        return own
    inside |= {key}
    for outer, filters in get_places(key, context):
        if outer not in inside:
            around = get_filters(outer, context, inside)
            if around is not None:
                return [*filters, *around]
    return own


def get_places(key: str, context: Context) -> Iterator[tuple[str, list[Filters]]]:
    """Yield the blocks that show a block, and the filters that they have around it."""
    for outer, versions in context.blocks.items():
        depths = [0]
        for depth in depths:
            if depth < len(versions):
                plan = get_block_plan(versions[depth])
                for content in plan.contents.get(outer, ()):
                    if isinstance(content, int):
                        depths.append(depth + content)
                    elif content == key:
                        yield outer, plan.filters.get(key, [])
