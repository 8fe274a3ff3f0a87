"""Check the order of a view's base classes, and the names of its attributes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.core.checks import CheckMessage
from django.views.generic import View

from htmx_views.checks.findings import finding
from htmx_views.checks.origin import is_installed
from htmx_views.checks.views import (
    ViewFacts,
    functions,
    is_of_library,
    is_ours,
    label,
)
from htmx_views.hints import did_you_mean, nearest

HANDLERS = {*View.http_method_names, "dispatch"} - {"options"}


def check_order(view: ViewFacts) -> Iterator[CheckMessage]:
    """Yield a finding for each mixin that stands behind the view it should precede."""
    for owner in view.view_class.__mro__:
        before: type | None = None
        for base in owner.__bases__:
            if _answers(base) and not _is_mixin_of_ours(base):
                before = before or base
            elif (
                before is not None
                and not issubclass(before, base)
                and "django.contrib.auth.mixins.AccessMixin" in map(label, base.__mro__)
            ):
                yield finding(
                    "E007",
                    view.name,
                    f"{base.__name__} stands behind {before.__name__} in the "
                    f"bases of {label(owner)}: its check is never made.",
                    f"Write class {owner.__name__}({base.__name__}, "
                    f"{before.__name__}).",
                )


def _is_mixin_of_ours(base: type) -> bool:
    return is_ours(base) and base.__name__.endswith("Mixin")


@cache
def _answers(base: type) -> bool:
    """Return whether a class answers requests by itself, without asking further."""
    return any(
        name in HANDLERS and "super" not in function.__code__.co_names
        for parent in base.__mro__
        if parent is not View and issubclass(parent, View)
        for name, function in functions(parent)
    )


def check_attributes(view: ViewFacts) -> Iterator[CheckMessage]:
    """
    Yield a finding for each attribute that is a mixin's, but for a letter.

    Attributes of installed packages are theirs, also where the project overrides them.
    """
    own: set[str] = set()
    others: set[str] = set()
    parents = view.view_class.__mro__
    project = [p for p in parents if not is_of_library(p) and not is_installed(p)]
    for parent in parents:
        if is_ours(parent):
            own |= {name for name in vars(parent) if not name.startswith("_")}
        elif parent not in project:
            others |= set(vars(parent))
    for parent in project:
        for name in vars(parent).keys() - own - others:
            near = nearest(name, own, cutoff=0.9)
            if near and near not in vars(parent) and not name.startswith("_"):
                yield finding(
                    "W010",
                    view.name,
                    f"{label(parent)} sets {name!r}, which none of its base classes "
                    "knows.",
                    did_you_mean(near),
                )
