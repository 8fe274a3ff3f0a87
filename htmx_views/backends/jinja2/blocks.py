"""Render blocks of a Jinja2 template as they are on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, cast

from jinja2 import Template, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.context import FragmentContext, read
from htmx_views.backends.jinja2.family import (
    ROOT,
    Version,
    count_places,
    get_facts,
    get_names,
    get_shown,
)
from htmx_views.blocks import (
    BlockDoesNotExist,
    BlockRefused,
    OobBlock,
    block_key,
    join_blocks,
)

#: What compiled templates call.
__all__ = [
    "extend",
    "forces",
    "get_local",
    "get_super",
    "leads",
    "passes",
    "read",
    "refuse",
    "show",
    "show_async",
    "turns",
]


class Found(Exception):
    """All blocks were found: nothing else has to run."""


class Fragment:
    """One rendering of blocks: what is wanted of the page, and what was found."""

    def __init__(
        self,
        page: Template,
        names: Sequence[str],
        data: dict[str, Any],
        passed: frozenset[str],
    ) -> None:
        self.page = page
        self.names = names
        self.data = data
        #: The names that the view passes.
        self.passed = passed
        #: What is still looked for.
        self.wanted = {block_key(name): name for name in names}
        self.parts: dict[str, list[Any]] = {}
        #: The root functions whose output the page may show, so far.
        self.roots = [page.root_render_func]
        self.counts: Counter[Version] | None = None
        self.context = cast(FragmentContext, page.new_context(data, shared=True))
        self.context.fragment = self

    @internalcode
    def stream(self) -> Iterator[Any]:
        for stream, keep in self.run():
            with suppress(Found):
                keep(list(stream))
        yield from self.join()

    @internalcode
    async def stream_async(self) -> AsyncIterator[Any]:
        for stream, keep in self.run():
            with suppress(Found):
                keep([part async for part in stream])
        for part in self.join():
            yield part

    def run(self) -> Iterator[tuple[Any, Callable[[list[Any]], Any]]]:
        """Yield what is to be run, and what to do with what comes of it."""
        is_one = len(self.wanted) == 1
        declares = get_facts(self.page.root_render_func)["declares"]
        if declares:
            yield get_declarations(self.page, "root")(self.context), list
        for key, name in [*self.wanted.items()]:
            block = get_block(self.context, key, name)
            if is_one or not declares:
                yield block(self.context), partial(self.parts.__setitem__, key)
            else:
                # What the page does not show, as if it were asked for alone.
                alone = Fragment(self.page, [name], self.data, self.passed)
                yield from alone.run()
                self.parts |= alone.parts

    def join(self) -> Iterable[Any]:
        parts = [self.parts[block_key(name)] for name in self.names]
        if any(isinstance(name, OobBlock) for name in self.names):
            return [join_blocks(self.names, ["".join(each) for each in parts])]
        return [part for each in parts for part in each] or [""]

    def keep(self, key: str, parts: list[Any]) -> None:
        if self.wanted.pop(key, None) is not None:
            self.parts[key] = parts

    def get_wanted(self, context: Any, versions: Iterable[Version]) -> list[str]:
        """Return the wanted blocks that show where ``versions`` do."""
        shown = count_places(context.blocks, versions)
        return [key for key in self.wanted if shown[key, 0]]

    def has_one_place(self, context: Any, key: str) -> bool:
        """Return whether the page can show a block in one place only."""
        if self.counts is None:
            starts = [v for root in self.roots for v, _ in get_shown(root, ROOT)]
            self.counts = count_places(context.blocks, starts)
        return self.counts[key, 0] <= 1


def get_declarations(template: Template, name: str) -> Any:
    return template.root_render_func.__globals__[f"declare_{name}"]


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

    def __init__(self, block: Any, keep: Callable[[list[Any]], None]) -> None:
        self.block = block
        self.keep = keep
        self.__globals__ = block.__globals__

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


@internalcode
def show(context: Any, versions: tuple[Version], lineno: int) -> None:
    """Run what the page shows here, if a wanted block is or shows in it."""
    stream, key = get_stream(context, versions, lineno)
    if stream is not None:
        end(context, key, list(stream))


@internalcode
async def show_async(context: Any, versions: tuple[Version], lineno: int) -> None:
    stream, key = get_stream(context, versions, lineno)
    if stream is not None:
        end(context, key, [part async for part in stream])


def get_stream(context: Any, versions: tuple[Version], lineno: int) -> tuple[Any, str]:
    """Return what to run here, and the key of the block that it is."""
    fragment: Fragment = context.fragment
    [(name, depth)] = versions
    functions = context.blocks.get(name, ())
    if depth >= len(functions):
        return None, ""
    is_wanted = not depth and name in fragment.wanted
    if not is_wanted and name not in get_facts(functions[depth])["shows"]:
        return None, ""
    if lineno and not context.eval_ctx.autoescape:
        # What super() returns is no Markup here, but the template escapes it.
        refuse(context, versions, "an expression that escapes it", lineno, None)
    if is_wanted:
        block = get_block(context, name, name)
        for key in fragment.wanted if len(fragment.wanted) > 1 else ():
            for function in context.blocks.get(key, ())[:1]:
                recorder = Recorder(function, partial(fragment.keep, key))
                context.blocks[key][0] = recorder
        return block(context), name
    if not fragment.get_wanted(context, versions):
        return None, ""
    return functions[depth].__globals__[f"declare_block_{name}"](context), ""


def end(context: Any, key: str, parts: list[Any]) -> None:
    if key:
        context.fragment.keep(key, parts)
        if not context.fragment.wanted:
            raise Found


def get_super(context: Any, name: str, block: Any, depth: int) -> Version:
    """Return the version of a block that ``super`` shows in ``block``."""
    return name, context.blocks[name].index(block) + depth


class Parent:
    """What declarations go on with where a template extends another."""

    def __init__(self, template: Template) -> None:
        self.root_render_func = get_declarations(template, "root")


def extend(context: Any, parent: Template) -> Parent:
    get_facts(parent.root_render_func)
    context.fragment.roots.append(parent.root_render_func)
    context.fragment.counts = None
    return Parent(parent)


def leads(context: Any, versions: Iterable[Version]) -> bool:
    """Return whether a wanted block shows where ``versions`` do."""
    return bool(context.fragment.get_wanted(context, versions))


def forces(context: Any, versions: Iterable[Version]) -> bool:
    """Return whether to go there, whatever the condition says."""
    fragment: Fragment = context.fragment
    return len(fragment.wanted) == 1 and any(
        fragment.has_one_place(context, key)
        for key in fragment.get_wanted(context, versions)
    )


def turns(
    context: Any, versions: Iterable[Version], lineno: int, name: str | None
) -> bool:
    """Return whether to run one turn of a loop, for a block in it."""
    fragment: Fragment = context.fragment
    keys = fragment.get_wanted(context, versions)
    for key in keys:
        if not fragment.has_one_place(context, key):
            around = "{% for %}, one of its places,"
            raise BlockRefused(name, fragment.wanted[key], around, lineno)
    return bool(keys)


def passes(context: Any, name: str, versions: Iterable[Version]) -> bool:
    """Return whether the view passes a name that the page defines around a block."""
    return name in context.fragment.passed and leads(context, versions)


def get_local(context: Any, name: str) -> Any:
    """Return what the view passes under a name that the page defines locally."""
    fragment: Fragment = context.fragment
    is_passed = name in fragment.passed
    return fragment.data[name] if is_passed else FragmentContext.look_up(context, name)


def refuse(
    context: Any,
    versions: Iterable[Version],
    around: str,
    lineno: int,
    name: str | None,
) -> None:
    """Refuse the wanted blocks that show where ``versions`` do."""
    for key in context.fragment.get_wanted(context, versions):
        raise BlockRefused(name, context.fragment.wanted[key], around, lineno)
