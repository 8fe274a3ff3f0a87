from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.views.generic import FormView, ListView, TemplateView
from django_filters.views import FilterView

from htmx_views import views
from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.checks.attributes import KINDS, LISTS, _annotations
from htmx_views.checks.source import place_of
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from tests.checks.conftest import Check

TEMPLATES = {"page.html": "{% block rows %}{% endblock %}{% block b %}{% endblock %}"}


def make(name: str, *bases: type, **attributes: Any) -> Any:
    attributes = {"template_name": "page.html", "__module__": "shop.views"} | attributes
    return type(name, bases, attributes)


def page_view(**attributes: Any) -> Any:
    return make("View", HtmxFragmentMixin, TemplateView, **attributes)


def form_view(**attributes: Any) -> Any:
    return make("View", HtmxFormMixin, FormView, **attributes)


def filter_view(**attributes: Any) -> Any:
    return make("View", HtmxFilterMixin, FilterView, **attributes)


def poll_view(**attributes: Any) -> Any:
    return make("View", HtmxPollingMixin, TemplateView, **attributes)


def list_view(**attributes: Any) -> Any:
    return make(
        "View", HtmxPaginationMixin, ListView, **{"paginate_by": 5, **attributes}
    )


NAMES = "must be a list of block names"
OR_TARGETS = f"{NAMES}, or a mapping from target id to such a list"
OR_SWAPS = f"{NAMES}, or a mapping from block to swap style"
OR_TRIGGERS = f"{NAMES}, or a mapping from block to trigger"
TO_SWAPS = "must map names of blocks to swap styles such as 'beforeend'"


@pytest.mark.parametrize(
    ("view", "name", "fault", "value"),
    [
        (page_view, "fragment_blocks", OR_TARGETS, "rows"),
        (page_view, "fragment_blocks", OR_TARGETS, [1]),
        (page_view, "oob_blocks", OR_SWAPS, "rows"),
        (page_view, "oob_blocks", OR_SWAPS, {"rows"}),
        (page_view, "oob_blocks", OR_SWAPS, None),
        (page_view, "deferred", OR_TRIGGERS, "rows"),
        (form_view, "success_blocks", NAMES, "rows"),
        (form_view, "success_blocks", NAMES, {"rows": "true"}),
        (form_view, "success_oob_blocks", OR_SWAPS, [["rows"]]),
        (filter_view, "filter_error_blocks", OR_SWAPS, "rows"),
    ],
)
def test_blocks_of_a_wrong_type(
    check: Check, view: Any, name: str, fault: str, value: Any
) -> None:
    (finding,) = check(view(**{name: value}), jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E002", "shop.views.View")
    assert finding.msg == f"View.{name} {fault}, not {value!r}."
    is_name = isinstance(value, str)
    assert finding.hint == ("Write ['rows']." if is_name else "Write such a value.")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("oob_blocks", {"rows": ""}, f"oob_blocks {TO_SWAPS}, not 'rows' to ''."),
        ("oob_blocks", {"rows": True}, f"oob_blocks {TO_SWAPS}, not 'rows' to True."),
        ("oob_blocks", {1: "true"}, f"oob_blocks {TO_SWAPS}, not 1 to 'true'."),
        (
            "fragment_blocks",
            {None: ["rows"]},
            "fragment_blocks must map ids of targets to blocks, but it maps None.",
        ),
        (
            "fragment_blocks",
            {"b": ["rows"], "a": {"rows"}},
            f"fragment_blocks['a'] {NAMES}, not {{'rows'}}.",
        ),
    ],
)
def test_a_mapping_of_a_wrong_type(
    check: Check, name: str, value: Any, message: str
) -> None:
    (finding,) = check(page_view(**{name: value}), jinja2=TEMPLATES)

    assert (finding.id, finding.msg) == ("htmx_views.E002", f"View.{message}")


@pytest.mark.parametrize(
    ("view", "name", "must_be", "value"),
    [
        (page_view, "lazy_context", "a mapping from names to methods", ["a"]),
        (form_view, "validation_block", "a string or None", ["rows"]),
        (form_view, "row_block", "a string or None", ["rows"]),
        (form_view, "form_invalid_status", "a whole number", "422"),
        (poll_view, "poll_interval", "a number", "2s"),
        (filter_view, "push_url", "True or False", "true"),
        (list_view, "max_page_size", "a whole number", "50"),
        (list_view, "page_size_kwarg", "a string or None", 50),
    ],
)
def test_an_attribute_of_a_wrong_type(
    check: Check, view: Any, name: str, must_be: str, value: Any
) -> None:
    (finding,) = check(view(**{name: value}), jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E002", "shop.views.View")
    assert finding.msg == f"{name} must be {must_be}, but it is {value!r}."
    assert finding.hint == f"Write {must_be}."


@pytest.mark.parametrize("name", views.__all__)
def test_every_attribute_of_a_mixin_has_a_type_that_is_checked(name: str) -> None:
    annotations = _annotations(getattr(views, name))

    assert annotations
    # Those of Django, of lists, and of parts, which as_view() looks at.
    others = {
        "dict[str, Any]",
        "Mapping[str, Sortable]",
        "Mapping[str, type[View[Any]]]",
    }
    types = {kind for name, kind in annotations.items() if name not in LISTS}
    assert types <= {*KINDS, *others}


class Polled(HtmxPollingMixin, TemplateView):
    template_name = "page.html"
    poll_interval = "2s"  # type: ignore[assignment]


def test_the_line_of_the_attribute(check: Check) -> None:
    (finding,) = check(Polled, jinja2=TEMPLATES)

    place = place_of(Polled, "poll_interval")
    assert finding.msg == f"poll_interval must be a number, but it is '2s' ({place})."


@pytest.mark.parametrize(
    "view",
    [
        form_view(success_blocks=None, success_events={"saved": 1}),
        form_view(success_blocks=[], success_events=["saved"]),
        form_view(success_oob_blocks={"rows": "true"}, validation_block="b"),
        poll_view(poll_interval=2),
        poll_view(poll_interval=0.5),
        list_view(page_size_kwarg="size", max_page_size=10),
        page_view(lazy_context={"a": lambda self: 1}, fragment_blocks={"a": None}),
        page_view(fragment_blocks=None, deferred={"b": "revealed"}),
    ],
)
def test_attributes_of_the_right_types(check: Check, view: Any) -> None:
    assert check(view, jinja2=TEMPLATES) == []


@pytest.mark.parametrize(
    ("view", "attribute", "value", "block"),
    [
        (page_view, "fragment_blocks", ["row"], "row"),
        (page_view, "oob_blocks", ["row"], "row"),
        (page_view, "deferred", ["row"], "row"),
        (form_view, "success_blocks", ("row",), "row"),
        (form_view, "success_oob_blocks", {"row": "true"}, "row"),
        (form_view, "validation_block", "row", "row"),
        (form_view, "row_block", "row", "row"),
        (filter_view, "filter_error_blocks", ["row"], "row"),
    ],
)
def test_every_attribute_that_names_blocks_is_read(
    check: Check, view: Any, attribute: str, value: Any, block: str
) -> None:
    (finding,) = check(view(**{attribute: value}), jinja2=TEMPLATES)

    assert finding.id == "htmx_views.E001"
    assert finding.msg.startswith(f"{attribute} names the block '{block}'")


def test_arguments_of_as_view_count(check: Check) -> None:
    views = [page_view().as_view(fragment_blocks=[name]) for name in ("row", "c")]

    findings = check(*views, jinja2=TEMPLATES)

    assert ["'row'" in finding.msg for finding in findings] == [True, False]


def test_what_only_a_request_tells_is_not_guessed(check: Check) -> None:
    class Overriding(page_view()):  # type: ignore[misc]
        fragment_blocks = ["row"]

        def get_fragment_blocks(self) -> list[str]:
            return ["rows"]

    class Assigning(page_view()):  # type: ignore[misc]
        fragment_blocks: Any = "row"

        def get(self, request: HttpRequest) -> HttpResponse:
            self.fragment_blocks = ["rows"]
            response: HttpResponse = super().get(request)
            return response

    class Computing(page_view()):  # type: ignore[misc]
        @property
        def fragment_blocks(self) -> list[str]:
            return ["rows"]

    class OverridingContext(page_view()):  # type: ignore[misc]
        lazy_context = {"rows": "get_rows"}

        def get_lazy_context(self) -> dict[str, Any]:
            return {}

    class OverridingInterval(poll_view()):  # type: ignore[misc]
        poll_interval = "2s"

        def get_poll_interval(self) -> float:
            return 2

    views = [Overriding, Assigning, Computing, OverridingContext, OverridingInterval]

    assert check(*views, jinja2=TEMPLATES) == []


@pytest.mark.parametrize(
    ("method", "hint"),
    [
        ("get_row", "Did you mean 'get_rows'?"),
        ("xyz", "Name a method of the view."),
        (7, "Name a method of the view."),
        # Nobody means the handlers that every view has.
        ("gett", "Name a method of the view."),
        ("__ini__", "Name a method of the view."),
        # What a property does is not tried.
        ("opened", "Name a method of the view."),
        # An attribute, but no method.
        ("content_type", "Name a method of the view."),
    ],
)
def test_a_method_of_lazy_context_that_the_view_lacks(
    check: Check, method: Any, hint: str
) -> None:
    view = page_view(
        lazy_context={"rows": method},
        get_rows=lambda self: {},
        opened=property(lambda self: [][0]),
    )

    (finding,) = check(view, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E008", "shop.views.View")
    fault = f"names the method {method!r}, which the view lacks"
    if not isinstance(method, str):
        fault = f"must be a method or the name of one, not {method!r}"
    assert finding.msg == f"View.lazy_context['rows'] {fault}."
    assert finding.hint == hint


@pytest.mark.parametrize("method", ["get_rows", lambda self: {}])
def test_a_method_of_lazy_context_that_the_view_has(check: Check, method: Any) -> None:
    view = page_view(lazy_context={"rows": method}, get_rows=lambda self: {})

    assert check(view, jinja2=TEMPLATES) == []


@pytest.mark.parametrize(
    ("engine", "hint"),
    [
        ("jinja", "Did you mean 'jinja2'?"),
        ("xyz", "Its engines are: 'django', 'jinja2'."),
    ],
)
def test_an_engine_that_the_settings_lack(check: Check, engine: str, hint: str) -> None:
    (finding,) = check(page_view(template_engine=engine))

    assert (finding.id, finding.obj) == ("htmx_views.E003", "shop.views.View")
    assert finding.msg == f"template_engine is {engine!r}, which TEMPLATES lacks."
    assert finding.hint == hint


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("fragment_block", "fragment_blocks"),
        ("fragmen_blocks", "fragment_blocks"),
        ("oob_block", "oob_blocks"),
        ("lazy_contxt", "lazy_context"),
        ("get_fragment_block", "get_fragment_blocks"),
    ],
)
def test_an_attribute_spelled_almost_like_a_mixins(
    check: Check, name: str, near: str
) -> None:
    view = make("View", make("Base", HtmxFragmentMixin, TemplateView, **{name: ["a"]}))

    (finding,) = check(view, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.W010", "shop.views.Base")
    assert finding.msg == f"It sets {name!r}, which none of its base classes knows."
    assert finding.hint == f"Did you mean {near!r}?"


@pytest.mark.parametrize(
    "attributes",
    [
        {"blocks": ["a"]},
        {"fragments": ["a"]},
        {"_fragment_blocks": ["a"]},
        {"template_name": "page.html", "extra_context": {}},
        # Nobody means a handler, whichever mixin has one.
        {"dispatched": True, "deletes": True},
        # It reads that itself.
        {"fragment_block": "a", "get_all": lambda self: [self.fragment_block]},
        # Both: the project knows what it does.
        {"fragment_blocks": [], "fragment_block": None},
    ],
)
def test_attributes_of_a_projects_own(check: Check, attributes: dict[str, Any]) -> None:
    assert check(form_view(**attributes), jinja2=TEMPLATES) == []


def test_attributes_of_an_installed_package(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("locks")
    module.__file__ = "/env/lib/python3/site-packages/locks/__init__.py"
    monkeypatch.setitem(sys.modules, "locks", module)
    attributes: dict[str, Any] = {"get_lazi_context": lambda self: {}}
    mixin = type("LockMixin", (), attributes | {"__module__": "locks"})
    bases = (HtmxFragmentMixin, mixin, TemplateView)

    assert check(make("View", *bases), jinja2=TEMPLATES) == []
    # The name is the package's also where the project overrides it.
    assert check(make("View", *bases, **attributes), jinja2=TEMPLATES) == []
    # Without the package it is nobody's.
    (finding,) = check(page_view(**attributes), jinja2=TEMPLATES)
    assert finding.hint == "Did you mean 'get_lazy_context'?"


@pytest.mark.parametrize(
    ("attribute", "mixin"),
    [
        ("success_blocks", "HtmxFormMixin"),
        ("success_oob_blocks", "HtmxFormMixin"),
        ("validation_block", "HtmxFormMixin"),
        ("row_block", "HtmxFormMixin"),
        ("filter_error_blocks", "HtmxFilterMixin"),
        ("fragment_blocks", "HtmxFragmentMixin"),
    ],
)
def test_blocks_for_a_mixin_that_the_view_lacks(
    check: Check, attribute: str, mixin: str
) -> None:
    ours = HtmxFragmentMixin if mixin != "HtmxFragmentMixin" else HtmxLoginRequiredMixin
    view = make("View", ours, TemplateView, **{attribute: ["rows"]})

    (finding,) = check(view, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.W012", "shop.views.View")
    assert finding.msg == f"It sets {attribute}, which only {mixin} reads."
    assert finding.hint == f"Put {mixin} before the view, or remove {attribute}."


def test_blocks_that_the_view_itself_reads(check: Check) -> None:
    view = make(
        "View",
        HtmxLoginRequiredMixin,
        TemplateView,
        deferred=["rows"],
        get=lambda self, request: HttpResponse(self.deferred),
    )

    assert check(view, jinja2=TEMPLATES) == []


def test_blocks_that_a_base_class_has_for_other_views(check: Check) -> None:
    base = make("Base", TemplateView, success_blocks=["rows"])

    assert check(make("View", HtmxFragmentMixin, base), jinja2=TEMPLATES) == []
