from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.views.generic import ListView, TemplateView, View
from django.views.generic.base import ContextMixin

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.views import HtmxFragmentMixin, HtmxPaginationMixin
from tests.checks.conftest import Check

TEMPLATES = {"page.html": "", "auth/user_list.html": ""}


def make(name: str, *bases: type, **attributes: Any) -> Any:
    attributes = {"template_name": "page.html", "__module__": "shop.views"} | attributes
    return type(name, bases, attributes)


Page = make("Page", HtmxFragmentMixin, TemplateView)


@pytest.mark.parametrize("mixin", [HtmxLoginRequiredMixin, LoginRequiredMixin])
@pytest.mark.parametrize("view", [Page, TemplateView])
def test_an_access_mixin_behind_its_view(
    check: Check, mixin: type, view: type, settings: Any
) -> None:
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "htmx_views.middleware.HtmxViewsMiddleware",
    ]
    wrong = make("Wrong", view, mixin)
    if view is TemplateView and mixin is LoginRequiredMixin:
        # A view without a mixin of ours is none of our business.
        assert check(wrong, jinja2=TEMPLATES) == []
        return

    (finding,) = check(wrong, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E007", "shop.views.Wrong")
    assert finding.msg == (
        f"{mixin.__name__} stands behind {view.__name__} in the bases of "
        "shop.views.Wrong: its check is never made."
    )
    assert finding.hint == f"Write class Wrong({mixin.__name__}, {view.__name__})."


class Cooperative(ContextMixin, View):
    """A project's own mixin, which is a view, but leaves the answer to others."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return super().get(request)  # type: ignore[misc, no-any-return]


@pytest.mark.parametrize(
    "bases",
    [
        (HtmxFragmentMixin, TemplateView),
        (HtmxLoginRequiredMixin, HtmxFragmentMixin, TemplateView),
        (HtmxFragmentMixin, HtmxLoginRequiredMixin, TemplateView),
        (Cooperative, HtmxFragmentMixin, TemplateView),
        (Page,),
        (HtmxPaginationMixin, ListView),
        (HtmxFragmentMixin, TemplateView, make("Helper")),
    ],
)
def test_mixins_in_their_place(check: Check, bases: tuple[type, ...]) -> None:
    assert check(make("View", *bases), jinja2=TEMPLATES) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("fragment_block", "fragment_blocks"),
        ("fragmen_blocks", "fragment_blocks"),
        ("oob_block", "oob_blocks"),
        ("get_fragment_block", "get_fragment_blocks"),
    ],
)
def test_an_attribute_spelled_almost_like_a_mixins(
    check: Check, name: str, near: str
) -> None:
    view = make("View", make("Base", HtmxFragmentMixin, TemplateView, **{name: ["a"]}))

    (finding,) = check(view, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.W010", "shop.views.View")
    assert finding.msg == (
        f"shop.views.Base sets {name!r}, which none of its base classes knows."
    )
    assert finding.hint == f"Did you mean {near!r}?"


@pytest.mark.parametrize(
    "attributes",
    [
        {"blocks": ["a"]},
        {"fragments": ["a"]},
        {"_fragment_blocks": ["a"]},
        {"template_name": "page.html", "extra_context": {}},
        # Both: the project knows what it does.
        {"fragment_blocks": [], "fragment_block": None},
    ],
)
def test_attributes_of_a_projects_own(check: Check, attributes: dict[str, Any]) -> None:
    view = make("View", HtmxFragmentMixin, TemplateView, **attributes)

    assert check(view, jinja2=TEMPLATES) == []


def test_attributes_of_an_installed_package(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("locks")
    module.__file__ = "/env/lib/python3/site-packages/locks/__init__.py"
    monkeypatch.setitem(sys.modules, "locks", module)
    attributes: dict[str, Any] = {"get_lasy_context": lambda self: {}}
    mixin = type("LockMixin", (), attributes | {"__module__": "locks"})
    bases = (HtmxFragmentMixin, mixin, TemplateView)

    assert check(make("View", *bases), jinja2=TEMPLATES) == []
    # The name is the package's also where the project overrides it.
    assert check(make("View", *bases, **attributes), jinja2=TEMPLATES) == []
    # Without the package it is nobody's.
    view = make("View", HtmxFragmentMixin, TemplateView, **attributes)
    (finding,) = check(view, jinja2=TEMPLATES)
    assert finding.hint == "Did you mean 'get_lazy_context'?"
