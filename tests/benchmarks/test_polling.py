"""What a poll costs that finds nothing new, next to functions that do the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.generic import ListView
from django_htmx.http import ptag

from htmx_views.requests import VARY_ON, htmx_headers
from htmx_views.views import HtmxPollingMixin
from monsters.bestiary import monsters
from monsters.models import Monster
from tests.benchmarks.conftest import OURS, Measure
from tests.engines import engine

TEMPLATES = {
    "list.html": """<title>Monsters</title>{% block rows %}<ul {{ polling }}>
    {% for monster in object_list %}<li>{{ monster.name }}</li>{% endfor %}
    </ul>{% endblock %}""",
}
TAG_HEADER = "HX-PTag"


def get_monsters() -> Any:
    return Monster.objects.order_by("name", "pk")[:20]


def get_newest(*args: Any, **kwargs: Any) -> str:
    return str(Monster.objects.aggregate(newest=Max("pk"))["newest"])


class ByHash(HtmxPollingMixin, ListView):  # type: ignore[type-arg]
    template_name = "list.html"
    fragment_blocks = ["rows"]

    def get_queryset(self) -> Any:
        return get_monsters()


class ByTag(ByHash):
    def get_ptag(self) -> str:
        return get_newest()


def compares(request: HttpRequest) -> HttpResponse:
    tag = get_newest()
    if request.headers.get(TAG_HEADER) == tag:
        response = HttpResponse(status=204)
    else:
        response = renders(request)
        response[TAG_HEADER] = tag
    patch_vary_headers(response, [*VARY_ON, TAG_HEADER, "Cookie"])
    return response


def renders(request: HttpRequest) -> HttpResponse:
    context = {"object_list": get_monsters(), "RENDER_BLOCKS": ["rows"]}
    return render(request, "list.html", context)


LIMIT = "a function that compares a tag"
VIEWS: dict[str, Any] = {
    LIMIT: compares,
    "django-htmx's @ptag": ptag(get_newest)(renders),
    f"{OURS}, get_ptag()": ByTag.as_view(),
    f"{OURS}, by the hash of the block": ByHash.as_view(),
    "a function that renders the block": renders,
}
urlpatterns = [path(f"{n}/", view) for n, view in enumerate(VIEWS.values())]


@pytest.mark.parametrize("who", VIEWS)
def test_a_poll(who: str, settings: Any, db: None, measure: Measure) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine("jinja2", TEMPLATES)]
    Monster.objects.bulk_create(islice(monsters(), 50))
    handler = BaseHandler()
    handler.load_middleware()
    factory = RequestFactory()

    def poll(who: str) -> Callable[[], HttpResponse]:
        url = f"/{list(VIEWS).index(who)}/"
        headers = htmx_headers(version=4)

        def respond() -> HttpResponse:
            response = handler.get_response(factory.get(url, headers=headers))
            assert isinstance(response, HttpResponse)
            return response

        headers[TAG_HEADER] = respond().get(TAG_HEADER, "")
        return respond

    response = measure(
        "a poll that finds nothing new, through the handler",
        who,
        poll(who),
        limit=None if who == LIMIT else poll(LIMIT),
        bound=1.1 if "get_ptag" in who else None,
    )

    # django-htmx answers 304, which the client of htmx 2 would swap.
    expected = 304 if "@ptag" in who else 200 if VIEWS[who] is renders else 204
    assert response.status_code == expected
