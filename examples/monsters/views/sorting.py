"""Columns by which a reader sorts a table."""

from __future__ import annotations

from django.views.generic import ListView

from htmx_views.views import HtmxPaginationMixin
from monsters.models import Monster


class SortedListView(HtmxPaginationMixin, ListView):
    model = Monster
    paginate_by = 10
    sortable = {"name": "Name", "level": "Level", "habitat": "Habitat"}
    template_name = "monsters/sorting.html"
    fragment_blocks = ["table"]
    oob_blocks = ["document-title"]
