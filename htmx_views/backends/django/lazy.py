"""Let templates see the values behind ``LazyValue``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.template.context import make_context

from htmx_views.blocks import LazyValue


class LazyLayer(dict[str, Any]):
    """
    The layer of a context that holds what the view passes.

    Whoever reads a name gets the value itself. Whoever copies the layer gets them all:
    ``dict()`` and ``update()`` ask for each, since ``__iter__`` is not a dict's own.
    ``items()`` and ``values()`` compute nothing: debugging tools list contexts by them.
    """

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if isinstance(value, LazyValue):
            value = self[name] = value.get()
        return value

    def get(self, name: str, default: Any = None) -> Any:
        if name in self:
            return self[name]
        return default

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def copy(self) -> LazyLayer:
        copied = LazyLayer()
        for name, value in self.items():
            copied[name] = value
        return copied


def make_lazy_context(
    values: Mapping[str, Any], request: HttpRequest | None, autoescape: bool
) -> Context:
    """Return the context that Django makes, with its last layer lazy."""
    context = make_context(None, request, autoescape=autoescape)
    context.dicts.append(LazyLayer(values))
    return context


@contextmanager
def errors_raised(values: Mapping[str, Any]) -> Iterator[None]:
    """
    Raise what a lazy value raised, whatever came of it.

    Django's language takes some errors for a missing value, and ``{% if %}`` takes any
    for ``False``.
    """
    lazy_values = [value for value in values.values() if isinstance(value, LazyValue)]
    try:
        yield
    finally:
        for value in lazy_values:
            if value.error is not None:
                raise value.error
