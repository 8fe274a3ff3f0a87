"""The blocks that a view names, and which of them a request gets: decided once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from htmx_views.blocks import block_key
from htmx_views.requests import (
    FRAGMENT_RULES,
    VARY_ON,
    VARY_ON_TARGET,
    fragment_rule,
    target_id,
)
from htmx_views.views.deferred import placeholder_id

# Not Sequence[str], which a bare string is as well.
BlockNames = list[str] | tuple[str, ...]
FragmentBlocks = BlockNames | Mapping[str, BlockNames | None]
OobBlocks = BlockNames | Mapping[str, str]
DeferredBlocks = BlockNames | Mapping[str, str]


#: What ``fragment_blocks`` may be beside a list.
OR_TARGETS = ", or a mapping from target id to such a list"


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
        attribute, names, expected = "fragment_blocks", listed, OR_TARGETS
    else:
        attribute, expected = f"fragment_blocks[{key!r}]", ""
        names = None if key is None else listed[key]
    if names is None:
        return choice
    names = check_block_names(view, attribute, names, or_mapping=expected)
    return choice._replace(blocks=tuple(names))


def check_block_names(
    view: object, attribute: str, names: object, *, or_mapping: str = ""
) -> BlockNames:
    """
    Return ``names`` if they are a list; raise ``ImproperlyConfigured`` if not.

    ``or_mapping`` tells what else the attribute may be.
    """
    if isinstance(names, (list, tuple)) and all(
        isinstance(name, str) for name in names
    ):
        return names
    raise ImproperlyConfigured(
        f"{type(view).__qualname__}.{attribute} must be a list of block names"
        f"{or_mapping}, not {names!r}."
        + (f" Write [{names!r}]." if isinstance(names, str) else "")
    )


def check_oob_blocks(view: object, attribute: str, blocks: object) -> dict[str, str]:
    """Return the swap style of each block that ``blocks`` lists or maps."""
    return _check_mapping(view, attribute, blocks, "swap style", "beforeend", "true")


def check_deferred(view: object, deferred: object) -> dict[str, str]:
    """Return the trigger that fetches each block that ``deferred`` lists or maps."""
    return _check_mapping(view, "deferred", deferred, "trigger", "revealed", "load")


def _check_mapping(
    view: object, attribute: str, blocks: object, kind: str, example: str, default: str
) -> dict[str, str]:
    """Return a text for each block that ``blocks`` maps; lists get the ``default``."""
    if not isinstance(blocks, Mapping):
        expected = f", or a mapping from block to {kind}"
        names = check_block_names(view, attribute, blocks, or_mapping=expected)
        return dict.fromkeys(names, default)
    for block, text in blocks.items():
        if not (isinstance(block, str) and isinstance(text, str) and text):
            raise ImproperlyConfigured(
                f"{type(view).__qualname__}.{attribute} must map names of blocks to "
                f"{kind}s such as {example!r}, not {block!r} to {text!r}."
            )
    return dict(blocks)


def check_targets(view: object, listed: Mapping[Any, object]) -> tuple[str, ...]:
    """Return the targets that ``fragment_blocks`` maps to blocks."""
    for target in listed:
        if not isinstance(target, str):
            raise ImproperlyConfigured(
                f"{type(view).__qualname__}.fragment_blocks must map ids of targets to "
                f"blocks, but it maps {target!r}. Write the id as a string."
            )
    return tuple(listed)


def is_among(name: str, names: Collection[str]) -> bool:
    """Return whether ``name`` is one of ``names``; ``a-b`` and ``a_b`` are one."""
    return block_key(name) in map(block_key, names)


def find_target(target: str | None, keys: Collection[str]) -> str | None:
    """
    Return the key of ``keys`` that stands for ``target``: itself, or a pattern.

    Of the patterns the first one counts, but ``"*"`` last; it stands for everything.
    """
    if target in keys:
        return target
    for key in keys:
        if "*" in key and key != "*" and target is not None:
            pattern = ".*".join(map(re.escape, key.split("*")))
            if re.fullmatch(pattern, target, re.DOTALL):
                return key
    return "*" if "*" in keys else None
