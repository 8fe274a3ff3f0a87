"""A form that outlives the session in which it was opened."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import CreateView, TemplateView

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.auth.sessions import detach_session
from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from monsters.forms import SightingForm
from monsters.models import Monster


class SessionPage(HtmxFragmentMixin):
    """The page that the views below share."""

    template_name = "monsters/session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SightingForm())
        return super().get_context_data(**kwargs)


class SessionView(SessionPage, TemplateView):
    """The page itself."""


class SightingView(
    HtmxLoginRequiredMixin, HtmxFormMixin, SessionPage, SuccessMessageMixin, CreateView
):
    model = Monster
    form_class = SightingForm
    success_url = reverse_lazy("session")
    fragment_blocks = success_blocks = ["sighting"]
    oob_blocks = {"messages": "beforeend"}
    success_message = "%(name)s is in the field guide now."


class EndSessionView(SessionPage, TemplateView):
    """Forget the session on the server; the browser is not told."""

    fragment_blocks = ["ending"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session.delete()
        detach_session(request)
        return self.render_to_response(self.get_context_data(has_ended=True))
