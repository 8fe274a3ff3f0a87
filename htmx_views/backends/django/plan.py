"""Render blocks of a page by what it has been cut down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from weakref import WeakKeyDictionary

from django.template import Context, Template
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

from htmx_views.backends.django.cut import Cut
from htmx_views.backends.django.internals import (
    TemplateLike,
    blocks_of,
    extends_node,
    has_literal_parent,
    is_passed,
    partials_of,
    set_blocks,
    show_at_its_line,
)
from htmx_views.backends.django.nodes import FRAGMENT_KEY, Fragment
from htmx_views.backends.django.walk import Key
from htmx_views.blocks import BlockDoesNotExist, block_key, join_blocks

#: How many plans a template keeps: more only arise where its parents vary, or the
#: blocks that are asked for.
MAX_PLANS = 64

Templates: TypeAlias = "tuple[Template, ...]"


class Plan:
    """What has to run for some blocks of a template with its parents."""

    def __init__(self, family: Sequence[Template], names: Sequence[str]) -> None:
        keys = keys_of(family)
        self.keys = [find_key(name, keys, family[0].name) for name in names]
        cut = Cut(family, dict(zip(self.keys, names, strict=True)))
        self.nodelist = cut.nodelist
        self.local_names = cut.local_names
        blocks = blocks_of(family) if len(family) > 1 else {}
        #: The definitions of each block as Django keeps them for a family.
        self.stacks = {name: nodes[::-1] for name, nodes in blocks.items()}

    def render(self, context: Context) -> list[str]:
        """Return what each of the blocks shows."""
        if self.stacks:
            set_blocks(context, self.stacks)
        given = self.local_names and {
            name for name in self.local_names if is_passed(name, context)
        }
        fragment = context.render_context[FRAGMENT_KEY] = Fragment(given, {})
        for node in self.nodelist:
            node.render_annotated(context)
        return [fragment.output[key] for key in self.keys]


#: The plans of each template. They hold nodes, but never the template: they go with it.
_plans: WeakKeyDictionary[Template, dict[tuple[object, ...], Plan]] = (
    WeakKeyDictionary()
)


def plan_for(family: Templates, names: tuple[str, ...]) -> Plan:
    """Return the plan for some blocks: made once, kept with the template."""
    page, *parents = family
    plans = _plans.get(page)
    if plans is None:
        plans = _plans[page] = {}
    key = (names, *parents)
    plan = plans.get(key)
    if plan is None:
        plan = Plan(family, names)
        if len(plans) >= MAX_PLANS:
            plans.clear()
        plans[key] = plan
    return plan


def keys_of(family: Sequence[Template]) -> dict[str, Key]:
    """Return what stands for each block and partial; a block of two with one name."""
    partials = partials_of(family)
    keys: dict[str, Key] = {name: name for name in blocks_of(family)}
    return {name: id(part.nodelist) for name, part in partials.items()} | keys


def find_key(name: str, keys: dict[str, Key], template_name: str | None) -> Key:
    """Return the key of ``name`` itself, else of the first of its twins."""
    if name in keys:
        return keys[name]
    for known, key in keys.items():
        if block_key(known) == block_key(name):
            return key
    raise BlockDoesNotExist(template_name, name, keys)


def known_family(page: Template) -> tuple[Templates, bool]:
    """
    Return a template and its parents, as far as they are named by strings.

    The second value tells whether these are all.
    """
    family = [page]
    context = Context()
    context.template = page
    while (extends := extends_node(family[-1])) is not None:
        if not has_literal_parent(extends):
            return tuple(family), False
        family.append(extends.get_parent(context))
    return tuple(family), True


class BlocksTemplate(TemplateLike):
    """A template that renders some blocks of a page, which is another template."""

    def __init__(self, page: Template, names: Sequence[str]) -> None:
        super().__init__(page)
        self.page = page
        self.names = tuple(names)

    def render_bound(self, context: Context) -> SafeString:
        family = [self.page]
        extends = None
        try:
            while (extends := extends_node(family[-1])) is not None:
                family.append(extends.get_parent(context))
            if template_rendered.receivers:
                for template in (self, *family[1:]):
                    template_rendered.send(template, template=template, context=context)
            parts = plan_for(tuple(family), self.names).render(context)
        except Exception as error:
            show_at_its_line(error, family, extends)
            raise
        return SafeString(join_blocks(self.names, parts))
