"""Load more: the list of monsters."""

from __future__ import annotations

from django.views.generic import ListView

from htmx_views.views import HtmxPaginationMixin
from monsters.models import Monster


class MonsterListView(HtmxPaginationMixin, ListView):
    model = Monster
    paginate_by = 20
    template_name = "monsters/list.html"
    fragment_blocks = ["page-and-paging-controls"]
    oob_blocks = {"shown": "innerHTML"}
