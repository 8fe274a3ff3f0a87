"""What the mixin costs a whole request, next to a function that does the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from htmx_views.requests import VARY_ON, VARY_ON_TARGET, htmx_headers
from htmx_views.views import HtmxFragmentMixin
from monsters.bestiary import monsters
from monsters.models import Monster
from tests.benchmarks.conftest import OURS, Measure
from tests.engines import ENGINES, engine

TEMPLATES = {
    "base.html": "<title>{% block title %}{% endblock %}</title>"
    "{% block messages %}{% endblock %}<main>{% block main %}{% endblock %}</main>",
    "list.html": """{% extends "base.html" %}{% block title %}Monsters{% endblock %}
    {% block main %}<table>{% block rows %}{% for monster in monsters %}
    <tr id="monster-{{ monster.pk }}"><td>{{ monster.name }}</td>
    <td>{{ monster.level }}</td><td>{{ monster.habitat }}</td></tr>
    {% endfor %}{% endblock %}</table>{% endblock %}""",
}


def get_monsters() -> Any:
    return Monster.objects.order_by("name", "pk")[:20]


class MonsterList(HtmxFragmentMixin, TemplateView):
    template_name = "list.html"
    fragment_blocks = {"rows": ["rows"], "title": ["title"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(monsters=get_monsters(), **kwargs)


def monster_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"monsters": get_monsters()}
    htmx: Any = request.htmx  # type: ignore[attr-defined]  # of django-htmx
    if (
        htmx
        and not htmx.history_restore_request
        and not htmx.boosted
        and htmx.request_type in (None, "partial")
        and htmx.target in ("rows", "title")
    ):
        context["RENDER_BLOCKS"] = [htmx.target]
    response = render(request, "list.html", context)
    patch_vary_headers(response, VARY_ON + VARY_ON_TARGET)
    return response


urlpatterns = [
    path("class/", MonsterList.as_view()),
    path("function/", monster_list),
]


@pytest.fixture(params=ENGINES)
def respond(
    request: pytest.FixtureRequest, settings: Any, db: None
) -> Callable[[str, dict[str, str]], HttpResponse]:
    """Return Django's handler, with the middleware of the example site."""
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, TEMPLATES)]
    Monster.objects.bulk_create(islice(monsters(), 50))
    handler = BaseHandler()
    handler.load_middleware()
    factory = RequestFactory()

    def respond(url: str, headers: dict[str, str]) -> HttpResponse:
        response = handler.get_response(factory.get(url, headers=headers))
        assert isinstance(response, HttpResponse)
        return response

    return respond


@pytest.mark.parametrize("kind", ["page", "fragment"])
@pytest.mark.parametrize("who", ["a function", OURS])
def test_a_request(
    kind: str,
    who: str,
    respond: Callable[[str, dict[str, str]], HttpResponse],
    request: pytest.FixtureRequest,
    measure: Measure,
) -> None:
    headers = htmx_headers(target="rows") if kind == "fragment" else {}
    url, other_url = "/class/", "/function/"
    if who != OURS:
        url, other_url = other_url, url
    [engine_name] = [name for name in ENGINES if name in request.node.name]
    group = f"a {kind} of 20 rows from {engine_name}, through the handler"

    response = measure(
        group,
        who,
        lambda: respond(url, headers),
        limit=(lambda: respond(other_url, headers)) if who == OURS else None,
        bound=1.05 if who == OURS else None,
    )

    other = respond(other_url, headers)
    assert response.content == other.content
    assert response["Vary"] == other["Vary"]
    assert (b"<title>" in response.content) is (kind == "page")
