from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.findings import FINDINGS
from tests.mutations import (
    ROOT,
    ask_django_first,
    check,
    copy_site,
    report,
    try_slip,
    try_slips,
)
from tests.slips import SLIPS, Slip


@pytest.mark.parametrize("change", [lambda site: None, ask_django_first])
def test_the_example_site_is_without_fault(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    site = copy_site(tmp_path)
    change(site)

    assert check(site) == (
        set(),
        "System check identified no issues (0 silenced).\n",
    )


@pytest.mark.parametrize("engine", ["Jinja2", "Django"])
def test_a_slip_is_found_in_the_templates_of_either_language(engine: str) -> None:
    [slip] = [each for each in SLIPS if each.name == f"a block renamed ({engine})"]

    outcome = try_slip(slip)

    assert outcome.is_found, outcome.output


@pytest.mark.mutation
def test_the_checks_find_every_slip_they_claim_to_find() -> None:
    outcomes = try_slips(SLIPS)

    assert all(outcome.is_found for outcome in outcomes), report(outcomes)


def test_there_are_at_least_40_kinds_of_slip() -> None:
    kinds = {slip.name.partition(" (")[0] for slip in SLIPS}

    assert len(kinds) >= 40


def test_there_is_a_slip_for_every_finding() -> None:
    assert {slip.id for slip in SLIPS} == {*FINDINGS, "ImproperlyConfigured"}


def test_every_slip_can_be_made() -> None:
    package = ROOT / "examples" / "monsters"

    for slip in SLIPS:
        assert slip.text(package) != (package / slip.file).read_text()


def test_a_slip_that_cannot_be_made_is_an_error() -> None:
    slip = Slip("a slip", "E001", "urls.py", (("no such text", ""),))

    with pytest.raises(LookupError, match=r"a slip: urls\.py has no 'no such text'"):
        slip.text(ROOT / "examples" / "monsters")
