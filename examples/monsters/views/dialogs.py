"""A form in a dialog, which is a page of its own without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.views.generic import TemplateView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from monsters.forms import NoteForm
from monsters.models import Monster


class DialogListView(HtmxFragmentMixin, TemplateView):
    template_name = "monsters/dialogs.html"
    fragment_blocks = ["notes"]
    lazy_context = {"monsters": "get_monsters"}

    def get_monsters(self) -> Any:
        return Monster.objects.order_by("-pk")[:6]


class DialogNoteView(HtmxFormMixin, SuccessMessageMixin, UpdateView):
    model = Monster
    form_class = NoteForm
    template_name = "monsters/dialog_note.html"
    fragment_blocks = ["form"]
    success_blocks = []
    success_oob_blocks = {"messages": "beforeend"}
    success_events = ["noted"]
    success_url = reverse_lazy("dialogs")
    success_message = "The note is saved."
