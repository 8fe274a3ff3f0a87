"""A form that is sent twice is saved once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path
from django.views.generic import CreateView, DeleteView, UpdateView

from htmx_views.testing import HtmxClient, assert_blocks_rendered
from htmx_views.views import HtmxFormMixin
from tests.engines import ENGINES, engine
from tests.keyset.models import Quest

pytestmark = pytest.mark.django_db

FORM = """{% block form %}<form>{{ submission }}{% for field in form %}{{ field }}
{{ field.errors }}{% endfor %}</form>{% endblock %}"""


class QuestForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs
    class Meta:
        model = Quest
        fields = ["title", "rank"]


class Create(HtmxFormMixin, CreateView):  # type: ignore[type-arg]
    model = Quest
    form_class = QuestForm
    template_name = "form.html"
    fragment_blocks = ["form"]
    success_events = ["saved"]
    success_url = "/done/"
    validation_block = "form"
    submit_once = True


class Update(HtmxFormMixin, UpdateView):  # type: ignore[type-arg]
    model = Quest
    form_class = QuestForm
    template_name = "form.html"
    fragment_blocks = success_blocks = ["form"]
    success_url = "/done/"
    submit_once = True


class Delete(HtmxFormMixin, DeleteView):  # type: ignore[type-arg]
    model = Quest
    template_name = "form.html"
    fragment_blocks = success_blocks = ["form"]
    success_url = "/gone/"
    submit_once = True


class Own(Create):
    """Calls no form_valid() but its own."""

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        return HttpResponseRedirect("/own/")


class Quiet(Create):
    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        return HttpResponse("saved")


class Broken(Create):
    def form_valid(self, form: Any) -> HttpResponse:
        raise RuntimeError


class Full(Create):
    def form_valid(self, form: Any) -> HttpResponse:
        return HttpResponse(status=507)


urlpatterns = [
    path("create/", Create.as_view()),
    path("in-place/", Create.as_view(success_blocks=["form"])),
    path("own/", Own.as_view()),
    path("quiet/", Quiet.as_view()),
    path("broken/", Broken.as_view()),
    path("full/", Full.as_view()),
    path("often/", Create.as_view(submit_once=False)),
    path("<int:pk>/", Update.as_view()),
    path("<int:pk>/delete/", Delete.as_view()),
]


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, {"form.html": FORM})]
    cache.clear()


def valid(client: Client, url: str = "/create/") -> dict[str, str]:
    """Return what a person sends who has opened the form."""
    key = re.search(r'name="_submission" value="([^"]+)"', text(client.get(url)))
    assert key is not None
    return {"title": "a", "rank": "1", "_submission": key[1]}


def text(response: Any) -> str:
    content: bytes = response.content
    return content.decode()


def test_each_form_has_a_key_of_its_own(client: Client) -> None:
    assert valid(client)["_submission"] != valid(client)["_submission"]
    assert "_submission" not in text(client.get("/often/"))


def test_without_htmx(client: Client) -> None:
    data = valid(client)
    for _ in range(2):
        response = client.post("/create/", data)
        assert (response.status_code, response.headers["Location"]) == (302, "/done/")
    Quest.objects.get().delete()
    client.post("/create/", valid(client))
    assert Quest.objects.count() == 1


def test_htmx_is_sent_on(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client)
    for _ in range(2):
        response = htmx_client.post("/create/", data, htmx=True)
        assert response["HX-Redirect"] == "/done/"
    assert Quest.objects.count() == 1


def test_success_in_place(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client, "/in-place/")
    for _ in range(2):
        response = htmx_client.post("/in-place/", data, htmx=True)
        assert_blocks_rendered(response, "form")
        assert 'value="a"' not in text(response)
        assert response["HX-Trigger"] == '{"saved": {"target": "body"}}'
        assert data["_submission"] not in text(response)
    assert Quest.objects.count() == 1


def test_an_update_shows_what_was_saved(htmx_client: HtmxClient) -> None:
    quest = Quest.objects.create(title="old", rank=1)
    url = f"/{quest.pk}/"
    data = valid(htmx_client, url)
    for _ in range(2):
        response = htmx_client.post(url, data, htmx=True)
        assert_blocks_rendered(response, "form")
        assert 'value="a"' in text(response)


def test_what_was_deleted_is_not_looked_for(htmx_client: HtmxClient) -> None:
    quest = Quest.objects.create(title="old", rank=1)
    url = f"/{quest.pk}/delete/"
    data = valid(htmx_client, url)
    assert_blocks_rendered(htmx_client.post(url, data, htmx=True), "form")
    assert htmx_client.post(url, data, htmx=True)["HX-Redirect"] == "/gone/"


def test_delete_needs_no_key(htmx_client: HtmxClient) -> None:
    quest = Quest.objects.create(title="old", rank=1)
    htmx_client.delete(f"/{quest.pk}/delete/", htmx=True)
    assert not Quest.objects.exists()


def test_a_form_valid_of_the_views_own(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client, "/own/")
    for _ in range(2):
        assert htmx_client.post("/own/", data, htmx=True)["HX-Redirect"] == "/own/"
    assert Quest.objects.count() == 1


def test_an_answer_that_leads_nowhere(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client, "/quiet/")
    assert text(htmx_client.post("/quiet/", data, htmx=True)) == "saved"
    assert htmx_client.post("/quiet/", data, htmx=True).status_code == 204
    assert Quest.objects.count() == 1


def test_what_was_not_saved_can_be_sent_again(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client)
    htmx_client.post("/create/", {**data, "rank": "x"}, htmx=True)
    htmx_client.post("/create/", {**data, "_validate": "title"}, htmx=True)
    assert not Quest.objects.exists()
    htmx_client.post("/create/", data, htmx=True)
    assert Quest.objects.count() == 1

    for url, error in [("/broken/", RuntimeError), ("/full/", None)]:
        for _ in range(2):
            if error:
                with pytest.raises(error):
                    htmx_client.post(url, data, htmx=True)
            else:
                assert htmx_client.post(url, data, htmx=True).status_code == 507


def test_while_the_first_is_still_being_saved(htmx_client: HtmxClient) -> None:
    data = valid(htmx_client)
    cache.set(f"htmx_views.submission.Create.{data['_submission']}", None)
    response = htmx_client.post("/create/", data, htmx=True)
    assert response.status_code == 409
    assert response["HX-Views"] == "refused"
    assert not Quest.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "9" * 999])
def test_a_form_without_a_key_is_refused(client: Client, key: str) -> None:
    data = {"title": "a", "rank": "1", "_submission": key}
    assert client.post("/create/", data).status_code == 400
    assert not Quest.objects.exists()


def test_a_cache_that_keeps_nothing(client: Client, settings: Any) -> None:
    data = valid(client)
    backend = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": backend}}
    with pytest.raises(ImproperlyConfigured) as error:
        client.post("/create/", data)
    assert str(error.value) == (
        "Create.submit_once keeps its keys in the cache 'default', but "
        f"{backend} keeps nothing. Set another BACKEND in CACHES."
    )
