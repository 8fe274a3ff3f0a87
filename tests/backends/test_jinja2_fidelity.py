"""A block alone is, byte for byte, what it is on the page: for any templates."""

from __future__ import annotations

import os
import re
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jinja2 import nodes
from jinja2.utils import missing

from htmx_views.backends.jinja2.blocks import run_nothing
from htmx_views.backends.jinja2.syntax import DECLARATIONS
from htmx_views.blocks import BlockRefused
from tests.backends.jinja2_engine import make_engine
from tests.backends.jinja2_families import (
    PAGE,
    Family,
    Writer,
    families,
    slices,
    without_numbers,
)

#: A search looks for new faults; without one the same examples guard against old ones.
IS_SEARCH = "FIDELITY_EXAMPLES" in os.environ
#: 10,000 take a quarter of an hour and more: ask for them before a release.
EXAMPLES = int(os.environ.get("FIDELITY_EXAMPLES", "300"))


def check_family(family: Family, tally: Counter[str] | None = None) -> None:
    """
    Hold every block, and all of them at once, against the page's slices.

    ``tally`` counts the blocks, and those that are refused.
    """
    tally = Counter() if tally is None else tally
    template = make_engine(**family.options()).get_template(PAGE)
    expected = slices_of_blocks(
        template.render(family.context(hidden=True, touched=[]))
    )
    tally["blocks"] += len(expected)
    for name, on_page in [*expected.items()]:
        for hidden in (True, False):
            touched: list[str] = []
            context = family.context(hidden=hidden, touched=touched)
            try:
                alone = template.render({**context, "RENDER_BLOCKS": [name]})
            except BlockRefused:
                tally["refused"] += hidden
                expected.pop(name, None)
                continue

            assert without_numbers(alone) == without_numbers(on_page), name
            shown = set(re.findall("«(\\w+)@", alone))
            # What is captured in a variable is run for what it declares.
            assert set(touched) <= shown or family.captured, name
            assert "outside" not in touched, name
    context = family.context(hidden=True, touched=[])
    together = template.render({**context, "RENDER_BLOCKS": [*expected]})

    assert without_numbers(together) == without_numbers("".join(expected.values()))


def slices_of_blocks(page: str) -> dict[str, str]:
    """Return the slices by block. Of its versions the youngest is the block."""
    youngest: dict[str, str] = {}
    found = slices(page)
    for template in ("layout.html", "section.html", "page.html"):
        for version, text in found.items():
            block, _, defined_in = version.partition("@")
            if defined_in == template:
                youngest[block] = text
    return youngest


# To shrink a family takes minutes.
QUICKLY = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@QUICKLY
@given(family=families())
def test_a_block_alone_is_what_it_is_on_the_page(family: Family) -> None:
    check_family(family)


@pytest.mark.slow
def test_many_blocks_alone_are_what_they_are_on_the_page() -> None:
    tally: Counter[str] = Counter()

    @settings(QUICKLY, max_examples=EXAMPLES, derandomize=not IS_SEARCH)
    @given(family=families())
    def search(family: Family) -> None:
        check_family(family, tally)

    search()
    assert tally["refused"] * 5 < tally["blocks"], tally


def leave_out(declaration: type[nodes.Node]) -> dict[str, Any]:
    kept = tuple(each for each in DECLARATIONS if each is not declaration)
    return {"declarations.DECLARATIONS": kept}


#: What the engine does, each time without one thing.
WITHOUT: dict[str, dict[str, Any]] = {
    **{each.__name__: leave_out(each) for each in DECLARATIONS},
    "what leads to a block": {"calls.leads": lambda *args: False},
    "the branch of a block": {"calls.get_branch": lambda *args: None},
    "what conditions say": {"blocks.Fragment.has_one_place": lambda *args: True},
    "the turn of a loop": {"calls.has_turn": lambda *args: False},
    "the names of a loop": {"calls.get_local": lambda context, name: missing},
    "super": {"calls.get_super": lambda context, name, block, depth: (name, 99)},
    "refusals": {"calls.refuse": lambda *args: None},
    "turns that change something": {"declarations.changes_something": lambda node: 0},
    "parents": {"blocks.Fragment.go_on": lambda *args: run_nothing},
    "with": {"declarations.DeclarationWriter.declare_With": lambda *args: None},
    "autoescape": {
        "declarations.DeclarationWriter.declare_ScopedEvalContextModifier": (
            lambda self, node, frame: self.visit_Scope(nodes.Scope(node.body), frame)
        )
    },
    "scoped": {"declarations.DeclarationWriter.derive_context": lambda *args: None},
    "blocks in blocks": {"blocks.Fragment.record": lambda *args: None},
    "what blocks show": {"syntax.get_item": lambda node: None},
}


@pytest.mark.mutation
@pytest.mark.parametrize("changes", WITHOUT.values(), ids=WITHOUT)
def test_without_any_one_thing_it_is_not(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, change in changes.items():
        monkeypatch.setattr(f"htmx_views.backends.jinja2.{name}", change)

    assert not holds()


def holds() -> bool:
    try:
        for seed in range(3000):
            check_family(Writer(Random(seed)).write())
    except Exception:
        return False
    return True
