"""Check the blocks that a view names against those that its template has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.checks import CheckMessage

from htmx_views.blocks import block_key
from htmx_views.checks.facts import Block
from htmx_views.checks.findings import finding, place, quoted
from htmx_views.checks.templates import Page
from htmx_views.checks.views import BLOCK_LISTS, ViewFacts
from htmx_views.hints import did_you_mean, nearest

#: What HtmxFormMixin puts into the context of its validation_block.
VALIDATED = "field"


class NamedBlock(NamedTuple):
    """A block's name, and the attribute of the view in which it stands."""

    attribute: str
    name: str


def named_blocks(view: ViewFacts) -> Iterator[NamedBlock | CheckMessage]:
    """Yield each block that ``view`` names, and what is wrong with its attributes."""
    for attribute in BLOCK_LISTS:
        value = view.value(attribute)
        if value is not None and view.is_static(attribute):
            if attribute == "fragment_blocks" and isinstance(value, Mapping):
                for target, blocks in value.items():
                    if not isinstance(target, str):
                        yield _no_string(view, attribute, "target ids", target)
                    yield from _named(view, f"{attribute}[{target!r}]", blocks)
            else:
                yield from _named(view, attribute, value)
    validation_block = view.value("validation_block")
    if validation_block is not None and view.is_static("validation_block"):
        if isinstance(validation_block, str):
            yield NamedBlock("validation_block", validation_block)
        else:
            yield finding(
                "E002",
                view.name,
                "validation_block must be the name of a block, but it is "
                f"{validation_block!r}.",
                "Name one block, which shows one field.",
            )
    if view.is_static("lazy_context"):
        yield from _named_by_context(view)


def _named(
    view: ViewFacts, attribute: str, value: Any
) -> Iterator[NamedBlock | CheckMessage]:
    if attribute in ("oob_blocks", "filter_error_blocks") and isinstance(
        value, Mapping
    ):
        value = [*value]
    if isinstance(value, (list, tuple)) and all(isinstance(n, str) for n in value):
        yield from (NamedBlock(attribute, name) for name in value)
        return
    is_mapping = attribute == "fragment_blocks"
    yield finding(
        "E002",
        view.name,
        f"{attribute} must be a list of block names"
        f"{', or a mapping from target ids to such lists' if is_mapping else ''}, "
        f"but it is {value!r}.",
        f"Write [{value!r}]." if isinstance(value, str) else "Name blocks by strings.",
    )


def _no_string(view: ViewFacts, attribute: str, what: str, key: Any) -> CheckMessage:
    return finding(
        "E002",
        view.name,
        f"{attribute} must be a mapping from {what}, which are strings, but it has the "
        f"key {key!r}.",
        "Name it by a string.",
    )


def _named_by_context(view: ViewFacts) -> Iterator[NamedBlock | CheckMessage]:
    value = view.value("lazy_context") or {}
    if not isinstance(value, Mapping):
        yield finding(
            "E002",
            view.name,
            f"lazy_context must be a mapping from names of the context to methods, but "
            f"it is {value!r}.",
            'Write {"name": "method"}.',
        )
        return
    for name, method in value.items():
        is_missing = isinstance(method, str) and not hasattr(view.view_class, method)
        if is_missing or not (callable(method) or isinstance(method, str)):
            near = nearest(method, dir(view.view_class)) if is_missing else None
            yield finding(
                "E008",
                view.name,
                f"lazy_context[{name!r}] names {method!r}, which is no method of "
                "the view.",
                did_you_mean(near) or "Name a method of the view.",
            )


def check_blocks(
    view: ViewFacts, page: Page, named: list[NamedBlock]
) -> Iterator[CheckMessage]:
    """Yield a finding for each block that ``page`` lacks or cannot render alone."""
    for attribute, name in named:
        if lacks(page, name):
            near = page.blocks.get(block_key(nearest(name, _names(page)) or ""))
            path, line = page.template.path, 1
            if near is not None:
                path, line = near[0].template.path, near[0].line
            yield finding(
                "E001",
                view.name,
                f"{attribute} names the block {name!r}, which the template "
                f"{page.name!r} lacks ({place(path, line)}).",
                blocks_hint(page, name),
            )
        elif block_key(name) in page.blocks:
            yield from _check_bindings(view, page, attribute, name)


def lacks(page: Page, name: str) -> bool:
    """Return whether ``page`` is known to have no block of this name."""
    return block_key(name) not in page.blocks and not page.has_unknown_parent


def blocks_hint(page: Page, name: str) -> str:
    """Say what the block ``name``, which ``page`` lacks, may have been meant to be."""
    names = _names(page)
    return did_you_mean(
        nearest(name, names),
        f"Its blocks are: {quoted(names)}." if names else "It has none.",
    )


def _names(page: Page) -> set[str]:
    return {blocks[0].name for blocks in page.blocks.values()}


def _check_bindings(
    view: ViewFacts, page: Page, attribute: str, name: str
) -> Iterator[CheckMessage]:
    bindings = page.bindings(block_key(name))
    if not bindings:
        return
    known = view.context_names
    if attribute == "validation_block":
        known = known | {VALIDATED}
    for read, (block, line) in _reads(page, block_key(name)).items():
        if read in bindings and read not in known:
            tag = bindings[read].tag
            yield finding(
                "W005",
                view.name,
                f"The block {name!r} reads {read!r}, which only a {{% {tag} %}} around "
                f"it defines ({place(block.template.path, line)}): rendered alone, it "
                "does not find it.",
                f"Put {read!r} into the context of the fragment, or move the "
                f"{{% {tag} %}} (line {bindings[read].line}) into the block.",
            )


def _reads(page: Page, key: str) -> dict[str, tuple[Block, int]]:
    """Return what a block reads, and its parents' as far as it shows them."""
    found: dict[str, tuple[Block, int]] = {}
    for block in page.blocks[key]:
        reads = block.read()
        for name, line in reads.lines.items():
            found.setdefault(name, (block, line))
        if not reads.shows_super:
            break
    return found
