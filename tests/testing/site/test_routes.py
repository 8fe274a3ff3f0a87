"""The patterns of a URLconf are named as Django names what it resolves."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, re_path, resolve
from django.views.generic import View

from htmx_views.testing.site.routes import all_routes, route_of


def test_each_pattern_is_named_as_django_resolves_it(settings: Any) -> None:
    view = View.as_view()
    inner = [path("", view), path("<int:pk>/", view), re_path("^x/$", view)]
    settings.ROOT_URLCONF = (
        path("notes/", include(inner)),
        re_path("^old/", include(inner)),
        path("notes/", view),
    )

    found = [resolve(url).route for url in ("/notes/", "/notes/1/", "/notes/x/")]
    found += [resolve(url).route for url in ("/old/", "/old/1/", "/old/x/")]

    assert all_routes() == found


def test_the_route_of_an_address_is_known_unless_there_is_none(settings: Any) -> None:
    settings.ROOT_URLCONF = (path("<str:name>/", View.as_view()),)

    assert route_of("/a%20b/?page=2") == "<str:name>/"
    assert route_of("/a/b/c") is None
