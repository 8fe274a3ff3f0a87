"""Running hunts, whose progress refreshes itself."""

from __future__ import annotations

from random import randint
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import ListView, View

from htmx_views.views import HtmxPollingMixin
from monsters.models import Hunt, Monster


class HuntListView(HtmxPollingMixin, ListView):
    context_object_name = "hunts"
    template_name = "monsters/hunts.html"
    fragment_blocks = ["hunts"]
    poll_interval = 2

    @cached_property
    def hunts(self) -> Any:
        # Asked once for the tag, the end and the list.
        return Hunt.objects.select_related("monster")[:10]

    def get_queryset(self) -> Any:
        return self.hunts

    def get_ptag(self) -> str:
        return " ".join(f"{hunt.pk}:{hunt.progress}" for hunt in self.hunts)

    def is_polling_done(self) -> bool:
        return all(hunt.is_over for hunt in self.hunts)


class StartHuntView(View):
    """Send somebody out to hunt a monster."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        # Sorting a million rows by "?" would take seconds.
        newest = Monster.objects.aggregate(pk=Max("pk"))["pk"]
        if newest is not None:
            some = Monster.objects.filter(pk__gte=randint(1, newest))
            Hunt.objects.create(monster=some.earliest("pk"), hunter="You")
        return redirect("hunts")
