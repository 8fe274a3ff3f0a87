"""Write what was measured into the documentation."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs/explanation/benchmarks.md"
BEGIN, END = "<!-- benchmarks: begin -->\n", "<!-- benchmarks: end -->\n"
HEAD = "| who | ratio to the limit | spread | promised |\n|---|---|---|---|\n"
PACKAGES = ("Django", "Jinja2", "django-render-block", "jinja2-fragments")


def write(page: Path, groups: Mapping[str, Sequence[Any]]) -> None:
    """Replace what stands between the two marks of ``page``."""
    before, _, rest = page.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{table(groups)}\n{END}{after}")


def table(groups: Mapping[str, Sequence[Any]]) -> str:
    """Return a table for each group, in Markdown, behind when and with what it ran."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = f"{date.today()}, Python {platform.python_version()}, {versions}.\n"
    for group, results in groups.items():
        ordered = sorted(results, key=lambda each: float(each.extra_info["ratio"]))
        rows = "".join(map(row, ordered))
        text += f"\n## {group[0].upper()}{group[1:]}\n\n{HEAD}{rows}"
    return text


def row(result: Any) -> str:
    """Return the row of one way of doing it: ratios by fastest rounds, no seconds."""
    stats, info = result.stats, result.extra_info
    # Half of the rounds lie so far apart, relative to the one in the middle.
    spread = f"{stats.iqr / stats.median:.0%}"
    if info["is_limit"]:
        promised = "the limit"
    elif info["wrong"]:
        promised = f"**wrong result**: {info['wrong']}"
    elif info["bound"]:
        verdict = "holds" if info["ratio"] <= info["bound"] else "**missed**"
        promised = f"≤ {info['bound']:.3g}: {verdict}"
    else:
        promised = ""
    return f"| {info['who']} | {info['ratio']:.2f} | {spread} | {promised} |\n"
