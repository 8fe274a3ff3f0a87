from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_page, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from htmx_views.checks.urlconf import mounted_views
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["row"]


def well_behaved(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        return view(request)  # type: ignore[no-any-return]  # any view

    return wrapper


@pytest.mark.parametrize(
    "view",
    [
        Page.as_view(),
        csrf_exempt(Page.as_view()),
        never_cache(cache_page(60)(Page.as_view())),
        well_behaved(Page.as_view()),
    ],
)
def test_a_view_is_found_under_its_decorators(check: Check, view: Any) -> None:
    (finding,) = check(view, jinja2={"page.html": ""})

    assert (finding.id, finding.obj) == ("htmx_views.E001", f"{__name__}.Page")


@pytest.mark.parametrize(
    "patterns",
    [
        [re_path("^a/$", Page.as_view())],
        [path("a/", include([path("b/", include([path("c/", Page.as_view())]))]))],
        [path("a/", include(([path("", Page.as_view())], "app"), namespace="b"))],
        i18n_patterns(path("a/", Page.as_view())),
    ],
)
def test_a_view_is_found_wherever_it_is_mounted(
    check: Check, patterns: list[Any]
) -> None:
    (finding,) = check(urlpatterns=patterns, jinja2={"page.html": ""})

    assert finding.id == "htmx_views.E001"


def test_a_view_that_is_mounted_twice_is_checked_once(check: Check) -> None:
    view = Page.as_view()

    findings = check(view, view, Page.as_view(), jinja2={"page.html": ""})

    assert [finding.id for finding in findings] == ["htmx_views.E001"]


class OddView:
    """Something that claims to have a view."""

    def __init__(self, view_class: Any) -> None:
        self.view_class = view_class

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


class SomebodysView(View):
    """A view of another package, which uses our words for other things."""

    fragment_blocks = "all"
    fragment_block = "some"
    lazy_context = 7
    template_name = "missing.html"


def without_wraps(view: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(request: HttpRequest) -> HttpResponse:
        return view(request)  # type: ignore[no-any-return]  # any view

    return wrapper


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse(),
        OddView("Page"),
        OddView(dict),
        OddView(None),
        SomebodysView,
        TemplateView.as_view(template_name="missing.html"),
        # The middleware does not see these either.
        without_wraps(Page.as_view()),
        partial(Page.as_view(), page=1),
    ],
)
def test_the_views_of_others_are_left_alone(check: Check, view: Any) -> None:
    assert check(view) == []


def test_the_admin_is_left_alone(check: Check, settings: Any) -> None:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin"]

    assert check(urlpatterns=[path("admin/", admin.site.urls)]) == []


def test_a_project_without_a_urlconf(settings: Any) -> None:
    settings.ROOT_URLCONF = None

    assert list(mounted_views()) == []


def test_the_arguments_of_as_view(check: Check) -> None:
    view = never_cache(Page.as_view(template_name="other.html"))

    (finding,) = check(view)

    assert "'other.html' does not exist" in finding.msg
