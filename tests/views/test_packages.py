"""The mixins on views of other packages: they work, or say why they do not."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.urls import path
from extra_views import CreateWithInlinesView, FormSetView
from formtools.wizard.views import SessionWizardView
from neapolitan.views import CRUDView, Role
from vanilla import CreateView, ListView, TemplateView

from htmx_views.testing import HtmxClient
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from tests.engines import ENGINES, engine
from tests.keyset.models import Quest

pytestmark = pytest.mark.django_db

LIST = """<html><ul>{% block rows %}{% for quest in object_list %}
<li>{{ quest.title }}</li>{% endfor %}{% endblock %}</ul>{{ late }}</html>"""


class VanillaList(HtmxFragmentMixin, ListView):  # type: ignore[misc]  # no types
    model = Quest
    template_name = "list.html"
    fragment_blocks = ["rows"]
    lazy_context = {"late": lambda view: "computed"}


class VanillaPolled(HtmxPollingMixin, ListView):  # type: ignore[misc]  # no types
    model = Quest
    template_name = "list.html"
    fragment_blocks = ["rows"]

    def get_ptag(self) -> str:
        return str(Quest.objects.count())


class QuestCrud(HtmxFragmentMixin, CRUDView):  # type: ignore[misc]  # no types
    model = Quest
    fields = ["title"]
    template_name = "list.html"
    fragment_blocks = ["rows"]
    url_base = "quests"


urlpatterns = [
    path("vanilla/", VanillaList.as_view()),
    path("polled/", VanillaPolled.as_view()),
    *QuestCrud.get_urls(roles=[Role.LIST]),
]


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, {"list.html": LIST})]
    Quest.objects.create(title="Elk", rank=1)


@pytest.mark.parametrize("url", ["/vanilla/", "/quests/"])
def test_the_page_and_its_fragment(htmx_client: HtmxClient, url: str) -> None:
    page = htmx_client.get(url)
    fragment = htmx_client.get(url, htmx=True)

    assert "<html><ul>" in page.content.decode()
    assert ("computed" in page.content.decode()) == (url == "/vanilla/")
    assert fragment.content.decode().strip() == "<li>Elk</li>"
    assert fragment["Vary"].startswith("HX-Request, ")


def test_a_poll_that_finds_nothing_new(htmx_client: HtmxClient) -> None:
    tag = htmx_client.get("/polled/")["HX-PTag"]
    poll = htmx_client.get("/polled/", htmx=True, headers={"HX-PTag": tag})

    assert poll.status_code == 204


@pytest.mark.parametrize(
    ("mixin", "base"),
    [
        (HtmxPaginationMixin, ListView),
        (HtmxPaginationMixin, CRUDView),
        (HtmxFormMixin, CreateView),
        (HtmxFormMixin, CRUDView),
        (HtmxFormMixin, FormSetView),
        (HtmxFormMixin, CreateWithInlinesView),
        (HtmxFormMixin, SessionWizardView),
        (HtmxFilterMixin, TemplateView),
    ],
)
def test_a_base_that_a_mixin_does_not_fit(mixin: Any, base: Any) -> None:
    view: Any = type("Wrong", (mixin, base), {})
    options: dict[str, Any] = {}
    if base is SessionWizardView:
        options = {"form_list": [forms.Form]}
    roles = [Role.LIST] if base is CRUDView else []

    with pytest.raises(ImproperlyConfigured, match=rf"^Wrong .*{mixin.__name__}"):
        view.as_view(*roles, **options)
