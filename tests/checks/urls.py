"""URLs and template functions that the tests of the checks use."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse, reverse_lazy
from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from htmx_views.auth.tags import htmx_views_script, login_status


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


def boxed(text: str) -> Markup:
    return Markup('<p id="from-a-filter">%s</p>') % text


def own_path_of(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def short_path_of(name: str, urlconf: Any = None) -> str:
    return reverse(name, urlconf)


def cart_path_of(name: str) -> str:
    return reverse("shop:" + name)


def twice_path_of(urlconf: Any, name: str = "other") -> str:
    return reverse(name, urlconf)


class Careless(Extension):
    """Tags whose nodes do not say on which line they stand."""

    tags = {"name", "link", "line", "state", "button", "card", "box"}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        tag = next(parser.stream).value
        name = nodes.Name("user", "load")
        text = nodes.TemplateData
        parts: dict[str, nodes.Expr] = {
            "name": nodes.Getattr(name, "name", "load"),
            "link": nodes.Getattr(name, "get_absolute_url", "load"),
            "line": nodes.MarkSafe(text("<hr>")),
            "state": nodes.CondExpr(name, text('<p id="row">'), text("off")),
            "card": nodes.MarkSafe(name),
            "button": text('<a hx-target="#row">'),
        }
        if tag == "box":
            content = parser.parse_statements(("name:endbox",), drop_needle=True)
            return nodes.CallBlock(self.call_method("boxed"), [], [], content)
        output = nodes.Output([parts[tag]])
        return [output] if tag == "button" else output


def environment(**options: Any) -> Environment:
    extensions: list[Any] = ["jinja2.ext.i18n", "jinja2.ext.do", Careless]
    env = Environment(extensions=extensions, **options)
    env.globals.update(
        url=reverse,
        path_of=reverse,
        lazy_path_of=reverse_lazy,
        own_path_of=own_path_of,
        short_path_of=short_path_of,
        cart_path_of=cart_path_of,
        twice_path_of=twice_path_of,
        partial_path_of=partial(reverse, args=[1]),
        widget=widget,
        login_status=login_status,
        htmx_views_script=htmx_views_script,
    )
    env.filters["boxed"] = boxed
    return env
