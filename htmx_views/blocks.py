"""Name the blocks of a template: what the engines and the views share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django.template import TemplateDoesNotExist

#: The context key under which a view lists the blocks that it wants rendered.
RENDER_BLOCKS = "RENDER_BLOCKS"

#: What separates a template's name from a block's, as in ``"list.html#rows"``.
ADDRESS_SEPARATOR = "#"


class BlockDoesNotExist(TemplateDoesNotExist):
    """
    A block was asked for that neither the template nor its parents define.

    ``template_name``, ``block_name`` and ``block_names`` (those that exist) are
    kept as attributes.
    """

    def __init__(
        self, template_name: str | None, block_name: str, block_names: Iterable[str]
    ) -> None:
        self.template_name = template_name
        self.block_name = block_name
        self.block_names = sorted(block_names)
        self.message = (
            f"Template {template_name!r} has no block {block_name!r}."
            f"{did_you_mean(block_name, self.block_names)} "
            + (
                f"Its blocks are: {', '.join(map(repr, self.block_names))}."
                if self.block_names
                else "It has no blocks."
            )
        )
        super().__init__(self.message)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return " Did you mean …?" with the nearest of ``names``, or nothing."""
    nearest = get_close_matches(name, list(names), n=1)
    return f" Did you mean {nearest[0]!r}?" if nearest else ""


def pop_render_blocks(context: Mapping[str, Any] | None) -> list[str] | None:
    """Return the block names that the view put into ``context``, checked."""
    if context is None or RENDER_BLOCKS not in context:
        return None
    value = context[RENDER_BLOCKS]
    if value is None:
        return None
    if isinstance(value, str):
        raise TypeError(
            f"{RENDER_BLOCKS} must be a sequence of block names, but it is the "
            f"string {value!r}. Write [{value!r}]."
        )
    return list(value)
