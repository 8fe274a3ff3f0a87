from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from htmx_views.testing import HtmxClient, Page

HTMX = '<script src="/static/django_htmx/htmx-{version}.min.js"></script>'

#: What is at a path: a body, or a response.
Answers = dict[str, str | HttpResponse | Callable[[HttpRequest], HttpResponse]]
OpenPage = Callable[..., Page]


@pytest.fixture(params=[2, 4], ids=["htmx2", "htmx4"])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def open_page(settings: Any) -> OpenPage:
    """
    Return what opens a page of a site of its own.

    ``html`` is the body of ``/``, which loads ``htmx`` 2 or 4; ``answers`` are what
    the other paths have. All else is answered with the method, the path, the fields.
    """

    def open_page(
        html: str,
        answers: Answers | None = None,
        *,
        htmx: int | None = None,
        head: str = "",
        client: Any = None,
        **options: Any,
    ) -> Page:
        script = HTMX.format(version=htmx) if htmx else ""
        pages: Answers = {
            "": f"<html><head>{script}{head}</head><body>{html}</body></html>",
            **(answers or {}),
        }

        def serve(request: HttpRequest, path: str) -> HttpResponse:
            answer = pages.get(path, echo)
            if callable(answer) and not isinstance(answer, HttpResponse):
                return answer(request)
            return HttpResponse(answer) if isinstance(answer, str) else answer

        settings.ROOT_URLCONF = (re_path("^(.*)$", serve),)
        settings.MIDDLEWARE = settings.TEMPLATES = []
        return Page(client or HtmxClient(), "/", **options)

    return open_page


def echo(request: HttpRequest) -> HttpResponse:
    fields = sorted((request.GET if request.method == "GET" else request.POST).lists())
    return HttpResponse(f"<p>{request.method} {request.path} {fields}</p>")
