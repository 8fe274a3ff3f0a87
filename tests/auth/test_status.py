"""The status that a page polls: what it tells, and that it leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from htmx_views.auth import LoginStatusView
from htmx_views.auth.tags import login_status
from htmx_views.polls import content_ptag
from htmx_views.requests import htmx_headers
from htmx_views.testing import HtmxClient
from tests.engines import ENGINES, engine

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

STATUS = "/status/"
SESSION_COOKIE = "sessionid"
NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def htmx_contracts() -> bool:
    # The pages of these tests are cut down to what they are about.
    return False


def page(request: HttpRequest) -> HttpResponse:
    """Answer a request of the reader's own, which counts for the idle time-out."""
    return HttpResponse(str(request.user))


def widget(request: HttpRequest) -> HttpResponse:
    url = request.GET.get("url", "login_status")
    return HttpResponse(login_status({"request": request}, url=url))


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


class RefusingView(LoginStatusView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied(f"{request.user} may not know")


urlpatterns = [
    path("status/", LoginStatusView.as_view(), name="login_status"),
    path("refusing/", RefusingView.as_view()),
    path("own/", LoginStatusView.as_view(login_url="/enter/?by=htmx")),
    path("of/<slug:path>/", LoginStatusView.as_view()),
    path("page/", page),
    path("widget/", widget),
    path("form/", form),
]


@pytest.fixture(autouse=True)
def _settings(settings: Any) -> None:
    settings.LOGIN_URL = "/login/"


@pytest.fixture
def hunter() -> User:
    user: User = User.objects.create_user("hunter", password="moonlit-lantern")
    return user


BACKENDS = ["db", "cache", "cached_db", "signed_cookies"]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> str:
    """Keep sessions of one minute, prolonged by every request, in each backend."""
    settings.SESSION_FILE_PATH = tmp_path
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{request.param}"
    settings.SESSION_SAVE_EVERY_REQUEST = True
    settings.SESSION_COOKIE_AGE = 60
    cache.clear()
    return str(request.param)


def poll(client: HtmxClient, **headers: str) -> Any:
    return client.get(STATUS, htmx={"target": "status"}, headers=headers)


def token_of(response: HttpResponse) -> str | None:
    token: str | None = json.loads(response["HX-Trigger"])["htmx-views:csrf"]["token"]
    return token


class TestWhatItTells:
    def test_somebody_who_is_logged_in(
        self, htmx_client: HtmxClient, hunter: User
    ) -> None:
        htmx_client.force_login(hunter)
        response = poll(htmx_client)
        assert response.content == b"You are logged in as hunter."
        assert response.rendered_blocks == ["login_status"]

    def test_somebody_who_is_not(self, htmx_client: HtmxClient) -> None:
        html = poll(htmx_client).content.decode()
        assert html == (
            'You are not logged in. <a href="/login/?next=/status/" target="_blank" '
            'rel="noopener">Log in (opens a new tab)</a>'
        )

    def test_a_name_is_escaped(self, htmx_client: HtmxClient) -> None:
        htmx_client.force_login(User.objects.create_user("<b>"))
        assert b"&lt;b&gt;" in poll(htmx_client).content

    def test_the_login_may_be_elsewhere(self, htmx_client: HtmxClient) -> None:
        html = htmx_client.get("/own/", htmx=True).content.decode()
        assert 'href="/enter/?by=htmx&amp;next=/own/"' in html

    def test_the_page_after_the_login_says_that_it_can_be_closed(
        self, htmx_client: HtmxClient, hunter: User
    ) -> None:
        htmx_client.force_login(hunter)
        response = htmx_client.get(STATUS)
        assert "You can close this tab" in response.content.decode()
        assert response.rendered_blocks is None
        assert "HX-Trigger" not in response

    def test_nothing_is_sent_again_that_the_page_shows(
        self, htmx_client: HtmxClient, hunter: User
    ) -> None:
        htmx_client.force_login(hunter)
        ptag = poll(htmx_client)["HX-PTag"]
        unchanged = poll(htmx_client, **{"HX-PTag": ptag})
        assert unchanged.status_code == 204
        assert unchanged.content == b""
        assert token_of(unchanged)
        htmx_client.logout()
        changed = poll(htmx_client, **{"HX-PTag": ptag})
        assert changed.status_code == 200
        assert changed["HX-PTag"] != ptag

    def test_a_site_may_have_another_charset(
        self, htmx_client: HtmxClient, settings: Any
    ) -> None:
        settings.DEFAULT_CHARSET = "iso-8859-1"
        htmx_client.force_login(User.objects.create_user("béb"))
        response = poll(htmx_client)
        assert response.content == "You are logged in as béb.".encode("latin-1")
        assert response["HX-PTag"] == content_ptag("You are logged in as béb.")

    def test_it_is_public_and_never_cached(
        self, htmx_client: HtmxClient, settings: Any
    ) -> None:
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
        ]
        response = poll(htmx_client)
        assert response.status_code == 200
        directives = response["Cache-Control"].split(", ")
        assert {"no-store", "private"} <= set(directives)
        assert "Cookie" in response["Vary"].split(", ")

    def test_it_is_only_read(self, htmx_client: HtmxClient) -> None:
        assert htmx_client.post(STATUS, htmx=True).status_code == 405


@pytest.mark.parametrize("use_sessions", [False, True])
class TestToken:
    @pytest.fixture(autouse=True)
    def _use_sessions(self, use_sessions: bool, settings: Any) -> None:
        settings.CSRF_USE_SESSIONS = use_sessions

    def test_it_passes_the_check_after_a_login(self, hunter: User) -> None:
        client = HtmxClient(enforce_csrf_checks=True)
        client.force_login(hunter)
        client.get("/form/")
        token = token_of(poll(client))
        assert token
        assert len(token) == 64  # masked
        response = client.post("/page/", headers={"X-CSRFToken": token})
        assert response.content == b"hunter"

    def test_a_poll_does_not_send_the_secret_again(self) -> None:
        client = HtmxClient()
        client.get("/form/")
        response = poll(client)
        assert token_of(response)
        assert not response.cookies

    def test_a_visitor_gets_no_session(self, use_sessions: bool) -> None:
        response = poll(HtmxClient())
        assert SESSION_COOKIE not in response.cookies
        assert bool(token_of(response)) is not use_sessions
        assert ("csrftoken" in response.cookies) is not use_sessions
        assert not Session.objects.exists()


def test_a_broken_secret_is_replaced() -> None:
    client = HtmxClient(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "broken"
    response = poll(client)
    assert response.cookies["csrftoken"].value != "broken"
    token = token_of(response)
    assert token
    answer = client.post("/page/", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


class TestPolling:
    def test_who_only_polls_is_logged_out_on_time(
        self, backend: str, hunter: User
    ) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            client = HtmxClient()
            client.force_login(hunter)
            for _ in range(3):
                clock.shift(19)
                response = poll(client)
                assert b"logged in as hunter" in response.content
                assert SESSION_COOKIE not in response.cookies
            clock.shift(4)
            response = poll(client)
            assert b"not logged in" in response.content
            assert SESSION_COOKIE not in response.cookies

    def test_the_readers_own_requests_count(self, backend: str, hunter: User) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            client = HtmxClient()
            client.force_login(hunter)
            clock.shift(50)
            assert SESSION_COOKIE in client.get("/page/").cookies
            clock.shift(50)
            assert b"logged in as hunter" in poll(client).content
            clock.shift(11)
            assert b"not logged in" in poll(client).content

    def test_a_password_changed_elsewhere_logs_out(
        self, backend: str, hunter: User
    ) -> None:
        client = HtmxClient()
        client.force_login(hunter)
        hunter.set_password("another-lantern")
        hunter.save()
        before = client.session.items()
        response = poll(client)
        assert b"not logged in" in response.content
        assert SESSION_COOKIE not in response.cookies
        # The session goes with the next request of the reader's own.
        assert list(client.session.items()) == list(before)

    def test_a_logout_elsewhere_in_the_middle_of_a_poll(
        self, backend: str, hunter: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = HtmxClient()
        client.force_login(hunter)
        elsewhere = Client()
        elsewhere.cookies.load(client.cookies.output(header=""))
        get_context_data = LoginStatusView.get_context_data

        def log_out(view: LoginStatusView, **kwargs: Any) -> dict[str, Any]:
            context = get_context_data(view, **kwargs)
            assert str(context["user"]) == "hunter"
            elsewhere.logout()
            return context

        monkeypatch.setattr(LoginStatusView, "get_context_data", log_out)
        response = poll(client)
        assert response.status_code == 200
        monkeypatch.undo()
        if backend != "signed_cookies":  # which nothing but time takes back
            assert b"not logged in" in poll(client).content

    def test_a_secret_key_that_is_replaced_writes_nothing(
        self, backend: str, hunter: User, settings: Any
    ) -> None:
        client = HtmxClient()
        client.force_login(hunter)
        key = client.cookies[SESSION_COOKIE].value
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "a new one, not a secret either"
        response = poll(client)
        assert b"logged in as hunter" in response.content
        assert SESSION_COOKIE not in response.cookies
        assert client.cookies[SESSION_COOKIE].value == key

    def test_a_poll_that_is_refused_does_not_count(
        self, backend: str, hunter: User
    ) -> None:
        client = HtmxClient()
        client.force_login(hunter)
        response = client.get("/refusing/", htmx=True)
        assert response.status_code == 403
        assert SESSION_COOKIE not in response.cookies
        assert "Cookie" in response["Vary"].split(", ")

    def test_a_page_with_the_widget_counts(self, backend: str, hunter: User) -> None:
        client = HtmxClient()
        client.force_login(hunter)
        response = client.get("/widget/")
        assert b"logged in as hunter" in response.content
        assert SESSION_COOKIE in response.cookies


# That of files goes by their own time, which no test can change.
@pytest.mark.parametrize("backend", [*BACKENDS, "file"], indirect=True)
class TestLoginsByMiddleware:
    """What has a session begun before the view is asked."""

    @pytest.fixture(
        autouse=True, params=["RemoteUserMiddleware", "PersistentRemoteUserMiddleware"]
    )
    def logins(
        self, request: pytest.FixtureRequest, settings: Any, backend: str
    ) -> Iterator[list[str]]:
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            f"django.contrib.auth.middleware.{request.param}",
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
        ]
        settings.AUTHENTICATION_BACKENDS = [
            "django.contrib.auth.backends.RemoteUserBackend"
        ]
        logins: list[str] = []

        def note(user: User, **kwargs: Any) -> None:
            logins.append(user.get_username())

        user_logged_in.connect(note)
        yield logins
        user_logged_in.disconnect(note)

    def test_polls_log_in_once(self, logins: list[str], backend: str) -> None:
        client = HtmxClient(REMOTE_USER="hunter")
        first, *others = (poll(client) for _ in range(4))
        assert logins == ["hunter"]
        assert Session.objects.count() == (1 if "db" in backend else 0)
        assert SESSION_COOKIE in first.cookies
        for response in others:
            assert response.content == b"You are logged in as hunter."
            assert not response.cookies

    @pytest.mark.django_db(transaction=True)
    def test_polls_log_in_once_under_an_asynchronous_server(
        self, logins: list[str], async_htmx_client: Any
    ) -> None:
        async def visit() -> list[Any]:
            return [
                await async_htmx_client.get(
                    STATUS, htmx=True, headers={"REMOTE_USER": "hunter"}
                )
                for _ in range(3)
            ]

        first, *others = async_to_sync(visit)()
        assert logins == ["hunter"]
        assert SESSION_COOKIE in first.cookies
        for response in others:
            assert response.content == b"You are logged in as hunter."
            assert not response.cookies


@pytest.mark.parametrize("backend", ["db", "cached_db"], indirect=True)
def test_a_session_that_a_middleware_renews_is_not_lost(
    backend: str, hunter: User, settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.early_user"]
    client = HtmxClient()
    client.force_login(hunter)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one, not a secret either"
    for _ in range(2):
        assert b"logged in as hunter" in poll(client).content


def early_user(get_response: Any) -> Any:
    """Read the user before the view does, which may renew the session's key."""

    def middleware(request: HttpRequest) -> HttpResponse:
        str(request.user)
        response: HttpResponse = get_response(request)
        return response

    return middleware


def test_a_lost_database_tells_the_page_nothing(
    hunter: User,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.TEMPLATES = [engine("django", {"500.html": "Broken"})]

    def lose(*args: Any) -> None:
        raise OperationalError("the database went away")

    client = HtmxClient(raise_request_exception=False)
    client.force_login(hunter)
    monkeypatch.setattr(SessionStore, "load", lose)
    response = poll(client)
    assert response.status_code == 500
    # What the page shows stays true until the next poll says otherwise.
    assert "HX-Trigger" not in response
    assert "HX-PTag" not in response
    assert SESSION_COOKIE not in response.cookies
    assert "Cookie" in response["Vary"].split(", ")
    assert "the database went away" in caplog.text


class TestCookies:
    """No answer to a poll sets a cookie that the request had already."""

    @pytest.fixture(autouse=True)
    def _template(self, settings: Any) -> None:
        source = "{% block login_status %}{% csrf_token %}{{ user }}{% endblock %}"
        settings.TEMPLATES = [
            engine("django", {"htmx_views/login_status.html": source})
        ]

    def test_a_token_in_the_status_does_not_send_the_secret_again(self) -> None:
        client = HtmxClient()
        client.get("/form/")
        response = poll(client)
        assert b"csrfmiddlewaretoken" in response.content
        assert not response.cookies

    def test_an_ended_session_is_not_taken_away(self, settings: Any) -> None:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.early_user"]
        client = HtmxClient()
        client.cookies[SESSION_COOKIE] = "0123456789abcdefghijklmnopqrstuv"
        assert SESSION_COOKIE not in poll(client).cookies

    def test_a_visitor_without_a_secret_gets_one(self) -> None:
        assert "csrftoken" in poll(HtmxClient()).cookies


@pytest.mark.parametrize("use_sessions", [False, True])
class TestQueries:
    @pytest.fixture(autouse=True)
    def _use_sessions(self, use_sessions: bool, settings: Any) -> None:
        settings.CSRF_USE_SESSIONS = use_sessions
        settings.SESSION_SAVE_EVERY_REQUEST = True

    @pytest.fixture
    def client(self) -> HtmxClient:
        return HtmxClient()

    def test_two_for_somebody_who_is_logged_in(
        self,
        client: HtmxClient,
        hunter: User,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client.force_login(hunter)
        with django_assert_num_queries(2) as captured:
            poll(client)
        assert all(
            query["sql"].startswith("SELECT") for query in captured.captured_queries
        )

    def test_one_for_a_session_that_ended(
        self, client: HtmxClient, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.cookies[SESSION_COOKIE] = "0123456789abcdefghijklmnopqrstuv"
        with django_assert_num_queries(1):
            poll(client)

    def test_none_for_a_visitor_without_a_session(
        self, client: HtmxClient, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            poll(client)

    @pytest.mark.parametrize("known", [True, False])
    def test_the_session_cookie_stays(
        self, known: bool, client: HtmxClient, hunter: User
    ) -> None:
        if known:
            client.force_login(hunter)
        else:
            client.cookies[SESSION_COOKIE] = "0123456789abcdefghijklmnopqrstuv"
        expiry = list(Session.objects.values_list("expire_date"))
        response = poll(client)
        assert SESSION_COOKIE not in response.cookies
        assert list(Session.objects.values_list("expire_date")) == expiry


def test_what_a_middleware_puts_into_the_session_is_no_sign_of_life(
    hunter: User, settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.last_seen"]
    client = HtmxClient()
    client.force_login(hunter)
    poll(client)
    assert "last_seen" not in client.session
    client.get("/page/")
    assert "last_seen" in client.session


def last_seen(get_response: Any) -> Any:
    """Note the time in the session, as middleware for idle time-outs does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.session["last_seen"] = "now"
        response: HttpResponse = get_response(request)
        return response

    return middleware


@pytest.mark.django_db(transaction=True)
def test_under_an_asynchronous_server(
    async_htmx_client: Any, hunter: User, settings: Any
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True

    async def visit() -> Any:
        await async_htmx_client.aforce_login(hunter)
        return await async_htmx_client.get(STATUS, htmx=True)

    response = async_to_sync(visit)()
    assert response.content == b"You are logged in as hunter."
    assert SESSION_COOKIE not in response.cookies


class GreetingView(LoginStatusView):
    template_name = "greeting.html"
    lazy_context = {"greeting": "get_greeting"}

    def get_greeting(self) -> str:
        return "Hello"


@pytest.mark.parametrize("language", ENGINES)
def test_the_widget_is_what_a_poll_gets(
    rf: RequestFactory, htmx_client: HtmxClient, settings: Any, language: str
) -> None:
    template = (
        "<html>{% block login_status %}{{ greeting }}, {{ user }}; "
        "{{ is_fragment }}{% endblock %}</html>"
    )
    settings.TEMPLATES = [engine(language, {"greeting.html": template})]
    view = GreetingView()
    view.setup(rf.get("/greeting/"))
    view.request.user = User(username="hunter")
    request = rf.get("/greeting/", headers=htmx_headers())
    request.user = view.request.user

    widget = view.render_status("/greeting/")

    assert widget == "Hello, hunter; True"
    response: Any = GreetingView.as_view()(request)
    assert response.render().content.decode() == widget


def test_the_widget_knows_the_arguments_of_the_url(
    htmx_client: HtmxClient, settings: Any
) -> None:
    source = "{% block login_status %}{{ path }} {{ login_url }}{% endblock %}"
    settings.TEMPLATES = [engine("django", {"htmx_views/login_status.html": source})]
    poll = htmx_client.get("/of/site/", htmx=True).content.decode()
    assert poll == "site /login/?next=/of/site/"
    page = htmx_client.get("/widget/?url=/of/site/").content.decode()
    assert page.endswith(f">{poll}</div>")


def test_an_engine_without_fragments_is_refused(
    rf: RequestFactory, settings: Any
) -> None:
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
    ]
    view = LoginStatusView()
    view.setup(rf.get(STATUS))
    view.request.user = User(username="hunter")
    with pytest.raises(ImproperlyConfigured, match="RENDER_BLOCKS"):
        view.render_status("/greeting/")
