"""A value of the context is computed when a template first reads its name."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory
from django.urls import path
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin, View

from htmx_views.requests import htmx_headers
from htmx_views.views import HtmxFragmentMixin
from tests.engines import ENGINES, engine
from tests.views.fragments import CopyingView

TEMPLATES = {
    "base.html": (
        "{% block top %}{{ top }}{% endblock %};{% block main %}{% endblock %}"
    ),
    "dashboard.html": (
        '{% extends "base.html" %}{% block main %}{% block left %}{{ left }}'
        "{% block in-left %}{{ inner }}{{ inner }}{% endblock %}{% endblock %}"
        "|{% block right %}{{ right }}{% endblock %}{% endblock %}"
    ),
    "dynamic.html": (
        "{% extends parent %}{% block main %}{% block left %}{{ left }}{% endblock %}"
        "{% endblock %}"
    ),
}


class Dashboard(HtmxFragmentMixin, TemplateView):
    template_name = "dashboard.html"
    fragment_blocks = {
        block: [block] for block in ("top", "main", "left", "in-left", "right")
    }
    lazy_context = {
        "top": "get_top",
        "left": "get_left",
        "inner": "get_inner",
        "right": "get_right",
        "nobody_reads_it": "get_right",
    }
    calls: Counter[str] = Counter()

    @property
    def broken(self) -> str:
        """No message about the view may read it."""
        raise LookupError

    def get_top(self) -> str:
        self.calls["top"] += 1
        return "T"

    def get_left(self) -> str:
        self.calls["left"] += 1
        return "L"

    def get_inner(self) -> str:
        self.calls["inner"] += 1
        return "I"

    def get_right(self) -> str:
        self.calls["right"] += 1
        return "R"


class Dynamic(Dashboard):
    template_name = "dynamic.html"
    extra_context = {"parent": "base.html"}


class Async(HtmxFragmentMixin, TemplateResponseMixin, View):
    template_name = "dashboard.html"
    fragment_blocks = {"left": ["left"]}

    async def get_left(self) -> str:
        await asyncio.sleep(0)
        return "awaited"

    async def get_top(self) -> str:
        return "T"

    lazy_context = {"left": get_left, "top": get_top}

    async def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response({})


class AsyncMethodInSyncView(Async):
    def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        return self.render_to_response({})


class Copied(Dashboard, CopyingView):
    pass


urlpatterns = [
    path("copied/", Copied.as_view()),
    path("", Dashboard.as_view()),
    path("dynamic/", Dynamic.as_view()),
    path("async/", Async.as_view()),
    path("sync/", AsyncMethodInSyncView.as_view()),
]


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, TEMPLATES)]
    settings.MIDDLEWARE = []
    Dashboard.calls.clear()


def get(url: str = "/", target: str | None = None) -> str:
    headers = htmx_headers(target=target) if target else {}
    return Client().get(url, headers=headers).content.decode()


def respond(**attributes: Any) -> Any:
    view = Dashboard.as_view(**attributes)
    return view(RequestFactory().get("/", headers=htmx_headers(target="left")))


def test_the_page_computes_each_once() -> None:
    assert get() == "T;LII|R"
    assert Dashboard.calls == {"top": 1, "left": 1, "inner": 1, "right": 1}


@pytest.mark.parametrize(
    ("target", "content", "calls"),
    [
        ("top", "T", ["top"]),
        ("right", "R", ["right"]),
        ("in-left", "II", ["inner"]),
        ("left", "LII", ["left", "inner"]),
        ("main", "LII|R", ["left", "inner", "right"]),
    ],
)
def test_a_fragment_computes_what_it_reads(
    target: str, content: str, calls: list[str]
) -> None:
    assert get(target=target) == content
    assert Dashboard.calls == dict.fromkeys(calls, 1)


def test_a_parent_that_is_chosen_while_rendering() -> None:
    assert get("/dynamic/", "left") == "L"
    assert Dashboard.calls == {"left": 1}


def test_nothing_is_computed_before_the_template_asks() -> None:
    response = respond()
    assert not Dashboard.calls
    assert response.render().content == b"LII"


@pytest.mark.parametrize(
    "method",
    [
        "get_right",
        Dashboard.get_right,
        lambda view: view.get_right(),
        Dashboard(request=None).get_right,
    ],
)
def test_methods_by_name_from_the_class_body_and_bound(method: Any) -> None:
    view = Dashboard.as_view(lazy_context={"right": method})
    request = RequestFactory().get("/", headers=htmx_headers(target="right"))

    assert view(request).render().content == b"R"


def test_the_mapping_can_depend_on_the_request() -> None:
    class Fewer(Dashboard):
        def get_lazy_context(self) -> dict[str, str]:
            return {"right": "get_right"} if "r" in self.request.GET else {}

    content = Fewer.as_view()(RequestFactory().get("/?r")).render().content

    assert content == b";|R"


def test_what_the_view_itself_passes_counts() -> None:
    response = respond(extra_context={"left": "own"})

    assert response.render().content == b"ownII"
    assert "left" not in Dashboard.calls


def test_a_base_class_may_copy_the_context() -> None:
    assert get("/copied/") == "T;LII|R"
    assert get("/copied/", "left") == "LII"


def test_async_methods_of_an_async_view() -> None:
    async def get() -> tuple[bytes, bytes]:
        client = AsyncClient()
        fragment = await client.get("/async/", headers=htmx_headers(target="left"))
        page = await client.get("/async/")
        return fragment.content, page.content

    assert asyncio.run(get()) == (b"awaited", b"T;awaited|")


def test_async_methods_of_a_sync_view() -> None:
    assert get("/sync/") == "T;awaited|"
    assert get("/sync/", "left") == "awaited"


@pytest.mark.parametrize(
    ("lazy_context", "message"),
    [
        (
            ["left"],
            "Dashboard.lazy_context must be a mapping from names of the context to "
            "methods, not ['left'].",
        ),
        (
            {"left": "get_lfet"},
            "Dashboard.lazy_context['left'] names the method 'get_lfet', which the "
            "view lacks. Did you mean 'get_left'?",
        ),
        (
            {"left": "gett"},
            "Dashboard.lazy_context['left'] names the method 'gett', which the view "
            "lacks. Did you mean 'get_top'?",
        ),
        (
            {"left": 3},
            "Dashboard.lazy_context['left'] must be a method or the name of one, not "
            "3.",
        ),
    ],
)
def test_mistakes(lazy_context: Any, message: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        respond(lazy_context=lazy_context)

    assert str(caught.value) == message
