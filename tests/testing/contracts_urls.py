"""What the pages of the contracts' tests lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView, View

from htmx_views.views import HtmxFragmentMixin, HtmxPartsMixin

if TYPE_CHECKING:
    Base = FormView[Form]
else:
    Base = FormView


class Save(Base):
    template_name = "page.html"


class Anything(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse()


@method_decorator(login_required, name="dispatch")
class Closed(TemplateView):
    pass


class Later(View):
    """Has its handlers once it is set up."""


class Parts(HtmxPartsMixin, TemplateView):
    template_name = "page.html"
    parts = {"save": type("Part", (HtmxFragmentMixin, FormView), {})}


def anyway(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", TemplateView.as_view(template_name="page.html")),
    path("save/", Save.as_view()),
    path("logout/", LogoutView.as_view()),
    path("post/", login_required(require_POST(anyway))),
    path("safe/", require_safe(anyway)),
    path("anyway/", anyway),
    path("anything/", Anything.as_view()),
    path("closed/", Closed.as_view()),
    path("later/", Later.as_view()),
    path("part/", Parts.as_view(part="save")),
    path("two words/", TemplateView.as_view()),
]
