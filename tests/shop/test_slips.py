from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shop.slips import ONLY_2, SLIPS, VARIATIONS, Change

ROOT = Path(__file__).resolve().parents[2]


def measure(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.shop", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.mutation
def test_what_check_client_and_site_find_of_the_slips() -> None:
    result = measure()

    *_, slips, variations = (
        line for line in result.stdout.splitlines() if " of " in line and "(" in line
    )
    assert slips.startswith("slips: 168 of 178 ")
    assert variations.startswith("variations: 0 of 72 ")


def test_a_slip_is_found_and_a_variation_is_not() -> None:
    result = measure("renamed", "spinner")

    assert "client the spinner renamed: ContractError: C006" in result.stdout
    assert "slips: 1 of 1 (check 0, client 1, site 0)" in result.stdout
    result = measure("no swap style")
    assert "variations: 0 of 1 (check 0, client 0, site 0)" in result.stdout


def test_there_are_enough_of_them() -> None:
    names = [change.name for change in [*SLIPS, *VARIATIONS]]

    assert len(SLIPS) >= 120
    assert len(VARIATIONS) >= 60
    assert len(names) == len({*names})
    assert {*ONLY_2} <= {*names}


@pytest.mark.parametrize("change", [*SLIPS, *VARIATIONS], ids=lambda each: each.name)
def test_every_change_can_be_made(change: Change, tmp_path: Path) -> None:
    shop = ROOT / "tests" / "shop"
    path = shop if change.file.endswith(".py") else shop / "jinja2" / "shop"

    assert change.old in (path / change.file).read_text()
    assert change.new != change.old


def test_a_change_that_cannot_be_made_is_an_error() -> None:
    change = Change("a slip", "views.py", "no such text", "")

    with pytest.raises(LookupError, match=r"a slip: views\.py has no 'no such text'"):
        change.make(ROOT / "tests" / "shop")
