"""Two forms on one page, each of which reloads alone."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.views.generic import DetailView, RedirectView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from monsters.forms import NoteForm, RenameForm
from monsters.models import Monster
from monsters.views.base import PatternPage


class MonsterPage(HtmxFragmentMixin, PatternPage):
    """The page that the three views below share."""

    template_name = "monsters/detail.html"
    model = Monster
    object: Monster

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("rename_form", RenameForm(instance=self.object))
        context.setdefault("note_form", NoteForm(instance=self.object))
        return context


class MonsterDetailView(MonsterPage, DetailView):
    """The page itself."""


class MonsterFormView(MonsterPage, HtmxFormMixin, SuccessMessageMixin, UpdateView):
    form_name: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context[self.form_name] = context["form"]
        return context


class RenameView(MonsterFormView):
    form_class = RenameForm
    form_name = "rename_form"
    fragment_blocks = success_blocks = ["rename-form"]
    success_oob_blocks = {"heading": "outerHTML", "messages": "beforeend"}
    success_message = "%(name)s it is, from now on."


class NoteView(MonsterFormView):
    form_class = NoteForm
    form_name = "note_form"
    fragment_blocks = success_blocks = ["note-form"]
    success_oob_blocks = {"messages": "beforeend"}
    success_message = "The note is saved."


class MonsterSampleView(RedirectView):
    """Lead to a monster, for links that know none."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        monster = Monster.objects.first()
        return monster.get_absolute_url() if monster else "/"
