"""The example site in a process of its own, with a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.example.server import Environment, Serve


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """Return the environment of a shell, with a database of its own."""
    ours = ("DJANGO_", "DATABASE_URL")
    shell = {
        name: value for name, value in os.environ.items() if not name.startswith(ours)
    }
    return shell | {"DATABASE_URL": f"sqlite:///{tmp_path}/monsters.sqlite3"}


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Return a function that runs a server and waits until it listens."""
    with ExitStack() as stack:

        def serve(arguments: list[str], environment: Environment, port: int) -> None:
            output = stack.enter_context((tmp_path / "output").open("w+"))
            process = subprocess.Popen(
                arguments,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            stack.callback(stop, process)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and process.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                except OSError:
                    time.sleep(0.2)
                else:
                    return
            output.seek(0)
            pytest.fail(f"{arguments} does not listen:\n{output.read()}")

        yield serve


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and the processes that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)
