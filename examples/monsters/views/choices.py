"""A choice on which another one depends."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.views.generic import CreateView

from htmx_views.views import HtmxFormMixin
from monsters.forms import HuntForm


class PlanHuntView(HtmxFormMixin, SuccessMessageMixin, CreateView):
    form_class = HuntForm
    template_name = "monsters/choices.html"
    fragment_blocks = {"prey": ["prey"], "plan": ["plan"]}
    success_blocks = ["plan"]
    success_oob_blocks = {"messages": "beforeend"}
    success_url = reverse_lazy("choices")
    success_message = "%(hunter)s hunts %(monster)s."

    def get_initial(self) -> dict[str, Any]:
        return {"habitat": self.request.GET.get("habitat")}
