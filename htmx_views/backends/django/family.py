"""Follow a Django template to its parents, and list what they define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.template import Context, Template, TemplateDoesNotExist
from django.template.base import NodeList, TextNode
from django.template.library import SimpleBlockNode
from django.template.loader_tags import BlockNode, ExtendsNode

from htmx_views.blocks import block_key


def extends_node(template: Template) -> ExtendsNode | None:
    """Return the ``{% extends %}`` of a template: only text may precede it."""
    for node in template.nodelist:
        if isinstance(node, ExtendsNode):
            return node
        if not isinstance(node, TextNode):
            return None
    return None


def known_family(template: Template) -> Iterator[Template]:
    """Yield the template and its parents, as far as they are named by strings."""
    context = Context()
    context.template = template
    while True:
        yield template
        extends = extends_node(template)
        if extends is None or getattr(extends.parent_name, "is_var", True):
            return
        try:
            template = extends.get_parent(context)
        except TemplateDoesNotExist:
            return


def known_block_names(template: Template) -> frozenset[str]:
    """Return the names of the blocks and partials of the known family."""
    family = list(known_family(template))
    return frozenset(blocks_of(family)) | frozenset(partials_of(family))


def blocks_of(family: Sequence[Template]) -> dict[str, list[BlockNode]]:
    """Return the definitions of each block, the most derived one first."""
    blocks: dict[str, list[BlockNode]] = {}
    for template in family:
        nodes: list[Any] = template.nodelist.get_nodes_by_type(BlockNode)
        for node in nodes:
            blocks.setdefault(node.name, []).append(node)
    for template in family:
        for node in wrapped_blocks(template.nodelist):
            blocks.setdefault(node.name, [node])
    return blocks


def wrapped_blocks(nodelist: NodeList) -> Iterator[Any]:
    """Yield the blocks inside simple block tags: there Django knows of none."""
    wrappers: list[Any] = nodelist.get_nodes_by_type(SimpleBlockNode)
    for wrapper in wrappers:
        yield from wrapper.nodelist.get_nodes_by_type(BlockNode)
        yield from wrapped_blocks(wrapper.nodelist)


def partials_of(family: Sequence[Template]) -> dict[str, Any]:
    """Return the partials (Django 6) of a family, the most derived one of each name."""
    partials: dict[str, Any] = {}
    for template in family:
        for name, partial in (
            getattr(template, "extra_data", {}).get("partials", {}).items()
        ):
            partials.setdefault(name, partial)
    return partials


def find_name(name: str, *known: Iterable[str]) -> str | None:
    """Return ``name`` as a template writes it: itself, else the first of its twins."""
    names = list(chain(*known))
    if name in names:
        return name
    return next((twin for twin in names if block_key(twin) == block_key(name)), None)
