"""A page that does not wait for its slowest part."""

from __future__ import annotations

from time import sleep
from typing import Any

from django.db.models import Avg
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from monsters.models import Monster


class DeferredView(HtmxFragmentMixin, TemplateView):
    template_name = "monsters/deferred.html"
    deferred = {"levels": "load", "newest": "revealed"}
    lazy_context = {"levels": "get_levels", "monsters": "get_monsters"}

    def get_levels(self) -> Any:
        sleep(1)  # so that one sees it
        rows = Monster.objects.order_by("type").values_list("type")
        labels = dict(Monster.Type.choices)
        averages = rows.annotate(Avg("level"))
        return [(labels[type], round(average)) for type, average in averages]

    def get_monsters(self) -> Any:
        return Monster.objects.order_by("-pk")[:6]
