"""Each block computes its own context, and no other."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory
from django.urls import path
from django.views.generic import TemplateView, View

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
        "{% block in-left %}{{ inner }}{% endblock %}{% endblock %}"
        "|{% block right %}{{ right }}{% endblock %}{% endblock %}"
    ),
    "dynamic.html": (
        "{% extends parent %}{% block main %}{% block left %}{{ left }}{% endblock %}"
        "{% endblock %}{% block top %}{{ SUPER }}{% endblock %}"
    ),
}


class Dashboard(HtmxFragmentMixin, TemplateView):
    template_name = "dashboard.html"
    fragment_blocks = {
        block: [block] for block in ("top", "main", "left", "in-left", "right")
    }
    block_context = {
        "top": "get_top",
        "left": "get_left",
        "in_left": "get_inner",
        "right": "get_right",
    }
    calls: Counter[str] = Counter()

    def get_top(self) -> dict[str, Any]:
        self.calls["top"] += 1
        return {"top": "T"}

    def get_left(self) -> dict[str, Any]:
        self.calls["left"] += 1
        return {"left": "L"}

    def get_inner(self) -> dict[str, Any]:
        self.calls["in-left"] += 1
        return {"inner": "I"}

    def get_right(self) -> dict[str, Any]:
        self.calls["right"] += 1
        return {"right": "R"}


class Dynamic(Dashboard):
    template_name = "dynamic.html"
    extra_context = {"parent": "base.html"}
    block_context = {"top": "get_top", "left": "get_left"}


class Async(HtmxFragmentMixin, View):
    template_name = "dashboard.html"
    fragment_blocks = {"left": ["left"]}

    async def get_left(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"left": "awaited"}

    async def get_top(self) -> dict[str, Any]:
        return {"top": "T"}

    block_context = {"left": get_left, "top": get_top}

    async def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response({})


class AsyncMethodInSyncView(Async):
    def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        return self.render_to_response({})


class Copied(Dashboard, CopyingView):
    oob_blocks = ["in-left"]


class CopiedAsync(Async, CopyingView):
    pass


urlpatterns = [
    path("copied/", Copied.as_view()),
    path("copied-async/", CopiedAsync.as_view()),
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


def test_the_page_runs_all_of_them_once() -> None:
    assert get() == "T;LI|R"
    assert Dashboard.calls == {"top": 1, "left": 1, "in-left": 1, "right": 1}


@pytest.mark.parametrize(
    ("target", "content", "calls"),
    [
        ("top", "T", ["top"]),
        ("right", "R", ["right"]),
        ("in-left", "I", ["in-left"]),
        ("left", "LI", ["left", "in-left"]),
        ("main", "LI|R", ["left", "in-left", "right"]),
    ],
)
def test_a_fragment_runs_those_of_the_blocks_that_show(
    target: str, content: str, calls: list[str]
) -> None:
    assert get(target=target) == content
    assert Dashboard.calls == dict.fromkeys(calls, 1)


def test_oob_blocks_bring_theirs() -> None:
    response = respond(oob_blocks=["top"])

    assert response.render().content == b"LIT"
    assert "right" not in Dashboard.calls


def test_all_run_where_only_rendering_can_tell_what_shows() -> None:
    assert get("/dynamic/", "left") == "L"
    assert Dashboard.calls == {"left": 1}

    assert get("/dynamic/", "top") == "T"
    assert Dashboard.calls == {"left": 2, "top": 1}


def test_the_context_of_a_fragment_is_there_before_it_renders() -> None:
    context = respond().context_data

    assert (context["left"], context["inner"]) == ("L", "I")
    assert "right" not in context


@pytest.mark.parametrize(
    "method",
    [
        "get_right",
        Dashboard.get_right,
        lambda view: {"right": view.get_right()["right"]},
        Dashboard(request=None).get_right,
    ],
)
def test_methods_by_name_from_the_class_body_and_bound(method: Any) -> None:
    view = Dashboard.as_view(block_context={"right": method})
    request = RequestFactory().get("/", headers=htmx_headers(target="right"))

    assert view(request).render().content == b"R"


def test_the_mapping_can_depend_on_the_request() -> None:
    class Fewer(Dashboard):
        def get_block_context(self) -> dict[str, str]:
            return {"right": "get_right"} if "r" in self.request.GET else {}

    content = Fewer.as_view()(RequestFactory().get("/?r")).render().content

    assert content == b";|R"


def test_it_wins_over_the_context_of_the_view() -> None:
    assert respond(extra_context={"left": "view's"}).render().content == b"LI"


def test_a_base_class_may_copy_the_context() -> None:
    assert get("/copied/") == "T;LI|R"
    # The block out of band is inside the other one already.
    assert get("/copied/", "left") == "LI"


@pytest.mark.parametrize("url", ["/async/", "/copied-async/"])
def test_async_methods_of_an_async_view(url: str) -> None:
    async def get() -> tuple[bytes, bytes]:
        client = AsyncClient()
        fragment = await client.get(url, headers=htmx_headers(target="left"))
        page = await client.get(url)
        return fragment.content, page.content

    assert asyncio.run(get()) == (b"awaited", b"T;awaited|")


def test_async_methods_of_a_sync_view() -> None:
    assert get("/sync/") == "T;awaited|"
    assert get("/sync/", "left") == "awaited"


@pytest.mark.parametrize(
    ("block_context", "message"),
    [
        (
            {"left": "get_lfet"},
            "Dashboard.block_context['left'] names the method 'get_lfet', which the "
            "view lacks. Did you mean 'get_left'?",
        ),
        (
            {"left": 3},
            "Dashboard.block_context['left'] must be a method or the name of one, not "
            "3.",
        ),
        (
            {"left": lambda view: None},
            "Dashboard.block_context['left'] must return a mapping, not None.",
        ),
        (
            {"left": lambda view: {"a": 1}, "in-left": lambda view: {"a": 1}},
            "Dashboard.block_context gives 'a' twice, for the block 'left' and for "
            "'in-left': on the page one would overwrite the other. Rename one of "
            "them, or let both blocks name one method.",
        ),
        (
            {"lfet": "get_left"},
            "Dashboard.block_context names the block 'lfet', which the template "
            "'dashboard.html' lacks.",
        ),
    ],
)
def test_mistakes(block_context: dict[str, Any], message: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        respond(block_context=block_context)

    assert str(caught.value) == message


def test_blocks_may_share_a_method_which_runs_once() -> None:
    asked = []

    def get_both(view: object) -> dict[str, object]:
        asked.append(view)
        return {"a": object()}

    response = respond(block_context={"left": get_both, "top": get_both})

    assert "a" in response.context_data
    assert len(asked) == 1
