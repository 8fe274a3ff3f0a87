"""Names of blocks, as the attributes of a view list them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.core.exceptions import ImproperlyConfigured

from htmx_views.blocks import block_key

# Not Sequence[str], which a bare string is as well.
BlockNames = list[str] | tuple[str, ...]
FragmentBlocks = BlockNames | Mapping[str, BlockNames]


def check_block_names(
    view: object, attribute: str, names: object, *, or_mapping: bool = False
) -> BlockNames:
    """Return ``names`` if they are a list; raise ``ImproperlyConfigured`` if not."""
    if isinstance(names, (list, tuple)) and all(
        isinstance(name, str) for name in names
    ):
        return names
    expected = "must be a list of block names"
    if or_mapping:
        expected += ", or a mapping from target id to such a list"
    raise ImproperlyConfigured(
        f"{type(view).__qualname__}.{attribute} {expected}, not {names!r}."
        + (f" Write [{names!r}]." if isinstance(names, str) else "")
    )


def is_among(name: str, names: Collection[str]) -> bool:
    """Return whether ``name`` is one of ``names``; ``a-b`` and ``a_b`` are one."""
    return block_key(name) in map(block_key, names)
