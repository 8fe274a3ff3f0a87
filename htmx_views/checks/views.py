"""Read a class-based view without a request."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from types import CodeType, FunctionType
from typing import Any

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.checks.origin import is_from
from htmx_views.checks.urlconf import MountedView

#: The packages whose classes say nothing about a request.
LIBRARIES = ("django.", "django_filters.", "htmx_views.")

#: The attributes that say which blocks a view renders.
BLOCK_LISTS = ("fragment_blocks", "oob_blocks", "success_blocks", "filter_error_blocks")

SINGLE_OBJECT = "django.views.generic.detail.SingleObjectMixin"
MULTIPLE_OBJECTS = "django.views.generic.list.MultipleObjectMixin"

#: What context processors put into the context of every view.
CONTEXT_NAMES = {
    *("view", "request", "user", "messages", "perms", "csrf_token", "csrf_input"),
}
#: What generic views and our mixins put into theirs.
CLASS_CONTEXT_NAMES = {
    SINGLE_OBJECT: {"object"},
    MULTIPLE_OBJECTS: {"object_list", "paginator", "page_obj", "is_paginated"},
    "django.views.generic.edit.FormMixin": {"form"},
    "django_filters.views.FilterMixin": {"filter"},
    "htmx_views.views.base.HtmxFragmentMixin": {"is_fragment"},
    "htmx_views.views.list.HtmxPaginationMixin": {
        *("next_page_url", "previous_page_url", "page_links"),
    },
    "htmx_views.views.polling.HtmxPollingMixin": {"polling"},
}


class ViewFacts:
    """What a mounted view says before a request comes."""

    def __init__(self, mounted: MountedView) -> None:
        self.mounted = mounted
        self.view_class = mounted.view_class
        self.name = label(mounted.view_class)

    def has_mixin(self) -> bool:
        """Return whether one of our mixins is among the bases."""
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
            and not self.overrides(f"get_{attribute}")
            and not hasattr(self.value(attribute), "__get__")
        )

    @cached_property
    def project_names(self) -> set[str]:
        """What the project's own classes define."""
        parents = self.view_class.__mro__
        return set().union(*(vars(p) for p in parents if not is_of_library(p)))

    @cached_property
    def request_time_attributes(self) -> set[str]:
        """The attributes that the methods of the project's classes assign."""
        return set().union(*map(assigned_attributes, self.project_code()))

    def project_code(self) -> Iterator[CodeType]:
        for parent in self.view_class.__mro__:
            if not is_of_library(parent):
                yield from (function.__code__ for _, function in functions(parent))

    def overrides(self, method: str) -> bool:
        """Return whether the project defines a method of Django's or of ours anew."""
        return method in self.project_names

    @cached_property
    def chooses_blocks_late(self) -> bool:
        """Whether a request may change which blocks the view renders."""
        return (
            not all(map(self.is_static, [*BLOCK_LISTS, "validation_block"]))
            or self.overrides("get_render_blocks")
            or RENDER_BLOCKS in self.extra_names
            or any(mentions(code, RENDER_BLOCKS) for code in self.project_code())
        )

    @cached_property
    def extra_names(self) -> set[str]:
        """The names in ``extra_context``, which may be a property as well."""
        extra_context = self.value("extra_context")
        return set(extra_context) if isinstance(extra_context, Mapping) else set()

    @cached_property
    def template_names(self) -> list[str] | None:
        """The names of its templates; ``None`` where only a request tells them."""
        if self.overrides("get_template_names") or not all(
            self.is_static(attribute)
            for attribute in ("template_name", "template_name_suffix", "model")
        ):
            return None
        template_name = self.value("template_name")
        if isinstance(template_name, str):
            return [template_name]
        if isinstance(template_name, (list, tuple)):
            are_names = all(isinstance(name, str) for name in template_name)
            return list(template_name) if are_names else None
        if template_name is not None or self.value("template_name_field"):
            return None
        model = self._model()
        suffix = self.value("template_name_suffix")
        if model is None or not isinstance(suffix, str):
            return None
        options = model._meta
        return [f"{options.app_label}/{options.model_name}{suffix}.html"]

    def _model(self) -> Any:
        models = [self.value("model"), getattr(self.value("queryset"), "model", None)]
        for attribute in ("form_class", "filterset_class"):
            meta = getattr(self.value(attribute), "_meta", None)
            models.append(getattr(meta, "model", None))
        return next((model for model in models if hasattr(model, "_meta")), None)

    @cached_property
    def context_names(self) -> set[str]:
        """Return names that the view may put into the context, as far as it says so."""
        names = CONTEXT_NAMES | self.mounted.url_kwargs
        names |= self.extra_names
        parents = {label(parent) for parent in self.view_class.__mro__}
        for parent in parents & CLASS_CONTEXT_NAMES.keys():
            names |= CLASS_CONTEXT_NAMES[parent]
        model = self._model()
        if model is not None and SINGLE_OBJECT in parents:
            names.add(model._meta.model_name)
        if model is not None and MULTIPLE_OBJECTS in parents:
            names.add(f"{model._meta.model_name}_list")
        if isinstance(self.value("context_object_name"), str):
            names.add(self.value("context_object_name"))
        return names.union(*map(strings, self.project_code()))


def label(view_class: type) -> str:
    return f"{view_class.__module__}.{view_class.__qualname__}"


@cache
def is_ours(view_class: type) -> bool:
    return is_from(view_class, ("htmx_views.",))


@cache
def is_of_library(view_class: type) -> bool:
    return view_class is object or is_from(view_class, LIBRARIES)


def functions(owner: type) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions in the body of a class, without their decorators."""
    for name, value in vars(owner).items():
        function = inspect.unwrap(getattr(value, "__func__", value))
        if isinstance(function, FunctionType):
            yield name, function


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


def mentions(code: CodeType, name: str) -> bool:
    """Return whether ``name`` stands in a function, be it as a string or a global."""
    return (
        name in code.co_names
        or name in strings(code)
        or any(
            mentions(constant, name)
            for constant in code.co_consts
            if isinstance(constant, CodeType)
        )
    )
