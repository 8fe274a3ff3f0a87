"""Check the order of a view's base classes, and what they need of each other."""

from __future__ import annotations

from functools import cache, partial

from django.views.generic import View

from htmx_views.checks.report import Report, Where
from htmx_views.checks.source import place_of
from htmx_views.checks.views import ViewFacts, functions, label
from htmx_views.views import HtmxPaginationMixin

HANDLERS = {*View.http_method_names, "dispatch"} - {"options"}
ACCESS_MIXIN = "django.contrib.auth.mixins.AccessMixin"


def check_bases(view: ViewFacts, report: Report) -> None:
    """Add a finding for each base class that does nothing where it stands."""
    for owner in view.view_class.__mro__:
        before: type | None = None
        for base in owner.__bases__:
            if _answers(base):
                before = before or base
            elif before is not None and ACCESS_MIXIN in map(label, base.__mro__):
                _add_order(owner, base, before, report)
    _check_pages(view, report)


def _add_order(owner: type, mixin: type, before: type, report: Report) -> None:
    bases = [base for base in owner.__bases__ if base is not mixin]
    bases.insert(bases.index(before), mixin)
    report.add(
        "E007",
        Where(label(owner), partial(place_of, owner)),
        f"{mixin.__name__} stands behind {before.__name__} in its bases: its check is "
        "never made",
        f"Write class {owner.__name__}({', '.join(base.__name__ for base in bases)}).",
    )


@cache
def _answers(base: type) -> bool:
    """Return whether a class answers requests by itself, without asking further."""
    return any(
        name in HANDLERS and "super" not in function.__code__.co_names
        for parent in base.__mro__
        if parent is not View and issubclass(parent, View)
        for name, function in functions(parent).items()
    )


def _check_pages(view: ViewFacts, report: Report) -> None:
    is_paginated = issubclass(view.view_class, HtmxPaginationMixin)
    if is_paginated and view.is_static("paginate_by") and not view.value("paginate_by"):
        report.add(
            "W011",
            Where(view.name, partial(place_of, view.view_class)),
            "HtmxPaginationMixin finds no paginate_by, so the list has no pages",
            "Set paginate_by, the number of rows of a page.",
        )
