"""URLs and template functions that the tests of the checks use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse
from jinja2 import Environment
from markupsafe import Markup

from htmx_views.jinja import htmx_views_script, login_status


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


other_patterns: list[Any] = [
    path("other/<int:pk>/", view, name="other"),
    path("shop/", include(([path("cart/", view, name="cart")], "shop"))),
    path(
        "branch/",
        include(([path("cart/", view, name="cart")], "shop"), namespace="branch"),
    ),
]


def widget() -> Markup:
    return Markup('<p id="from-a-function"></p>')


def environment(**options: Any) -> Environment:
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.globals.update(
        url=reverse,
        path_of=reverse,
        widget=widget,
        login_status=login_status,
        htmx_views_script=htmx_views_script,
    )
    return env
