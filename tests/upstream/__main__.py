"""
Run Django's own tests with classes of ours in the place of Django's.

    python tests/upstream            # all of them
    python tests/upstream engines    # one of SUITES

Django's tests are part of its source release only. The release of the Django version
that is installed is fetched from PyPI for the time of the run; its tests run unchanged,
with Django's own runner. Where it cannot be fetched nothing runs, which is an error if
the environment has HTMX_VIEWS_REQUIRE_UPSTREAM=1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: A module of this folder, whose ``substitute()`` puts our classes in place, and the
#: labels of the tests that then run.
SUITES = {
    "engines": ["template_backends", "template_tests", "template_loader", "shortcuts"],
    "views": ["generic_views"],
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(SUITES)
    if unknown:
        say(f"Unknown: {', '.join(unknown)}. Choose from: {', '.join(SUITES)}.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        tests = fetch(Path(folder))
        if tests is None:
            required = os.environ.get("HTMX_VIEWS_REQUIRE_UPSTREAM") == "1"
            say("Django's tests did NOT run: its source release cannot be had.")
            return 1 if required else 0
        return max(run(name, tests) for name in names or SUITES)


def fetch(folder: Path) -> Path | None:
    """Return the folder of the tests of the installed Django, or ``None``."""
    requirement = f"django=={django.__version__}"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    command = [*pip, "--no-binary", "django", "-d", str(folder), requirement]
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError:
        return None
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as release:
        if hasattr(tarfile, "data_filter"):
            release.extraction_filter = tarfile.data_filter
        release.extractall(folder)
    [tests] = folder.glob("*/tests")
    return tests


def run(name: str, tests: Path) -> int:
    """Run the tests of one suite in a process of their own."""
    say(f"Django {django.__version__}, {name}: {' '.join(SUITES[name])}")
    command = [sys.executable, str(HERE / "runner.py"), name, *SUITES[name]]
    if os.geteuid() == 0 and (setpriv := shutil.which("setpriv")):
        # One test wants a file that it must not read: root may read all.
        capabilities = "-dac_override,-dac_read_search"
        command = [setpriv, f"--bounding-set={capabilities}", "--", *command]
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    process = subprocess.run(
        command,
        cwd=tests,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stderr=subprocess.PIPE,
        text=True,
    )
    say(process.stderr)
    if not re.search(r"^Ran [1-9]\d* tests", process.stderr, re.MULTILINE):
        say("No test ran.")
        return 1
    return process.returncode


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
