"""What a view gives to a request, and why: decided once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest

from htmx_views.requests import (
    FRAGMENT_RULES,
    VARY_ON,
    VARY_ON_TARGET,
    fragment_rule,
    target_id,
)
from htmx_views.views.deferred import placeholder_id
from htmx_views.views.names import check_block_names, check_targets, find_target


class Choice(NamedTuple):
    """What a request gets; everything else reads it."""

    #: The rule: one of those of ``fragment_rule()``, ``"RENDER_BLOCKS"`` where the view
    #: itself put that into the context, or ``"part"`` where a part answers.
    rule: str
    #: The bare id of the element that htmx swaps into.
    target: str | None
    #: The blocks; ``None`` for the page.
    blocks: tuple[str, ...] | None
    #: The request headers that this depends on.
    vary_on: tuple[str, ...]
    #: The targets that the view maps to blocks; ``None`` where it has no mapping.
    targets: tuple[str, ...] | None = None

    @property
    def is_fragment(self) -> bool:
        """Whether the request wants a fragment, whichever blocks that has."""
        return self.rule in FRAGMENT_RULES

    @property
    def reason(self) -> str:
        """The rule, or what a request for a fragment gets the page for."""
        if self.blocks is not None or not self.is_fragment:
            return self.rule
        if self.targets is None:
            return "no blocks"
        is_known = find_target(self.target, self.targets) is not None
        return "page" if is_known else "unknown target"


#: What the page gets around the answer of its part.
PART_CHOICE = Choice("part", None, None, VARY_ON + VARY_ON_TARGET)


def choose(
    view: object, request: HttpRequest, listed: Any, deferred: Collection[str]
) -> Choice:
    """
    Return what ``view`` gives to ``request``.

    ``listed`` are its ``fragment_blocks``; each block of ``deferred`` has a target of
    its own.
    """
    target = target_id(request)
    targets = check_targets(view, listed) if isinstance(listed, Mapping) else None
    key = None if targets is None else find_target(target, targets)
    # Of boosted links only those get blocks whose target is named.
    rule = fragment_rule(request, boosted=key not in (None, "*"))
    varies_on_target = targets is not None or deferred
    vary_on = VARY_ON + VARY_ON_TARGET if varies_on_target else VARY_ON
    choice = Choice(rule, target, None, vary_on, targets)
    if not choice.is_fragment:
        return choice
    for block in deferred:
        if target == placeholder_id(block):
            return choice._replace(blocks=(block,))
    if targets is None:
        attribute, names = "fragment_blocks", listed
        expected = ", or a mapping from target id to such a list"
    else:
        attribute, expected = f"fragment_blocks[{key!r}]", ""
        names = None if key is None else listed[key]
    if names is None:
        return choice
    names = check_block_names(view, attribute, names, or_mapping=expected)
    return choice._replace(blocks=tuple(names))
