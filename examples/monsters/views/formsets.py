"""A formset that grows by a row."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin
from monsters.forms import MonsterForm


class LitterView(HtmxFormMixin, FormView):
    form_class = formset_factory(MonsterForm, extra=1)
    prefix = "litter"
    template_name = "monsters/formset.html"
    fragment_blocks = {"rows": ["row"], "litter": ["litter"]}
    oob_blocks = ["management"]
    success_blocks = ["litter"]
    success_oob_blocks = {"messages": "beforeend"}
    success_url = reverse_lazy("formset")
    lazy_context = {"row": "get_last_row"}

    def get_last_row(self) -> Any:
        return self.get_form()[-1]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "add" in self.request.GET and "data" in kwargs:
            kwargs["data"] = data = kwargs["data"].copy()
            total = f"{self.prefix}-TOTAL_FORMS"
            data[total] = str(int(data[total]) + 1)
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "add" in request.GET:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        saved = [row.save() for row in form if row.has_changed()]
        messages.success(self.request, f"{len(saved)} monsters were born.")
        return super().form_valid(form)
