"""Walk the URLconf: the views that are mounted in it, and the names that it has."""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from types import FunctionType
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.views.generic import View

#: How many wrappers around a view are looked through.
MAX_WRAPPERS = 20


class MountedView(NamedTuple):
    """A class-based view, and what its callback says about it."""

    view_class: type[View]
    initkwargs: dict[str, Any]
    #: The callback and every view that it wraps, the outermost first.
    callbacks: tuple[Callable[..., Any], ...]
    #: What the URLconf captures for it.
    url_kwargs: frozenset[str] = frozenset()


def mounted_views() -> Iterator[MountedView]:
    """Yield each class-based view of the URLconf, once for each ``as_view()``."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return
    views: dict[Any, MountedView] = {}
    for callback, url_kwargs in _callbacks(get_resolver().url_patterns, frozenset()):
        view = unwrap(callback)
        if view is not None:
            known = views.setdefault(view.callbacks[-1], view)
            url_kwargs |= known.url_kwargs
            views[view.callbacks[-1]] = known._replace(url_kwargs=url_kwargs)
    yield from views.values()


def mounted_functions() -> Iterator[FunctionType]:
    """Yield each view of the URLconf that is a function, and those that it wraps."""
    for callback, _ in _callbacks(get_resolver().url_patterns, frozenset()):
        if unwrap(callback) is None:
            yield from _functions_in(callback, MAX_WRAPPERS)


def _functions_in(callback: Any, limit: int) -> Iterator[FunctionType]:
    if isinstance(callback, FunctionType):
        yield callback
    for wrapped in _wrapped(callback, is_found=False) if limit else ():
        yield from _functions_in(wrapped, limit - 1)


def _callbacks(
    patterns: list[Any], outer: frozenset[str]
) -> Iterator[tuple[Callable[..., Any], frozenset[str]]]:
    for pattern in patterns:
        captured = outer | set(pattern.pattern.regex.groupindex)
        captured |= set(getattr(pattern, "default_kwargs", None) or ())
        captured |= set(getattr(pattern, "default_args", None) or ())
        if isinstance(pattern, URLResolver):
            yield from _callbacks(pattern.url_patterns, captured)
        else:
            yield pattern.callback, captured


def unwrap(callback: Any, limit: int = MAX_WRAPPERS) -> MountedView | None:
    """Find the class-based view that ``callback`` is, under its decorators."""
    found = None
    view_class = getattr(callback, "view_class", None)
    if isinstance(view_class, type) and issubclass(view_class, View):
        initkwargs = dict(getattr(callback, "view_initkwargs", {}))
        found = MountedView(view_class, initkwargs, (callback,))
    for wrapped in _wrapped(callback, is_found=found is not None) if limit else ():
        inner = unwrap(wrapped, limit - 1)
        if inner is not None:
            return inner._replace(callbacks=(callback, *inner.callbacks))
    return found


def _wrapped(callback: Any, *, is_found: bool) -> Iterator[Any]:
    """Yield what a decorator may have wrapped."""
    for attribute in ("__wrapped__", "func"):
        wrapped = getattr(callback, attribute, None)
        if callable(wrapped):
            yield wrapped
            return
    if is_found:
        return
    # A decorator without functools.wraps() holds the view in its closure alone, one
    # that is an object among its attributes.
    is_function = isinstance(callback, FunctionType)
    held = [
        content
        for content in (_closure_of if is_function else _attributes_of)(callback)
        if callable(content) and not isinstance(content, type)
    ]
    for content in held:
        # Several objects may hold each other, in circles.
        if isinstance(content, FunctionType) or len(held) == 1:
            yield content


def _closure_of(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        # What was deleted is in no cell.
        with suppress(ValueError):
            yield cell.cell_contents


def _attributes_of(decorator: Any) -> Iterator[Any]:
    yield from getattr(decorator, "__dict__", {}).values()


def is_reverse(function: object) -> bool:
    """Return whether a function is Django's ``reverse()``, or only calls it."""
    function = getattr(function, "__wrapped__", function)
    return function is reverse or (
        isinstance(function, FunctionType) and _hands_on(function)
    )


@cache
def _hands_on(function: FunctionType) -> bool:
    """Return whether the first argument of a function is that of ``reverse()``."""
    is_called = False
    for instruction in dis.get_instructions(function.__code__):
        if is_called and instruction.opname.startswith("LOAD_FAST"):
            # Some versions of Python load two variables at once.
            value = instruction.argval
            name = value[0] if isinstance(value, tuple) else value
            return function.__code__.co_varnames[:1] == (name,)
        is_called = instruction.opname == "LOAD_GLOBAL" and (
            function.__globals__.get(instruction.argval) is reverse
        )
    return False


class UrlNames:
    """The names that ``{% url %}`` and ``reverse()`` can resolve."""

    def __contains__(self, name: str) -> bool:
        *namespaces, name = name.split(":")
        resolver = self._resolver
        for namespace in namespaces:
            # An application's namespace stands for its first instance.
            instances = resolver.app_dict.get(namespace, [namespace])
            found = resolver.namespace_dict.get(instances[0])
            if found is None:
                return False
            resolver = found[1]
        return name in resolver.reverse_dict

    def __iter__(self) -> Iterator[str]:
        yield from self._names(self._resolver, "")

    def _names(self, resolver: Any, prefix: str) -> Iterator[str]:
        yield from (prefix + name for name in resolver.reverse_dict if _is_name(name))
        for namespace, (_, inner) in resolver.namespace_dict.items():
            yield from self._names(inner, f"{prefix}{namespace}:")

    @cached_property
    def _resolver(self) -> Any:
        return get_resolver()


def _is_name(key: object) -> bool:
    return isinstance(key, str)
