"""The widget and the script's tag, as a page shows them, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory, override_settings
from django.urls import include, path, set_script_prefix
from jinja2 import Environment

from htmx_views.auth import LoginStatusView
from htmx_views.auth.page import user_hash
from htmx_views.auth.tags import htmx_views_script, login_status
from htmx_views.polls import content_ptag

Render = Callable[..., str]

pytestmark = pytest.mark.urls(__name__)


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("status/", LoginStatusView.as_view(), name="login_status"),
    path("slow/<slug:slug>/", LoginStatusView.as_view(poll_interval=300)),
    path("often/", LoginStatusView.as_view(poll_interval=1.5)),
    path(
        "accounts/",
        include(([path("status/", LoginStatusView.as_view(), name="s")], "accounts")),
    ),
    path("function/", view, name="function"),
    path("статус/", LoginStatusView.as_view(), name="translated"),
]


def environment(**options: Any) -> Environment:
    """Do what the documentation tells a project to do."""
    env = Environment(**options)
    env.globals.update(login_status=login_status, htmx_views_script=htmx_views_script)
    return env


ENGINES = {
    "jinja2": {
        "NAME": "jinja2",
        "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
        "APP_DIRS": True,
        "OPTIONS": {"environment": f"{__name__}.environment"},
    },
    "django": {
        "NAME": "django",
        "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
        "APP_DIRS": True,
    },
}


@pytest.fixture(params=["jinja2", "django"])
def render(request: pytest.FixtureRequest, settings: Any) -> Render:
    """Return a function that renders a call of a helper in a page's template."""
    settings.TEMPLATES = [ENGINES[request.param]]
    settings.LOGIN_URL = "/login/"

    def render(
        helper: str,
        http_request: HttpRequest | None,
        url: str | None = None,
        public: bool = False,
        **context: Any,
    ) -> str:
        arguments = [f'url="{url}"'] if url else []
        if public:
            arguments.append("public=True")
        source = (
            f"{{{{ {helper}({', '.join(arguments)}) }}}}"
            if request.param == "jinja2"
            else f"{{% load htmx_views %}}{{% {helper} {' '.join(arguments)} %}}"
        )
        template = engines[request.param].from_string(source)
        return template.render(context, http_request)

    return render


@pytest.fixture
def http_request(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/monsters/")
    request.user = AnonymousUser()
    return request


class TestLoginStatus:
    def test_the_widget_asks_and_announces(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        http_request.user = User(username="hunter")
        html = render("login_status", http_request)
        content = "You are logged in as hunter."
        assert html == (
            '<div class="login-status" role="status" aria-live="polite" tabindex="-1" '
            'data-login-status hx-get="/status/" hx-trigger="load, every 60s, '
            "htmx-views:visible from:document, "
            'htmx-views:login-required from:document" hx-target="this" '
            'hx-swap="innerHTML" hx-push-url="false" '
            f'hx-ptag="{content_ptag(content)}">{content}</div>'
        )

    def test_without_javascript_there_is_a_link(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        html = render("login_status", http_request)
        assert '<a href="/login/?next=/status/" target="_blank" rel="noopener">' in html

    @pytest.mark.parametrize(
        ("url", "path"),
        [
            ("accounts:s", "/accounts/status/"),
            ("/accounts/status/", "/accounts/status/"),
            ("translated", "/%D1%81%D1%82%D0%B0%D1%82%D1%83%D1%81/"),
        ],
    )
    def test_the_view_may_be_anywhere(
        self, url: str, path: str, render: Render, http_request: HttpRequest
    ) -> None:
        html = render("login_status", http_request, url)
        assert f'hx-get="{path}"' in html
        assert f'href="/login/?next={path}"' in html

    def test_the_view_says_how_often(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        html = render("login_status", http_request, "/slow/site/")
        assert 'hx-trigger="load, every 300s, ' in html
        html = render("login_status", http_request, "/often/")
        assert 'hx-trigger="load, every 1500ms, ' in html

    def test_the_site_may_live_below_a_prefix(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        set_script_prefix("/guide/")
        try:
            assert 'hx-get="/guide/status/"' in render("login_status", http_request)
        finally:
            set_script_prefix("/")

    @pytest.mark.parametrize("url", ["login_status", "translated"])
    def test_what_it_shows_needs_no_answer(
        self, url: str, render: Render, http_request: HttpRequest
    ) -> None:
        html = render("login_status", http_request, url)
        ptag = html.partition('hx-ptag="')[2].partition('"')[0]
        headers = {"HX-Request": "true", "HX-PTag": ptag}
        path = html.partition('hx-get="')[2].partition('"')[0]
        request = RequestFactory().get(path, headers=headers)
        request.user = AnonymousUser()
        response: Any = LoginStatusView.as_view()(request)
        assert response.render().status_code == 204

    def test_a_public_page_says_nothing_of_its_reader(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        del http_request.user  # so that nobody asks
        html = render("login_status", http_request, public=True)
        assert html.endswith(f' hx-ptag="{content_ptag("")}"></div>')
        assert 'hx-trigger="load, ' in html

    @pytest.mark.parametrize("url", ["missing", "/missing/"])
    def test_a_site_without_the_view_is_told(
        self, url: str, render: Render, http_request: HttpRequest
    ) -> None:
        with pytest.raises(ImproperlyConfigured) as caught:
            render("login_status", http_request, url)
        assert str(caught.value) == (
            f"login_status() found no URL {url!r}. Add "
            'path("login-status/", LoginStatusView.as_view(), name="login_status") '
            "to the URLconf, or pass login_status(url=...)."
        )

    def test_another_view_is_refused(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        with pytest.raises(ImproperlyConfigured, match="which is no LoginStatusView"):
            render("login_status", http_request, "function")

    def test_without_a_request_there_is_no_status(self, render: Render) -> None:
        message = r"login_status\(\) needs the request in the template's context"
        with pytest.raises(ImproperlyConfigured, match=message):
            render("login_status", None)


class UnusedNonce:
    """Be false until it is written, as Django's is."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "n0nce"


class TestScript:
    def test_the_header_is_named(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        assert render("htmx_views_script", http_request) == (
            '<script src="/static/htmx_views/htmx-views.js" '
            'data-csrf-header="X-CSRFTOKEN" '
            'data-user="" data-username="" defer></script>'
        )

    def test_the_page_knows_its_user(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        http_request.user = User(pk=7, username='"hunter"')
        user = user_hash(http_request)
        html = render("htmx_views_script", http_request)
        assert f'data-user="{user}" data-username="&quot;hunter&quot;"' in html

    def test_the_page_knows_its_version(
        self, render: Render, http_request: HttpRequest, settings: Any
    ) -> None:
        settings.HTMX_VIEWS_VERSION = "2026-11"
        for public in (True, False):
            html = render("htmx_views_script", http_request, public=public)
            assert 'data-version="2026-11"' in html

    def test_a_masked_token_is_there(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        http_request.META["CSRF_COOKIE"] = "s" * 32
        html = render("htmx_views_script", http_request)
        token = html.partition('data-csrf-token="')[2].partition('"')[0]
        assert len(token) == 64
        assert "s" * 32 not in token
        # So that the page varies on the cookie, as one with a form does.
        assert http_request.META["CSRF_COOKIE_NEEDS_UPDATE"]

    def test_a_public_page_says_nothing_of_its_reader(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        http_request.META["CSRF_COOKIE"] = "s" * 32
        del http_request.user  # so that nobody asks
        assert render("htmx_views_script", http_request, public=True) == (
            '<script src="/static/htmx_views/htmx-views.js" '
            'data-csrf-header="X-CSRFTOKEN" defer></script>'
        )
        assert "CSRF_COOKIE_NEEDS_UPDATE" not in http_request.META

    @pytest.mark.parametrize("setting", ["CSRF_USE_SESSIONS", "CSRF_COOKIE_HTTPONLY"])
    def test_a_visitor_without_a_secret_gets_none(
        self, setting: str, render: Render, http_request: HttpRequest
    ) -> None:
        with override_settings(**{setting: True}):
            html = render("htmx_views_script", http_request)
        assert "data-csrf-token" not in html
        assert "CSRF_COOKIE" not in http_request.META

    def test_a_nonce_of_the_page_is_there(
        self, render: Render, http_request: HttpRequest
    ) -> None:
        html = render("htmx_views_script", http_request, csp_nonce=UnusedNonce())
        assert ' nonce="n0nce" defer>' in html

    def test_settings_are_escaped(
        self, render: Render, http_request: HttpRequest, settings: Any
    ) -> None:
        settings.CSRF_HEADER_NAME = 'HTTP_X"Y'
        assert "X&quot;Y" in render("htmx_views_script", http_request)

    def test_without_a_request_there_is_no_script(self, render: Render) -> None:
        message = r"htmx_views_script\(\) needs the request"
        with pytest.raises(ImproperlyConfigured, match=message):
            render("htmx_views_script", None)
