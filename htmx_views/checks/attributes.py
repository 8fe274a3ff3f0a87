"""Check what the attributes of a view say, by themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.views.generic import View

from htmx_views import views
from htmx_views.checks.report import Report, Where, quoted
from htmx_views.checks.source import place_of
from htmx_views.checks.templates import Named
from htmx_views.checks.views import ViewFacts, is_installed, is_ours, label
from htmx_views.hints import did_you_mean, nearest
from htmx_views.views.choice import (
    OR_TARGETS,
    check_block_names,
    check_deferred,
    check_oob_blocks,
    check_targets,
)
from htmx_views.views.lazy import lazy_values

#: What reads the attributes that name blocks, and raises where one is wrong.
LISTS: dict[str, Callable[[object, str, Any], Iterable[str]]] = {
    "deferred": lambda view, _, blocks: check_deferred(view, blocks),
    "filter_error_blocks": check_oob_blocks,
    "fragment_blocks": partial(check_block_names, or_mapping=OR_TARGETS),
    "oob_blocks": check_oob_blocks,
    "success_blocks": check_block_names,
    "success_oob_blocks": check_oob_blocks,
}

#: Those that name one block.
SINGLE = ("row_block", "validation_block")

#: What another attribute must be, from how its mixin annotates it.
KINDS: dict[str, tuple[Any, str]] = {
    "bool": (bool, "True or False"),
    "int": (int, "a whole number"),
    "float": ((int, float), "a number"),
    "str": (str, "a string"),
    "str | None": (str, "a string or None"),
    "EventNames": ((list, tuple, Mapping), "a list of names, or a mapping from them"),
    "Mapping[str, LazyMethod]": (Mapping, "a mapping from names to methods"),
}

#: What views extend, the simplest first.
MIXINS: list[type] = sorted(
    (getattr(views, name) for name in views.__all__),
    key=lambda mixin: len(mixin.__mro__),
)

#: What every view has: nobody means these.
OF_VIEWS = {*View.http_method_names, *dir(View)}


def check_attributes(view: ViewFacts, report: Report) -> list[Named]:
    """Add what is wrong with the attributes of a view; return the blocks they name."""
    _check_engine(view, report)
    _check_lazy_context(view, report)
    _check_spelling(view, report)
    _check_lost_attributes(view, report)
    return [
        named
        for attribute, annotation in _annotations(view.view_class).items()
        if view.is_static(attribute)
        for named in _read(view, attribute, annotation, report)
    ]


def _annotations(view_class: type) -> dict[str, str]:
    """Return the attributes that our mixins among the bases have, with their types."""
    found: dict[str, str] = {}
    for parent in view_class.__mro__:
        if parent.__module__.startswith(f"{views.__name__}."):
            annotations = inspect.get_annotations(parent)
            found |= {k: v for k, v in annotations.items() if not k.startswith("_")}
    return found


def _read(
    view: ViewFacts, attribute: str, annotation: str, report: Report
) -> Iterator[Named]:
    """Yield the blocks that an attribute names; add what is wrong with it."""
    where, value = view.where(attribute), view.value(attribute)
    if value is None and annotation.endswith("| None"):
        return
    if attribute in LISTS:
        try:
            blocks = list(_blocks(view.blank, attribute, value))
        except ImproperlyConfigured as error:
            report.add_error("E002", where, error)
            return
        # In a page of parts, those name their own.
        parts = view.value("parts") if attribute == "deferred" else None
        for name, block in blocks:
            if block not in (parts or ()):
                yield Named(block, name, where)
    elif annotation in KINDS and not isinstance(value, KINDS[annotation][0]):
        must_be = KINDS[annotation][1]
        message = f"{attribute} must be {must_be}, but it is {value!r}"
        report.add("E002", where, message, f"Write {must_be}.")
    elif attribute in SINGLE:
        yield Named(value, attribute, where)


def _blocks(view: object, attribute: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield each block of an attribute, and the list that names it."""
    if attribute == "fragment_blocks" and isinstance(value, Mapping):
        for target in check_targets(view, value):
            name, blocks = f"{attribute}[{target!r}]", value[target]
            if blocks is not None:
                yield from ((name, b) for b in check_block_names(view, name, blocks))
    else:
        yield from ((attribute, b) for b in LISTS[attribute](view, attribute, value))


def _check_engine(view: ViewFacts, report: Report) -> None:
    engine = view.static("template_engine")
    known = [each.name for each in engines.all()]
    if engine is not None and engine not in known:
        report.add(
            "E003",
            view.where("template_engine"),
            f"template_engine is {engine!r}, which TEMPLATES lacks",
            did_you_mean(nearest(str(engine), known))
            or f"Its engines are: {quoted(known)}.",
        )


def _check_lazy_context(view: ViewFacts, report: Report) -> None:
    methods = view.static("lazy_context")
    try:
        lazy_values(view.blank, methods if isinstance(methods, Mapping) else {})
    except ImproperlyConfigured as error:
        where = view.where("lazy_context")
        report.add_error("E008", where, error, "Name a method of the view.")


def _check_spelling(view: ViewFacts, report: Report) -> None:
    parents = view.view_class.__mro__
    # What an installed package sets is its own, also where the project overrides it.
    project = [parent for parent in view.project_classes if not is_installed(parent)]
    own = _public(*filter(is_ours, parents)) - OF_VIEWS
    others = _public(*(each for each in parents if each not in project)) - own
    for parent in project:
        for name in _public(parent) - own - others - view.read_names:
            near = nearest(name, own, cutoff=0.9)
            if near and near not in vars(parent):
                report.add(
                    "W010",
                    Where(label(parent), partial(place_of, parent, name)),
                    f"It sets {name!r}, which none of its base classes knows",
                    did_you_mean(near),
                )


def _check_lost_attributes(view: ViewFacts, report: Report) -> None:
    """Add a finding for each attribute of a mixin that the view lacks."""
    if view.view_class not in view.project_classes:
        return
    inherited = {name for base in view.view_class.__bases__ for name in dir(base)}
    for attribute in vars(view.view_class).keys() - inherited - view.read_names:
        for mixin in MIXINS:
            if attribute in _annotations(mixin):
                report.add(
                    "W012",
                    view.where(attribute),
                    f"It sets {attribute}, which only {mixin.__name__} reads",
                    f"Put {mixin.__name__} before the view, or remove {attribute}.",
                )
                break


def _public(*classes: type) -> set[str]:
    names = set().union(*map(vars, classes))
    return {name for name in names if not name.startswith("_")}
