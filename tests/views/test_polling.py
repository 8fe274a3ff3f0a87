"""Polling: what a poll brings, what it costs, and when it ends."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.generic import ListView, TemplateView
from pytest_django import DjangoAssertNumQueries

from htmx_views.auth import HtmxUserPassesTestMixin
from htmx_views.polls import content_ptag
from htmx_views.testing import HtmxClient, assert_page_rendered
from htmx_views.views import HtmxPollingMixin
from tests.engines import ENGINES, engine
from tests.keyset.models import Guild

pytestmark = pytest.mark.django_db

PAGE = """<html><p>{{ csrf_token }}</p>
{% block guilds %}<div id="guilds" {{ polling }}>
{% for guild in guild_list %}<i>{{ guild.name }}</i>{% endfor %}
<input name="csrfmiddlewaretoken" value="{{ csrf_token }}">
<b nonce="{{ view.nonceCALL }}">{{ extra }}</b></div>{% endblock %}
{% block toast %}<p id="toast">{{ toast }}</p>{% endblock %}</html>"""


class Guilds(HtmxPollingMixin, ListView):  # type: ignore[type-arg]
    model = Guild
    template_name = "guilds.html"
    fragment_blocks: Any = ["guilds"]
    extra_context: dict[str, Any] | None = {"extra": "…"}
    nonces = iter(range(10**6))

    def nonce(self) -> int:
        return next(self.nonces)

    def is_polling_done(self) -> bool:
        return "last" in Guild.objects.values_list("name", flat=True)


class Tagged(Guilds):
    def get_ptag(self) -> str:
        return ",".join(Guild.objects.values_list("name", flat=True))


class Refusing(HtmxUserPassesTestMixin, Tagged):
    allows = True

    def test_func(self) -> bool:
        return self.allows and self.request.session["name"] == "value"


class RefusingAsync(Refusing):
    async def get(  # type: ignore[override]  # django-stubs knows sync handlers only
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return await sync_to_async(super().get)(request, *args, **kwargs)


class OwnUrl(Tagged):
    def get_poll_url(self) -> str:
        return "../tag/"


class FullPath(Tagged):
    def get_poll_url(self) -> str:
        return self.request.get_full_path()


class OwnGet(Tagged):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data())


class Async(HtmxPollingMixin, TemplateView):
    template_name = "guilds.html"
    fragment_blocks = ["guilds"]

    def nonce(self) -> int:
        return 1

    def is_polling_done(self) -> bool:
        return bool(Guild.objects.filter(name="last").exists())

    def get_ptag(self) -> str:
        return ",".join(Guild.objects.values_list("name", flat=True))

    async def get(  # type: ignore[override]  # django-stubs knows sync handlers only
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        guilds = [guild async for guild in Guild.objects.all()]
        get_context = sync_to_async(self.get_context_data)
        return self.render_to_response(await get_context(guild_list=guilds))


class Endless(HtmxPollingMixin, ListView):  # type: ignore[type-arg]
    model = Guild
    template_name = "guilds.html"
    fragment_blocks = ["guilds"]

    def nonce(self) -> int:
        return 1


class PlainAnswer:
    """A mixin that answers without a template."""

    def render_to_response(self, context: Any, **response_kwargs: Any) -> Any:
        return HttpResponse("plain")


class Plain(HtmxPollingMixin, PlainAnswer, ListView):  # type: ignore[type-arg]
    model = Guild
    fragment_blocks = ["guilds"]


class Toasts(Guilds):
    oob_blocks = ["toast"]
    extra_context = {"extra": "…", "toast": "cheers"}


urlpatterns = [
    path("hash/", Guilds.as_view()),
    path("tag/", Tagged.as_view()),
    path("toasts/", Toasts.as_view()),
    path("mapped/", Guilds.as_view(fragment_blocks={"guilds": ["guilds"]})),
    path("endless/", Endless.as_view()),
    path("plain/", Plain.as_view()),
    path("refusing/", Refusing.as_view()),
    path("refusing-async/", RefusingAsync.as_view()),
    path("own-url/", OwnUrl.as_view()),
    path("full-path/", FullPath.as_view()),
    path("own-get/", OwnGet.as_view()),
    path("async/", Async.as_view()),
    path("bare/", Guilds.as_view(fragment_blocks="guilds")),
    path("unlisted/", Guilds.as_view(fragment_blocks=None)),
    path("odd/", Guilds.as_view(template_name="odd.html")),
    path("void/", Guilds.as_view(template_name="void.html")),
]


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    call = "()" if request.param == "jinja2" else ""
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [
        engine(
            request.param,
            {
                "guilds.html": PAGE.replace("CALL", call),
                # A comment counts as an element where the page is searched fast.
                "odd.html": 'x {% block guilds %}<div id="guilds" {{ polling }}>'
                "<!-- <div> --></div>{% endblock %}",
                "void.html": 'x {% block guilds %}<div id="guilds" data-is="1 < 2" '
                "{{ polling }}></div>{% endblock %}",
            },
        )
    ]
    Guild.objects.create(name="Owl", motto="ä")


def attributes(response: Any) -> dict[str, str]:
    """Return the attributes of the element that polls."""
    tag = re.search(r'<div id="guilds" ?([^>]*)>', response.content.decode())
    assert tag is not None
    found = re.findall(r"""([\w-]+)(?:=("[^"]*"|'[^']*'))?""", tag[1])
    return {name: html.unescape(value[1:-1]) for name, value in found}


def ptag(response: Any) -> str:
    headers = attributes(response)["hx-headers"]
    found = re.fullmatch(r'\{"HX-PTag": "(\w{32})"\}', headers)
    assert found is not None
    assert found[1] == response["HX-PTag"]
    return found[1]


@pytest.fixture(params=[2, 4])
def poll(request: pytest.FixtureRequest, htmx_client: HtmxClient) -> Any:
    def poll(url: str, tag: str = "x" * 16) -> Any:
        return htmx_client.get(
            url,
            headers={"HX-PTag": tag},
            htmx={"version": request.param, "target": "guilds"},
        )

    return poll


def open_page(client: Client, poll: Any, url: str, settings: Any) -> Any:
    """Get a page in a session that each request prolongs, in which ``poll`` goes on."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    session = client.session
    session["name"] = "value"
    session.save()
    page = client.get(url)
    assert "sessionid" in page.cookies
    client.cookies.clear()
    poll_client = poll.__closure__[0].cell_contents
    poll_client.cookies = page.cookies
    return page


class TestThePage:
    def test_the_element_polls(self, client: Client) -> None:
        response = client.get("/hash/?q=%C3%A4&q=%26")
        assert_page_rendered(response)
        found = attributes(response)
        assert found.pop("hx-headers")
        assert found == {
            "hx-get": "/hash/?q=%C3%A4&q=%26",
            "hx-trigger": "every 2s, htmx-views:visible from:document",
            "hx-target": "this",
            "hx-swap": "outerHTML",
            "hx-push-url": "false",
            "hx-params": "none",
            "hx-disinherit": "hx-target hx-swap hx-push-url hx-params",
            "data-poll-visible": "",
        }

    def test_the_url_does_not_grow(self, client: Client) -> None:
        buster = "org.htmx.cache-buster=guilds"
        for query, polled in [
            (f"?{buster}", ""),
            (f"?q=1&{buster}", "?q=1"),
            (f"?{buster}&q=1&{buster}", "?q=1"),
            ("?q=org.htmx.cache-buster=1", "?q=org.htmx.cache-buster=1"),
        ]:
            found = attributes(client.get(f"/hash/{query}"))
            assert found["hx-get"] == f"/hash/{polled}"

    def test_the_url_stays_on_this_host(self, rf: Any) -> None:
        request = rf.get("/")
        request.path = "//evil.example/"
        html = Guilds.as_view()(request).rendered_content
        assert 'hx-get="/%2Fevil.example/"' in html

    @pytest.mark.parametrize(("interval", "text"), [(60, "60s"), (1.5, "1500ms")])
    def test_the_interval(self, rf: Any, interval: float, text: str) -> None:
        view = Guilds.as_view(poll_interval=interval)
        assert f'hx-trigger="every {text}, ' in view(rf.get("/")).rendered_content

    @pytest.mark.parametrize("interval", [0, -1, float("nan"), "2s", None])
    def test_an_interval_that_would_flood_the_server(
        self, rf: Any, interval: Any
    ) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            Guilds.as_view(poll_interval=interval)(rf.get("/"))
        assert str(error.value) == (
            "Guilds.poll_interval must be a number of seconds greater than 0, not "
            f"{interval!r}."
        )

    def test_a_template_that_does_not_poll_is_left_alone(self, settings: Any) -> None:
        settings.TEMPLATES = [
            engine("jinja2", {"guilds.html": "{% block guilds %}{% endblock %}ä"})
        ]
        response = Client().get("/hash/")
        assert response.content.decode() == "ä"
        assert "HX-PTag" not in response

    def test_once_done_it_does_not_poll(self, client: Client) -> None:
        Guild.objects.create(name="last")
        for url in ("/hash/", "/tag/"):
            assert attributes(client.get(url)) == {}


@pytest.mark.parametrize("url", ["/hash/", "/tag/"])
class TestPolls:
    def test_nothing_new_is_not_sent(self, client: Client, poll: Any, url: str) -> None:
        tag = ptag(client.get(url))
        response = poll(url, tag)
        assert response.status_code == 204
        assert response.content == b""
        assert "HX-PTag" in response["Vary"]

    def test_something_new_replaces_the_element(
        self, client: Client, poll: Any, url: str
    ) -> None:
        tag = ptag(client.get(url))
        Guild.objects.create(name="Elk")
        response = poll(url, tag)
        assert response.status_code == 200
        assert response.rendered_blocks[0] == "guilds"
        assert b"<i>Elk</i>" in response.content
        new_tag = ptag(response)
        assert new_tag != tag
        assert "HX-PTag" in response["Vary"]
        assert poll(url, new_tag).status_code == 204

    def test_the_last_poll_brings_the_end(
        self, client: Client, poll: Any, url: str
    ) -> None:
        tag = ptag(client.get(url))
        Guild.objects.create(name="last")
        response = poll(url, tag)
        assert response.status_code == 200
        assert attributes(response) == {}
        assert b"<i>last</i>" in response.content

    def test_any_tag_may_come(self, poll: Any, url: str) -> None:
        for tag in ("", "ä", "9" * 5000, '"'):
            assert poll(url, tag).status_code == 200

    def test_a_browser_gets_the_page_whatever_it_claims(
        self, client: Client, url: str
    ) -> None:
        tag = ptag(client.get(url))
        assert_page_rendered(client.get(url, headers={"HX-PTag": tag}))

    def test_other_methods_are_no_polls(
        self, client: Client, htmx_client: HtmxClient, url: str
    ) -> None:
        tag = ptag(client.get(url))
        response = htmx_client.head(url, headers={"HX-PTag": tag}, htmx=True)
        assert response.status_code == 200


class TestCost:
    def test_with_a_tag_nothing_new_costs_its_query_and_no_rendering(
        self,
        client: Client,
        poll: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        tag = ptag(client.get("/tag/"))
        with django_assert_num_queries(1) as queries:
            response = poll("/tag/", tag)
        assert '"name"' in queries.captured_queries[0]["sql"]
        names = [template.name for template in response.templates]
        assert "guilds.html" not in names

    def test_the_url_is_hashed_once(
        self, client: Client, poll: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tag = ptag(client.get("/tag/"))
        hashed: list[str] = []

        def note(content: str) -> str:
            hashed.append(content)
            return content_ptag(content)

        monkeypatch.setattr("htmx_views.views.polling.content_ptag", note)
        assert poll("/tag/", tag).status_code == 204
        assert hashed == ["/tag/", "Owl"]

    def test_a_page_by_hash_renders_once(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(2):  # whether polling is done, and the rows
            client.get("/hash/")

    @pytest.mark.parametrize("url", ["/hash/", "/tag/"])
    def test_polls_do_not_prolong_the_session(
        self, client: Client, poll: Any, url: str, settings: Any
    ) -> None:
        page = open_page(client, poll, url, settings)
        for tag in (ptag(page), ptag(page)[:16] + "new"):
            assert "sessionid" not in poll(url, tag).cookies

    @pytest.mark.parametrize("url", ["/refusing/", "/refusing-async/"])
    def test_those_that_are_refused_do_not_either(
        self,
        client: Client,
        poll: Any,
        url: str,
        settings: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        tag = ptag(open_page(client, poll, url, settings))
        assert poll(url, tag).status_code == 204
        monkeypatch.setattr(Refusing, "allows", False)
        settings.LOGIN_URL = "/login/"
        for is_raised, status_code in [(True, 403), (False, 401)]:
            monkeypatch.setattr(Refusing, "raise_exception", is_raised)
            response = poll(url, tag)
            assert response.status_code == status_code
            assert "sessionid" not in response.cookies
            assert "Cookie" in response["Vary"].split(", ")


class TestOtherRequestsWithTheHeader:
    """With htmx 2 an element inherits the header from the one that polls."""

    @pytest.mark.parametrize("url", ["/hash/", "/tag/", "/own-url/"])
    def test_a_link_inside_is_no_poll(
        self, client: Client, poll: Any, url: str, settings: Any
    ) -> None:
        page = open_page(client, poll, url, settings)
        response = poll(f"{url}?page=2", ptag(page))
        assert response.status_code == 200
        assert "sessionid" in response.cookies

    def test_a_url_of_its_own_is_polled(self, client: Client, poll: Any) -> None:
        tag = ptag(client.get("/own-url/"))
        assert poll("/tag/", tag).status_code == 204

    @pytest.mark.parametrize("url", ["/hash/", "/tag/?q=1", "/full-path/"])
    def test_a_poll_past_the_browsers_cache_is_one(
        self, client: Client, poll: Any, url: str
    ) -> None:
        tag = ptag(client.get(url))
        url += "&" if "?" in url else "?"
        assert poll(f"{url}org.htmx.cache-buster=guilds", tag).status_code == 204

    def test_a_cache_keeps_the_polls_of_two_readers_apart(
        self, client: Client, poll: Any
    ) -> None:
        for url in ("/hash/", "/tag/"):
            tag = ptag(client.get(url))
            assert "Cookie" in poll(url, tag)["Vary"]
            assert "Cookie" in poll(url, tag[:16] + "old")["Vary"]
        response = poll("/missing/", ptag(client.get("/hash/")))
        assert response.status_code == 404


class TestViewsOfTheirOwn:
    def test_an_own_get(self, client: Client, poll: Any) -> None:
        tag = ptag(client.get("/own-get/"))
        assert poll("/own-get/", tag).status_code == 204
        Guild.objects.create(name="Elk")
        assert poll("/own-get/", tag).status_code == 200

    def test_an_async_get(self, client: Client, poll: Any) -> None:
        tag = ptag(client.get("/async/"))
        assert poll("/async/", tag).status_code == 204
        Guild.objects.create(name="Elk")
        response = poll("/async/", tag)
        assert response.status_code == 200
        assert b"Elk" in response.content

    def test_an_async_get_that_is_done(self, client: Client, poll: Any) -> None:
        tag = ptag(client.get("/async/"))
        Guild.objects.create(name="last")
        for response in (client.get("/async/"), poll("/async/", tag)):
            assert response.status_code == 200
            assert attributes(response) == {}

    def test_a_bare_string(self, poll: Any) -> None:
        with pytest.raises(ImproperlyConfigured, match=r"Write \['guilds'\]"):
            poll("/bare/")


def test_mapped_blocks(client: Client, poll: Any) -> None:
    assert poll("/mapped/", ptag(client.get("/mapped/"))).status_code == 204


@pytest.mark.parametrize("url", ["/toasts/", "/odd/", "/void/"])
def test_what_the_page_does_not_show_is_swapped_once(
    client: Client, poll: Any, url: str
) -> None:
    response = poll(url, ptag(client.get(url)))
    assert response.status_code == 200
    assert poll(url, ptag(response)).status_code == 204


def test_a_view_without_blocks_gets_the_page(client: Client, poll: Any) -> None:
    tag = ptag(client.get("/unlisted/"))
    assert_page_rendered(poll("/unlisted/", "x"))
    assert poll("/unlisted/", tag).status_code == 200


def test_a_poll_sends_no_csrf_cookie_that_the_browser_has(
    client: Client, poll: Any, settings: Any
) -> None:
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "htmx_views.middleware.HtmxViewsMiddleware",
    ]
    page = client.get("/hash/")
    assert "csrftoken" in page.cookies
    poll_client = poll.__closure__[0].cell_contents
    poll_client.cookies = page.cookies
    for tag in (ptag(page), ptag(page)[:16] + "old"):
        assert "csrftoken" not in poll("/hash/", tag).cookies
    poll_client.cookies.clear()
    assert "csrftoken" in poll("/hash/", ptag(page)).cookies


def test_polling_goes_on_by_default(client: Client, poll: Any) -> None:
    assert poll("/endless/", ptag(client.get("/endless/"))).status_code == 204


def test_an_answer_without_a_template_stays(client: Client) -> None:
    response = client.get("/plain/")
    assert response.content == b"plain"
    assert "HX-PTag" not in response
