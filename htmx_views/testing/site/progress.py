"""Show in a terminal where a walk is, by rich if it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str], object]]:
    """Return what to tell where the walk is."""
    try:
        from rich.console import Console
        from rich.markup import escape
    except ImportError:
        yield lambda place: None
        return
    with Console(stderr=True).status("") as status:
        yield lambda place: status.update(escape(place))
