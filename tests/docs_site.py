"""Build the documentation, as its command does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def build(folder: Path) -> Path:
    """Return where the documentation was built, strictly."""
    # Named as on its host: the page of a 404 leads there.
    site = folder / "htmx-views"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=ROOT,
        # The theme's makers advertise otherwise.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return site


def read_index(site: Path) -> list[dict[str, Any]]:
    """Return the sections that the search knows."""
    text = (site / "search" / "search_index.js").read_text()
    sections: list[dict[str, Any]] = json.loads(text.partition("=")[2].rstrip(";\n"))[
        "docs"
    ]
    return sections


def public_attributes() -> list[tuple[str, str]]:
    """Return each mixin, and LoginStatusView, with each attribute that views set."""
    from htmx_views import views
    from htmx_views.auth import LoginStatusView

    classes = [getattr(views, name) for name in views.__all__]
    found = set()
    for each in [*classes, LoginStatusView]:
        for base in each.__mro__:
            if not base.__module__.startswith("htmx_views"):
                continue
            for name, value in vars(base).items():
                is_set = name in vars(base).get("__annotations__", {})
                if is_set and not name.startswith("_") and not callable(value):
                    owner = base if base in classes else each
                    found.add((owner.__name__, name))
    return sorted(found)
