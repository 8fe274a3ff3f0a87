"""
Record what each block of a page renders while the page is rendered in full.

The filters around a block are applied to it alone, as the engines do. A filter may
refuse that: the page is none the worse for it, and a fragment fails by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, NamedTuple
from unittest import mock

from django.template import engines
from django.template.base import VariableNode
from django.template.context import Context as DjangoContext
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from jinja2 import Environment, Template
from jinja2.runtime import Context as Jinja2Context

from htmx_views.backends.django.nodes import FilteredNode
from htmx_views.backends.django.tags import (
    FILTER_NODES,
    PartialDefNode,
    PartialNode,
)
from htmx_views.backends.jinja2.compiler import PLAN
from htmx_views.backends.jinja2.filters import apply_filters, apply_filters_async
from htmx_views.backends.jinja2.plan import Plan, get_plan
from htmx_views.blocks import block_key

#: From a template's name and a block's, in underscores, to all that it rendered.
RecordedBlocks = dict[tuple[str | None, str], list[str]]


@contextmanager
def record_blocks(ignore: Collection[str] = ()) -> Iterator[RecordedBlocks]:
    """
    Record the output of every block of every page that is rendered meanwhile.

    Where a block of ``ignore`` stands in another one, or on the page, a placeholder
    is put out in its stead.
    """
    recorded: RecordedBlocks = defaultdict(list)
    ignored = frozenset(map(block_key, ignore))
    with ExitStack() as patches:
        for engine in engines.all():
            environment = getattr(engine, "env", None)
            if isinstance(environment, Environment):
                patches.enter_context(_record_jinja2(environment, recorded, ignored))
        patches.enter_context(_record_django(recorded, ignored))
        yield recorded


def placeholder(name: str) -> str:
    """Return what takes the place of a block whose content may differ."""
    return f"<ignored: {name}>"


class _RecordingBlock:
    """Stand in for a compiled block; equal it, as ``super()`` looks for its place."""

    def __init__(
        self, name: str, block: Any, rendered: list[str], *, is_ignored: bool
    ) -> None:
        self.name = name
        self.block = block
        self.rendered = rendered
        self.is_ignored = is_ignored
        # The engine finds the plan of the block's template there.
        self.__globals__ = block.__globals__

    def __eq__(self, other: object) -> bool:
        return bool(self.block == other)

    def __call__(self, context: Jinja2Context) -> Iterator[str] | AsyncIterator[str]:
        parts = self.block(context)
        if context.environment.is_async:
            return self.record_async(parts, context)
        return self.record(parts, context)

    def record(self, parts: Iterator[str], context: Jinja2Context) -> Iterator[str]:
        rendered: list[Any] = [*parts]
        yield from self.shown(rendered)
        if _is_planned(context):
            with suppress(Exception):
                rendered = apply_filters(self.name, rendered, context)
        self.rendered.append("".join(rendered))

    async def record_async(
        self, parts: AsyncIterator[str], context: Jinja2Context
    ) -> AsyncIterator[str]:
        rendered: list[Any] = [part async for part in parts]
        for part in self.shown(rendered):
            yield part
        if _is_planned(context):
            with suppress(Exception):
                rendered = await apply_filters_async(self.name, rendered, context)
        self.rendered.append("".join(rendered))

    def shown(self, rendered: list[str]) -> list[str]:
        """Return what the page shows of what the block rendered."""
        return [placeholder(self.name)] if self.is_ignored else rendered


def _is_planned(context: Jinja2Context) -> bool:
    """Return whether the filters of all blocks are known, as they are of a page."""
    return all(
        isinstance(version.__globals__.get(PLAN), Plan)
        for versions in context.blocks.values()
        for version in versions
    )


@contextmanager
def _record_jinja2(
    environment: Environment, recorded: RecordedBlocks, ignored: Collection[str]
) -> Iterator[None]:
    class RecordingBlocks(dict[str, list[Any]]):
        def __init__(self, template_name: str | None, blocks: Any) -> None:
            super().__init__(blocks)
            self.template_name = template_name

        def __getitem__(self, name: str) -> list[Any]:
            rendered = recorded[self.template_name, name]
            return self.recording(name, rendered)

        def get(self, name: str, default: Any = None) -> Any:
            # The engine asks here for what it renders alone: an include may name a
            # block by its address. That is none of the page's.
            if name in self and name in ignored:
                return self.recording(name, [])
            return super().get(name, default)

        def recording(self, name: str, rendered: list[str]) -> list[Any]:
            first, *parents = super().__getitem__(name)
            is_ignored = name in ignored
            block = _RecordingBlock(name, first, rendered, is_ignored=is_ignored)
            return [block, *parents]

    context_class = environment.context_class

    def recording_context(*args: Any, **kwargs: Any) -> Jinja2Context:
        context = context_class(*args, **kwargs)
        context.blocks = RecordingBlocks(context.name, context.blocks)
        return context

    get_template = environment.get_template

    def get_planned_template(*args: Any, **kwargs: Any) -> Template:
        template = get_template(*args, **kwargs)
        # The page is not rendered by its plan: nobody may have made that yet.
        if PLAN in template.root_render_func.__globals__:
            get_plan(template)
        return template

    with (
        mock.patch.object(environment, "context_class", recording_context),
        mock.patch.object(environment, "get_template", get_planned_template),
    ):
        yield


@contextmanager
def _record_django(
    recorded: RecordedBlocks, ignored: Collection[str]
) -> Iterator[None]:
    log: list[_Recording] = []
    rendering: list[Any] = []

    def record(node_class: type[Any]) -> Any:
        render = node_class.render

        def recording_render(node: Any, context: DjangoContext) -> SafeString:
            # block.super renders the node again; an include, which has a layer of its
            # own in the render context, has blocks of its own. So has a partial a
            # layer, but its blocks are those of the page.
            partials = sum(isinstance(outer, PartialNode) for outer in rendering)
            is_own = len(context.render_context.dicts) == 2 + partials
            is_first = _kind_and_name(node) not in map(_kind_and_name, rendering)
            rendering.append(node)
            try:
                result: SafeString = render(node, context)
            finally:
                rendering.pop()
            # {% partialdef %} alone renders nothing unless it is inline.
            if not getattr(node, "inline", True):
                return result
            is_block, name = _kind_and_name(node)
            if is_own and is_first:
                template = context.template.name if context.template else None
                log.append(_Recording(is_block, (template, block_key(name)), result))
            if block_key(name) in ignored:
                return SafeString(placeholder(name))
            return result

        return mock.patch.object(node_class, "render", recording_render)

    def record_filters(node_class: type[Any]) -> Any:
        render = node_class.render

        def filtering_render(node: Any, context: DjangoContext) -> Any:
            start = len(log)
            result = render(node, context)
            # Of the variables only block.super, filtered or not, renders blocks.
            for index, (is_block, key, text) in enumerate(log[start:], start):
                filtered = FilteredNode(node, [], []).filtered(text)
                with suppress(Exception):
                    text = filtered.render(context)
                log[index] = _Recording(is_block, key, text)
            return result

        return mock.patch.object(node_class, "render", filtering_render)

    with ExitStack() as patches:
        for block_class in (BlockNode, PartialDefNode, PartialNode):
            patches.enter_context(record(block_class))
        for filter_class in (*FILTER_NODES, VariableNode):
            patches.enter_context(record_filters(filter_class))
        yield
    # As for the engine a name is a block's, and a partial's where no block has it.
    blocks = {recording.key for recording in log if recording.is_block}
    for is_block, key, text in log:
        if is_block or key not in blocks:
            recorded[key].append(text)


class _Recording(NamedTuple):
    """What a block, or a partial, of a Django template rendered."""

    is_block: bool
    key: tuple[str | None, str]
    text: str


def _kind_and_name(node: Any) -> tuple[bool, str]:
    is_block = isinstance(node, BlockNode)
    return is_block, node.name if is_block else node.partial_name
