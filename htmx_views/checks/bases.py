"""Check the order of a view's base classes, and what they need of each other."""

from __future__ import annotations

from functools import cache, partial

from django.core.exceptions import ImproperlyConfigured

from htmx_views.checks.report import Report, Where
from htmx_views.checks.source import place_of
from htmx_views.checks.views import ViewFacts, functions, label
from htmx_views.views import HtmxFragmentMixin, HtmxPaginationMixin

ACCESS_MIXIN = "django.contrib.auth.mixins.AccessMixin"


def check_bases(view: ViewFacts, report: Report) -> None:
    """Add a finding for each class with bases that do nothing where they stand."""
    for owner in view.view_class.__mro__:
        reached = _dispatching(owner)
        late = [
            base
            for base in owner.__bases__
            if any(
                ACCESS_MIXIN in map(label, each.__mro__)
                for each in _dispatching(base)
                if each not in reached
            )
        ]
        for first, base in enumerate(owner.__bases__ if late else ()):
            if reached[-1] in base.__mro__:
                _add_order(owner, late, first, report)
                break
    _check_fit(view, report)
    _check_pages(view, report)


def _add_order(owner: type, late: list[type], first: int, report: Report) -> None:
    bases = [base for base in owner.__bases__ if base not in late]
    before, cure = bases[first], [*bases[:first], *late, *bases[first:]]
    stand, checks = (
        ("stands", "its check is") if len(late) == 1 else ("stand", "their checks are")
    )
    report.add(
        "E007",
        Where(label(owner), partial(place_of, owner)),
        f"{' and '.join(mixin.__name__ for mixin in late)} {stand} behind "
        f"{before.__name__} in its bases: {checks} never made",
        f"Write class {owner.__name__}({', '.join(base.__name__ for base in cure)}).",
    )


def _check_fit(view: ViewFacts, report: Report) -> None:
    """Add a finding for a mixin whose own ``as_view()`` was passed by."""
    if not issubclass(view.view_class, HtmxFragmentMixin):
        return
    try:
        view.view_class.check_base()
    except ImproperlyConfigured as error:
        where = Where(view.name, partial(place_of, view.view_class))
        report.add_error("E006", where, error)


@cache
def _dispatching(owner: type) -> list[type]:
    """Return the classes whose ``dispatch()`` is called; the last one asks no other."""
    found = []
    for parent in owner.__mro__:
        if dispatch := functions(parent).get("dispatch"):
            found.append(parent)
            if "super" not in dispatch.__code__.co_names:
                break
    return found


def _check_pages(view: ViewFacts, report: Report) -> None:
    is_paginated = issubclass(view.view_class, HtmxPaginationMixin)
    if is_paginated and view.is_static("paginate_by") and not view.value("paginate_by"):
        report.add(
            "W011",
            Where(view.name, partial(place_of, view.view_class)),
            "HtmxPaginationMixin finds no paginate_by, so the list has no pages",
            "Set paginate_by, the number of rows of a page.",
        )
