"""Whose page it is, and what happens to a request from another's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from htmx_views.auth.page import site_state, user_hash, user_state
from htmx_views.testing import HtmxClient
from htmx_views.testing.client import HtmxOptions

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

UNSAFE = ["post", "put", "patch", "delete"]


@csrf_exempt
def save(request: HttpRequest) -> HttpResponse:
    User.objects.create_user(f"saved by {request.user}")
    return HttpResponse("saved")


async def save_later(request: HttpRequest) -> HttpResponse:
    return HttpResponse("saved")


urlpatterns = [path("save/", save), path("save-later/", save_later)]


def saved() -> int:
    count: int = User.objects.filter(username__startswith="saved by").count()
    return count


@pytest.fixture
def alice() -> User:
    user: User = User.objects.create_user("alice")
    return user


@pytest.fixture
def bob() -> User:
    user: User = User.objects.create_user("bob & béb")
    return user


@pytest.fixture(params=[2, 4])
def htmx(request: pytest.FixtureRequest) -> HtmxOptions:
    return {"version": request.param, "target": "rows"}


@pytest.fixture
def hash_of(rf: RequestFactory) -> Callable[[Any], str]:
    def hash_of(user: Any) -> str:
        request = rf.get("/")
        request.user = user
        return user_hash(request)

    return hash_of


class TestUserHash:
    def test_it_tells_users_apart_and_nothing_else(
        self, hash_of: Callable[[Any], str], alice: User, bob: User
    ) -> None:
        assert hash_of(alice) != hash_of(bob)
        alice.username = "renamed"
        assert hash_of(alice) == hash_of(User.objects.get(pk=alice.pk))
        assert len(hash_of(alice)) == 16

    def test_nobody_can_compute_it_without_the_key(
        self, hash_of: Callable[[Any], str], alice: User, settings: Any
    ) -> None:
        before = hash_of(alice)
        settings.SECRET_KEY = "another, not a secret either"
        assert hash_of(alice) != before

    def test_a_visitor_has_none(
        self, hash_of: Callable[[Any], str], rf: RequestFactory
    ) -> None:
        assert hash_of(AnonymousUser()) == ""
        # A project may do without django.contrib.auth.
        assert user_state(rf.get("/")) == {"user": "", "username": ""}


class TestAnotherUser:
    @pytest.mark.parametrize("method", UNSAFE)
    def test_nothing_is_done_in_their_name(
        self,
        method: str,
        htmx_client: HtmxClient,
        htmx: HtmxOptions,
        hash_of: Callable[[Any], str],
        alice: User,
        bob: User,
    ) -> None:
        htmx_client.force_login(bob)
        headers = {"HX-Views-User": hash_of(alice)}
        response = getattr(htmx_client, method)("/save/", htmx=htmx, headers=headers)
        assert response.status_code == 409
        assert response.content == b""
        assert saved() == 0
        assert response["HX-Views"] == "refused"
        assert response["HX-Reswap"] == "none"
        assert response["Cache-Control"] == "no-store"
        assert response["HX-Views-User"] == hash_of(bob)
        assert response["HX-Views-Username"] == "bob%20%26%20b%C3%A9b"
        assert json.loads(response["HX-Trigger"]) == {
            "htmx-views:other-user": {
                "target": "body",
                "user": hash_of(bob),
                "username": "bob & béb",
            }
        }

    @pytest.mark.django_db(transaction=True)
    def test_an_asynchronous_view_is_not_asked(
        self,
        async_htmx_client: Any,
        hash_of: Callable[[Any], str],
        alice: User,
        bob: User,
    ) -> None:
        async def visit() -> Any:
            await async_htmx_client.aforce_login(bob)
            return await async_htmx_client.post(
                "/save-later/", htmx=True, headers={"HX-Views-User": hash_of(alice)}
            )

        response = async_to_sync(visit)()
        assert response.status_code == 409
        assert response["HX-Views-User"] == hash_of(bob)

    def test_reading_is_no_deed(
        self,
        htmx_client: HtmxClient,
        hash_of: Callable[[Any], str],
        alice: User,
        bob: User,
    ) -> None:
        htmx_client.force_login(bob)
        headers = {"HX-Views-User": hash_of(alice)}
        response = htmx_client.get("/save/", htmx=True, headers=headers)
        assert response.content == b"saved"

    def test_the_check_needs_no_query_without_the_header(
        self, htmx_client: HtmxClient, bob: User, django_assert_num_queries: Any
    ) -> None:
        htmx_client.force_login(bob)
        with django_assert_num_queries(0):
            htmx_client.post("/save-later/", htmx=True)


class TestTheSameUser:
    @pytest.mark.parametrize("hash_is", ["own", "empty", "missing"])
    def test_the_view_answers(
        self,
        hash_is: str,
        htmx_client: HtmxClient,
        htmx: HtmxOptions,
        hash_of: Callable[[Any], str],
        alice: User,
    ) -> None:
        htmx_client.force_login(alice)
        values = {"own": hash_of(alice), "empty": ""}
        headers = {"HX-Views-User": values[hash_is]} if hash_is in values else {}
        response = htmx_client.post("/save/", htmx=htmx, headers=headers)
        assert response.content == b"saved"
        assert saved() == 1

    def test_nobody_is_no_other_user(
        self, htmx_client: HtmxClient, hash_of: Callable[[Any], str], alice: User
    ) -> None:
        headers = {"HX-Views-User": hash_of(alice)}
        response = htmx_client.post("/save/", htmx=True, headers=headers)
        assert response.content == b"saved"

    def test_a_page_outlives_its_secret_key(
        self,
        htmx_client: HtmxClient,
        hash_of: Callable[[Any], str],
        alice: User,
        settings: Any,
    ) -> None:
        headers = {"HX-Views-User": hash_of(alice)}
        htmx_client.force_login(alice)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "a new one, not a secret either"
        response = htmx_client.post("/save/", htmx=True, headers=headers)
        assert response.content == b"saved"


class TestVersion:
    def test_a_site_says_it_itself(self, settings: Any) -> None:
        settings.HTMX_VIEWS_VERSION = 42
        assert site_state() == {"version": "42"}

    @pytest.fixture
    def _manifest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(staticfiles_storage, "manifest_hash", "cafe", raising=False)

    @pytest.mark.usefixtures("_manifest")
    def test_or_the_names_of_its_static_files_do(self, settings: Any) -> None:
        assert site_state() == {"version": "cafe"}
        settings.INSTALLED_APPS = []
        assert site_state() == {}

    def test_or_nothing(self) -> None:
        assert site_state() == {}
