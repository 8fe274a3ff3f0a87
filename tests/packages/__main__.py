"""
Try the library with software that nobody here wrote.

    python -m tests.packages [--write] [NAME…]

Each module of ``trials`` is a small project with one package in it, and runs in a
process of its own. Prints what was tried as a table; ``--write`` puts it into
docs/. Needs the extra ``dev`` and the dependency group ``packages``, of which the
tests themselves need nothing.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/explanation/packages.md"
BEGIN, END = "<!-- packages: begin -->\n", "<!-- packages: end -->\n"
HEAD = "| package | version | what was tried | result |\n|---|---|---|---|\n"
#: What begins the result of a trial that finds something else than it says.
FAILS = "fails"
#: The trials by their names, which are those of the packages.
TRIALS = {
    path.stem.replace("_", "-"): path
    for path in sorted(Path(__file__).with_name("trials").glob("[a-z]*.py"))
}


def read_trial(name: str) -> tuple[str, str]:
    """
    Return what the trial ``name`` tries, and what it finds where all is as ever.

    Read, not imported: a package that does not import gets its row all the same.
    """
    module = ast.parse(TRIALS[name].read_text())
    results = [
        node.value
        for node in module.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RESULT"
    ]
    return ast.get_docstring(module) or "", ast.literal_eval(results[0])


def row(name: str) -> tuple[str, bool]:
    """Run the trial ``name``; return its row, and whether it found what it says."""
    try:
        installed = version(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is missing: install the group 'packages'.") from None
    tried, result = read_trial(name)
    with TemporaryDirectory() as folder:
        # What a trial writes goes with it.
        trial = subprocess.run(
            [sys.executable, "-m", "tests.packages.trial", TRIALS[name].stem],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": "examples", "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    if trial.returncode:
        sys.stderr.write(trial.stdout + trial.stderr)
        result = f"{FAILS}: {trial.stderr.strip().splitlines()[-1]}".replace("|", r"\|")
    return f"| {name} | {installed} | {tried} | {result} |\n", not trial.returncode


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.packages", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a package")
    parser.add_argument("--write", action="store_true", help="write to docs/")
    options = parser.parse_args()
    if options.write and options.names:
        parser.error("The page gets the table of all packages.")
    if strangers := set(options.names) - set(TRIALS):
        parser.error(f"No trial of {strangers}. There are: {', '.join(TRIALS)}.")
    rows = [row(name) for name in options.names or TRIALS]
    python = ".".join(map(str, sys.version_info[:2]))
    table = (
        f"With Python {python} and Django {django.get_version()}:\n\n"
        f"{HEAD}{''.join(text for text, _ in rows)}"
    )
    print(table)
    if options.write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
    return 0 if all(passed for _, passed in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
