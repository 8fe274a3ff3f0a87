"""Redirects to the login page, whoever makes them, and where the login leads back."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.decorators import (
    login_not_required,
    login_required,
    permission_required,
    user_passes_test,
)
from django.contrib.auth.mixins import (
    LoginRequiredMixin,
    PermissionRequiredMixin,
    UserPassesTestMixin,
)
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import path, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import RedirectView, TemplateView, View

from htmx_views.auth.login import person_page
from htmx_views.testing import HtmxClient
from htmx_views.testing.client import HtmxOptions

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

MIDDLEWARE = "htmx_views.middleware.HtmxViewsMiddleware"
PAGE = "/monsters/?type=shade"


@pytest.mark.parametrize(
    ("current_url", "page"),
    [
        ("http://testserver/monsters/", "/monsters/"),
        ("http://testserver/monsters/?page=2&q=a%20b#top", "/monsters/?page=2&q=a%20b"),
        ("http://testserver", "/"),
        # A proxy may speak HTTPS with the reader and HTTP with Django.
        ("https://testserver/monsters/", "/monsters/"),
        ("/monsters/", "/monsters/"),
    ],
)
def test_the_page_is_a_path_of_this_host(current_url: str, page: str) -> None:
    request = RequestFactory().get("/", HTTP_HX_CURRENT_URL=current_url)
    assert person_page(request) == page


@pytest.mark.parametrize(
    "current_url",
    [
        "",
        "http://evil.example/",
        "http://testserver:8000/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "//evil.example/",
        "///evil.example/",
        "http:///evil.example/",
        "http://testserver//evil.example/",
        "http://testserver/\\evil.example/",
        "http://testserver/\\\\evil.example/",
        "\\\\evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "\x08http://testserver/",
        "monsters/",
        "ftp://testserver/",
    ],
)
def test_no_other_page_is_taken(current_url: str) -> None:
    request = RequestFactory().get("/", HTTP_HX_CURRENT_URL=current_url)
    assert person_page(request) is None


def test_without_the_header_there_is_no_page() -> None:
    assert person_page(RequestFactory().get("/")) is None


def test_a_secure_site_takes_no_insecure_page() -> None:
    request = RequestFactory().get(
        "/", secure=True, HTTP_HX_CURRENT_URL="http://testserver/monsters/"
    )
    assert person_page(request) is None


def test_what_a_stranger_claims_to_be_a_url(
    htmx_client: HtmxClient, settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, MIDDLEWARE]

    response = htmx_client.get("/old/?next=http://[", htmx=True)

    assert response.status_code == 302
    assert response["Location"] == "/new/?next=http://["


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@login_not_required
def answer_everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no secret")


async def answer_later(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


class Answer(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    post = get


class LoginMixinView(LoginRequiredMixin, Answer):
    pass


class PermissionMixinView(PermissionRequiredMixin, Answer):
    permission_required = "auth.view_user"


class PassesTestView(UserPassesTestMixin, Answer):
    def test_func(self) -> bool:
        return bool(self.request.user.is_authenticated)


class OwnLoginView(LoginRequiredMixin, Answer):
    login_url = "/enter/"
    redirect_field_name = "back"


class ComputedLoginView(LoginRequiredMixin, Answer):
    @property
    def login_url(self) -> str:  # type: ignore[override]  # a property
        return "/enter/" if "enter" in self.request.GET else "/login/"


class UnknownLoginView(LoginRequiredMixin, Answer):
    login_url = "no-such-view"

    def get_login_url(self) -> str:
        return "/login/"


@method_decorator(login_required(login_url="enter"), name="dispatch")
class DecoratedView(Answer):
    pass


def sign_up(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the login after a job that is done, not in the place of it."""
    return redirect_to_login("/welcome/")


def redirect_by_hand(request: HttpRequest) -> HttpResponse:
    own = request.get_full_path() if "page" in request.GET else request.path
    return redirect(f"/login/?next={quote(own, safe=request.GET['safe'])}")


protected = [
    path("decorator/", login_required(answer)),
    path("asynchronous/", login_required(answer_later)),
    path("permission/", permission_required("auth.view_user")(answer)),
    path("test/", user_passes_test(lambda user: user.is_staff)(answer)),
    path("login-mixin/", LoginMixinView.as_view()),
    path("permission-mixin/", PermissionMixinView.as_view()),
    path("test-mixin/", PassesTestView.as_view()),
    path("größe/", login_required(answer)),
]
PROTECTED = [f"/{pattern.pattern}" for pattern in protected]

urlpatterns = [
    path("old/", RedirectView.as_view(url="/new/", query_string=True)),
    *protected,
    path("open/", answer),
    path("public/", answer_everybody),
    path("own-login/", OwnLoginView.as_view()),
    path("own-login-in-url/", LoginMixinView.as_view(login_url="/enter/?by=htmx")),
    path("own-login-decorated/", DecoratedView.as_view()),
    path("own-login-lazy/", LoginMixinView.as_view(login_url=reverse_lazy("enter"))),
    path("own-login-computed/", ComputedLoginView.as_view()),
    path("own-login-unknown/", UnknownLoginView.as_view()),
    path("without-next/", login_required(answer, redirect_field_name=None)),
    path(
        "forbidden/",
        permission_required("auth.view_user", raise_exception=True)(answer),
    ),
    path("login/", LoginView.as_view(template_name="htmx_views/login_status.html")),
    path("enter/", TemplateView.as_view(), name="enter"),
    path("by-hand/", redirect_by_hand),
    path("sign-up/", sign_up),
    path("to-login/", RedirectView.as_view(url="/login/")),
    path(
        "to-login-help/", RedirectView.as_view(url="/login/help/?next=/to-login-help/")
    ),
    path(
        "to-other-login/",
        RedirectView.as_view(url="https://id.example/login/?next=/to-other-login/"),
    ),
    path("to-step-2/", RedirectView.as_view(url="/login/?step=2&next=/to-step-2/")),
    path("elsewhere/", lambda request: redirect("/elsewhere/2/")),
]


@pytest.fixture(autouse=True)
def _settings(settings: Any) -> None:
    settings.LOGIN_URL = "/login/"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        MIDDLEWARE,
    ]


@pytest.fixture(params=[2, 4])
def htmx(request: pytest.FixtureRequest) -> HtmxOptions:
    return {"version": request.param, "target": "rows", "current_url": PAGE}


@pytest.fixture
def everywhere(settings: Any) -> None:
    """Require a login for every view."""
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ]


class TestLoginRedirects:
    @pytest.mark.parametrize("url", PROTECTED)
    def test_a_safe_request_is_led_to_the_login(
        self, url: str, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get(url, htmx=htmx)
        assert response.status_code == 401
        assert response["HX-Redirect"] == "/login/?next=/monsters/%3Ftype%3Dshade"

    @pytest.mark.parametrize("url", PROTECTED)
    def test_an_unsafe_request_swaps_nothing_and_tells_the_page(
        self, url: str, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.post(url, htmx=htmx)
        assert response.status_code == 401
        assert response["HX-Trigger"] == "htmx-views:login-required"
        assert response["HX-Reswap"] == "none"
        assert "HX-Redirect" not in response

    @pytest.mark.parametrize("options", [False, {"history_restore": True}])
    @pytest.mark.parametrize("url", PROTECTED[:-1])
    def test_a_browser_and_a_history_restore_get_djangos_redirect(
        self, url: str, options: Any, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(url, htmx=options)
        assert response.status_code == 302
        assert response["Location"] == f"/login/?next={url}"
        assert "HX-Request" in response["Vary"]

    @pytest.mark.parametrize("url", PROTECTED)
    def test_those_who_may_get_the_answer(
        self, url: str, htmx_client: HtmxClient
    ) -> None:
        htmx_client.force_login(User.objects.create_superuser("hunter"))
        assert htmx_client.get(url, htmx=True).content == b"secret"

    @pytest.mark.parametrize(
        ("url", "login"),
        [
            ("/own-login/", "/enter/?back=/monsters/"),
            ("/own-login-in-url/", "/enter/?by=htmx&next=/monsters/"),
            ("/own-login-decorated/", "/enter/?next=/monsters/"),
            ("/own-login-lazy/", "/enter/?next=/monsters/"),
            ("/without-next/", "/login/"),
        ],
    )
    def test_a_login_of_the_views_own(
        self, url: str, login: str, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(url, htmx={"current_url": "/monsters/"})
        assert response.status_code == 401
        assert response["HX-Redirect"] == login

    @pytest.mark.parametrize("url", ["/own-login-computed/", "/own-login-unknown/"])
    def test_a_login_url_that_says_nothing_leaves_the_setting(
        self, url: str, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(url, htmx={"current_url": "/monsters/"})
        assert response.status_code == 401
        assert response["HX-Redirect"] == "/login/?next=/monsters/"
        assert htmx_client.get(url)["Location"] == f"/login/?next={url}"

    @pytest.mark.parametrize("htmx", [True, False])
    def test_a_login_url_that_is_computed_stays_a_redirect(
        self, htmx: bool, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get("/own-login-computed/?enter", htmx=htmx)
        assert response.status_code == 302
        assert response["Location"] == "/enter/?next=/own-login-computed/%3Fenter"

    @pytest.mark.parametrize("url", ["/permission-mixin/", "/forbidden/"])
    def test_without_the_permission_it_stays_403(
        self, url: str, htmx_client: HtmxClient
    ) -> None:
        htmx_client.force_login(User.objects.create_user("reader"))
        response = htmx_client.get(url, htmx=True)
        assert response.status_code == 403
        assert "HX-Redirect" not in response

    def test_a_setting_may_name_a_url(
        self, htmx_client: HtmxClient, settings: Any
    ) -> None:
        settings.LOGIN_URL = "enter"
        response = htmx_client.get("/decorator/", htmx={"current_url": "/monsters/"})
        assert response["HX-Redirect"] == "/enter/?next=/monsters/"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_login_on_another_host(
        self, method: str, htmx_client: HtmxClient, htmx: HtmxOptions, settings: Any
    ) -> None:
        settings.LOGIN_URL = "https://id.example/login?by=htmx"
        response = getattr(htmx_client, method)("/decorator/?q=1", htmx=htmx)
        assert response.status_code == 401
        assert response.get("HX-Redirect") == (
            "https://id.example/login?by=htmx&next=http%3A//testserver/monsters/"
            "%3Ftype%3Dshade"
            if method == "get"
            else None
        )

    def test_a_login_on_another_host_learns_of_no_page_but_ours(
        self, htmx_client: HtmxClient, settings: Any
    ) -> None:
        settings.LOGIN_URL = "https://id.example/login"
        response = htmx_client.get(
            "/decorator/", htmx={"current_url": "https://evil.example/"}
        )
        assert response["HX-Redirect"] == "https://id.example/login"

    @pytest.mark.parametrize("login_url", ["/größe/", "/gr%C3%B6%C3%9Fe/"])
    def test_a_login_url_need_not_be_ascii(
        self, login_url: str, htmx_client: HtmxClient, settings: Any
    ) -> None:
        settings.LOGIN_URL = login_url
        response = htmx_client.get("/decorator/", htmx=True)
        assert response.status_code == 401

    @pytest.mark.parametrize("safe", ["/", "", "/?="])
    @pytest.mark.parametrize("query", ["safe={}", "page&safe={}", "safe={}&page"])
    def test_a_redirect_by_hand_may_encode_as_it_likes_or_name_the_path_alone(
        self, query: str, safe: str, htmx_client: HtmxClient
    ) -> None:
        url = f"/by-hand/?{query.format(quote(safe, safe=''))}"
        response = htmx_client.get(url, htmx=True)
        assert response.status_code == 401


@pytest.mark.usefixtures("everywhere")
class TestLoginRequiredMiddleware:
    @pytest.mark.parametrize("url", ["/open/", "/own-login/"])
    def test_htmx_is_led_to_the_login(
        self, url: str, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get(url, htmx=htmx)
        assert response.status_code == 401
        assert response["HX-Redirect"] == "/login/?next=/monsters/%3Ftype%3Dshade"

    def test_an_unsafe_request_swaps_nothing(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.post("/open/", htmx=True)
        assert response.status_code == 401
        assert response["HX-Trigger"] == "htmx-views:login-required"

    def test_a_browser_is_redirected(self, htmx_client: HtmxClient) -> None:
        assert htmx_client.get("/open/")["Location"] == "/login/?next=/open/"

    @pytest.mark.parametrize("url", ["/public/", "/login/"])
    def test_public_views_answer(self, url: str, htmx_client: HtmxClient) -> None:
        response = htmx_client.get(url, htmx=True)
        assert response.status_code == 200


class TestOtherRedirects:
    @pytest.mark.parametrize(
        "url",
        [
            "/sign-up/",
            "/to-login/",
            "/to-login-help/",
            "/to-other-login/",
            "/to-step-2/",
            "/elsewhere/",
        ],
    )
    def test_they_stay_as_they_are(self, url: str, htmx_client: HtmxClient) -> None:
        response = htmx_client.post(url, htmx=True)
        assert response.status_code == 302
        assert "HX-Trigger" not in response
        assert "HX-Request" not in response.get("Vary", "")

    def test_the_redirect_after_a_login_does_too(self, htmx_client: HtmxClient) -> None:
        User.objects.create_user("hunter", password="moonlit-lantern")
        response = htmx_client.post(
            "/login/?next=/login/",
            {"username": "hunter", "password": "moonlit-lantern"},
            htmx=True,
        )
        assert response.status_code == 302
        assert response["Location"] == "/login/"

    def test_the_redirect_of_a_host_that_is_not_ours_does_too(
        self, htmx_client: HtmxClient
    ) -> None:
        headers = {"HX-Request": "true", "Host": "evil.example"}
        response = htmx_client.get("/elsewhere/", headers=headers)
        assert response.status_code == 302

    def test_a_redirect_that_no_view_made_does_too(self, settings: Any) -> None:
        settings.MIDDLEWARE = [
            MIDDLEWARE,
            "django.middleware.common.CommonMiddleware",
        ]
        settings.PREPEND_WWW = True
        settings.ALLOWED_HOSTS = ["*"]
        response = HtmxClient().get("/open/", htmx=True)
        assert response.status_code == 301
        assert response["Location"] == "http://www.testserver/open/"


def test_under_an_asynchronous_server(async_htmx_client: Any) -> None:
    response = asyncio.run(async_htmx_client.get("/asynchronous/", htmx=True))
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/login/"
