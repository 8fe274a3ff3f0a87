"""What a run of the benchmarks writes into the documentation."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.benchmarks import page as benchmarks

ROWS = """\
## A block

| who | ratio to the limit | spread | promised |
|---|---|---|---|
| the bare function | 1.00 | 10% | the limit |
| htmx_views | 1.04 | 50% | ≤ 1.05: holds |
| django-render-block | 2.00 | 0% |  |
| jinja2-fragments | 3.00 | 0% | **wrong result**: no macros |
| htmx_views, the first time | 4.00 | 0% | ≤ 2: **missed** |
"""


def result(who: str, ratio: float, iqr: float = 0, **info: Any) -> SimpleNamespace:
    stats = SimpleNamespace(median=2.0, iqr=iqr)
    defaults = {"is_limit": False, "bound": None, "wrong": None}
    info = {"who": who, "ratio": ratio, **defaults, **info}
    return SimpleNamespace(stats=stats, extra_info=info)


@pytest.fixture(autouse=True)
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    # The peers are installed for the benchmarks alone.
    monkeypatch.setattr(benchmarks, "PACKAGES", ["Django"])


def test_the_tables_are_replaced_and_all_else_stays(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Benchmarks\n{benchmarks.BEGIN}Old.\n{benchmarks.END}The end.\n")
    results = [
        result("htmx_views", 1.04, 1, bound=1.05),
        result("the bare function", 1, 0.2, is_limit=True),
        result("django-render-block", 2),
        result("jinja2-fragments", 3, wrong="no macros"),
        result("htmx_views, the first time", 4, bound=2),
    ]

    benchmarks.write(page, {"a block": results})

    text = page.read_text()
    assert text.startswith(f"# Benchmarks\n{benchmarks.BEGIN}\n20")
    assert text.endswith(f"{ROWS}\n{benchmarks.END}The end.\n")
    assert "Old" not in text


def test_the_page_has_the_marks() -> None:
    text = benchmarks.PAGE.read_text()
    assert text.count(benchmarks.BEGIN) == text.count(benchmarks.END) == 1
