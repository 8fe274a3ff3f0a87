"""Create, edit and delete in place; every field is checked when it is left."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import CreateView, DeleteView, FormView, UpdateView

from htmx_views.views import HtmxFormMixin
from monsters.forms import ImportForm, MonsterForm
from monsters.models import Monster


class WorkshopPage(HtmxFormMixin):
    """The page that the views below share: two forms, and the newest monsters."""

    template_name = "monsters/forms.html"
    form_name = "monster_form"
    fragment_blocks = ["monster-form"]
    success_blocks = ["monster-form"]
    success_oob_blocks = {"newest": "outerHTML", "messages": "beforeend"}
    validation_block = "field-errors"
    form_invalid_status = 422
    submit_once = True

    def get_success_url(self) -> str:
        return reverse("forms")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context[self.form_name] = context["form"]
        context.setdefault("monster_form", MonsterForm())
        context.setdefault("import_form", ImportForm(prefix="import"))
        context["monster_form_url"] = self.get_monster_form_url()
        context["newest"] = Monster.objects.order_by("-pk")[:8]
        return context

    def get_monster_form_url(self) -> str:
        return reverse("forms")


class CreateMonsterView(WorkshopPage, SuccessMessageMixin, CreateView):
    model = Monster
    form_class = MonsterForm
    success_message = "%(name)s is in the field guide now."


class EditMonsterView(WorkshopPage, SuccessMessageMixin, UpdateView):
    model = Monster
    form_class = MonsterForm
    success_message = "%(name)s is up to date."

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form: BaseForm = super().get_form(form_class)
        # The link that brings the form is far from it.
        form.fields["name"].widget.attrs["autofocus"] = True
        return form

    def get_monster_form_url(self) -> str:
        return self.request.path


class DeleteMonsterView(WorkshopPage, SuccessMessageMixin, DeleteView):
    model = Monster
    form_name = "delete_form"
    success_blocks = []
    success_message = "It is gone."


class ImportMonstersView(WorkshopPage, SuccessMessageMixin, FormView):
    form_class = ImportForm
    form_name = "import_form"
    prefix = "import"
    fragment_blocks = ["import-form"]
    success_blocks = ["import-form"]
    success_message = "%(number)s monsters came out of the file."

    def form_valid(self, form: ImportForm) -> HttpResponse:
        form.save()
        return super().form_valid(form)
