"""
One table of all that was measured: ``python -m pytest tests/benchmarks``.

``--write`` puts it into the documentation as well, with today's date.

Each test measures one way of doing one thing. All ways of the same thing stand in one
group, and each is told as a ratio to the fastest round of the group's ``limit``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.page import PAGE, write

Measure = Callable[..., Any]

#: Who is measured, in the words of the table.
OURS = "htmx_views"


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """
    Return a function that measures a callable and puts it into the table.

    ``group`` says what is done, ``who`` does it; one of a group is its ``limit``.
    ``bound`` is the ratio to the limit that is promised, ``wrong`` says what is wrong
    with the result of a peer. What the callable returns is returned.
    """

    def measure(
        group: str,
        who: str,
        function: Callable[[], Any],
        *,
        limit: bool = False,
        bound: float | None = None,
        wrong: str | None = None,
        rounds: int | None = None,
    ) -> Any:
        benchmark.group = group
        benchmark.extra_info.update(who=who, limit=limit, bound=bound, wrong=wrong)
        if rounds is None:
            return benchmark(function)
        return benchmark.pedantic(  # type: ignore[no-untyped-call]
            function, rounds=rounds, warmup_rounds=1
        )

    return measure


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write", action="store_true", help="write the ratios to docs/explanation"
    )


# Behind the plugin's own table of seconds: what one looks for stands last.
@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    session = getattr(config, "_benchmarksession", None)
    groups = defaultdict(list)
    for result in session.benchmarks if session else ():
        if "who" in result.extra_info:
            groups[result.group].append(result)
    if not groups:
        return
    terminalreporter.section("ratios to the limit of each group, by fastest rounds")
    for group, results in groups.items():
        limits = [result for result in results if result.extra_info["limit"]]
        base = limits[0].stats.min if limits else None
        terminalreporter.write_line("")
        terminalreporter.write_line(group)
        for result in sorted(results, key=lambda result: result.stats.min):
            terminalreporter.write_line(row(result, base))
    if config.getoption("--write"):
        write(PAGE, groups)
        terminalreporter.write_line(f"\nwritten to {PAGE}")


def row(result: Any, base: float | None) -> str:
    info = result.extra_info
    ratio = result.stats.min / base if base else None
    cells = [
        f"  {info['who']:<44}",
        f"{result.stats.min * 1e6:>12,.1f} µs",
        f"{ratio:>9.2f} x" if ratio else " " * 11,
    ]
    if info["limit"]:
        cells.append("  the limit")
    if info["bound"] and ratio:
        verdict = "holds" if ratio <= info["bound"] else "MISSED"
        cells.append(f"  promised ≤ {info['bound']} x: {verdict}")
    if info["wrong"]:
        cells.append(f"  WRONG RESULT: {info['wrong']}")
    return "".join(cells)
