"""Create, edit and delete in place; every field is checked when it is left."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import DeleteView, FormView, TemplateView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxPartsMixin
from monsters.forms import ImportForm, MonsterForm
from monsters.models import Monster


class WorkshopForm(SuccessMessageMixin, HtmxFormMixin):
    """What the forms of the page share."""

    success_oob_blocks = {"newest": "outerHTML", "messages": "beforeend"}
    form_invalid_status = 422

    def get_success_url(self) -> str:
        return reverse("forms")


class EditMonsterView(WorkshopForm, UpdateView):
    """Edit the monster of the URL, or create one where the URL has none."""

    model = Monster
    form_class = MonsterForm
    fragment_blocks = success_blocks = ["document-title", "monster-form"]
    validation_block = "field-errors"
    submit_once = True
    success_message = "%(name)s is in the field guide."

    def get_object(self, queryset: Any = None) -> Monster | None:
        return super().get_object(queryset) if "pk" in self.kwargs else None

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form: BaseForm = super().get_form(form_class)
        if "pk" in self.kwargs:
            # The link that brings the form is far from it.
            form.fields["name"].widget.attrs["autofocus"] = True
        return form


class DeleteMonsterView(WorkshopForm, DeleteView):
    model = Monster
    success_blocks = []
    success_message = "It is gone."


class ImportMonstersView(WorkshopForm, FormView):
    form_class = ImportForm
    prefix = "import"
    fragment_blocks = success_blocks = ["import-form"]
    submit_once = True
    success_message = "Monsters in the file: %(number)s."

    def form_valid(self, form: ImportForm) -> HttpResponse:
        form.save()
        return super().form_valid(form)


class WorkshopPage(HtmxPartsMixin, TemplateView):
    template_name = "monsters/forms.html"
    parts = {
        "editor": EditMonsterView,
        "importer": ImportMonstersView,
        "deletion": DeleteMonsterView,
    }
    lazy_context = {"newest": "get_newest"}

    def get_newest(self) -> Any:
        return Monster.objects.order_by("-pk")[:8]
