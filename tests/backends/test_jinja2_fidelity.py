"""A block alone is, byte for byte, what it is on the page: for any templates."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from htmx_views.blocks import BlockRefused
from tests.backends.jinja2_engine import make_engine
from tests.backends.jinja2_families import (
    PAGE,
    Family,
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
