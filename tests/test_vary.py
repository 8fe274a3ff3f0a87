"""Every answer of a view with fragments varies, whoever makes it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client, RequestFactory
from django.urls import get_urlconf, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import TemplateView, View

from htmx_views.views import HtmxFragmentMixin
from htmx_views.views.names import FragmentBlocks
from tests.engines import engine

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


class AsyncAnswers(HtmxFragmentMixin, View):
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


class Lenient(Answers):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return HttpResponse(f"caught, {reverse('answers', args=['text'])}")


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
    path("lenient/<kind>/", Lenient.as_view()),
    path("cookie/<kind>/", vary_on_cookie(Answers.as_view())),
    path("delegating/", Delegating.as_view()),
    path("async-render/", Page.as_view(response_class=AsyncTemplateResponse)),
    path("plain/", Plain.as_view()),
]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine("django", TEMPLATES)]
    settings.MIDDLEWARE = []
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
        ("/private/", 302, ALL),
        ("/setup/", 404, ALL),
        ("/cached/text/", 200, ALL),
        ("/answers/varying/", 200, f"Cookie, {ALL}"),
        ("/delegating/", 404, ALL),
        ("/cookie/text/", 200, f"{ALL}, Cookie"),
    ],
)
def test_every_answer_varies(
    client: Client, url: str, status: int, vary: str, headers: dict[str, str]
) -> None:
    response = client.get(url, headers=headers)

    assert (response.status_code, response["Vary"]) == (status, vary)


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


def test_views_without_fragments_are_left_alone(client: Client) -> None:
    client.get("/answers/404/")

    assert not client.get("/plain/").has_header("Vary")
    assert not client.get("/nowhere/").has_header("Vary")


def test_an_exception_can_be_caught_on_its_way(client: Client) -> None:
    response = client.get("/lenient/404/")

    assert response.content == b"caught, /answers/text/"
    assert response["Vary"] == ALL


def test_an_exception_of_a_view_that_no_handler_called() -> None:
    with pytest.raises(Http404):
        Answers.as_view()(RequestFactory().get("/"), kind="404")

    assert get_urlconf() is None


def test_the_exception_reaches_middleware(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [f"{__name__}.ForbiddenToTeapot"]

    response = client.get("/answers/403/")

    assert (response.status_code, response["Vary"]) == (418, "Cookie")
    assert response["Location"] == "/answers/text/"


class ForbiddenToTeapot:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        headers = {"Vary": "Cookie", "Location": reverse("answers", args=["text"])}
        return HttpResponse(status=418, headers=headers)
