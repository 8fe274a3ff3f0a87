"""Logins and htmx: what a person whose session ended gets."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.views.generic import TemplateView, View

from htmx_views import auth
from htmx_views.auth import (
    HtmxLoginRequiredMixin,
    HtmxPermissionRequiredMixin,
    HtmxUserPassesTestMixin,
)
from htmx_views.requests import htmx_headers
from htmx_views.testing import HtmxClient
from htmx_views.testing.client import HtmxOptions
from htmx_views.views import HtmxFragmentMixin

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

PAGE = "/monsters/?type=shade"
VERSIONS = [2, 4]
VARY = ["HX-Request", "HX-Request-Type", "HX-Boosted", "HX-History-Restore-Request"]


class Answer(View):
    """Answer every method."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    post = put = patch = delete = get


class LoginView(HtmxLoginRequiredMixin, Answer):
    pass


class PermissionView(HtmxPermissionRequiredMixin, Answer):
    permission_required = "auth.view_user"


class HunterView(HtmxUserPassesTestMixin, Answer):
    def test_func(self) -> bool:
        return self.request.user.get_username() == "hunter"


class AsyncView(HtmxPermissionRequiredMixin, View):
    permission_required = "auth.view_user"

    async def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")


class FragmentView(HtmxFragmentMixin, HtmxLoginRequiredMixin, TemplateView):
    template_name = "htmx_views/login_status.html"
    fragment_blocks = ["login_status"]


urlpatterns = [
    path("login-required/", LoginView.as_view()),
    path("permission-required/", PermissionView.as_view()),
    path("hunter/", HunterView.as_view()),
    path("asynchronous/", AsyncView.as_view()),
    path("fragment/", FragmentView.as_view()),
    path("own-login/", LoginView.as_view(login_url="/enter/?by=htmx")),
    path("other-login/", LoginView.as_view(login_url="https://id.example/login")),
    path("without-next/", LoginView.as_view(redirect_field_name=None)),
    path("for-hunters-only/", HunterView.as_view(raise_exception=True)),
]
URLS = ["/login-required/", "/permission-required/", "/hunter/", "/asynchronous/"]


@pytest.fixture(autouse=True)
def _login_url(settings: Any) -> None:
    settings.LOGIN_URL = "/login/"


@pytest.fixture(params=[2, 4])
def htmx(request: pytest.FixtureRequest) -> HtmxOptions:
    return {"version": request.param, "target": "rows", "current_url": PAGE}


@pytest.fixture
def hunter() -> User:
    user: User = User.objects.create_user("hunter")
    user.user_permissions.add(Permission.objects.get(codename="view_user"))
    return user


class TestSafeRequests:
    @pytest.mark.parametrize("url", URLS)
    def test_htmx_is_led_to_the_login_and_back_to_the_persons_page(
        self, url: str, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get(url, htmx=htmx)
        assert response.status_code == 401
        assert response["HX-Redirect"] == "/login/?next=/monsters/%3Ftype%3Dshade"
        assert response.content == b""
        assert response["HX-Views"] == "refused"
        assert response["HX-Reswap"] == "none"
        # It names the page that the person is on.
        assert response["Cache-Control"] == "no-store"
        assert "HX-Trigger" not in response
        assert "Location" not in response

    @pytest.mark.parametrize("url", URLS)
    def test_a_browser_is_redirected_as_by_django(
        self, url: str, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(url)
        assert response.status_code == 302
        assert response["Location"] == f"/login/?next={url}"

    @pytest.mark.parametrize("version", VERSIONS)
    def test_a_history_restore_is_redirected_as_by_django(
        self, version: Literal[2, 4], htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(
            "/login-required/",
            htmx={"version": version, "history_restore": True, "current_url": PAGE},
        )
        assert response.status_code == 302
        assert response["Location"] == "/login/?next=/login-required/"

    @pytest.mark.parametrize("version", VERSIONS)
    def test_a_boosted_link_leads_to_its_own_page_after_the_login(
        self, version: Literal[2, 4], htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(
            "/login-required/?page=2",
            htmx={"version": version, "boosted": True, "current_url": PAGE},
        )
        assert response.status_code == 401
        assert response["HX-Redirect"] == "/login/?next=/login-required/%3Fpage%3D2"

    @pytest.mark.parametrize(
        "current_url", ["https://evil.example/", "http://testserver//evil.example/"]
    )
    def test_no_other_site_is_next(
        self, current_url: str, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.get(
            "/login-required/", htmx={"current_url": current_url}
        )
        assert response["HX-Redirect"] == "/login/"

    def test_a_login_url_of_the_views_own_is_kept(
        self, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get("/own-login/", htmx=htmx)
        assert (
            response["HX-Redirect"] == "/enter/?by=htmx&next=/monsters/%3Ftype%3Dshade"
        )

    def test_a_login_on_another_host_learns_this_host(
        self, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get("/other-login/", htmx=htmx)
        assert response["HX-Redirect"] == (
            "https://id.example/login?next=http%3A//testserver/monsters/%3Ftype%3Dshade"
        )

    def test_a_view_without_next_stays_without(
        self, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = htmx_client.get("/without-next/", htmx=htmx)
        assert response["HX-Redirect"] == "/login/"


class TestUnsafeRequests:
    @pytest.mark.parametrize("url", URLS[:3])
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_is_swapped_and_the_page_is_told(
        self, method: str, url: str, htmx_client: HtmxClient, htmx: HtmxOptions
    ) -> None:
        response = getattr(htmx_client, method)(url, htmx=htmx)
        assert response.status_code == 401
        assert response["HX-Trigger"] == "htmx-views:login-required"
        assert response["HX-Reswap"] == "none"
        assert response["HX-Views"] == "refused"
        assert "HX-Redirect" not in response
        assert "Location" not in response
        assert response.content == b""

    def test_a_boosted_form_keeps_what_was_typed(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.post("/login-required/", htmx={"boosted": True})
        assert response.status_code == 401
        assert response["HX-Trigger"] == "htmx-views:login-required"

    def test_a_browser_is_redirected_as_by_django(
        self, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.post("/login-required/")
        assert response.status_code == 302
        assert response["Location"] == "/login/?next=/login-required/"


class TestThoseWhoMay:
    @pytest.mark.parametrize("url", URLS)
    def test_the_view_answers(
        self, url: str, htmx_client: HtmxClient, hunter: User
    ) -> None:
        htmx_client.force_login(hunter)
        assert htmx_client.get(url, htmx=True).content == b"secret"

    @pytest.mark.parametrize("url", URLS[1:])
    @pytest.mark.parametrize("htmx", [False, True])
    def test_without_the_permission_it_stays_403(
        self, htmx: bool, url: str, htmx_client: HtmxClient
    ) -> None:
        htmx_client.force_login(User.objects.create_user("reader"))
        response = htmx_client.get(url, htmx=htmx)
        assert response.status_code == 403
        assert "HX-Redirect" not in response

    def test_raise_exception_stays_403(self, htmx_client: HtmxClient) -> None:
        assert htmx_client.get("/for-hunters-only/", htmx=True).status_code == 403

    def test_an_asynchronous_view_refuses_other_methods(
        self, htmx_client: HtmxClient, hunter: User
    ) -> None:
        htmx_client.force_login(hunter)
        assert htmx_client.post("/asynchronous/", htmx=True).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_an_asynchronous_view_under_an_asynchronous_server(
    async_htmx_client: Any, hunter: User
) -> None:
    async def visit() -> tuple[Any, Any]:
        refused = await async_htmx_client.get("/asynchronous/", htmx=True)
        await async_htmx_client.aforce_login(hunter)
        return refused, await async_htmx_client.get("/asynchronous/", htmx=True)

    refused, answered = async_to_sync(visit)()
    assert refused.status_code == 401
    assert answered.content == b"secret"


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("url", ["/login-required/", "/fragment/"])
def test_caches_are_told_what_the_answer_depends_on(
    url: str, htmx: bool, htmx_client: HtmxClient
) -> None:
    response = htmx_client.get(url, htmx=htmx)
    vary = response["Vary"].split(", ")
    assert [header for header in VARY if header not in vary] == []
    assert len(vary) == len(set(vary))


def test_what_other_parts_of_the_site_put_on_the_redirect_stays() -> None:
    class CookieMixin(LoginRequiredMixin):
        def handle_no_permission(self) -> Any:
            redirect = super().handle_no_permission()
            redirect["X-Reason"] = "session"
            redirect.set_cookie("seen", "1")
            return redirect

    class MarkedView(HtmxLoginRequiredMixin, CookieMixin, Answer):
        pass

    request = RequestFactory().get("/", HTTP_HX_REQUEST="true")
    request.user = AnonymousUser()
    response = MarkedView.as_view()(request)
    assert response.status_code == 401
    assert response["X-Reason"] == "session"
    assert response.cookies["seen"].value == "1"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_says_why_stays_what_it_is(method: str) -> None:
    class Saying(LoginRequiredMixin):
        def handle_no_permission(self) -> Any:
            return HttpResponse("Members only.", status=403)

    class Members(HtmxLoginRequiredMixin, Saying, Answer):
        pass

    request = getattr(RequestFactory(), method)("/", headers=htmx_headers())
    request.user = AnonymousUser()
    response = Members.as_view()(request)

    assert (response.status_code, response.content) == (403, b"Members only.")


def test_the_module_names_what_it_lacks() -> None:
    message = "module 'htmx_views.auth' has no attribute 'LoginStatus'"
    with pytest.raises(AttributeError, match=message):
        _ = auth.LoginStatus
