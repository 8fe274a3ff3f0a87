"""Tell what is known of a template and its parents before anything renders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from django.template import Context, Template

from htmx_views.backends.django.internals import (
    blocks_of,
    extends_node,
    has_literal_parent,
    partials_of,
)
from htmx_views.backends.django.walk import Key
from htmx_views.blocks import BlockDoesNotExist, block_key

Templates: TypeAlias = "tuple[Template, ...]"


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
