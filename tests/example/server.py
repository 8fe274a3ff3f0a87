"""Run the example site in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
MANAGE = EXAMPLES / "manage.py"

Environment = dict[str, str]
Serve = Callable[[list[str], Environment, int], None]


def run_manage(
    *arguments: str, environment: Environment
) -> subprocess.CompletedProcess[str]:
    """Run one of the site's commands to its end."""
    return subprocess.run(
        [sys.executable, str(MANAGE), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def fetch(
    port: int, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Return the status, the headers and the body of a page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, dict(response.getheaders()), body
