"""Walk the URLconf: find the views that are mounted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import unwrap
from types import FunctionType
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.views.generic import View


class MountedView(NamedTuple):
    """A class-based view, and the arguments of its ``as_view()``."""

    view_class: type[View]
    initkwargs: dict[str, Any]


def mounted_views() -> Iterator[MountedView | FunctionType]:
    """Yield each view of the URLconf, under decorators that use functools.wraps()."""
    if getattr(settings, "ROOT_URLCONF", None):
        for callback in _callbacks(get_resolver().url_patterns):
            view_class = getattr(callback, "view_class", None)
            if isinstance(view_class, type) and issubclass(view_class, View):
                initkwargs = getattr(callback, "view_initkwargs", {})
                yield MountedView(view_class, {**initkwargs})
            elif isinstance(function := unwrap(callback), FunctionType):
                yield function


def _callbacks(patterns: list[Any]) -> Iterator[Callable[..., Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _callbacks(pattern.url_patterns)
        else:
            yield pattern.callback
