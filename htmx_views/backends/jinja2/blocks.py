"""Render blocks of a Jinja2 template as they are on the full page."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncGenerator,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from typing import Any, cast

from jinja2 import Template, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.filters import apply_filters, apply_filters_async
from htmx_views.backends.jinja2.plan import (
    HAS_FILTERS,
    Place,
    get_block_plan,
    get_plan,
)
from htmx_views.blocks import BlockDoesNotExist, OobBlock, block_key, join_blocks


def render_blocks(
    template: Template, names: Sequence[str], data: dict[str, Any]
) -> Any:
    """
    Return the blocks ``names`` of ``template``, joined.

    What Jinja2's ``Template.render()`` is for a page, this is for blocks.
    """
    if template.environment.is_async:
        return asyncio.run(render_blocks_async(template, names, data))
    context = template.new_context(data)
    try:
        return concat_blocks(template, names, context)
    except Exception:
        template.environment.handle_exception()


async def render_blocks_async(
    template: Template, names: Sequence[str], data: dict[str, Any]
) -> Any:
    """Do what ``render_blocks()`` does in an environment with ``enable_async``."""
    context = template.new_context(data)
    try:
        return await concat_blocks_async(template, names, context)
    except Exception:
        template.environment.handle_exception()


@internalcode
def concat_blocks(template: Template, names: Sequence[str], context: Context) -> Any:
    """Return the blocks, rendered on ``context``, which is one of ``template``."""
    plan = get_plan(template)
    keys = [block_key(name) for name in names]
    concat = template.environment.concat
    parts: dict[str, list[Any]] = {}
    if plan.declarations:
        for place in plan.declarations.root_render_func(context):
            for key in get_keys_at(place, keys, parts, context):
                parts[key] = get_parts(context, key)
            if len(parts) == len(set(keys)):
                break
    if len(keys) == 1 and not parts and not isinstance(names[0], OobBlock):
        return concat(get_parts(context, keys[0], names[0]))
    for key, name in zip(keys, names, strict=True):
        if key not in parts:
            parts[key] = get_parts(context, key, name)
    return joined(concat, names, [parts[key] for key in keys])


def joined(concat: Any, names: Sequence[str], parts: Sequence[list[Any]]) -> Any:
    if any(isinstance(name, OobBlock) for name in names):
        return join_blocks(names, [concat(each) for each in parts])
    return concat([part for each in parts for part in each])


async def concat_blocks_async(
    template: Template, names: Sequence[str], context: Context
) -> Any:
    """Do what ``concat_blocks()`` does in an environment with ``enable_async``."""
    plan = get_plan(template)
    keys = [block_key(name) for name in names]
    parts: dict[str, list[Any]] = {}
    if plan.declarations:
        root = cast(
            Callable[[Context], AsyncGenerator[str, None]],
            plan.declarations.root_render_func,
        )
        places = root(context)
        try:
            async for place in places:
                for key in get_keys_at(place, keys, parts, context):
                    parts[key] = await get_parts_async(context, key)
                if len(parts) == len(set(keys)):
                    break
        finally:
            await places.aclose()
    for key, name in zip(keys, names, strict=True):
        if key not in parts:
            parts[key] = await get_parts_async(context, key, name)
    return joined(template.environment.concat, names, [parts[key] for key in keys])


def get_parts(context: Context, key: str, name: str | None = None) -> list[Any]:
    """Return what a block renders to, with the page's filters around it."""
    parts = list(get_block(context, key, name)(context))
    if HAS_FILTERS in vars(context.environment):
        return apply_filters(key, parts, context)
    return parts


async def get_parts_async(
    context: Context, key: str, name: str | None = None
) -> list[Any]:
    """Do what ``get_parts()`` does in an environment with ``enable_async``."""
    parts = [part async for part in get_block(context, key, name)(context)]
    if HAS_FILTERS in vars(context.environment):
        return await apply_filters_async(key, parts, context)
    return parts


def get_keys_at(
    place: object, keys: Iterable[str], parts: Mapping[str, object], context: Context
) -> list[str]:
    """Return which of ``keys`` the page shows first at ``place``."""
    # A statement that is run for what it declares may yield output as well.
    if type(place) is not Place:
        return []
    shown = get_shown_blocks(place.block, context)
    here = [key for key in dict.fromkeys(keys) if key in shown and key not in parts]
    if place.is_passed and here:
        elsewhere = [
            get_shown_blocks(name, context)
            for name in context.blocks
            if name not in shown
        ]
        here = [key for key in here if not any(key in there for there in elsewhere)]
    return here


def get_shown_blocks(name: str, context: Context) -> set[str]:
    """Return the block ``name`` and the blocks that it shows on this page."""
    shown = {name}
    todo = [(name, 0)]
    while todo:
        name, depth = todo.pop()
        versions = context.blocks.get(name, ())
        if depth >= len(versions):
            continue
        for content in get_block_plan(versions[depth]).contents.get(name, ()):
            if isinstance(content, int):
                todo.append((name, depth + content))
            elif content not in shown:
                shown.add(content)
                todo.append((content, 0))
    return shown


def get_block(context: Context, key: str, name: str | None = None) -> Any:
    """Return the function of a block, the youngest child's."""
    versions = context.blocks.get(key)
    if not versions:
        raise BlockDoesNotExist(context.name, name or key, get_block_names(context))
    if len(versions) == 1 and key in get_block_plan(versions[0]).required:
        raise TemplateRuntimeError(f"Required block {key!r} not found")
    return versions[0]


def get_block_names(context: Context) -> list[str]:
    """Return the blocks of the page, as its templates write them."""
    return [
        get_block_plan(versions[0]).written.get(key, key)
        for key, versions in context.blocks.items()
    ]
