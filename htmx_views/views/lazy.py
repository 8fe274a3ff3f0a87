"""Values of the context that are computed when a template first reads their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from inspect import isawaitable, ismethod
from typing import Any

from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.views.generic.base import View

from htmx_views.blocks import LazyValue
from htmx_views.hints import did_you_mean, nearest

#: What computes a value of the context: a method of the view, or its name.
LazyMethod = str | Callable[..., Any]


def lazy_values(view: object, methods: Mapping[str, LazyMethod]) -> dict[str, Any]:
    """
    Return a lazy value for each name of the context that ``methods`` maps to a method.

    Raise ``ImproperlyConfigured`` where that is no mapping to methods of ``view``.
    """
    attribute = f"{type(view).__qualname__}.lazy_context"
    if not isinstance(methods, Mapping):  # whatever its type says
        raise ImproperlyConfigured(
            f"{attribute} must be a mapping from names of the context to methods, not "
            f"{methods!r}."
        )
    return {
        name: LazyValue(partial(compute, find(view, f"{attribute}[{name!r}]", method)))
        for name, method in methods.items()
    }


def find(view: object, attribute: str, method: Any) -> Callable[..., Any]:
    """Return the method of ``view`` that ``method`` is, or names."""
    if isinstance(method, str):
        # Of the class: to read a property of the view could do anything.
        view_class = type(view)
        if callable(getattr(view_class, method, None)):
            return partial(getattr(view, method))
        methods = [
            name
            for name in dir(view_class)
            if name not in View.http_method_names
            and not name.startswith("_")
            and callable(getattr(view_class, name))
        ]
        hint = did_you_mean(nearest(method, methods))
        raise ImproperlyConfigured(
            f"{attribute} names the method {method!r}, which the view lacks. "
            f"{hint}".rstrip()
        )
    if not callable(method):
        raise ImproperlyConfigured(
            f"{attribute} must be a method or the name of one, not {method!r}."
        )
    # What stands in the class body is a function, not yet a method.
    return method if ismethod(method) else partial(method, view)


def compute(method: Callable[[], Any]) -> Any:
    """Return what ``method`` returns; one of an async view may be async."""
    value: Any = method()
    # Under ASGI templates render in a thread beside the event loop.
    return async_to_sync(wait)(value) if isawaitable(value) else value


async def wait(awaitable: Awaitable[Any]) -> Any:
    return await awaitable
