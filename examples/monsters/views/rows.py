"""Rows of a table that are edited and deleted where they stand."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse
from django.views.generic import DeleteView, DetailView, TemplateView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from monsters.forms import RowForm
from monsters.models import Monster


class RowPage(HtmxFragmentMixin):
    """The table that the views below share. A row alone does not ask for it."""

    template_name = "monsters/rows.html"
    lazy_context = {"monsters": "get_monsters"}

    def get_monsters(self) -> Any:
        return Monster.objects.order_by("-pk")[:8]

    def get_success_url(self) -> str:
        return reverse("rows")


class RowListView(RowPage, TemplateView):
    """The page itself, which htmx does not ask for."""


class RowView(RowPage, DetailView):
    model = Monster
    fragment_blocks = ["row"]


class EditRowView(HtmxFormMixin, RowPage, SuccessMessageMixin, UpdateView):
    model = Monster
    form_class = RowForm
    fragment_blocks = ["row-form"]
    success_blocks = ["row"]
    success_oob_blocks = {"messages": "beforeend"}
    success_message = "%(name)s is up to date."

    def get_prefix(self) -> str:
        return f"edit-{self.object.pk}"


class DeleteRowView(HtmxFormMixin, RowPage, SuccessMessageMixin, DeleteView):
    model = Monster
    fragment_blocks = ["row"]
    success_blocks = []
    success_oob_blocks = {"messages": "beforeend"}
    success_message = "It is gone."
