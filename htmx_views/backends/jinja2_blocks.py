"""Render blocks of a Jinja2 template as they are on the full page."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterator,
    Iterator,
    Mapping,
    Sequence,
)
from itertools import chain
from types import FunctionType
from typing import Any, cast

from jinja2 import Template, TemplateNotFound, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2_compiler import PLAN, PlanData, get_generator_class
from htmx_views.blocks import BlockDoesNotExist


class Place(str):
    """Where the page shows the block of this name."""

    __slots__ = ()


class Plan:
    """What is known of a compiled template, kept among its globals."""

    def __init__(self, template: Template, data: PlanData) -> None:
        self.extends = data["extends"]
        self.extends_dynamically = data["extends_dynamically"]
        self.contents = data["contents"]
        self.required = data["required"]
        self.written = data["written"]
        self.declarations = (
            compile_declarations(template, data["declarations"])
            if data["declarations"]
            else None
        )
        #: Whether a block needs nothing but its own function.
        self.is_plain = self.declarations is None and not self.required


def get_plan(template: Template) -> Plan:
    """Return the plan of ``template``, compiled where this is its first use."""
    namespace = cast(FunctionType, template.root_render_func).__globals__
    plan = namespace.get(PLAN)
    if type(plan) is not Plan:
        # Threads may do this twice, to the same effect.
        plan = namespace[PLAN] = Plan(template, plan or generate_plan(template))
    return plan


def generate_plan(template: Template) -> PlanData:
    """Return the plan of a template that another environment compiled."""
    environment = template.environment
    try:
        if template.name is None or environment.loader is None:
            raise TemplateNotFound(template.name)
        source, filename, _ = environment.loader.get_source(environment, template.name)
    except (TemplateNotFound, RuntimeError) as exc:
        raise TemplateRuntimeError(
            f"Template {template.name!r} was compiled by another environment, and "
            "its source cannot be read, so its blocks cannot be rendered alone. "
            "Compile it with the environment of this engine, "
            "engine.env.compile_templates()."
        ) from exc
    generator = get_generator_class(environment)(environment, template.name, filename)
    return generator.get_plan(environment.parse(source, template.name, filename))


def compile_declarations(template: Template, source: str) -> Template:
    filename = template.filename or "<template>"
    namespace: dict[str, Any] = {
        "environment": template.environment,
        "__file__": filename,
        "Place": Place,
        "get_parent": get_parent,
    }
    exec(compile(source, filename, "exec"), namespace)
    return type(template).from_module_dict(
        template.environment, namespace, template.globals
    )


class NothingDeclared:
    """Stands for the declarations of a template that has none."""

    @staticmethod
    def root_render_func(context: Context) -> Any:
        return nothing_async() if context.environment.is_async else ()


async def nothing_async() -> AsyncIterator[str]:
    return
    yield ""


def get_parent(parent: Template) -> Template | type[NothingDeclared]:
    """Return what to run where a template extends ``parent``."""
    return get_plan(parent).declarations or NothingDeclared


def block_key(name: str) -> str:
    """Return the name under which Jinja2 knows a block."""
    return name.replace("-", "_")


def render_blocks(
    template: Template, names: Sequence[str], data: Mapping[str, Any]
) -> Any:
    """Return the blocks ``names`` of ``template``, joined, as Jinja2 renders them."""
    environment = template.environment
    if environment.is_async:
        return asyncio.run(render_blocks_async(template, names, data))
    context = template.new_context(dict(data))
    try:
        return environment.concat(iter_blocks(template, names, context))
    except Exception:
        environment.handle_exception()


async def render_blocks_async(
    template: Template, names: Sequence[str], data: Mapping[str, Any]
) -> Any:
    context = template.new_context(dict(data))
    try:
        parts = [part async for part in iter_blocks_async(template, names, context)]
        return template.environment.concat(parts)
    except Exception:
        template.environment.handle_exception()


@internalcode
def iter_blocks(
    template: Template, names: Sequence[str], context: Context
) -> Iterator[str]:
    """Return an iterator over the output of the blocks ``names``."""
    plan = get_plan(template)
    keys = [block_key(name) for name in names]
    if plan.is_plain and len(keys) == 1 and keys[0] in template.blocks:
        return template.blocks[keys[0]](context)
    parts: dict[str, list[str]] = {}
    if plan.declarations:
        for place in plan.declarations.root_render_func(context):
            for key in get_keys_at(place, keys, parts, context):
                parts[key] = list(get_block(context, key)(context))
            if parts.keys() >= set(keys):
                break
    for key, name in zip(keys, names, strict=True):
        if key not in parts:
            parts[key] = list(get_block(context, key, name)(context))
    return chain.from_iterable([parts[key] for key in keys])


async def iter_blocks_async(
    template: Template, names: Sequence[str], context: Context
) -> AsyncIterator[str]:
    """Do what ``iter_blocks()`` does in an environment with ``enable_async``."""
    plan = get_plan(template)
    keys = [block_key(name) for name in names]
    parts: dict[str, list[str]] = {}
    if plan.declarations:
        places = plan.declarations.root_render_func(context)
        try:
            async for place in places:
                for key in get_keys_at(place, keys, parts, context):
                    parts[key] = [
                        part async for part in get_block(context, key)(context)
                    ]
                if parts.keys() >= set(keys):
                    break
        finally:
            await places.aclose()
    for key, name in zip(keys, names, strict=True):
        if key not in parts:
            block = get_block(context, key, name)
            parts[key] = [part async for part in block(context)]
    for key in keys:
        for part in parts[key]:
            yield part


def get_keys_at(
    place: str, keys: Sequence[str], parts: Mapping[str, object], context: Context
) -> list[str]:
    """Return which of ``keys`` the page shows first at ``place``."""
    # Statements that are run for what they declare may yield output as well.
    if type(place) is not Place:
        return []
    shown = get_shown_blocks(place, context)
    return [key for key in dict.fromkeys(keys) if key in shown and key not in parts]


def get_shown_blocks(name: str, context: Context) -> set[str]:
    """Return the block ``name`` and all blocks that it shows on this page."""
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


def get_block_plan(block: Any) -> Plan:
    plan: Plan = block.__globals__[PLAN]
    return plan


def get_block(context: Context, key: str, name: str | None = None) -> Any:
    """Return the function of the block, the one of the youngest child."""
    versions = context.blocks.get(key)
    if not versions:
        raise BlockDoesNotExist(context.name, name or key, get_names(context))
    if len(versions) == 1 and key in get_block_plan(versions[0]).required:
        raise TemplateRuntimeError(f"Required block {key!r} not found")
    return versions[0]


def get_names(context: Context) -> list[str]:
    """Return the blocks of the page, as the templates write them."""
    return [
        get_block_plan(versions[0]).written.get(key, key)
        for key, versions in context.blocks.items()
    ]
