"""Messages that come along with any answer, and go again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin
from monsters.forms import ToastForm


class ToastView(HtmxFormMixin, FormView):
    form_class = ToastForm
    template_name = "monsters/toasts.html"
    fragment_blocks = success_blocks = []
    success_oob_blocks = {"messages": "beforeend"}
    success_url = reverse_lazy("toasts")

    def form_valid(self, form: ToastForm) -> HttpResponse:
        level = form.cleaned_data["level"]
        messages.add_message(self.request, level, form.get_text())
        return super().form_valid(form)
