"""A table to sort and filter, and a page whose slow blocks come later."""

from __future__ import annotations

from time import sleep
from typing import Any

import django_filters
from django.urls import include, path
from django.views.generic import TemplateView
from django_filters.views import FilterView

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxFilterMixin, HtmxFragmentMixin, HtmxPaginationMixin
from monsters.models import Monster

PAGE = """
<!doctype html>
<html lang="en">
<head>
  <title>Monsters</title>
  <link rel="icon" href="{{ static('monsters/favicon.svg') }}">
  <meta name="htmx-config" content='{"allowEval": false,
    "includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  {{ htmx_views_script() }}{{ htmx_script(version=version) }}
</head>
<body>{{ notices() }}%s</body>
</html>
"""
TABLE = """
<form id="filter" action="/table/" hx-get="/table/" hx-target="#table"
    hx-trigger="input, submit">
  <input name="name" aria-label="Name" value="{{ filter.form.name.value() or '' }}">
  <button>Filter</button>
</form>
<div id="table">{% block table %}
  {% for name, value in kept_parameters %}
  <input type="hidden" form="filter" name="{{ name }}" value="{{ value }}">
  {% endfor %}
  <table>
    <tr>{% for link in sort_links %}
      <th aria-sort="{{ link.aria_sort }}"><a id="sort-{{ link.name }}"
        href="{{ link.url }}" hx-get="{{ link.url }}" hx-target="#table"
        hx-push-url="true">{{ link.label }}</a></th>{% endfor %}</tr>
    {% for monster in page_obj %}
    <tr><td>{{ monster.name }}</td><td>{{ monster.level }}</td></tr>{% endfor %}
  </table>
  {% if next_page_url %}<a href="{{ next_page_url }}" hx-get="{{ next_page_url }}"
    hx-target="#table" hx-push-url="true">Next</a>{% endif %}
{% endblock %}</div>
"""
BOARD = """
<main hx-push-url="true" hx-target="#elsewhere"><h1>Board</h1>
{% block slow %}<p id="slow">{{ slow }}</p>{% endblock %}
{% block failing %}<p id="failing">{{ failing }}</p>{% endblock %}
{% for _ in range(90) %}<p>a long way down</p>{% endfor %}
{% block below %}<p id="below">{{ below }}</p>{% endblock %}
</main><p id="elsewhere">untouched</p>
"""
TEMPLATES = {
    "table.html": PAGE.replace("%s", TABLE),
    "board.html": PAGE.replace("%s", BOARD),
}
#: How often the failing block fails, and how long the slow one takes.
failures: list[Exception] = []
SLOW = 2


class MonsterFilter(django_filters.FilterSet):  # type: ignore[misc]  # no types
    name = django_filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = Monster
        fields: list[str] = []


class Table(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
    queryset = Monster.objects.order_by("pk")
    filterset_class = MonsterFilter
    paginator_class = KeysetPaginator
    paginate_by = 2
    template_name = "table.html"
    fragment_blocks = ["table"]
    sortable = {"name": "Name", "level": "Level"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = int(self.request.COOKIES.get("htmx", "2"))
        return super().get_context_data(version=version, **kwargs)


class Board(HtmxFragmentMixin, TemplateView):
    template_name = "board.html"
    deferred = {"slow": "load", "failing": "load", "below": "revealed"}
    lazy_context = {
        "slow": "get_slow",
        "failing": "get_failing",
        "below": lambda view: "seen",
        "version": lambda view: int(view.request.COOKIES.get("htmx", "2")),
    }

    def get_slow(self) -> str:
        sleep(SLOW)
        return "slow"

    def get_failing(self) -> str:
        if failures:
            raise failures.pop()
        return "well again"


urlpatterns = [
    path("table/", Table.as_view()),
    path("board/", Board.as_view()),
    path("", include("monsters.urls")),
]
