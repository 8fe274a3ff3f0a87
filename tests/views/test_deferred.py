"""Pages that come without some of their blocks, which htmx fetches afterwards."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.generic import ListView, TemplateView, UpdateView
from pytest_django import DjangoAssertNumQueries

from htmx_views.blocks import BlockDoesNotExist, BlockRefused
from htmx_views.requests import VARY_ON, VARY_ON_TARGET
from htmx_views.testing import (
    AsyncHtmxClient,
    HtmxClient,
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.views import (
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPartsMixin,
)
from tests.engines import ENGINES, engine
from tests.keyset.models import Guild

TEMPLATES = {
    "base.html": "<main>{% block content %}{% endblock %}</main>",
    "page.html": "{% extends 'base.html' %}{% block content %}<h1>{{ title }}</h1>"
    "{% block first-stats %}<p>{{ first }}</p>{% endblock %}"
    "{% block second %}<i>{{ second }}</i>{% endblock %}{% endblock %}",
    "guild.html": "{% block list %}<ul>{% for guild in "
    "guilds.page_obj %}<li>{{ guild.name }}</li>{% endfor %}</ul>{% endblock %}"
    "{% block rename %}<form>{{ rename.form.name }}</form>{% endblock %}",
    "refused.html": "{% filter upper %}{% block second %}x{% endblock %}"
    "{% endfilter %}",
}


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    extra_context = {"title": "All"}
    deferred = ["first-stats"]
    lazy_context = {"first": "get_first", "second": "get_second"}

    def get_first(self) -> str:
        return "slow"

    def get_second(self) -> str:
        return "fast"


class Sent(Page):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)


class Both(Page):
    deferred = {"first-stats": "revealed", "second": "load"}  # type: ignore[assignment]
    fragment_blocks = {"content": ["content"]}
    oob_blocks: list[str] = []


class Listed(Page):
    fragment_blocks = ["second"]


class AsyncPage(Page):
    async def get(  # type: ignore[override]  # django-stubs knows sync handlers only
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        await asyncio.sleep(0)
        return self.render_to_response(self.get_context_data())


class Guilds(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    model = Guild
    paginate_by = 2
    fragment_blocks = ["list"]


class Rename(HtmxFormMixin, UpdateView):  # type: ignore[type-arg]
    model = Guild
    fields = ["name"]
    fragment_blocks = ["rename"]


class GuildPage(HtmxPartsMixin, TemplateView):
    template_name = "guild.html"
    parts = {"guilds": Guilds, "rename": Rename}
    deferred = ["guilds"]


urlpatterns = [
    path("page/", Page.as_view()),
    path("sent/", Sent.as_view()),
    path("both/", Both.as_view()),
    path("listed/", Listed.as_view()),
    path("async/", AsyncPage.as_view()),
    path("<int:pk>/", GuildPage.as_view()),
    path("<int:pk>/guilds/", GuildPage.as_view(part="guilds")),
    path("<int:pk>/rename/", GuildPage.as_view(part="rename")),
]


@pytest.fixture(params=ENGINES, autouse=True)
def _site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, TEMPLATES)]


def text(response: Any) -> str:
    content: bytes = response.content
    return content.decode()


class TestThePage:
    def test_it_comes_without_the_block(self, client: Client) -> None:
        response = client.get("/page/?q=x&q=y")

        assert_page_rendered(response)
        html = text(response)
        assert "slow" not in html
        assert html.startswith("<main><h1>All</h1><div ")
        assert html.endswith("</div><i>fast</i></main>")
        assert (
            'id="deferred-first-stats" hx-get="/page/?q=x&amp;q=y" hx-trigger="load" '
            'hx-target="this" hx-swap="outerHTML" hx-push-url="false" '
            'hx-params="none" hx-headers=\'{"Cache-Control": "no-cache"}\' '
            'aria-busy="true">'
        ) in html
        assert (
            '<noscript><a href="/page/?q=x&amp;q=y&amp;_deferred=no">Show everything'
        ) in html
        assert response.headers["Vary"] == ", ".join(VARY_ON + VARY_ON_TARGET)

    def test_its_urls_stay_on_this_host(self, rf: Any) -> None:
        request = rf.get("/")
        request.path = "//evil.example/"
        html = Page.as_view()(request).rendered_content
        assert 'hx-get="/%2Fevil.example/"' in html
        assert '<a href="/%2Fevil.example/?_deferred=no">' in html

    @pytest.mark.parametrize(
        ("method", "url"), [("get", "/page/?_deferred=no"), ("post", "/sent/")]
    )
    def test_it_comes_whole(self, client: Client, method: str, url: str) -> None:
        html = text(getattr(client, method)(url))

        assert html == "<main><h1>All</h1><p>slow</p><i>fast</i></main>"

    def test_only_no_means_no(self, client: Client) -> None:
        assert "slow" not in text(client.get("/page/?_deferred=1"))

    def test_a_block_may_wait_until_it_is_seen(self, client: Client) -> None:
        html = text(client.get("/both/"))

        assert 'id="deferred-first-stats" hx-get="/both/" hx-trigger="revealed"' in html
        assert 'id="deferred-second" hx-get="/both/" hx-trigger="load"' in html

    def test_the_site_writes_the_placeholder(
        self, client: Client, settings: Any
    ) -> None:
        name = settings.TEMPLATES[0]["NAME"]
        own = {"htmx_views/deferred.html": "<tr {{ deferred.attributes }}>"}
        settings.TEMPLATES = [engine(name, TEMPLATES | own)]

        assert '<h1>All</h1><tr hx-get="/page/"' in text(client.get("/page/"))

    def test_what_it_renders_is_told_under_debug(
        self, client: Client, settings: Any
    ) -> None:
        settings.DEBUG = True
        response = client.get("/page/")
        assert "template: 'page.html'" in response.headers["HX-Views-Debug"]


class TestTheBlock:
    def test_it_comes_alone(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get("/page/", htmx={"target": "deferred-first-stats"})

        assert_blocks_rendered(response, "first-stats")
        assert text(response) == "<p>slow</p>"
        assert "HX-Target" in response.headers["Vary"]

    def test_a_fragment_around_it_is_whole(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get("/both/", htmx={"target": "content"})

        assert text(response) == "<h1>All</h1><p>slow</p><i>fast</i>"

    def test_other_targets_get_what_they_got(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get("/listed/", htmx={"target": "deferred-second"})

        assert_blocks_rendered(response, "second")
        assert "HX-Target" in response.headers["Vary"]

    def test_who_is_boosted_gets_the_page(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get(
            "/page/", htmx={"target": "deferred-first-stats", "boosted": True}
        )
        assert_page_rendered(response)

    @pytest.mark.parametrize("url", ["/page/", "/both/", "/listed/?q=x"])
    def test_it_is_what_it_is_on_the_page(
        self, htmx_client: HtmxClient, url: str
    ) -> None:
        assert_fragment_matches_page(htmx_client, url)
        assert_fragment_matches_page(htmx_client, url, data={"a": "b"})

    def test_the_test_sees_what_differs(
        self, htmx_client: HtmxClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        values = iter(range(9))
        monkeypatch.setattr(Page, "get_first", lambda self: next(values))
        with pytest.raises(AssertionError, match="first-stats', differs"):
            assert_fragment_matches_page(htmx_client, "/page/")

    def test_async(self) -> None:
        async def visit() -> str:
            client = AsyncHtmxClient()
            await aassert_fragment_matches_page(client, "/async/")
            return text(await client.get("/async/"))

        assert 'id="deferred-first-stats"' in asyncio.run(visit())


@pytest.mark.django_db
class TestParts:
    @pytest.fixture(autouse=True)
    def guild(self) -> Guild:
        guild: Guild = Guild.objects.create(name="Owls")
        return guild

    def test_a_part_stands_for_its_blocks(
        self,
        client: Client,
        htmx_client: HtmxClient,
        guild: Guild,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        # The form's guild: the list is not asked for.
        with django_assert_num_queries(1):
            html = text(client.get(f"/{guild.pk}/"))
        assert f'id="deferred-list" hx-get="/{guild.pk}/"' in html
        # How many, and which.
        with django_assert_num_queries(2):
            block = htmx_client.get(f"/{guild.pk}/", htmx={"target": "deferred-list"})
        assert text(block) == "<ul><li>Owls</li></ul>"
        assert_fragment_matches_page(htmx_client, f"/{guild.pk}/")

    def test_around_the_answer_of_a_part_the_page_is_whole(
        self, client: Client, guild: Guild
    ) -> None:
        for html in (
            text(client.get(f"/{guild.pk}/rename/")),
            text(client.post(f"/{guild.pk}/rename/", {"name": ""})),
            text(client.get(f"/{guild.pk}/guilds/")),
        ):
            assert "<li>Owls</li>" in html

    def test_a_part_whose_blocks_the_target_chooses(self) -> None:
        class Chosen(Guilds):
            fragment_blocks = {"a": ["list"]}  # type: ignore[assignment]

        class Wrong(GuildPage):
            parts = {"guilds": Chosen}

        with pytest.raises(ImproperlyConfigured) as error:
            Wrong().get_deferred()
        assert str(error.value).endswith(
            "Wrong.deferred names the part 'guilds', whose fragment_blocks are no "
            "list. Name the block that shows it."
        )

    def test_a_part_defers_nothing_itself(self) -> None:
        class Deferring(Guilds):
            deferred = ["list"]

        class Wrong(GuildPage):
            parts = {"guilds": Deferring}

        with pytest.raises(ImproperlyConfigured) as error:
            Wrong.as_view()
        assert str(error.value).endswith(
            "Wrong.parts['guilds'] has deferred blocks of its own: name them in the "
            "page's."
        )


class TestMistakes:
    @pytest.mark.parametrize(
        ("deferred", "message"),
        [
            (
                "second",
                "Page.deferred must be a list of block names, or a mapping from block "
                "to trigger, not 'second'. Write ['second'].",
            ),
            *(
                (
                    {block: trigger},
                    "Page.deferred must map names of blocks to triggers such as "
                    f"'revealed', not {block!r} to {trigger!r}.",
                )
                for block, trigger in [(1, "load"), ("second", ""), ("second", None)]
            ),
        ],
    )
    def test_what_is_no_list(self, rf: Any, deferred: Any, message: str) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            Page.as_view(deferred=deferred)(rf.get("/"))
        assert str(error.value) == message

    def test_a_block_that_the_page_lacks(self, rf: Any) -> None:
        with pytest.raises(BlockDoesNotExist, match="has no block 'secnd'"):
            Page.as_view(deferred=["secnd"])(rf.get("/"))

    def test_a_block_that_cannot_come_alone(self, rf: Any) -> None:
        view = Page.as_view(deferred=["second"], template_name="refused.html")
        with pytest.raises(BlockRefused):
            view(rf.get("/"))


def test_another_syntax_of_jinja2(client: Client, settings: Any) -> None:
    delimiters = {"block_start_string": "<%", "block_end_string": "%>"}
    delimiters |= {"variable_start_string": "<<", "variable_end_string": ">>"}
    settings.TEMPLATES = [
        engine(
            "jinja2",
            {
                "page.html": "<% block second %>x<% endblock %>",
                "htmx_views/deferred.html": "<< deferred.id >>",
            },
            **delimiters,
        )
    ]
    view: Any = Page.as_view(deferred=["second"])(RequestFactory().get("/"))
    view.render()
    assert text(view) == "deferred-second"
