"""What the middleware does: answers vary, cookies and messages stay."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import AsyncClient, AsyncRequestFactory, Client
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from htmx_views.middleware import HtmxViewsMiddleware
from htmx_views.views import HtmxFragmentMixin, HtmxPollingMixin
from htmx_views.views.choice import FragmentBlocks
from tests.engines import ENGINES, engine

MIDDLEWARE = "htmx_views.middleware.HtmxViewsMiddleware"
ALWAYS = "HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request"
ALL = f"{ALWAYS}, HX-Target, HX-Target-URI-AutoEncoded"
TEMPLATES = {
    "page.html": "{% block rows %}{{ row }}{% endblock %}",
    "broken.html": "{% block rows %}{{ view.fail }}{% endblock %}",
    "404.html": "Not here: {{ request.path }}",
    "500.html": "Broken",
}


def answer(kind: str) -> HttpResponse:
    errors = {"404": Http404, "403": PermissionDenied, "400": BadRequest}
    if kind in errors:
        raise errors[kind]
    if kind == "500":
        raise RuntimeError
    if kind == "varying":
        return HttpResponse(headers={"Vary": "Cookie"})
    if kind == "redirect":
        return HttpResponseRedirect("/")
    return HttpResponse("text")


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks: FragmentBlocks | None = ["rows"]


class Answers(Page):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer(kwargs["kind"])


class AsyncAnswers(HtmxFragmentMixin, TemplateResponseMixin, View):
    template_name = "page.html"
    fragment_blocks = ["rows"]

    async def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        await asyncio.sleep(0)
        if kind == "page":
            return self.render_to_response({"row": "Nessie"})
        return answer(kind)


class Broken(Answers):
    template_name = "broken.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def fail(self) -> None:
        raise PermissionDenied


class Private(LoginRequiredMixin, Answers):
    """Its redirect comes from a mixin before ours."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        request.user = AnonymousUser()


class SetUp(Answers):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        raise Http404


@method_decorator(cache_page(60), name="dispatch")
class Cached(Answers):
    """A cache inside of dispatch() stores what the handler returned."""


class Delegating(Answers):
    """Its exception passes two views."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = Answers.as_view()(request, kind="404")
        return response


class AsyncTemplateResponse(TemplateResponse):
    async def render(self) -> Any:  # type: ignore[override]  # Django awaits either
        return super().render()


class Plain(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"ours: {reverse('answers', args=['x'])}", status=404)


class WithHandler:
    urlpatterns = [path("answers/<kind>/", Answers.as_view(), name="answers")]
    handler404 = staticmethod(not_found)


urlpatterns = [
    path("answers/<kind>/", Answers.as_view(), name="answers"),
    path("page/", Page.as_view()),
    path("mapped/", Page.as_view(fragment_blocks={"rows": ["rows"]})),
    path("async/<kind>/", AsyncAnswers.as_view()),
    path("broken/", Broken.as_view()),
    path("broken-fragment/", Broken.as_view(template_name="missing.html")),
    path("private/", Private.as_view()),
    path("setup/", SetUp.as_view()),
    path("cached/<kind>/", Cached.as_view()),
    path("cookie/<kind>/", vary_on_cookie(Answers.as_view())),
    path("delegating/", Delegating.as_view()),
    path("async-render/", Page.as_view(response_class=AsyncTemplateResponse)),
    path("plain/", Plain.as_view()),
]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine("django", TEMPLATES)]
    settings.MIDDLEWARE = [MIDDLEWARE]
    settings.LOGIN_URL = "/login/"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("url", "status", "vary"),
    [
        ("/answers/text/", 200, ALL),
        ("/page/", 200, ALWAYS),
        ("/mapped/", 200, ALL),
        ("/answers/redirect/", 302, ALL),
        ("/answers/400/", 400, ALL),
        ("/answers/403/", 403, ALL),
        ("/answers/404/", 404, ALL),
        ("/answers/500/", 500, ALL),
        ("/async/page/", 200, ALWAYS),
        ("/async/text/", 200, ALL),
        ("/async/redirect/", 302, ALL),
        ("/async/404/", 404, ALL),
        ("/broken/", 403, ALL),
        ("/broken-fragment/", 500, ALL),
        ("/setup/", 404, ALL),
        ("/cached/text/", 200, ALL),
        ("/answers/varying/", 200, f"Cookie, {ALL}"),
        ("/delegating/", 404, ALL),
        ("/cookie/text/", 200, f"Cookie, {ALL}"),
    ],
)
def test_every_answer_varies(
    client: Client, url: str, status: int, vary: str, headers: dict[str, str]
) -> None:
    response = client.get(url, headers=headers)

    assert response.status_code == status
    assert sorted(response["Vary"].split(", ")) == sorted(vary.split(", "))


def test_a_redirect_to_the_login_varies_whatever_htmx_gets_for_it(
    client: Client,
) -> None:
    for headers, status in ({}, 302), ({"HX-Request": "true"}, 401):
        response = client.get("/private/", headers=headers)
        assert (response.status_code, response["Vary"]) == (status, ALL)


def test_a_method_that_the_view_lacks(client: Client) -> None:
    assert client.delete("/answers/text/")["Vary"] == ALL
    assert client.delete("/async/text/")["Vary"] == ALL
    assert client.options("/answers/text/")["Vary"] == ALL


async def get_async(url: str) -> Any:
    return await AsyncClient(raise_request_exception=False).get(url)


@pytest.mark.parametrize(
    ("url", "status", "vary"),
    [
        ("/answers/text/", 200, ALL),
        ("/answers/404/", 404, ALL),
        ("/async-render/", 200, ALWAYS),
        ("/async/page/", 200, ALWAYS),
        ("/async/404/", 404, ALL),
        ("/async/500/", 500, ALL),
        ("/broken/", 403, ALL),
    ],
)
def test_every_answer_varies_under_asgi(url: str, status: int, vary: str) -> None:
    response = asyncio.run(get_async(url))

    assert (response.status_code, response["Vary"]) == (status, vary)


def test_error_pages_are_those_of_the_project(client: Client, settings: Any) -> None:
    assert client.get("/answers/404/").content == b"Not here: /answers/404/"

    settings.ROOT_URLCONF = WithHandler
    response = client.get("/answers/404/")

    assert response.content == b"ours: /answers/x/"
    assert response["Vary"] == ALL


def test_technical_error_pages_vary_as_well(client: Client, settings: Any) -> None:
    settings.DEBUG = True

    for kind in ("404", "500"):
        assert client.get(f"/answers/{kind}/")["Vary"] == ALL


def test_views_without_fragments_are_left_alone(client: Client) -> None:
    assert not client.get("/plain/").has_header("Vary")
    assert not client.get("/nowhere/").has_header("Vary")


def test_the_exception_reaches_middleware(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [MIDDLEWARE, f"{__name__}.ForbiddenToTeapot"]

    response = client.get("/answers/403/")

    assert (response.status_code, response["Vary"]) == (418, f"Cookie, {ALL}")
    assert response["Location"] == "/answers/text/"


class ForbiddenToTeapot:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        headers = {"Vary": "Cookie", "Location": reverse("answers", args=["text"])}
        return HttpResponse(status=418, headers=headers)


class Polled(HtmxPollingMixin, TemplateView):
    template_name = "polled.html"
    fragment_blocks = ["news"]

    def get_ptag(self) -> str:
        return self.request.headers.get("X-News", "none")


urlpatterns.append(path("polled/", Polled.as_view()))


class TestPolls:
    """A poll that overlaps a login in another tab must not undo it."""

    @pytest.fixture(autouse=True)
    def _site(self, settings: Any) -> None:
        source = "{% block news %}<p {{ polling }}>{% csrf_token %}</p>{% endblock %}"
        settings.TEMPLATES = [engine("django", {"polled.html": source})]
        settings.MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            MIDDLEWARE,
        ]

    def test_they_set_no_cookie_that_the_request_had(self, client: Client) -> None:
        ptag = client.get("/polled/")["HX-PTag"]
        assert "csrftoken" in client.cookies
        headers = {"HX-Request": "true", "HX-PTag": ptag}
        for news, status in ("some", 200), ("none", 204):
            response = client.get("/polled/", headers=headers | {"X-News": news})
            assert response.status_code == status
            assert not response.cookies
            assert "Cookie" in response["Vary"].split(", ")

    def test_a_page_renews_the_cookie_as_ever(self, client: Client) -> None:
        client.get("/polled/")
        assert "csrftoken" in client.get("/polled/").cookies


def remind(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Remember")
    return HttpResponse()


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(map(str, messages.get_messages(request))))


def remind_and_show(request: HttpRequest) -> HttpResponse:
    messages.info(request, "And this")
    return show(request)


urlpatterns += [
    path("remind/", remind),
    path("show/", show),
    path("remind-and-show/", remind_and_show),
]


@pytest.mark.parametrize("storage", ["cookie.Cookie", "session.Session"])
class TestPreloading:
    """What htmx 2 fetches ahead is not yet seen by anybody."""

    PRELOADED = {"HX-Request": "true", "HX-Preloaded": "true"}

    @pytest.fixture(autouse=True)
    def _messages(self, storage: str, settings: Any, db: None) -> None:
        settings.MESSAGE_STORAGE = f"django.contrib.messages.storage.{storage}Storage"
        settings.MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            MIDDLEWARE,
        ]

    def test_the_messages_wait_for_the_page(self, client: Client) -> None:
        client.get("/remind/")
        client.get("/show/", headers=self.PRELOADED)
        client.get("/remind-and-show/", headers=self.PRELOADED)
        assert client.get("/show/").content == b"Remember, And this"
        assert client.get("/show/").content == b""

    @pytest.mark.parametrize("value", ["false", "True"])
    def test_other_requests_show_them_once(self, client: Client, value: str) -> None:
        client.get("/remind/")
        shown = client.get("/show/", headers={"HX-Preloaded": value})
        assert shown.content == b"Remember"
        assert client.get("/show/").content == b""


class Announced(HtmxPollingMixin, TemplateView):
    template_name = "announced.html"
    fragment_blocks = ["news"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("X-News"):
            messages.info(request, "And this")
        return super().get(request, *args, **kwargs)


urlpatterns.append(path("announced/", Announced.as_view()))


@pytest.mark.parametrize("language", ENGINES)
@pytest.mark.parametrize(
    "storage", ["cookie.Cookie", "session.Session", "fallback.Fallback"]
)
class TestMessagesOfPolls:
    """What a poll shows is not taken from the page that the person asks for."""

    @pytest.fixture(autouse=True)
    def _site(self, storage: str, language: str, settings: Any, db: None) -> None:
        settings.MESSAGE_STORAGE = f"django.contrib.messages.storage.{storage}Storage"
        settings.MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            MIDDLEWARE,
        ]
        source = """{% block news %}<p {{ polling }}>{% for message in messages %}
            {{ message }},{% endfor %}</p>{% endblock %}"""
        settings.TEMPLATES = [engine(language, {"announced.html": source})]

    @pytest.fixture
    def poll(self, client: Client) -> Any:
        tag = Client().get("/announced/")["HX-PTag"][:16]
        headers = {"HX-Request": "true", "HX-PTag": f"{tag}old"}

        def poll(**others: str) -> Any:
            return client.get("/announced/", headers=headers | others)

        return poll

    def test_they_set_no_cookie_that_the_request_had(
        self, client: Client, poll: Any
    ) -> None:
        client.get("/remind/")
        for _ in range(2):
            response = poll()
            assert b"Remember," in response.content
            assert not response.cookies
        assert client.get("/show/").content == b"Remember"
        assert client.get("/show/").content == b""

    def test_what_they_add_themselves_is_shown_once(
        self, client: Client, poll: Any
    ) -> None:
        client.get("/remind/")
        response = poll(**{"X-News": "some"})
        assert b"And this," in response.content
        assert not response.cookies
        assert client.get("/show/").content == b"Remember"


def test_a_site_without_messages_has_none_to_keep(client: Client) -> None:
    response = client.get("/show/", headers=TestPreloading.PRELOADED)
    assert response.content == b""


class TestWhatGoesWrong:
    """What neither the view nor the middleware can help is not hidden by them."""

    def test_a_lost_database(
        self,
        client: Client,
        settings: Any,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Who cannot be told from another is not taken for them: nothing is done."""

        def lose(*args: Any) -> None:
            raise OperationalError("the database went away")

        settings.MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            MIDDLEWARE,
        ]
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
        client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
        monkeypatch.setattr(SessionStore, "load", lose)
        response = client.post(
            "/answers/text/", headers={"HX-Request": "true", "HX-Views-User": "cafe"}
        )
        assert response.status_code == 500
        assert response["Vary"] == f"{ALL}, Cookie"
        (record,) = caplog.records
        assert record.getMessage() == "Internal Server Error: /answers/text/"
        assert "the database went away" in caplog.text

    def test_a_client_that_goes_away(self, settings: Any) -> None:
        """Its request ends where it is, and no answer is made up."""
        request = AsyncRequestFactory().get("/")

        async def view(request: HttpRequest) -> HttpResponse:
            await asyncio.sleep(60)
            raise AssertionError

        async def visit() -> None:
            response: Any = HtmxViewsMiddleware(view)(request)
            task = asyncio.ensure_future(response)
            await asyncio.sleep(0)
            task.cancel()
            await task

        with pytest.raises(asyncio.CancelledError):
            asyncio.run(visit())
