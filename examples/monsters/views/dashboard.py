"""A dashboard whose blocks are refreshed one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from monsters.models import Hunt, Monster


class DashboardView(HtmxFragmentMixin, TemplateView):
    template_name = "monsters/dashboard.html"
    fragment_blocks = {
        "types": ["types"],
        "habitats": ["habitats"],
        "strongest": ["strongest"],
        "hunts": ["hunts"],
    }
    oob_blocks = {"messages": "beforeend", "counter": "outerHTML"}
    lazy_context = {
        "types": "get_types",
        "habitats": "get_habitats",
        "strongest": "get_strongest",
        "hunts": "get_hunts",
        "prey": "get_prey",
        "hunt_count": "get_hunt_count",
    }

    def get_types(self) -> list[tuple[str, int]]:
        return self.count_by("type", Monster.Type)

    def get_habitats(self) -> list[tuple[str, int]]:
        return self.count_by("habitat", Monster.Habitat)

    def get_strongest(self) -> Any:
        return Monster.objects.order_by("-level", "name", "pk")[:5]

    def get_hunts(self) -> Any:
        return Hunt.objects.select_related("monster")[:5]

    def get_prey(self) -> Any:
        never_hunted = Monster.objects.filter(hunts=None)
        return never_hunted.order_by("-level", "name", "pk").first()

    def get_hunt_count(self) -> int:
        return int(Hunt.objects.count())

    def count_by(self, field: str, choices: Any) -> list[tuple[str, int]]:
        rows = Monster.objects.order_by().values_list(field).annotate(Count("pk"))
        counts = dict(rows)
        return [(label, counts.get(value, 0)) for value, label in choices.choices]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        prey = self.get_prey()
        if prey is None:
            messages.warning(request, "Every monster has been hunted.")
        else:
            hunt = Hunt.objects.create(monster=prey, hunter="The night watch")
            messages.success(request, f"{hunt}.")
        if self.choice.is_fragment:
            return self.get(request, *args, **kwargs)
        return redirect("dashboard")
