"""What a message says beside the fault: a guess, and where to read on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

DOCS = "https://htmx-views.github.io/htmx-views"


def docs_url(page: str, anchor: str) -> str:
    """Return the address of a section of the documentation."""
    return f"{DOCS}/{page}.html#{anchor}"


def nearest(name: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the one of ``names`` that ``name`` was probably meant to be."""
    return next(iter(get_close_matches(name, sorted(names), 1, cutoff)), None)


def did_you_mean(near: str | None, *sentences: str) -> str:
    """Return "Did you mean …?", where there is a guess, and then the sentences."""
    question = [] if near is None else [f"Did you mean {near!r}?"]
    return " ".join([*question, *sentences])
