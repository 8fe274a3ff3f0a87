"""Tabs: the address bar, the back button and the title follow."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from monsters.models import Monster

TABS = {"strongest": "-level", "weakest": "level", "newest": "-pk"}


class TabsView(HtmxFragmentMixin, TemplateView):
    template_name = "monsters/tabs.html"
    fragment_blocks = ["tabs"]
    oob_blocks = ["document-title"]
    lazy_context = {"monsters": "get_monsters"}
    tabs = [*TABS]

    @property
    def tab(self) -> str:
        tab = self.request.GET.get("tab", "")
        return tab if tab in TABS else self.tabs[0]

    def get_monsters(self) -> Any:
        return Monster.objects.order_by(TABS[self.tab], "pk")[:6]
