"""Choose some rows, and do the same to each."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin
from monsters.forms import BulkForm
from monsters.models import Monster


class BulkView(HtmxFormMixin, SuccessMessageMixin, FormView):
    form_class = BulkForm
    template_name = "monsters/bulk.html"
    fragment_blocks = success_blocks = ["bulk"]
    success_oob_blocks = {"messages": "beforeend"}
    success_url = reverse_lazy("bulk")
    success_message = "%(number)s chosen, %(number)s done."
    lazy_context = {"rows": "get_rows"}

    def get_rows(self) -> Any:
        return Monster.objects.order_by("-pk")[:8]

    def form_valid(self, form: BulkForm) -> HttpResponse:
        form.save()
        return super().form_valid(form)
