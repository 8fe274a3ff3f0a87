"""Read the attributes in which a view names blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from htmx_views.blocks import block_key

# Not Sequence[str], which a bare string is as well.
BlockNames = list[str] | tuple[str, ...]
FragmentBlocks = BlockNames | Mapping[str, BlockNames | None]
OobBlocks = BlockNames | Mapping[str, str]
DeferredBlocks = BlockNames | Mapping[str, str]


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
