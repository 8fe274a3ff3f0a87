"""A formset that grows by a row, of which nothing is saved."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.generic import FormView, TemplateView

from htmx_views.testing import (
    HtmxClient,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.views import HtmxFormMixin, HtmxPartsMixin
from tests.engines import ENGINES, engine
from tests.keyset.models import Guild

pytestmark = pytest.mark.django_db

FORM = """<h1>Guilds</h1>{% block form %}<form>{{ submission }}
{% block management %}<p id="m">{{ form.management_form }}</p>{% endblock %}
{% for row in form %}{% block row SCOPED %}<i>{{ row.name }}</i>{% endblock %}
{% endfor %}</form>{% endblock %}"""


class GuildForm(forms.Form):
    name = forms.CharField()


class Grow(HtmxFormMixin, FormView):  # type: ignore[type-arg]
    form_class = forms.formset_factory(GuildForm, max_num=3)
    template_name = "form.html"
    fragment_blocks = success_blocks = ["form"]
    row_block: str | None = "row"
    oob_blocks = ["management"]
    success_url = "/done/"

    def form_valid(self, form: Any) -> HttpResponse:
        for row in form:
            Guild.objects.create(name=row.cleaned_data["name"])
        return super().form_valid(form)


class Once(Grow):
    prefix = "guilds"
    submit_once = True


class Still(Grow):
    row_block = None


class Single(Grow):
    form_class = GuildForm  # type: ignore[assignment]


class OwnPost(Grow):
    """Does not ask what the request is for."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super(Grow, self).form_valid(self.get_form())


class Page(HtmxPartsMixin, TemplateView):
    template_name = "page.html"
    parts = {"grow": Grow}


urlpatterns = [
    path("grow/", Grow.as_view()),
    path("once/", Once.as_view()),
    path("still/", Still.as_view()),
    path("single/", Single.as_view()),
    path("own-post/", OwnPost.as_view()),
    path("page/", Page.as_view()),
    path("page/grow/", Page.as_view(part="grow")),
]


@pytest.fixture(params=ENGINES, autouse=True)
def _site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    form = FORM.replace("SCOPED", "scoped" if request.param == "jinja2" else "")
    page = form.replace("form.man", "grow.form.man").replace("in form", "in grow.form")
    settings.TEMPLATES = [engine(request.param, {"form.html": form, "page.html": page})]


def text(response: Any) -> str:
    content: bytes = response.content
    return content.decode()


ADD = {"_add_row": ""}


def data(total: int, *names: str, prefix: str = "form") -> dict[str, str]:
    """Return the fields of a formset with rows of these names."""
    return {
        f"{prefix}-TOTAL_FORMS": str(total),
        f"{prefix}-INITIAL_FORMS": "0",
        **{f"{prefix}-{number}-name": name for number, name in enumerate(names)},
    }


class TestARow:
    def test_htmx_gets_it_alone(self, htmx_client: HtmxClient) -> None:
        sent = ADD | data(1, "Owls")
        response = htmx_client.post("/grow/", sent, htmx=True)

        assert_blocks_rendered(response, "row", "management")
        html = text(response)
        assert html.startswith('<i><input type="text" name="form-1-name"')
        assert '<p hx-swap-oob="true" id="m">' in html
        assert 'name="form-TOTAL_FORMS" value="2"' in html
        assert "Owls" not in html
        assert not Guild.objects.exists()

    def test_a_browser_gets_the_page_with_all_that_was_typed(
        self, client: Client
    ) -> None:
        response = client.post("/grow/", ADD | data(1, "Owls"))

        assert_page_rendered(response)
        assert 'name="form-0-name" value="Owls"' in text(response)
        assert 'name="form-1-name"' in text(response)
        assert 'name="form-TOTAL_FORMS" value="2"' in text(response)
        assert not Guild.objects.exists()

    def test_a_key_of_submit_once_stays_good(self, htmx_client: HtmxClient) -> None:
        key = {"_submission": str(uuid4())}
        sent = key | data(1, "Owls", prefix="guilds")
        row = htmx_client.post("/once/", ADD | sent, htmx=True)
        saved = htmx_client.post("/once/", sent, htmx=True)

        assert 'name="guilds-1-name"' in text(row)
        assert_blocks_rendered(saved, "form", "management")
        assert Guild.objects.get().name == "Owls"

    def test_of_a_part(self, client: Client, htmx_client: HtmxClient) -> None:
        sent = ADD | data(1, "Owls")
        row = htmx_client.post("/page/grow/", sent, htmx=True)
        page = client.post("/page/grow/", sent)

        assert_blocks_rendered(row, "row", "management")
        assert text(row).startswith('<i><input type="text" name="form-1-name"')
        assert 'name="form-0-name" value="Owls"' in text(page)
        assert 'name="form-1-name"' in text(page)

    def test_a_get_is_a_get(self, htmx_client: HtmxClient) -> None:
        assert_fragment_matches_page(htmx_client, "/grow/?_add_row")

    def test_the_address_of_a_page_does_not_ask_for_it(self, client: Client) -> None:
        # A link of a stranger's would keep from being saved what is sent there.
        client.post("/grow/?_add_row", data(1, "Owls"))

        assert Guild.objects.get().name == "Owls"


class TestRefusals:
    @pytest.mark.parametrize("htmx", [False, True])
    @pytest.mark.parametrize(
        ("url", "sent", "message"),
        [
            (
                "/still/",
                data(1, "Owls"),
                "Still has no row to add: it has no row_block.",
            ),
            ("/grow/", data(3, "a", "b", "c"), "The formset takes 3 forms."),
            ("/grow/", {}, "The formset came without its management form."),
            (
                "/grow/",
                data(1) | {"form-TOTAL_FORMS": "x"},
                "The formset came without its management form.",
            ),
        ],
    )
    def test_what_cannot_grow(
        self,
        htmx_client: HtmxClient,
        settings: Any,
        url: str,
        sent: dict[str, str],
        message: str,
        htmx: bool,
    ) -> None:
        settings.DEBUG = True
        response = htmx_client.post(url, ADD | sent, htmx=htmx)

        assert response.status_code == 400
        assert message in text(response)
        assert not Guild.objects.exists()

    def test_what_is_no_formset(self, htmx_client: HtmxClient) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            htmx_client.post("/single/", ADD | {"name": "Owls"}, htmx=True)
        assert str(error.value) == (
            "Single.row_block shows a row of a formset, but its form_class is "
            "GuildForm. Make one by formset_factory()."
        )

    def test_a_post_that_saves_all_the_same(self, htmx_client: HtmxClient) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            htmx_client.post("/own-post/", ADD | data(1, "Owls"), htmx=True)
        assert str(error.value) == (
            "OwnPost.post() saves a form that was sent to check one field, or to add a "
            "row. Call super().post() in it."
        )
