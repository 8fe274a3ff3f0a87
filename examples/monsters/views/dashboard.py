"""A dashboard whose blocks are refreshed one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from htmx_views.requests import is_fragment_request
from htmx_views.views import HtmxFragmentMixin
from monsters.models import Hunt, Monster
from monsters.views.base import PatternPage


class DashboardView(PatternPage, HtmxFragmentMixin, TemplateView):
    template_name = "monsters/dashboard.html"
    fragment_blocks = {
        "types": ["types"],
        "habitats": ["habitats"],
        "strongest": ["strongest"],
        "hunts": ["hunts"],
    }
    oob_blocks = ["messages", "counter"]
    block_context = {
        "types": "get_types",
        "habitats": "get_habitats",
        "strongest": "get_strongest",
        "hunts": "get_hunts",
        "next-prey": "get_next_prey",  # stands inside of "hunts"
        "counter": "get_counter",
    }

    def get_types(self) -> dict[str, Any]:
        return {"types": self.count_by("type", Monster.Type)}

    def get_habitats(self) -> dict[str, Any]:
        return {"habitats": self.count_by("habitat", Monster.Habitat)}

    def get_strongest(self) -> dict[str, Any]:
        return {"strongest": list(Monster.objects.order_by("-level", "name", "pk")[:5])}

    def get_hunts(self) -> dict[str, Any]:
        return {"hunts": list(Hunt.objects.select_related("monster")[:5])}

    def get_next_prey(self) -> dict[str, Any]:
        never_hunted = Monster.objects.filter(hunts=None)
        return {"prey": never_hunted.order_by("-level", "name", "pk").first()}

    def get_counter(self) -> dict[str, Any]:
        return {"hunt_count": Hunt.objects.count()}

    def count_by(self, field: str, choices: Any) -> list[tuple[str, int]]:
        rows = Monster.objects.order_by().values_list(field).annotate(Count("pk"))
        counts = dict(rows)
        return [(label, counts.get(value, 0)) for value, label in choices.choices]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        prey = self.get_next_prey()["prey"]
        if prey is None:
            messages.warning(request, "Every monster has been hunted.")
        else:
            hunt = Hunt.objects.create(monster=prey, hunter="The night watch")
            messages.success(request, f"{hunt}.")
        if is_fragment_request(request):
            return self.get(request, *args, **kwargs)
        return redirect("dashboard")
