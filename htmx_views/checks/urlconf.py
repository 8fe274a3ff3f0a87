"""Walk the URLconf: find the views that are mounted in it, under any decorators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
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
    """Yield each view of the URLconf, a function with those that it wraps."""
    if getattr(settings, "ROOT_URLCONF", None):
        for callback in _callbacks(get_resolver().url_patterns):
            yield from unwrap(callback)


def _callbacks(patterns: list[Any]) -> Iterator[Callable[..., Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def unwrap(callback: Any) -> list[MountedView | FunctionType]:
    """Return the class-based view under decorators, or the functions that these are."""
    layers = [callback]
    for layer in layers:
        view_class = getattr(layer, "view_class", None)
        if isinstance(view_class, type) and issubclass(view_class, View):
            initkwargs = dict(getattr(layer, "view_initkwargs", {}))
            return [MountedView(view_class, initkwargs)]
        known = {*map(id, layers)}
        layers += [each for each in _wrapped(layer) if id(each) not in known]
    return [layer for layer in layers if isinstance(layer, FunctionType)]


def _wrapped(callback: Any) -> list[Any]:
    """Return what a decorator may have wrapped."""
    for attribute in ("__wrapped__", "func"):
        if callable(wrapped := getattr(callback, attribute, None)):
            return [wrapped]
    # A decorator without functools.wraps() holds the view in its closure alone, one
    # that is an object among its attributes.
    is_function = isinstance(callback, FunctionType)
    contents = _closure_of(callback) if is_function else _attributes_of(callback)
    held = [each for each in contents if callable(each) and not isinstance(each, type)]
    return [each for each in held if isinstance(each, FunctionType) or len(held) == 1]


def _closure_of(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        # What was deleted is in no cell.
        with suppress(ValueError):
            yield cell.cell_contents


def _attributes_of(decorator: Any) -> Iterator[Any]:
    yield from getattr(decorator, "__dict__", {}).values()
