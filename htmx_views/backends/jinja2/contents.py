"""Tell which blocks the parts of a template's syntax tree show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from jinja2 import nodes

#: The filters of one filter block in their order, each with its arguments.
Filters: TypeAlias = "list[tuple[str, list[Any], dict[str, Any]]]"


def outer_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks in ``node`` that stand in no other block of it."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from outer_blocks(child)


def get_contents(template: nodes.Template) -> dict[str, list[str | int]]:
    """
    Return for each block what it shows: names of blocks, and depths of ``super``.

    ``super()`` has depth 1, ``super.super()`` depth 2. Blocks that show neither are
    left out.
    """
    contents: dict[str, list[str | int]] = {}
    for block in template.find_all(nodes.Block):
        shown = list(_shown_in(block))
        if shown:
            contents[block.name] = shown
    return contents


def _shown_in(node: nodes.Node) -> Iterator[str | int]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child.name
        elif depth := _super_depth(child):
            yield depth
        else:
            if name := called_block(child):
                yield name
            # In "super is defined" nothing is shown.
            if not isinstance(child, nodes.Test):
                yield from _shown_in(child)


def _super_depth(node: nodes.Node) -> int:
    depth = 1
    while isinstance(node, nodes.Getattr) and node.attr == "super":
        node = node.node
        depth += 1
    return depth if _is_name(node, "super") else 0


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def called_block(node: nodes.Node) -> str | None:
    """
    Return the name in ``self.name``, by which a template shows a block again.

    A name that is computed, as in ``self[name]``, is not followed.
    """
    if isinstance(node, nodes.Getattr) and _is_name(node.node, "self"):
        return node.attr
    if isinstance(node, nodes.Getitem) and _is_name(node.node, "self"):
        name = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return name if isinstance(name, str) else None
    return None


def get_filters(template: nodes.Template) -> dict[str, list[Filters]]:
    """
    Return the filter blocks around each block, the innermost one first.

    They are followed up to the block around it. Blocks without any are left out.
    """
    found: dict[str, list[Filters]] = {}

    def walk(node: nodes.Node, around: list[Filters]) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.FilterBlock):
                filters = _literal_filters(child.filter)
                walk(child, [filters, *around] if filters else around)
            elif isinstance(child, nodes.Block):
                if around:
                    found[child.name] = around
                walk(child, [])
            else:
                walk(child, around)

    walk(template, [])
    return found


def _literal_filters(node: nodes.Expr | None) -> Filters:
    """Return the filters of a filter block, or none if an argument is no literal."""
    filters: Filters = []
    while isinstance(node, nodes.Filter):
        arguments = [*node.args, *(pair.value for pair in node.kwargs)]
        if node.dyn_args or node.dyn_kwargs:
            return []
        if not all(isinstance(argument, nodes.Const) for argument in arguments):
            return []
        args = [argument.as_const() for argument in node.args]
        kwargs = dict(pair.as_const() for pair in node.kwargs)
        filters.insert(0, (node.name, args, kwargs))
        node = node.node
    return filters
