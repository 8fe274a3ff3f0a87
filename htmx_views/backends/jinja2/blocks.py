"""Render blocks of a Jinja2 template as they are on the page."""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Callable,
    Container,
    Iterable,
    Iterator,
    Sequence,
)
from functools import partial
from typing import Any

from jinja2 import Template, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.family import (
    ROOT,
    Version,
    count_places,
    get_facts,
    get_names,
    get_shown,
)
from htmx_views.blocks import BlockDoesNotExist, OobBlock, block_key, join_blocks


class Fragment:
    """One rendering of blocks: what is wanted of a page, and what was found."""

    def __init__(self, page: Template, names: Sequence[str], passed: Container[str]):
        self.page = page
        self.names = names
        #: The names that the view passes.
        self.passed = passed
        #: What is still looked for.
        self.wanted = {block_key(name): name for name in names}
        self.parts: dict[str, list[Any]] = {}
        #: The root function of the template at hand; the last one is the page's.
        self.root: Any = None
        self.places: dict[Version, int] | None = None
        #: Whether a block does something on which those in it may depend.
        self.has_inner = False

    @internalcode
    def run(self, context: Any) -> Any:
        """Do what a root function does, for the blocks, on a context of the page."""
        for _ in self.start(context):
            pass
        while self.wanted:
            key = next(iter(self.wanted))
            stream = self.get_rest(context, key)
            if len(self.names) == 1 and not isinstance(self.names[0], OobBlock):
                return stream
            self.keep(key, list(stream))
        return self.join()

    @internalcode
    async def run_async(self, context: Any) -> AsyncIterator[Any]:
        """Do what ``run()`` does in an environment with ``enable_async``."""
        async for _ in self.start(context):
            pass
        while self.wanted:
            key = next(iter(self.wanted))
            self.keep(key, [part async for part in self.get_rest(context, key)])
        for part in self.join():
            yield part

    def start(self, context: Any) -> Any:
        context.fragment = self
        # Not the context, which would be a cycle for the garbage collector.
        self.data = context.parent
        return self.go_on(self.page)(context)

    def go_on(self, template: Template) -> Any:
        """Return the root function of what a template declares, if that matters."""
        root: Any = template.root_render_func
        facts = get_facts(root)
        self.root, self.places = root, None
        self.has_inner = self.has_inner or facts["declares_inside"]
        self.is_needed = self.has_inner or facts["declares"]
        if self.is_needed and "declare_root" in root.__globals__:
            return root.__globals__["declare_root"]
        return run_nothing_async if template.environment.is_async else run_nothing

    def get_rest(self, context: Any, key: str) -> Any:
        """Return the output of a block that the page does not show."""
        block = get_block(context, key, self.wanted[key])
        if len(self.names) == 1 or not self.is_needed:
            return block(context)
        # As if it were asked for alone.
        again = self.page.new_context(context.parent, shared=True)
        return stream_blocks(self.page, [key], self.passed, again)

    def keep(self, key: str, parts: list[Any]) -> None:
        """Keep what a block rendered to where the page shows it first."""
        if self.wanted.pop(key, None) is not None:
            self.parts[key] = parts

    def record(self, context: Any, key: str) -> list[Recorder]:
        """Let the blocks that are wanted besides be kept where ``key`` shows them."""
        if not key or len(self.wanted) == 1:
            return []
        shown = count_places(context.blocks, [(key, 0)], refused=False)
        return [
            Recorder(functions, partial(self.keep, name))
            for name, depth in shown
            if not depth and name != key and name in self.wanted
            # A parent that is not there yet may define it.
            if (functions := context.blocks.get(name))
        ]

    def join(self) -> list[Any]:
        parts = [self.parts[block_key(name)] for name in self.names]
        if any(isinstance(name, OobBlock) for name in self.names):
            return [join_blocks(self.names, ["".join(each) for each in parts])]
        return [part for each in parts for part in each] or [""]

    def get_wanted(self, context: Any, versions: Iterable[Version]) -> list[str]:
        """Return the wanted blocks that show where ``versions`` do."""
        shown = count_places(context.blocks, versions)
        return [key for key, depth in shown if not depth and key in self.wanted]

    def has_one_place(self, context: Any, key: str) -> bool:
        """Return whether the page can show a block in one place only."""
        if self.places is None:
            starts = [version for version, _ in get_shown(self.root, ROOT)]
            self.places = count_places(context.blocks, starts)
        return self.places.get((key, 0), 0) <= 1


def stream_blocks(
    page: Template, names: Sequence[str], passed: Container[str], context: Any
) -> Any:
    """Do what a root function does, for blocks of ``page``, on a context of it."""
    facts = get_facts(page.root_render_func)
    is_async = page.environment.is_async
    if len(names) == 1 and not facts["declares"] and not is_async:
        [name] = names
        block = get_block(context, block_key(name), name)
        if not isinstance(name, OobBlock):
            return block(context)
    fragment = Fragment(page, names, passed)
    return (fragment.run_async if is_async else fragment.run)(context)


def get_block(context: Context, key: str, name: str) -> Any:
    """Return the function of a block, the youngest child's."""
    versions = context.blocks.get(key)
    if not versions:
        names = get_names(context.blocks).values()
        raise BlockDoesNotExist(context.name, name, names)
    if len(versions) == 1 and key in get_facts(versions[0])["required"]:
        raise TemplateRuntimeError(f"Required block {key!r} not found")
    return versions[0]


class Recorder:
    """
    Stand in for a block that is wanted beside the one it shows in.

    It equals the block's function, as ``super()`` looks for its place.
    """

    def __init__(self, functions: list[Any], keep: Callable[[list[Any]], object]):
        self.functions = functions
        self.keep = keep
        self.block = functions[0]
        self.__globals__ = self.block.__globals__
        functions[0] = self

    def stop(self) -> None:
        self.functions[0] = self.block

    def __eq__(self, other: object) -> bool:
        return bool(self.block == other)

    def __call__(self, context: Context) -> Any:
        return (self.run_async if context.environment.is_async else self.run)(context)

    def run(self, context: Context) -> Iterator[Any]:
        parts = list(self.block(context))
        self.keep(parts)
        yield from parts

    async def run_async(self, context: Context) -> AsyncIterator[Any]:
        parts = [part async for part in self.block(context)]
        self.keep(parts)
        for part in parts:
            yield part


def run_nothing(context: Context) -> Iterator[Any]:
    yield from ()


async def run_nothing_async(context: Context) -> AsyncIterator[Any]:
    return
    yield
