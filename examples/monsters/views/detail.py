"""Two forms on one page, each of which reloads alone."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.views.generic import DetailView, RedirectView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxPartsMixin
from monsters.forms import NoteForm, RenameForm
from monsters.models import Monster


class RenameView(HtmxFormMixin, SuccessMessageMixin, UpdateView):
    model = Monster
    form_class = RenameForm
    fragment_blocks = success_blocks = ["rename-form"]
    success_oob_blocks = {
        "document-title": "true",
        "heading": "outerHTML",
        "messages": "beforeend",
    }
    success_message = "%(name)s it is, from now on."


class NoteView(HtmxFormMixin, SuccessMessageMixin, UpdateView):
    model = Monster
    form_class = NoteForm
    fragment_blocks = success_blocks = ["note-form"]
    success_oob_blocks = {"messages": "beforeend"}
    success_message = "The note is saved."


class MonsterDetailView(HtmxPartsMixin, DetailView):
    template_name = "monsters/detail.html"
    model = Monster
    parts = {"rename": RenameView, "note": NoteView}


class MonsterSampleView(RedirectView):
    """Lead to a monster, for links that know none."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        monster = Monster.objects.first()
        return monster.get_absolute_url() if monster else "/"
