"""
One table of all that was measured: ``python -m pytest tests/benchmarks``.

``--write`` puts it into the documentation as well, with today's date.

Each test measures one way of doing one thing. All ways of the same thing stand in one
group. Its limit is the least that does it: each other way runs in turn with that, so
that both have the same machine, and is told as the ratio of their fastest rounds. A
test fails where the ratio is greater than what is promised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.page import PAGE, write

Measure = Callable[..., Any]

#: Who is measured, in the words of the table.
OURS = "htmx_views"
#: For how long a way and its limit are measured, in seconds, and how often at most.
DURATION, MOST_ROUNDS = 2, 5000
#: How many times as long it may go on until what is promised holds.
MORE = 4


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """
    Return a function that measures a callable and puts it into the table.

    ``group`` says what is done, ``who`` does it. ``limit`` is what it is measured next
    to; a group's limit itself has none. ``bound`` is the ratio that is promised,
    ``wrong`` says what is wrong with the result of a peer. What the callable returns is
    returned.
    """

    def measure(
        group: str,
        who: str,
        function: Callable[[], Any],
        *,
        limit: Callable[[], Any] | None = None,
        bound: float | None = None,
        wrong: str | None = None,
        rounds: int | None = None,
    ) -> Any:
        limits = []

        def run_limit() -> None:
            if limit is not None:
                limits.append(seconds(limit))

        if rounds is None:
            function()
            once = seconds(function) + (seconds(limit) if limit else 0)
            rounds = min(max(int(DURATION / once), 5), MOST_ROUNDS)
        benchmark.group = group
        result = benchmark.pedantic(  # type: ignore[no-untyped-call]  # no types
            function, setup=run_limit, rounds=rounds, warmup_rounds=1
        )
        stats: Any = benchmark.stats
        fastest, least = stats.stats.min, min(limits, default=stats.stats.min)
        # The fastest rounds of both may be yet to come, on a busy machine.
        for _ in range(rounds * MORE):
            if limit is None or bound is None or fastest <= bound * least:
                break
            least = min(least, seconds(limit))
            fastest = min(fastest, seconds(function))
        ratio = fastest / least
        benchmark.extra_info.update(
            who=who, ratio=ratio, is_limit=limit is None, bound=bound, wrong=wrong
        )
        assert bound is None or ratio <= bound, f"{who}: {ratio:.3f}, not ≤ {bound}"
        return result

    return measure


def seconds(function: Callable[[], Any]) -> float:
    start = perf_counter()
    function()
    return perf_counter() - start


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
        terminalreporter.write_line("")
        terminalreporter.write_line(group)
        for result in sorted(results, key=lambda result: result.extra_info["ratio"]):
            terminalreporter.write_line(row(result))
    if config.getoption("--write"):
        write(PAGE, groups)
        terminalreporter.write_line(f"\nwritten to {PAGE}")


def row(result: Any) -> str:
    info = result.extra_info
    cells = [
        f"  {info['who']:<60}",
        f"{result.stats.min * 1e6:>12,.1f} µs",
        f"{info['ratio']:>9.2f} x",
    ]
    if info["is_limit"]:
        cells.append("  the limit")
    if info["bound"]:
        verdict = "holds" if info["ratio"] <= info["bound"] else "MISSED"
        cells.append(f"  promised ≤ {info['bound']:.3g} x: {verdict}")
    if info["wrong"]:
        cells.append(f"  WRONG RESULT: {info['wrong']}")
    return "".join(cells)
