"""A table to sort and filter."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import include, path
from django_filters.views import FilterView

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxFilterMixin, HtmxPaginationMixin
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
TEMPLATES = {"table.html": PAGE.replace("%s", TABLE)}


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


urlpatterns = [
    path("table/", Table.as_view()),
    path("", include("monsters.urls")),
]
