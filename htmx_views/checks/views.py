"""Read a class-based view without a request."""

from __future__ import annotations

import dis
import inspect
import sys
from collections.abc import Iterator
from functools import cache, cached_property, partial
from types import CodeType, FunctionType
from typing import Any

from django.views.generic import View

from htmx_views.checks.report import Where
from htmx_views.checks.source import place_of
from htmx_views.checks.urlconf import MountedView
from htmx_views.views import HtmxPartsMixin

#: The packages whose classes say nothing about a request.
LIBRARIES = ("django.", "django_filters.", "htmx_views.")


class ViewFacts:
    """What a mounted view says before a request comes."""

    def __init__(self, mounted: MountedView) -> None:
        self.mounted = mounted
        self.view_class = mounted.view_class
        self.name = label(mounted.view_class)

    @cached_property
    def blank(self) -> View:
        """An instance without state: what reads attributes at run time asks for one."""
        return object.__new__(self.view_class)

    def has_mixin(self) -> bool:
        """Return whether one of our classes is among the bases."""
        return any(map(is_ours, self.view_class.__mro__))

    def value(self, attribute: str) -> Any:
        """Return an attribute as a new instance would have it."""
        if attribute in self.mounted.initkwargs:
            return self.mounted.initkwargs[attribute]
        return getattr(self.view_class, attribute, None)

    def is_static(self, attribute: str) -> bool:
        """Return whether no request can change what an attribute says."""
        return (
            attribute not in self.request_time_attributes
            and f"get_{attribute}" not in self.project_names
            and not hasattr(self.value(attribute), "__get__")
        )

    def static(self, attribute: str) -> Any:
        """Return what every request finds in an attribute, or ``None``."""
        return self.value(attribute) if self.is_static(attribute) else None

    def where(self, attribute: str) -> Where:
        """Return the class that sets an attribute, the view for ``as_view()``'s."""
        is_argument = attribute in self.mounted.initkwargs
        parents = () if is_argument else self.view_class.__mro__
        owners = (parent for parent in parents if attribute in vars(parent))
        owner = next(owners, self.view_class)
        return Where(label(owner), partial(place_of, owner, attribute))

    def parts(self) -> list[ViewFacts]:
        """Return the views that a page with parts is made of."""
        has_parts = issubclass(self.view_class, HtmxPartsMixin)
        parts = self.static("parts") if has_parts else None
        return [ViewFacts(MountedView(part, {})) for part in (parts or {}).values()]

    @cached_property
    def project_classes(self) -> list[type]:
        return [each for each in self.view_class.__mro__ if not is_of_library(each)]

    @cached_property
    def project_names(self) -> set[str]:
        """What the project's own classes define."""
        return set().union(*map(vars, self.project_classes))

    @cached_property
    def request_time_attributes(self) -> set[str]:
        """The attributes that the methods of the project's classes assign."""
        return set().union(*map(assigned_attributes, self.project_code()))

    @cached_property
    def read_names(self) -> set[str]:
        """What the project's code reads: it may have a use of its own for that."""
        return {name for code in self.project_code() for name in code.co_names}

    def project_code(self) -> Iterator[CodeType]:
        for parent in self.project_classes:
            yield from (function.__code__ for function in functions(parent).values())

    @cached_property
    def template_names(self) -> list[str] | None:
        """The names of its templates; ``None`` where only a request tells them."""
        attributes = (
            "template_names",
            "template_name",
            "template_name_suffix",
            "model",
        )
        if not all(map(self.is_static, attributes)):
            return None
        names = self.value("template_name")
        if names is not None:
            names = [names] if isinstance(names, str) else names
            are_names = isinstance(names, (list, tuple)) and all(
                isinstance(name, str) for name in names
            )
            return list(names) if are_names else None
        model, suffix = self._model(), self.value("template_name_suffix")
        if self.value("template_name_field") or not (model and isinstance(suffix, str)):
            return None
        return [f"{model._meta.app_label}/{model._meta.model_name}{suffix}.html"]

    def _model(self) -> Any:
        models = [self.value("model"), getattr(self.value("queryset"), "model", None)]
        for attribute in ("form_class", "filterset_class"):
            meta = getattr(self.value(attribute), "_meta", None)
            models.append(getattr(meta, "model", None))
        return next((model for model in models if hasattr(model, "_meta")), None)


def label(view_class: type) -> str:
    return f"{view_class.__module__}.{view_class.__qualname__}"


@cache
def is_ours(view_class: type) -> bool:
    return f"{view_class.__module__}.".startswith("htmx_views.")


@cache
def is_of_library(view_class: type) -> bool:
    return view_class is object or f"{view_class.__module__}.".startswith(LIBRARIES)


def is_installed(view_class: type) -> bool:
    """Return whether a class is of an installed package, which no project edits."""
    module = sys.modules.get(view_class.__module__)
    path = getattr(module, "__file__", None) or ""
    parts = path.replace("\\", "/").split("/")
    return not {"site-packages", "dist-packages"}.isdisjoint(parts)


def functions(owner: type) -> dict[str, FunctionType]:
    """Return the functions in the body of a class, without their decorators."""
    found = {
        name: inspect.unwrap(getattr(value, "__func__", value))
        for name, value in vars(owner).items()
    }
    return {
        name: each for name, each in found.items() if isinstance(each, FunctionType)
    }


@cache
def assigned_attributes(code: CodeType) -> frozenset[str]:
    """Return the attributes that a function assigns, of whichever object."""
    return frozenset(
        instruction.argval
        for instruction in dis.get_instructions(code)
        if instruction.opname == "STORE_ATTR"
    )


@cache
def strings(code: CodeType) -> frozenset[str]:
    """Return every string that stands in a function: keys, and names of arguments."""
    found: set[str] = set(code.co_varnames)
    todo: list[Any] = list(code.co_consts)
    while todo:
        constant = todo.pop()
        if isinstance(constant, str):
            found.add(constant)
        elif isinstance(constant, (tuple, frozenset)):
            todo.extend(constant)
        elif isinstance(constant, CodeType):
            found |= strings(constant)
    return frozenset(found)
