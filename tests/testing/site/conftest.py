from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = """
<html><head><script src="/static/django_htmx/htmx-2.min.js"></script></head>
<body>{}</body></html>
"""

View = Callable[..., HttpResponse]
Serve = Callable[[dict[str, str | View]], None]


@pytest.fixture
def serve(settings: Any) -> Serve:
    """Return what makes a site of bodies, by the patterns where they are."""

    def serve(pages: dict[str, str | View]) -> None:
        settings.ROOT_URLCONF = tuple(
            path(route, view_of(page)) for route, page in pages.items()
        )
        settings.MIDDLEWARE = settings.TEMPLATES = []

    return serve


def view_of(page: str | View) -> View:
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        is_htmx = "HX-Request" in request.headers
        return HttpResponse(str(page) if is_htmx else PAGE.format(page))

    return view if isinstance(page, str) else page
