"""The fragments of each page are held against it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import AsyncClient, Client
from django.urls import path
from django.views.generic import TemplateView

from htmx_views.testing import SiteError, assert_site_holds
from htmx_views.views import HtmxFragmentMixin, HtmxPartsMixin
from tests.testing.site.conftest import PAGE

COUNT = "<p>{% block count %}{{ count }}{% endblock %}</p>"
PART = "<p>{% block count %}{{ part.count }}{% endblock %}</p>"
TEMPLATES = {
    "count.html": PAGE.format(COUNT),
    "plain.html": COUNT,
    "part.html": PAGE.format(PART),
}


class CountView(HtmxFragmentMixin, TemplateView):
    template_name = "count.html"
    fragment_blocks = ["count"]
    number = 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=self.number, **kwargs)


class CountingView(CountView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        CountingView.number += 1
        return super().get_context_data(**kwargs)


class PartsView(HtmxPartsMixin, TemplateView):
    template_name = "part.html"
    parts = {"part": CountingView}


class PlainPartView(HtmxPartsMixin, TemplateView):
    """Has fragments, which its part has not."""

    template_name = "part.html"
    fragment_blocks = ["count"]
    parts = {"part": TemplateView}


@pytest.fixture(autouse=True)
def _templates(settings: Any) -> None:
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware"]
    settings.TEMPLATES = [
        {
            "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", TEMPLATES),
                    "django.template.loaders.app_directories.Loader",
                ]
            },
        }
    ]


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize("versions", [[], [4]], ids=["", "4"])
def test_a_fragment_that_is_what_it_is_on_the_page_holds(
    client: Any, versions: Any, settings: Any
) -> None:
    settings.ROOT_URLCONF = (path("", CountView.as_view()),)

    assert assert_site_holds(client(), versions=versions).pages == ["/"]


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_one_that_differs_does_not_unless_it_may(client: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = (path("", CountingView.as_view()),)

    with pytest.raises(SiteError, match="the blocks 'count', differs from the page"):
        assert_site_holds(client())
    assert_site_holds(client(), ignore_blocks=["count"])


def test_those_of_a_part_are_compared_whatever_its_page_has(settings: Any) -> None:
    settings.ROOT_URLCONF = (path("", PartsView.as_view(part="part")),)
    with pytest.raises(SiteError, match="differs from the page"):
        assert_site_holds(Client())

    settings.ROOT_URLCONF = (path("", PlainPartView.as_view(part="part")),)
    assert assert_site_holds(Client()).pages == ["/"]


def test_a_deferred_block_is_compared_as_well(settings: Any) -> None:
    view = CountingView.as_view(fragment_blocks=None, deferred=["count"])
    settings.ROOT_URLCONF = (path("", view),)

    with pytest.raises(SiteError, match="differs from the page"):
        assert_site_holds(Client())


def test_a_page_that_loads_no_htmx_is_compared_as_well(settings: Any) -> None:
    view = CountingView.as_view(template_name="plain.html")
    settings.ROOT_URLCONF = (path("", view),)

    with pytest.raises(SiteError, match="differs from the page"):
        assert_site_holds(Client())


def test_a_page_of_a_view_without_fragments_is_not_compared(settings: Any) -> None:
    view = TemplateView.as_view(template_name="count.html")
    settings.ROOT_URLCONF = (path("", view),)

    assert assert_site_holds(Client()).pages == ["/"]
