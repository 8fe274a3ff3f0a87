"""An upload: the file stays chosen until it is taken."""

from __future__ import annotations

from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin
from monsters.forms import ImportForm


class UploadView(HtmxFormMixin, SuccessMessageMixin, FormView):
    form_class = ImportForm
    template_name = "monsters/upload.html"
    fragment_blocks = success_blocks = ["fields"]
    success_oob_blocks = {"file": "outerHTML", "messages": "beforeend"}
    success_url = reverse_lazy("upload")
    success_message = "Monsters in the file: %(number)s."

    def form_valid(self, form: ImportForm) -> HttpResponse:
        form.save()
        return super().form_valid(form)
