"""Record what each block of a page renders while the page is rendered in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, cast
from unittest import mock

from django.template import defaulttags, engines
from django.template.context import Context as DjangoContext
from django.template.defaulttags import SpacelessNode
from django.template.loader_tags import BlockNode
from django.utils.html import strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment
from jinja2.runtime import Context as Jinja2Context

from htmx_views.blocks import block_key

#: What a page has in the place of an ignored block: a character that is for private
#: use, which filters leave as it is.
HOLE = "\ue000"

#: From a template's name and a block's, in underscores, to all that it rendered.
RecordedBlocks = dict[tuple[str | None, str], list[str]]

Render = Callable[[Any, DjangoContext], SafeString]

#: The nodes of Django that show something by its name, and the attribute with the name.
NODE_NAMES: dict[type[Any], str] = {BlockNode: "name"}
# Django 5.2 has no partials.
PARTIAL_NODE = getattr(defaulttags, "PartialNode", None)
NODE_NAMES |= {
    getattr(defaulttags, name): "partial_name"
    for name in ("PartialNode", "PartialDefNode")
    if hasattr(defaulttags, name)
}


@contextmanager
def record_blocks(ignore: Collection[str] = ()) -> Iterator[RecordedBlocks]:
    """
    Record the output of every block of every page that is rendered meanwhile.

    Where a block of ``ignore`` stands in another one, ``HOLE`` is put out in its
    stead.
    """
    recorded: RecordedBlocks = defaultdict(list)
    ignored = frozenset(map(block_key, ignore))
    with ExitStack() as patches:
        for engine in engines.all():
            environment = getattr(engine, "env", None)
            if isinstance(environment, Environment):
                recorder = _jinja2_recorder(
                    environment.context_class, recorded, ignored
                )
                patches.enter_context(
                    mock.patch.object(environment, "context_class", recorder)
                )
        patches.enter_context(_DjangoRecorder(recorded, ignored).patched())
        yield recorded


def _jinja2_recorder(
    context_class: type[Jinja2Context],
    recorded: RecordedBlocks,
    ignored: Collection[str],
) -> type[Jinja2Context]:
    class RecordingContext(context_class):  # type: ignore[misc, valid-type]  # a class
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            blocks = cast("dict[str, list[Any]]", self.blocks)  # type: ignore[has-type]  # set just now
            self.blocks = _RecordingBlocks(blocks, self.record)

        def record(self, name: str, parts: Collection[str]) -> str:
            text = "".join(parts)
            recorded[self.name, name].append(text)
            return HOLE if name in ignored else text

    return RecordingContext


class _RecordingBlocks(dict[str, list[Any]]):
    """The blocks of a context; a template that shows one gets it recorded."""

    def __init__(
        self, blocks: dict[str, list[Any]], record: Callable[[str, list[str]], str]
    ) -> None:
        super().__init__(blocks)
        self.record = record

    def __getitem__(self, name: str) -> list[Any]:
        return self.recording(name, super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        return self.recording(name, super().get(name, default))

    def recording(self, name: str, blocks: list[Any]) -> list[Any]:
        return blocks and [
            _RecordingBlock(blocks[0], partial(self.record, name)),
            *blocks[1:],
        ]


class _RecordingBlock:
    """Stand in for a compiled block; equal it, as ``super()`` looks for its place."""

    def __init__(self, block: Any, record: Callable[[list[str]], str]) -> None:
        self.block = block
        self.record = record

    def __eq__(self, other: object) -> bool:
        return bool(self.block == other)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.block, name)

    def __call__(self, context: Jinja2Context) -> Iterator[str]:
        yield self.record([*self.block(context)])


class _DjangoRecorder:
    """Stands behind ``render()`` of the nodes that are blocks or partials."""

    def __init__(self, recorded: RecordedBlocks, ignored: Collection[str]) -> None:
        self.recorded = recorded
        self.ignored = ignored
        #: The nodes that are being rendered, by their class and name.
        self.around: list[tuple[type[Any], str]] = []

    @contextmanager
    def patched(self) -> Iterator[None]:
        kinds: list[type[Any]] = [SpacelessNode, *NODE_NAMES]
        with ExitStack() as patches:
            for kind in kinds:
                render = self.recording(kind, kind.render)
                patches.enter_context(mock.patch.object(kind, "render", render))
            yield

    def recording(self, kind: type[Any], render: Render) -> Render:
        def recording_render(node: Any, context: DjangoContext) -> SafeString:
            name = block_key(getattr(node, NODE_NAMES.get(kind, ""), ""))
            is_first = (kind, name) not in self.around
            self.around.append((kind, name))
            try:
                text = render(node, context)
            finally:
                self.around.pop()
            # {% partialdef %} alone shows nothing unless it is inline.
            if kind is SpacelessNode or not getattr(node, "inline", True):
                return text
            # {{ block.super }} renders a block once more, inside of itself.
            if is_first and self.is_on_page(context):
                template = context.template.name if context.template else None
                self.recorded[template, name].append(self.applied(text))
            return mark_safe(HOLE) if name in self.ignored else text

        return recording_render

    def is_on_page(self, context: DjangoContext) -> bool:
        # An include has a layer of its own in the render context, and its blocks are
        # none of the page. So has a partial, but it is.
        partials = sum(kind is PARTIAL_NODE for kind, _ in self.around)
        return len(context.render_context.dicts) - partials <= 2

    def applied(self, text: str) -> str:
        # The one tag that the engine applies to a block that stands in it.
        if any(kind is SpacelessNode for kind, _ in self.around):
            return strip_spaces_between_tags(text.strip())
        return text
