"""What compiled templates call while they declare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from jinja2.utils import internalcode

from htmx_views.backends.jinja2.blocks import Parent as Parent
from htmx_views.backends.jinja2.blocks import get_block
from htmx_views.backends.jinja2.blocks import read as read
from htmx_views.backends.jinja2.family import Refusal, Version, count_places, get_facts
from htmx_views.backends.jinja2.internals import get_module as get_module
from htmx_views.blocks import BlockRefused


@internalcode
def show(context: Any, version: Version, lineno: int, escapes: bool) -> bool:
    """
    Run what the page shows here, if a wanted block is or shows in it.

    Return whether all are found, so that nothing else has to run.
    """
    fragment = context.fragment
    name, depth = version
    functions = context.blocks.get(name, ())[depth:]
    is_wanted = functions and not depth and name in fragment.wanted
    if escapes and not context.eval_ctx.autoescape:
        # What super() returns is no Markup here, but the template escapes it.
        around = "an expression that escapes it"
        refuse(context, [version], (context.name, around, lineno))
    if is_wanted:
        fragment.keep(name, list(get_block(context, name, name)(context)))
    is_around = functions and name in get_facts(functions[0])["shows"]
    if is_around and get_wanted(context, [version]):
        if is_wanted and fragment.changes:
            # It would change things twice.
            around = f"{{% block {name} %}}, asked for as well,"
            refuse(context, [version], (context.name, around, lineno))
        # It is a generator, which yields nothing.
        list(functions[0].__globals__[f"declare_block_{name}"](context))
    return not fragment.wanted


def get_super(context: Any, name: str, block: Any, depth: int) -> Version:
    """Return the version of a block that ``super`` shows in ``block``."""
    return name, context.blocks[name].index(block) + depth


def get_wanted(context: Any, versions: Iterable[Version]) -> list[str]:
    """Return the wanted blocks that show where ``versions`` do."""
    wanted = context.fragment.wanted
    shown = count_places(context.blocks, versions)
    return [key for key, depth in shown if not depth and key in wanted]


def get_branch(
    context: Any,
    branches: Sequence[Sequence[Version]],
    declares: bool,
    refusal: Refusal,
) -> int | None:
    """
    Return which branch of an ``if`` to run, whatever the conditions say.

    None is for them to say: a block that shows elsewhere as well may not show here, and
    what other blocks see must not be declared in vain.
    """
    fragment = context.fragment
    for index, versions in enumerate(branches):
        for key in get_wanted(context, versions):
            is_free = not declares or len(fragment.wanted) == 1
            if is_free and fragment.has_one_place(context, key):
                return index
            fragment.conditions[key] = refusal
            return None
    return None


def has_turn(context: Any, versions: Sequence[Version], refusal: Refusal) -> bool:
    """Return whether to run one turn of a loop, for a block in it."""
    fragment = context.fragment
    wanted = get_wanted(context, versions)
    if not all(fragment.has_one_place(context, key) for key in wanted):
        refuse(context, versions, refusal)
    return bool(wanted)


def passes(context: Any, name: str, versions: Iterable[Version]) -> bool:
    """Return whether the view passes a name that the page defines around a block."""
    return name in context.fragment.passed and bool(get_wanted(context, versions))


def get_local(context: Any, name: str) -> Any:
    """Return what the view passes under a name that the page defines locally."""
    if name in context.fragment.passed:
        return context.fragment.data[name]
    return context.look_up(name)


def refuse(context: Any, versions: Iterable[Version], refusal: Refusal) -> None:
    """Refuse the wanted blocks that show where ``versions`` do."""
    template_name, around, lineno = refusal
    for key in get_wanted(context, versions):
        name = context.fragment.wanted[key]
        raise BlockRefused(template_name, name, around, lineno)
