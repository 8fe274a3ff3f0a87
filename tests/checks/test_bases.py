from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.views.generic import (
    CreateView,
    DeleteView,
    ListView,
    TemplateView,
    View,
)
from django.views.generic.base import ContextMixin
from django_filters.views import FilterView

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.checks.source import place_of
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from tests.checks.conftest import Check

TEMPLATES = {"page.html": "", "auth/user_list.html": ""}


def make(name: str, *bases: type, **attributes: Any) -> Any:
    attributes = {
        "template_name": "page.html",
        "paginate_by": 5,
        "__module__": "shop.views",
    } | attributes
    return type(name, bases, attributes)


Page = make("Page", HtmxFragmentMixin, TemplateView)


@pytest.mark.parametrize("mixin", [HtmxLoginRequiredMixin, LoginRequiredMixin])
def test_an_access_mixin_behind_its_view(check: Check, mixin: type) -> None:
    wrong = make("Wrong", make("Helper"), Page, mixin)

    (finding,) = check(wrong, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E007", "shop.views.Wrong")
    assert finding.msg == (
        f"{mixin.__name__} stands behind Page in its bases: its check is never made."
    )
    assert finding.hint == f"Write class Wrong(Helper, {mixin.__name__}, Page)."


def test_two_access_mixins_behind_a_view_are_one_finding(check: Check) -> None:
    wrong = make("Wrong", Page, PermissionRequiredMixin, LoginRequiredMixin)

    (finding,) = check(wrong, jinja2=TEMPLATES)

    assert finding.msg == (
        "PermissionRequiredMixin and LoginRequiredMixin stand behind Page in its "
        "bases: their checks are never made."
    )
    assert finding.hint == (
        "Write class Wrong(PermissionRequiredMixin, LoginRequiredMixin, Page)."
    )


def test_a_mixin_of_the_projects_own_behind_its_view(check: Check) -> None:
    wrong = make("Wrong", TemplateView, make("Helper", HtmxFragmentMixin))

    (finding,) = check(wrong, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E006", "shop.views.Wrong")
    assert finding.msg == (
        "Wrong has no render_to_response() behind HtmxFragmentMixin, which extends it."
    )
    assert finding.hint == (
        "Put the mixin before a view that renders a template, such as TemplateView, "
        "and before base classes of your own. Now it stands behind Wrong, "
        "TemplateView, TemplateResponseMixin, ContextMixin, View, Helper."
    )


class Wrong(HtmxFragmentMixin, TemplateView, LoginRequiredMixin):
    template_name = "page.html"


class WrongChild(Wrong):
    pass


class WrongSibling(Wrong):
    pass


def test_the_class_at_fault_is_named_once(check: Check) -> None:
    (finding,) = check(WrongChild, WrongSibling, jinja2=TEMPLATES)

    assert finding.obj == f"{__name__}.Wrong"
    assert finding.msg.endswith(f"is never made ({place_of(Wrong)}).")
    assert finding.hint == (
        "Write class Wrong(HtmxFragmentMixin, LoginRequiredMixin, TemplateView)."
    )


def test_a_dispatch_that_asks_nobody_else(check: Check) -> None:
    def dispatch(self: View, request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    answering = make("Answering", Page, dispatch=dispatch)
    login = make("Login", LoginRequiredMixin, TemplateView)

    (finding,) = check(make("Wrong", answering, login), jinja2=TEMPLATES)

    assert finding.hint == "Write class Wrong(Login, Answering)."
    # Who writes that in the view itself has seen the mixins.
    own = make("Own", LoginRequiredMixin, Page, dispatch=dispatch)
    assert check(own, jinja2=TEMPLATES) == []


def test_a_view_without_a_mixin_of_ours_is_none_of_our_business(check: Check) -> None:
    wrong = make("Wrong", TemplateView, LoginRequiredMixin)

    assert check(wrong, jinja2=TEMPLATES) == []


class Cooperative(ContextMixin, View):
    """A project's own mixin, which is a view, but leaves the answer to others."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return super().get(request)  # type: ignore[misc, no-any-return]


class Answering(View):
    """A project's own view, which leaves ``dispatch()`` to others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


@pytest.mark.parametrize(
    "bases",
    [
        (Answering, HtmxLoginRequiredMixin, HtmxFragmentMixin, TemplateView),
        (Page, make("Login", HtmxLoginRequiredMixin, TemplateView)),
        (HtmxFragmentMixin, TemplateView),
        (HtmxLoginRequiredMixin, HtmxFragmentMixin, TemplateView),
        (HtmxFragmentMixin, HtmxLoginRequiredMixin, TemplateView),
        (HtmxPaginationMixin, LoginRequiredMixin, ListView),
        (HtmxFormMixin, LoginRequiredMixin, CreateView),
        (HtmxFormMixin, LoginRequiredMixin, DeleteView),
        (HtmxFilterMixin, LoginRequiredMixin, FilterView),
        (HtmxPollingMixin, LoginRequiredMixin, TemplateView),
        (Cooperative, HtmxFragmentMixin, TemplateView),
        (Page,),
        (make("Child", Page), HtmxFragmentMixin),
        (HtmxPaginationMixin, ListView),
        (HtmxFragmentMixin, TemplateView, make("Helper")),
    ],
)
def test_mixins_in_their_place(check: Check, bases: tuple[type, ...]) -> None:
    assert check(make("View", *bases), jinja2=TEMPLATES) == []


class Pages(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    template_name = "page.html"


class OverridingPages(Pages):
    def get_paginate_by(self, queryset: Any) -> int:
        return 5


def test_pages_without_a_number_of_rows(check: Check) -> None:
    (finding,) = check(Pages, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.W011", f"{__name__}.Pages")
    assert finding.msg == (
        "HtmxPaginationMixin finds no paginate_by, so the list has no pages "
        f"({place_of(Pages)})."
    )
    assert finding.hint == "Set paginate_by, the number of rows of a page."


@pytest.mark.parametrize("view", [Pages.as_view(paginate_by=5), OverridingPages])
def test_pages_with_a_number_of_rows(check: Check, view: Any) -> None:
    assert check(view, jinja2=TEMPLATES) == []
