"""A formset that grows by a row."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin
from monsters.forms import MonsterForm


class LitterView(HtmxFormMixin, FormView):
    form_class = formset_factory(MonsterForm, extra=0, min_num=1, validate_min=True)
    prefix = "litter"
    template_name = "monsters/formset.html"
    fragment_blocks = success_blocks = ["litter"]
    row_block = "row"
    oob_blocks = ["management"]
    success_oob_blocks = {"messages": "beforeend"}
    success_url = reverse_lazy("formset")

    def form_valid(self, form: Any) -> HttpResponse:
        saved = [row.save() for row in form if row.has_changed()]
        messages.success(self.request, f"Monsters born: {len(saved)}.")
        return super().form_valid(form)
