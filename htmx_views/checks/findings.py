"""What the checks report."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.checks import CheckMessage, Error, Warning

#: Every id, and what it reports. The README has the same table.
FINDINGS = {
    "E001": "A template lacks a block that the view, or an include, names.",
    "E002": "An attribute that names blocks is of a wrong type.",
    "E003": "The template's engine does not render fragments.",
    "E004": "A template does not exist.",
    "E005": "A template cannot be read by its engine.",
    "E007": "An access mixin stands behind the view, so that it checks nothing.",
    "E008": "lazy_context names a method that the view lacks.",
    "E009": "A URL name in hx-get, hx-post, hx-put, hx-patch or hx-delete is unknown.",
    "W001": "django_htmx's middleware is missing.",
    "W002": "HtmxViewsMiddleware is missing, and a view redirects to the login.",
    "W003": "CSRF_FAILURE_VIEW is Django's, and a page shows the login status.",
    "W004": "A page shows the login status without the script that it needs.",
    "W005": "A fragment's block reads a name that only a loop around it defines.",
    "W006": "No element of the page has the id that hx-target names.",
    "W007": "No element of the page has the id of a target of fragment_blocks.",
    "W008": "A Jinja2 template reads a method without calling it.",
    "W009": "No parent has a block of the template, so the page never shows it.",
    "W010": "An attribute of the view is spelled almost like one of a mixin.",
}


def finding(id: str, view: str, message: str, hint: str) -> CheckMessage:
    """Return the finding ``id`` about ``view``, a dotted name."""
    kind = Error if id.startswith("E") else Warning
    return kind(message, hint=hint, obj=view, id=f"htmx_views.{id}")


def place(path: str, line: int) -> str:
    return f"{path}, line {line}"


def quoted(names: Iterable[str]) -> str:
    return ", ".join(map(repr, sorted(names)))
