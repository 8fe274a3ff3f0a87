"""What a fragment costs that is a part of a page, next to a view of its own."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory
from django.urls import path
from django.views.generic import ListView, TemplateView

from htmx_views.requests import htmx_headers
from htmx_views.views import HtmxPaginationMixin, HtmxPartsMixin
from monsters.bestiary import monsters
from monsters.models import Monster
from tests.benchmarks.conftest import OURS, Measure
from tests.engines import ENGINES, engine

ROWS = """<h1>Monsters</h1><table>{% block rows %}{% for monster in PAGE %}
    <tr id="monster-{{ monster.pk }}"><td>{{ monster.name }}</td>
    <td>{{ monster.level }}</td><td>{{ monster.habitat }}</td></tr>
    {% endfor %}{% endblock %}</table>"""


class Rows(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    queryset = Monster.objects.order_by("name", "pk")
    paginate_by = 20
    fragment_blocks = ["rows"]


class Page(HtmxPartsMixin, TemplateView):
    template_name = "page.html"
    parts = {"rows": Rows, "others": Rows}


urlpatterns = [
    path("own/", Rows.as_view(template_name="own.html")),
    path("page/", Page.as_view()),
    path("part/", Page.as_view(part="rows")),
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ENGINES)
@pytest.mark.parametrize("who", ["own", "part"])
def test_a_fragment(who: str, language: str, settings: Any, measure: Measure) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware"]
    templates = {
        "own.html": ROWS.replace("PAGE", "page_obj"),
        "page.html": ROWS.replace("PAGE", "rows.page_obj"),
    }
    settings.TEMPLATES = [engine(language, templates)]
    Monster.objects.bulk_create(islice(monsters(), 40))
    handler = BaseHandler()
    handler.load_middleware()
    request = RequestFactory().get

    def respond(who: str) -> Any:
        return handler.get_response(request(f"/{who}/", headers=htmx_headers()))

    response = measure(
        f"request for a fragment of 20 rows, a part or not, in {language}",
        {"own": f"{OURS}: a view of its own", "part": f"{OURS}: a part"}[who],
        lambda: respond(who),
        limit=None if who == "own" else lambda: respond("own"),
        bound=None if who == "own" else 1.1,
    )
    assert response.content.count(b"<tr") == 20
