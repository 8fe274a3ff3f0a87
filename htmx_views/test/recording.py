"""Record what each block of a page renders while the page is rendered in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest import mock

from django.template import engines
from django.template.context import Context as DjangoContext
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from jinja2 import Environment
from jinja2.runtime import Context as Jinja2Context

from htmx_views.backends.django_tags import PartialDefNode, PartialNode
from htmx_views.blocks import block_key

#: From a template's name and a block's, in underscores, to all that it rendered.
RecordedBlocks = dict[tuple[str | None, str], list[str]]


@contextmanager
def record_blocks() -> Iterator[RecordedBlocks]:
    """Record the output of every block of every page that is rendered meanwhile."""
    recorded: RecordedBlocks = defaultdict(list)
    with ExitStack() as patches:
        for engine in engines.all():
            environment = getattr(engine, "env", None)
            if isinstance(environment, Environment):
                patches.enter_context(_record_jinja2(environment, recorded))
        patches.enter_context(_record_django(recorded))
        yield recorded


class _RecordingBlock:
    """Stand in for a compiled block; equal it, as ``super()`` looks for its place."""

    def __init__(self, block: Callable[[Jinja2Context], Any], rendered: list[str]):
        self.block = block
        self.rendered = rendered

    def __eq__(self, other: object) -> bool:
        return self.block == other

    def __call__(self, context: Jinja2Context) -> Iterator[str] | AsyncIterator[str]:
        parts = self.block(context)
        if context.environment.is_async:
            return self.record_async(parts)
        return self.record(parts)

    def record(self, parts: Iterator[str]) -> Iterator[str]:
        rendered = []
        for part in parts:
            rendered.append(part)
            yield part
        self.rendered.append("".join(rendered))

    async def record_async(self, parts: AsyncIterator[str]) -> AsyncIterator[str]:
        rendered = []
        async for part in parts:
            rendered.append(part)
            yield part
        self.rendered.append("".join(rendered))


def _record_jinja2(environment: Environment, recorded: RecordedBlocks) -> Any:
    class RecordingBlocks(dict[str, list[Any]]):
        def __init__(self, template_name: str | None, blocks: Any) -> None:
            super().__init__(blocks)
            self.template_name = template_name

        def __getitem__(self, name: str) -> list[Any]:
            first, *parents = super().__getitem__(name)
            rendered = recorded[self.template_name, name]
            return [_RecordingBlock(first, rendered), *parents]

    context_class = environment.context_class

    def recording_context(*args: Any, **kwargs: Any) -> Jinja2Context:
        context = context_class(*args, **kwargs)
        context.blocks = RecordingBlocks(context.name, context.blocks)
        return context

    return mock.patch.object(environment, "context_class", recording_context)


@contextmanager
def _record_django(recorded: RecordedBlocks) -> Iterator[None]:
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
            if is_own and is_first and getattr(node, "inline", True):
                is_block, name = _kind_and_name(node)
                template = context.template.name if context.template else None
                log.append(_Recording(is_block, (template, block_key(name)), result))
            return result

        return mock.patch.object(node_class, "render", recording_render)

    with record(BlockNode), record(PartialDefNode), record(PartialNode):
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
