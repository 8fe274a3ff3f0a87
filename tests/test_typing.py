"""What a consumer's type checker says: ``typing/api.py`` passes, its twin does not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.test_docs import JINJA2, PAGES

ROOT = Path(__file__).resolve().parent.parent
API = "tests/typing/api.py"
WRONG = "tests/typing/wrong.py"

#: Where this is set, a missing type checker is a fault, not a reason to skip.
REQUIRED = "HTMX_VIEWS_REQUIRE_PYRIGHT" in os.environ

pytestmark = pytest.mark.slow


def run(module: str, *arguments: str) -> str:
    if find_spec(module) is None and not REQUIRED:
        pytest.skip(f"{module} is not installed: it is in the dependency group lint.")
    result = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "examples"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode in (0, 1), result.stdout + result.stderr
    return result.stdout


def mypy(path: str) -> dict[int, str]:
    """Return the errors that mypy reports, by their lines."""
    output = run("mypy", "--no-error-summary", "--hide-error-context", path)
    errors = re.findall(rf"^{re.escape(path)}:(\d+): error: (.*)$", output, re.M)
    assert errors or not output.strip(), output
    return {int(line): message for line, message in errors}


def pyright(path: str) -> dict[int, str]:
    """Return the errors that pyright reports, by their lines."""
    output = run("pyright", "--pythonpath", sys.executable, "--outputjson", path)
    result = json.loads(output)
    assert result["summary"]["filesAnalyzed"] == 1
    return {
        error["range"]["start"]["line"] + 1: error["message"]
        for error in result["generalDiagnostics"]
        if error["severity"] == "error"
    }


def marked_lines(path: str) -> set[int]:
    lines = (ROOT / path).read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# E")}


@pytest.mark.parametrize("check", [mypy, pyright])
def test_a_consumers_views_are_accepted(check: object) -> None:
    assert callable(check)
    assert check(API) == {}


@pytest.mark.parametrize("check", [mypy, pyright])
def test_each_wrong_line_is_rejected(check: object) -> None:
    assert callable(check)
    errors = check(WRONG)

    assert errors.keys() - marked_lines(WRONG) == set(), errors
    assert marked_lines(WRONG) - errors.keys() == set()


def test_the_environment_of_the_documentation_is_accepted(tmp_path: Path) -> None:
    [sample] = [each for each in PAGES[JINJA2] if each.path == "monsters/jinja.py"]
    path = tmp_path / "environment.py"
    path.write_text(f"# pyright: strict\n{sample.text}")

    assert pyright(str(path)) == {}
    assert mypy(str(path)) == {}


def test_no_override_needs_an_ignore() -> None:
    lines = [
        line for line in (ROOT / API).read_text().splitlines() if "ignore[" in line
    ]

    # django-filter has no types.
    assert all("FilterView" in line for line in lines), lines
