"""Filter the monsters while the reader types."""

from __future__ import annotations

import django_filters
from django.forms import TextInput
from django_filters.views import FilterView

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxFilterMixin, HtmxPaginationMixin
from monsters.models import Monster


class MonsterFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(
        lookup_expr="icontains",
        label="Name",
        widget=TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = django_filters.ChoiceFilter(
        choices=Monster.Type.choices, label="Type", empty_label="Any"
    )
    level_from = django_filters.NumberFilter(
        "level", "gte", label="Level from", widget=TextInput(attrs={"size": 4})
    )
    level_to = django_filters.NumberFilter(
        "level", "lte", label="Level to", widget=TextInput(attrs={"size": 4})
    )
    order = django_filters.OrderingFilter(
        fields=["name", "level"], label="Order", empty_label="By name"
    )

    class Meta:
        model = Monster
        fields: list[str] = []


class MonsterFilterView(HtmxFilterMixin, HtmxPaginationMixin, FilterView):
    queryset = Monster.objects.all()
    filterset_class = MonsterFilter
    paginator_class = KeysetPaginator
    paginate_by = 20
    template_name = "monsters/filters.html"
    fragment_blocks = {"results": ["document-title", "results"], "more": ["rows"]}
    filter_error_blocks = ["errors"]
    oob_blocks = {"arrived": "innerHTML"}
