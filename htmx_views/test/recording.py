"""Record what each block of a page renders while the page is rendered in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.template import engines
from django.template.context import Context as DjangoContext
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from jinja2 import Environment
from jinja2.runtime import Context as Jinja2Context

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


def _record_django(recorded: RecordedBlocks) -> Any:
    render = BlockNode.render
    rendering: list[str] = []

    def recording_render(node: BlockNode, context: DjangoContext) -> SafeString:
        # block.super renders the node again; an include, which has a layer of its
        # own in the render context, has blocks of its own.
        is_own = node.name not in rendering and len(context.render_context.dicts) == 2
        rendering.append(node.name)
        try:
            result = render(node, context)
        finally:
            rendering.pop()
        if is_own:
            name = context.template.name if context.template else None
            recorded[name, block_key(node.name)].append(result)
        return result

    return mock.patch.object(BlockNode, "render", recording_render)
