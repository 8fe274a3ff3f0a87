"""Infinite scroll and numbered pages, over any number of rows."""

from __future__ import annotations

from django.views.generic import ListView

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxPaginationMixin
from monsters.models import Monster


class EndlessListView(HtmxPaginationMixin, ListView):
    model = Monster
    paginator_class = KeysetPaginator
    paginate_by = 20
    template_name = "monsters/endless.html"
    fragment_blocks = ["rows"]
    oob_blocks = {"arrived": "innerHTML"}


class NumberedListView(HtmxPaginationMixin, ListView):
    model = Monster
    paginate_by = 10
    page_size_kwarg = "size"
    max_page_size = 50
    sizes = [10, 20, 50]
    template_name = "monsters/numbered.html"
    fragment_blocks = ["table"]
    oob_blocks = ["document-title"]
