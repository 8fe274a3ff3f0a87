"""
Measure which slips in a project ``manage.py check`` finds, and under which id.

These are slips that the check must find, each by its very id, in both languages. What
nobody knows beforehand how to find, if at all, is in ``tests/shop``.

Each slip is made in a copy of the example site of its own, and the site's own
``manage.py check`` looks at it::

    python -m tests.mutations
    python -m tests.mutations "mixin"    # those with this word in their name
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.slips import SLIPS, Slip

ROOT = Path(__file__).resolve().parent.parent
IGNORED = shutil.ignore_patterns("*.sqlite3*", "__pycache__", "staticfiles")
WORKERS = 2


class Outcome(NamedTuple):
    """What the checks said of a slip."""

    slip: Slip
    found: set[str]
    output: str

    @property
    def is_found(self) -> bool:
        return self.slip.id in self.found


def check(site: Path) -> tuple[set[str], str]:
    """Return the ids of the findings about a site, and all that was printed."""
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    result = subprocess.run(
        [sys.executable, "-W", "ignore", str(site / "manage.py"), "check"],
        env={
            **os.environ,
            "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": "monsters.settings",
            "DJANGO_DEBUG": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    output = result.stdout + result.stderr
    found = re.findall(r"\(htmx_views\.(\w+)\)|(ImproperlyConfigured)", output)
    return {id or error for id, error in found}, output


def try_slip(slip: Slip) -> Outcome:
    """Make a slip in a copy of the site, and return what the checks say."""
    with tempfile.TemporaryDirectory() as directory:
        site = copy_site(Path(directory))
        slip.make(site / "monsters")
        if "(Django)" in slip.name:
            ask_django_first(site)
        return Outcome(slip, *check(site))


def copy_site(folder: Path) -> Path:
    """Return a copy of the example site."""
    return Path(shutil.copytree(ROOT / "examples", folder / "examples", ignore=IGNORED))


def ask_django_first(site: Path) -> None:
    """Let the second engine be the first: the templates of both have the same names."""
    settings = site / "monsters/settings.py"
    settings.write_text(f"{settings.read_text()}\nTEMPLATES.reverse()\n")


def try_slips(slips: list[Slip]) -> list[Outcome]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(try_slip, slips))


def report(outcomes: list[Outcome]) -> str:
    lines = [
        f"{'found ' if outcome.is_found else 'MISSED'} {outcome.slip.id} "
        f"{outcome.slip.name}"
        for outcome in outcomes
    ]
    found = sum(outcome.is_found for outcome in outcomes)
    lines.append(f"{found} of {len(outcomes)} slips found.")
    return "\n".join(lines)


def main(words: list[str]) -> int:
    found, output = check(ROOT / "examples")
    if found:
        sys.stdout.write(f"The site itself is at fault:\n{output}\n")
        return 1
    slips = [slip for slip in SLIPS if all(word in slip.name for word in words)]
    outcomes = try_slips(slips)
    sys.stdout.write(report(outcomes) + "\n")
    return int(not all(outcome.is_found for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
