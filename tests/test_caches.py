"""A cache in front of a view never serves one answer for another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from django.views.generic import TemplateView
from jinja2 import Environment

import htmx_views.requests
import htmx_views.views.choice
from htmx_views.auth import LoginStatusView
from htmx_views.auth.tags import htmx_views_script, login_status
from htmx_views.requests import VARY_ON, VARY_ON_TARGET, htmx_headers
from htmx_views.views import HtmxFragmentMixin
from htmx_views.views.choice import FragmentBlocks
from tests.engines import ENGINES, engine

TEMPLATES = {
    "page.html": """<html>{% block rows %}rows{% endblock %}
    {% block count %}count{% endblock %}</html>"""
}
PAGE = TEMPLATES["page.html"].replace("{% endblock %}", "")
for name in ("rows", "count"):
    PAGE = PAGE.replace(f"{{% block {name} %}}", "")

#: Requests for one URL, with what they get from the view with the list, and from
#: the view with the mapping. Some differ in a single header.
VARIANTS: dict[str, tuple[dict[str, str], str, str]] = {
    "browser": ({}, PAGE, PAGE),
    "not htmx": ({"HX-Target": "rows"}, PAGE, PAGE),
    "htmx 2": (htmx_headers(), "rows", PAGE),
    "htmx 2 boosted": (htmx_headers(boosted=True), PAGE, PAGE),
    "rows": (htmx_headers(target="rows"), "rows", "rows"),
    "rows boosted": (htmx_headers(target="rows", boosted=True), PAGE, "rows"),
    "rows restored": (htmx_headers(target="rows", history_restore=True), PAGE, PAGE),
    "count": (htmx_headers(target="count"), "rows", "count"),
    "encoded": (htmx_headers(target="строка"), "rows", "count"),
    "not decoded": (
        {
            "HX-Request": "true",
            "HX-Target": htmx_headers(target="строка")["HX-Target"],
        },
        "rows",
        PAGE,
    ),
    "htmx 4": (htmx_headers(version=4, target="rows"), "rows", "rows"),
    "htmx 4 count": (htmx_headers(version=4, target="count"), "rows", "count"),
    "htmx 4 full": (
        htmx_headers(version=4, target="rows", request_type="full"),
        PAGE,
        PAGE,
    ),
    "htmx 4 boosted": (htmx_headers(version=4, boosted=True), PAGE, PAGE),
    "htmx 4 restored": (htmx_headers(version=4, history_restore=True), PAGE, PAGE),
}
PAIRS = list(permutations(VARIANTS, 2))


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks: FragmentBlocks | None = ["rows"]


class Mapped(Page):
    fragment_blocks = {"rows": ["rows"], "count": ["count"], "строка": ["count"]}


class Rows(Page):
    """Answers fragment requests by itself, without a template."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("rows" if self.choice.blocks else PAGE)


class MappedRows(Rows):
    fragment_blocks = Mapped.fragment_blocks

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse((self.choice.blocks or [PAGE])[0])


def cached(view: type[Page]) -> type[Page]:
    class Cached(view):  # type: ignore[valid-type, misc]  # a class made on the fly
        pass

    return method_decorator(cache_page(60), name="dispatch")(Cached)


urlpatterns = [
    path("middleware/list/", Page.as_view()),
    path("middleware/mapping/", Mapped.as_view()),
    path("cache_page/list/", cache_page(60)(Page.as_view())),
    path("cache_page/mapping/", cache_page(60)(Mapped.as_view())),
    path("dispatch/list/", cached(Page).as_view()),
    path("dispatch/mapping/", cached(Mapped).as_view()),
    path("plain/list/", cached(Rows).as_view()),
    path("plain/mapping/", cached(MappedRows).as_view()),
]

WAYS = ["middleware", "cache_page", "dispatch", "plain"]
URLS = [f"/{how}/{blocks}/" for how in WAYS for blocks in ("list", "mapping")]
CACHING = [
    "django.middleware.cache.UpdateCacheMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
]


@pytest.fixture(autouse=True)
def site(settings: Any, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.ERROR, logger="htmx_views")
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine("django", TEMPLATES)]
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware"]
    yield
    cache.clear()


def get(url: str, headers: Mapping[str, str]) -> str:
    return Client().get(url, headers=headers).content.decode()


def wrong_answers(url: str, settings: Any) -> Iterator[tuple[str, str]]:
    """Yield the pairs of variants of which one gets what the other got."""
    if url.startswith("/middleware/"):
        settings.MIDDLEWARE = CACHING
    for first, second in PAIRS:
        cache.clear()
        for variant in (first, second, first):
            headers, listed, mapped = VARIANTS[variant]
            if get(url, headers) != (listed if url.endswith("list/") else mapped):
                yield first, second
                break


@pytest.mark.parametrize("url", URLS)
def test_nobody_gets_the_answer_of_another(url: str, settings: Any) -> None:
    assert list(wrong_answers(url, settings)) == []


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_answer_comes_from_the_cache(
    url: str, variant: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if url.startswith("/middleware/"):
        settings.MIDDLEWARE = CACHING
    headers = VARIANTS[variant][0]
    answer = get(url, headers)

    monkeypatch.setattr(Page, "get", None)
    monkeypatch.setattr(Rows, "get", None)
    monkeypatch.setattr(MappedRows, "get", None)

    assert get(url, headers) == answer


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize(
    ("missing", "blocks"),
    [
        *((header, "list") for header in VARY_ON),
        # Where the target decides, a boosted request gets the same as any other.
        *((header, "mapping") for header in VARY_ON if header != "HX-Boosted"),
        *((header, "mapping") for header in VARY_ON_TARGET),
    ],
)
def test_each_header_is_needed(
    how: str, blocks: str, missing: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any one of them the tests above would fail."""
    always, by_target = (
        tuple(header for header in headers if header != missing)
        for headers in (VARY_ON, VARY_ON_TARGET)
    )
    for module in (htmx_views.requests, htmx_views.views.choice):
        monkeypatch.setattr(module, "VARY_ON", always)
        monkeypatch.setattr(module, "VARY_ON_TARGET", by_target)

    assert any(wrong_answers(f"/{how}/{blocks}/", settings))


# Pages that hold something of their reader's.

#: What the two languages write for them.
TAGS = {
    "jinja2": "{{{{ {tag}({arguments}) }}}}",
    "django": "{{% load htmx_views %}}{{% {tag} {arguments} %}}",
}


def personal(language: str) -> dict[str, str]:
    def write(tag: str, arguments: str = "") -> str:
        return TAGS[language].format(tag=tag, arguments=arguments)

    return {
        "status.html": write("login_status"),
        "script.html": write("htmx_views_script"),
        "public.html": write("login_status", "public=True")
        + write("htmx_views_script", "public=True"),
    }


def environment(**options: Any) -> Environment:
    environment = Environment(**options)
    environment.globals |= {
        "login_status": login_status,
        "htmx_views_script": htmx_views_script,
    }
    return environment


HTMX_VIEWS = "htmx_views.middleware.HtmxViewsMiddleware"
#: The middleware around the page, from the outside.
AROUND = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    HTMX_VIEWS,
]
UPDATE, _, FETCH = CACHING
#: Where a cache may be: around the site, around the view, and where it should not.
PLACES = {
    "cache_page": AROUND,
    "first": [UPDATE, *AROUND, FETCH],
    "last": [*AROUND, UPDATE, FETCH],
    "behind the sessions": [AROUND[0], UPDATE, *AROUND[1:], FETCH],
}


class Reader(HtmxFragmentMixin, TemplateView):
    fragment_blocks: FragmentBlocks | None = ["rows"]


def reader(request: HttpRequest, template_name: str) -> HttpResponse:
    return render(request, template_name)


def views(template_name: str) -> list[Callable[..., Any]]:
    return [
        partial(reader, template_name=template_name),
        TemplateView.as_view(template_name=template_name),
        Reader.as_view(template_name=template_name),
    ]


KINDS_OF_VIEWS = ["function", "generic", "fragments"]
for template_name in personal("django"):
    for kind, view in zip(KINDS_OF_VIEWS, views(template_name), strict=True):
        name = f"{kind}/{template_name}"
        urlpatterns += [path(name, view), path(f"cached/{name}", cache_page(60)(view))]
urlpatterns.append(path("status/", LoginStatusView.as_view(), name="login_status"))


@pytest.fixture(params=ENGINES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PLACES)
def place(
    request: pytest.FixtureRequest, language: str, settings: Any, db: None
) -> str:
    """Return what the URLs of a page start with whose cache is in one of the places."""
    options = {"environment": f"{__name__}.environment"} if language == "jinja2" else {}
    settings.MIDDLEWARE = PLACES[request.param]
    settings.TEMPLATES = [engine(language, personal(language), **options)]
    settings.LOGIN_URL = "/login/"
    return "/cached" if request.param == "cache_page" else ""


@pytest.fixture
def alice() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("alice"))
    return client


@pytest.mark.parametrize("kind", KINDS_OF_VIEWS)
@pytest.mark.parametrize("name", ["status", "script"])
class TestPersonalPages:
    def test_nobody_gets_what_is_anothers(
        self, name: str, kind: str, place: str, alice: Client
    ) -> None:
        url = f"{place}/{kind}/{name}.html"
        for client in (alice, Client(), alice):
            response = client.get(url)
            assert ("alice" in response.content.decode()) is (client is alice)
            assert "Cookie" in response["Vary"].split(", ")

    def test_a_visitor_gives_nothing_away_either(
        self, name: str, kind: str, place: str, alice: Client
    ) -> None:
        url = f"{place}/{kind}/{name}.html"
        assert "alice" not in Client().get(url).content.decode()
        assert "alice" in alice.get(url).content.decode()

    def test_only_a_cache_that_knows_readers_apart_stores_it(
        self, name: str, kind: str, place: str, settings: Any
    ) -> None:
        url = f"{place}/{kind}/{name}.html"
        first = Client().get(url)
        settings.TEMPLATES = [engine("django", {f"{name}.html": "rendered anew"})]
        middleware = settings.MIDDLEWARE
        is_stored = UPDATE in middleware[: middleware.index(HTMX_VIEWS)]
        again = Client().get(url).content
        assert again == (first.content if is_stored else b"rendered anew")


@pytest.mark.parametrize("kind", KINDS_OF_VIEWS)
class TestTokens:
    def test_nobody_gets_the_token_of_another(
        self, kind: str, place: str, settings: Any
    ) -> None:
        settings.CSRF_COOKIE_HTTPONLY = True
        url = f"{place}/{kind}/script.html"
        for secret in ("a" * 32, "b" * 32):
            client = Client(enforce_csrf_checks=True)
            client.cookies["csrftoken"] = secret
            html = client.get(url).content.decode()
            token = html.partition('data-csrf-token="')[2].partition('"')[0]
            headers = {"X-CSRFToken": token}
            # The view has no such method; a foreign token would give 403.
            response = client.post("/status/", headers=headers)
            assert response.status_code == 405


@pytest.mark.parametrize("kind", KINDS_OF_VIEWS)
def test_a_public_page_is_stored_for_everybody(
    kind: str, place: str, alice: Client, settings: Any
) -> None:
    url = f"{place}/{kind}/public.html"
    page = alice.get(url)
    settings.TEMPLATES = [engine("django", {"public.html": "rendered anew"})]
    for client in (Client(), alice):
        response = client.get(url)
        assert response.content == page.content
        assert "Cookie" not in response.get("Vary", "")


def test_what_is_not_to_be_stored_stays_so(
    place: str, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A POST is no page for the next reader, whatever it shows."""
    stored: list[str] = []

    def store(cache: LocMemCache, key: str, *args: Any, **kwargs: Any) -> None:
        stored.append(key)

    monkeypatch.setattr(LocMemCache, "set", store)
    url = f"{place}/function/status.html"
    assert "alice" in alice.post(url).content.decode()
    assert stored == []
