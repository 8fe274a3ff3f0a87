"""Run one trial in a process of its own: ``python -m tests.packages.trial NAME``."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any

from tests.packages.site import Site


def run(name: str) -> None:
    """Raise an error if the trial ``name`` finds something else than it says."""
    module: Any = import_module(f"tests.packages.trials.{name}")
    if hasattr(module, "TESTS"):
        # Tests of the suite itself, which try this package already.
        tests = ["tests/views/test_packages.py", "-k", module.TESTS]
        subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], check=True)
    else:
        site = Site(
            module.APPS,
            module.TEMPLATES,
            getattr(module, "OPTIONS", {}),
            getattr(module, "MIDDLEWARE", []),
            getattr(module, "ENGINE", {}),
        )
        module.trial(site)


if __name__ == "__main__":
    run(sys.argv[1])
