"""Collect what the checks find: one finding for each cause."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from htmx_views.hints import docs_url


class Where(NamedTuple):
    """What is at fault, and what finds its file and line."""

    obj: str
    place: Callable[[], str | None] = lambda: None


class Finding(NamedTuple):
    obj: str
    message: str
    hint: str
    places: dict[str, None]


class Report:
    """The findings so far. Those of one cause are one, with all of its places."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Hashable], Finding] = {}

    def add(
        self, id: str, where: Where, message: str, hint: str, cause: Hashable = None
    ) -> None:
        """Add a finding. ``message`` has no full stop: the place comes behind it."""
        key = id, (where.obj, message) if cause is None else cause
        finding = self._found.setdefault(key, Finding(where.obj, message, hint, {}))
        if place := where.place():
            finding.places[place] = None

    def add_error(
        self,
        id: str,
        where: Where,
        error: ImproperlyConfigured,
        hint: str = "Write such a value.",
        cause: Hashable = None,
    ) -> None:
        """Add what the view itself would raise; ``hint`` is for one without a cure."""
        message, _, cure = str(error).partition(". ")
        self.add(id, where, message.removesuffix("."), cure or hint, cause)

    def messages(self) -> list[CheckMessage]:
        return [
            (Error if id.startswith("E") else Warning)(
                f"{message} ({'; '.join(places)})." if places else f"{message}.",
                hint=f"{hint}\nSee {docs_url('reference/checks', id)}",
                obj=obj,
                id=f"htmx_views.{id}",
            )
            for (id, _), (obj, message, hint, places) in self._found.items()
        ]


def quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, sorted(names)))
