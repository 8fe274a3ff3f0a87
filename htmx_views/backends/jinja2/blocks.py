"""Render blocks of a Jinja2 template as they are on the page: in which context, how."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

from jinja2 import Template, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.utils import internalcode

from htmx_views.backends.jinja2.family import (
    ROOT,
    Refusal,
    Version,
    count_places,
    get_facts,
    get_names,
)
from htmx_views.blocks import (
    BlockDoesNotExist,
    BlockRefused,
    LazyValue,
    OobBlock,
    block_key,
    join_blocks,
)


def read(value: Any) -> Any:
    """Return ``value``, or what it computes."""
    return value.get() if isinstance(value, LazyValue) else value


class FragmentContext(Context):
    """A context in which a ``LazyValue`` is what it computes."""

    #: The rendering of blocks that this context is for.
    fragment: Fragment | None = None

    def look_up(self, key: str) -> Any:
        """Return what a name stands for; a lazy value is not computed."""
        return super().resolve_or_missing(key)

    def resolve_or_missing(self, key: str) -> Any:
        return read(super().resolve_or_missing(key))

    def derived(self, locals: dict[str, Any] | None = None) -> Context:
        context = super().derived(locals)
        context.fragment = self.fragment  # type: ignore[attr-defined]  # one of these
        return context

    def items(self) -> Any:
        return {key: self[key] for key in self.get_all()}.items()

    def values(self) -> Any:
        return dict(self.items()).values()


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
        #: Whether what a template declares may change an object.
        self.changes = False
        #: The conditions under which wanted blocks stand, where these are to say.
        self.conditions: dict[str, Refusal] = {}

    @internalcode
    def run(self, context: Any) -> Any:
        """Do what a root function does, for the blocks, on a context of the page."""
        context.fragment = self
        # Not the context, which would be a cycle for the garbage collector.
        self.data = context.parent
        for _ in self.go_on(self.page)(context):
            pass
        for key in [*self.wanted]:
            self.keep(key, list(self.get_rest(context, key)))
        parts = [self.parts[block_key(name)] for name in self.names]
        if is_one(self.names):
            return parts[0]
        return [join_blocks(self.names, ["".join(map(str, each)) for each in parts])]

    def go_on(self, template: Template) -> Any:
        """Return the root function of what a template declares, if that matters."""
        root: Any = template.root_render_func
        facts = get_facts(root)
        self.root, self.places = root, None
        self.has_inner = self.has_inner or any(facts["declares"])
        self.changes = self.changes or facts["changes"]
        is_needed = self.has_inner or facts["declares"]
        if is_needed and "declare_root" in root.__globals__:
            return root.__globals__["declare_root"]
        return run_nothing

    def get_rest(self, context: Any, key: str) -> Any:
        """Return the output of a block that the page does not show."""
        block = get_block(context, key, self.wanted[key])
        if len(self.names) == 1 or key not in self.conditions:
            return block(context)
        if self.changes:
            template_name, around, lineno = self.conditions[key]
            raise BlockRefused(template_name, self.wanted[key], around, lineno)
        # As if it were asked for alone.
        again = self.page.new_context(context.parent, shared=True)
        return stream_blocks(self.page, [key], self.passed, again)

    def keep(self, key: str, parts: list[Any]) -> None:
        """Keep what a block rendered to where the page shows it first."""
        del self.wanted[key]
        self.parts[key] = parts

    def has_one_place(self, context: Any, key: str) -> bool:
        """Return whether the page can show a block in one place only."""
        if self.places is None:
            blocks = {**context.blocks, ROOT: [self.root]}
            self.places = count_places(blocks, [(ROOT, 0)])
        return self.places.get((key, 0), 0) <= 1


class Parent:
    """What the declarations of a template go on with where it extends another."""

    def __init__(self, context: Any, template: Template) -> None:
        self.root_render_func = context.fragment.go_on(template)


def stream_blocks(
    page: Template, names: Sequence[str], passed: Container[str], context: Any
) -> Any:
    """Do what a root function does, for blocks of ``page``, on a context of it."""
    if is_one(names) and not get_facts(page.root_render_func)["declares"]:
        return get_block(context, block_key(names[0]), names[0])(context)
    return Fragment(page, names, passed).run(context)


def is_one(names: Sequence[str]) -> bool:
    """Return whether what is wanted is one block as it is."""
    return len(names) == 1 and not isinstance(names[0], OobBlock)


def get_block(context: Context, key: str, name: str) -> Any:
    """Return the function of a block, the youngest child's."""
    versions = context.blocks.get(key)
    if not versions:
        raise BlockDoesNotExist(context.name, name, get_names(context.blocks))
    if len(versions) == 1 and key in get_facts(versions[0])["required"]:
        raise TemplateRuntimeError(f"Required block {key!r} not found")
    return versions[0]


def run_nothing(context: Context) -> Iterator[Any]:
    yield from ()
