"""Collect what the checks find: one finding for each cause."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from django.core.checks import CheckMessage, Error, Warning

from htmx_views.hints import docs_url

#: Every id, and what it reports. docs/reference/checks.md says more of each.
FINDINGS = {
    "E001": "A template lacks a block that the view names.",
    "E002": "An attribute of a mixin is of a wrong type.",
    "E003": "The template's engine does not render fragments.",
    "E004": "A template does not exist.",
    "E005": "A template cannot be read by its engine.",
    "E006": "A mixin stands behind the view, or before one that it does not fit.",
    "E007": "An access mixin stands behind the view, so that it checks nothing.",
    "E008": "lazy_context names a method that the view lacks.",
    "E010": "A block that the view names cannot be rendered alone.",
    "E014": "A list sorts by a field that its model lacks.",
    "W001": "django_htmx's middleware is missing.",
    "W002": "HtmxViewsMiddleware is missing.",
    "W003": "CSRF_FAILURE_VIEW is Django's, and the login status is mounted.",
    "W004": "Pages show the login status without the script that it needs.",
    "W010": "An attribute of the view is spelled almost like one of a mixin.",
    "W011": "HtmxPaginationMixin has no paginate_by, so that there are no pages.",
    "W012": "The view sets an attribute of a mixin that it lacks.",
    "W013": "A block out of band shows messages, which no context processor gives.",
}


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
