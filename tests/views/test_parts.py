"""A page of several views, each of which answers for itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import AsyncClient, Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.views.generic import (
    CreateView,
    DeleteView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
    UpdateView,
    View,
)
from django_filters.views import FilterView
from pytest_django import DjangoAssertNumQueries

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.requests import htmx_headers
from htmx_views.testing import (
    HtmxClient,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPartsMixin,
    HtmxPollingMixin,
)
from tests.engines import ENGINES, engine
from tests.keyset.models import Guild, Quest

pytestmark = pytest.mark.django_db

PAGE = """<html>{% block heading %}<h1 id="heading">{{ guild.name }}</h1>{% endblock %}
{% block quests %}<ul>{% for quest in quests.page_obj %}<li>{{ quest.title }}</li>
{% endfor %}</ul><a href="{{ quests.next_page_url }}">{{ quests.page_obj.number }}</a>
{% endblock %}
{% block rename %}<form action="{{ rename.url }}">{{ rename.form.name }}
{{ rename.form.name.errors }}</form>{% endblock %}
{% block check %}{% if field %}{{ field.errors }}{% endif %}{% endblock %}
{% block add %}{% if add %}<form>{{ add.form.title }}</form>{% else %}
no: {{ add.refused }}{% endif %}{% endblock %}
{% block hidden %}{% if hidden %}seen{% else %}{{ hidden.refused }}{% endif %}
{% endblock %}
{% block gone %}{{ gone.refused }}{{ odd.refused }}{% endblock %}
{% block clock %}<p {{ clock.polling }}>tick</p>{% endblock %}</html>"""


class Quests(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    paginate_by = 2
    sortable = {"title": "Title"}
    fragment_blocks = ["quests"]

    def get_queryset(self) -> Any:
        return self.page.object.quests.order_by("title")  # type: ignore[attr-defined]


class Rename(HtmxFormMixin, UpdateView):  # type: ignore[type-arg]
    model = Guild
    fields = ["name"]
    fragment_blocks = success_blocks = ["rename"]
    success_oob_blocks = ["heading"]
    validation_block = "check"
    success_url = "/done/"


class Add(HtmxLoginRequiredMixin, HtmxFormMixin, CreateView):  # type: ignore[type-arg]
    model = Quest
    fields = ["title"]
    fragment_blocks = ["add"]
    success_url = "/done/"


class Hidden(PermissionRequiredMixin, TemplateView):
    permission_required = "nobody.has"
    raise_exception = True


class Gone(View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class Odd(View):
    #: The view's own, not that of a view with fragments.
    choice = 204

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=self.choice)


class Disband(HtmxFormMixin, DeleteView):  # type: ignore[type-arg]
    model = Guild
    success_url = "/done/"


class Nobody(HtmxFragmentMixin, TemplateView):
    """Shows what the page itself has."""

    fragment_blocks = ["heading"]


class Clock(HtmxPollingMixin, TemplateView):
    fragment_blocks = ["clock"]

    def get_ptag(self) -> str:
        return "tick"


class GuildPage(HtmxPartsMixin, DetailView):  # type: ignore[type-arg]
    model = Guild
    template_name = "guild.html"
    parts = {
        "quests": Quests,
        "rename": Rename,
        "add": Add,
        "hidden": Hidden,
        "gone": Gone,
        "odd": Odd,
        "clock": Clock,
        "nobody": Nobody,
        "disband": Disband,
    }


class Sifted(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
    model = Quest
    queryset = Quest.objects.order_by("title")
    filterset_fields = ["title"]
    paginate_by = 2
    fragment_blocks = ["sifted"]


class TitleForm(forms.Form):
    title = forms.CharField()


class Batch(HtmxFormMixin, FormView):  # type: ignore[type-arg]
    form_class = forms.formset_factory(TitleForm)
    prefix = "batch"
    fragment_blocks = success_blocks = ["batch"]
    success_url = "/done/"


class SiftPage(HtmxPartsMixin, TemplateView):
    template_name = "sift.html"
    parts = {"sifted": Sifted, "batch": Batch}


class AsyncPart(HtmxFragmentMixin, TemplateView):
    fragment_blocks = ["main"]

    async def get(  # type: ignore[override]  # django-stubs knows sync handlers only
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        await Guild.objects.acount()
        return self.render_to_response({"said": f"{request.method} {self.kwargs}"})

    post = get


class Count(HtmxFragmentMixin, TemplateView):
    """A part that is not async."""

    fragment_blocks = ["count"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(number=Guild.objects.count(), **kwargs)


class Others(Quests):
    fragment_blocks = ["others"]


class Again(Count):
    fragment_blocks = ["again"]


class FivePage(HtmxPartsMixin, DetailView):  # type: ignore[type-arg]
    """Shows five of its parts, each of which asks the database."""

    model = Guild
    template_name = "five.html"
    parts = {
        "quests": Quests,
        "others": Others,
        "rename": Rename,
        "count": Count,
        "again": Again,
        "unseen": Count,
    }


class AsyncPage(HtmxPartsMixin, TemplateView):
    template_name = "async.html"
    parts = {"main": AsyncPart, "count": Count}
    refuses = False

    async def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        await asyncio.sleep(0)
        if self.refuses:
            return HttpResponse("closed", status=403)
        return self.render_to_response(self.get_context_data())


class Closed(HtmxPartsMixin, TemplateView):
    template_name = "guild.html"
    parts = {"rename": Rename}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("closed", status=403)


class Named(GuildPage):
    """Stands in a namespace, and so do its parts."""


class Nameless(GuildPage):
    """Stands in a namespace, where one of its parts has no name."""


class Spaced(GuildPage):
    """Stands at a URL that must be encoded."""


class Deep(GuildPage):
    """Stands below what a namespace includes."""


class SyncPage(HtmxPartsMixin, TemplateView):
    template_name = "async.html"
    parts = {"main": AsyncPart, "count": Count}


class Saved(Rename):
    """Shows its success on the page, to browsers, too."""

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        return self.render_to_response(self.get_context_data())


class Leaving(GuildPage):
    parts = {"saved": Saved}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_object().name == "closed":
            return HttpResponseRedirect("/elsewhere/")
        return super().get(request, *args, **kwargs)


rename_deep = Deep.as_view(part="rename")
urlpatterns = [
    path("<str:word>/größe/<int:pk>/", Spaced.as_view()),
    path("<str:word>/größe/<int:pk>/quests/", Spaced.as_view(part="quests")),
    path("<str:word>/größe/<int:pk>/clock/", Spaced.as_view(part="clock")),
    path("<int:pk>/", GuildPage.as_view(), name="guild"),
    *(
        path(f"<int:pk>/{name}/", GuildPage.as_view(part=name))
        for name in GuildPage.parts.keys() - {"odd"}
    ),
    path(
        "in/",
        include(
            (
                [
                    path("<int:pk>/", Nameless.as_view()),
                    path("<int:pk>/r/", Named.as_view(part="rename"), name="rename"),
                    path("<int:pk>/q/", Nameless.as_view(part="quests")),
                    path("deep/<int:pk>/", Deep.as_view()),
                    # Another namespace, where it has another name.
                    path(
                        "o/<int:pk>/", include(([path("", rename_deep, name="o")], "o"))
                    ),
                    path(
                        "deep/",
                        include([path("<int:pk>/r/", rename_deep, name="deep")]),
                    ),
                ],
                "space",
            )
        ),
    ),
    path("five/<int:pk>/", FivePage.as_view()),
    *(
        path(f"five/<int:pk>/{name}/", FivePage.as_view(part=name))
        for name in FivePage.parts
    ),
    path("sift/", SiftPage.as_view()),
    path("sift/sifted/", SiftPage.as_view(part="sifted")),
    path("sift/batch/", SiftPage.as_view(part="batch")),
    path("async/", AsyncPage.as_view()),
    path("async/main/", AsyncPage.as_view(part="main")),
    path("async/count/", AsyncPage.as_view(part="count")),
    path("sync/main/", SyncPage.as_view(part="main")),
    path("sync/count/", SyncPage.as_view(part="count")),
    path("leaving/<int:pk>/", Leaving.as_view(part="saved")),
    path("closed/<int:pk>/", Closed.as_view(part="rename")),
]


def with_own_urlconf(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        response: HttpResponse = get_response(request)
        return response

    return middleware


@pytest.fixture(params=ENGINES, autouse=True)
def guild(request: pytest.FixtureRequest, settings: Any) -> Guild:
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/login/"
    settings.TEMPLATES = [
        engine(
            request.param,
            {
                "guild.html": PAGE,
                "sift.html": "{% block sifted %}{{ sifted.filter.form.title }}"
                "{% for quest in sifted.page_obj %}<li>{{ quest.title }}</li>{% endfor "
                "%}{{ sifted.next_page_url }}{% endblock %}"
                "{% block batch %}{{ batch.form.management_form }}"
                "{% for row in batch.form %}{{ row.title }}{{ row.title.errors }}"
                "{% endfor %}{% endblock %}",
                "five.html": "{% block quests %}{% for quest in quests.page_obj %}"
                "{{ quest.title }}{% endfor %}{% endblock %}"
                "{% block others %}{% for quest in others.page_obj %}"
                "{{ quest.title }}{% endfor %}{% endblock %}"
                "{% block rename %}{{ rename.form.name }}{% endblock %}"
                "{% block count %}{{ count.number }}{% endblock %}"
                "{% block again %}{{ again.number }}{% endblock %}",
                "async.html": "<p>{% block main %}{{ main.said }}{% endblock %}</p>"
                "{% block count %}{{ count.number }}{% endblock %}",
            },
        )
    ]
    guild: Guild = Guild.objects.create(name="Owls")
    for number, title in enumerate("abc"):
        guild.quests.create(title=title, rank=1, place=number)
    return guild


def text(response: Any) -> str:
    content: bytes = response.content
    return content.decode()


class TestThePage:
    def test_each_part_shows_its_context(self, client: Client, guild: Guild) -> None:
        response = client.get(f"/{guild.pk}/")

        assert_page_rendered(response)
        html = text(response)
        assert '<h1 id="heading">Owls</h1>' in html
        assert "<li>a</li>\n<li>b</li>" in html
        assert f'<a href="/{guild.pk}/quests/?quests_page=2">1</a>' in html
        assert f'<form action="/{guild.pk}/rename/">' in html
        assert 'value="Owls"' in html
        assert f'<p hx-get="/{guild.pk}/clock/"' in html

    def test_a_part_that_refuses_says_why(self, client: Client, guild: Guild) -> None:
        html = text(client.get(f"/{guild.pk}/"))

        assert "no: login" in html
        assert "permission" in html
        assert "missing204" in html

        client.force_login(User.objects.create_user("hunter"))
        assert 'name="title"' in text(client.get(f"/{guild.pk}/"))

    def test_what_nobody_reads_is_not_asked(
        self,
        client: Client,
        guild: Guild,
        settings: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        settings.TEMPLATES[0]["OPTIONS"] |= engine(
            settings.TEMPLATES[0]["NAME"],
            {"guild.html": "{{ guild.name }}{{ quests.page_obj.number }}"},
        )["OPTIONS"]
        # The guild, and how many quests it has.
        with django_assert_num_queries(2):
            client.get(f"/{guild.pk}/")

    def test_a_page_of_one_part_is_no_page_of_another(
        self, client: Client, guild: Guild
    ) -> None:
        html = text(client.get(f"/{guild.pk}/?quests_page=2&page=7"))

        assert "<li>c</li>" in html

    def test_a_part_may_count_its_pages_by_a_name_of_its_own(
        self, rf: RequestFactory, guild: Guild
    ) -> None:
        class Own(Quests):
            page_kwarg = "p"

        class OwnPage(GuildPage):
            parts = {"quests": Own}

        view = OwnPage(object=guild)
        view.setup(rf.get("/?p=2&quests_page=1"), pk=guild.pk)
        assert view.get_part("quests")["page_obj"].number == 2

    def test_nor_is_its_order_another_s(self, client: Client, guild: Guild) -> None:
        html = text(client.get(f"/{guild.pk}/?quests_sort=-title&sort=title"))

        assert "<li>c</li>\n<li>b</li>" in html


class TestAPart:
    def test_htmx_gets_its_blocks(
        self,
        htmx_client: HtmxClient,
        guild: Guild,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        # The guild, how many quests, and two of them.
        with django_assert_num_queries(3):
            response = htmx_client.get(f"/{guild.pk}/quests/", htmx=True)

        assert_blocks_rendered(response, "quests")
        assert "<li>b</li>" in text(response)
        assert "HX-Request" in response["Vary"]

    def test_a_browser_gets_the_page_in_its_state(
        self, client: Client, guild: Guild
    ) -> None:
        html = text(client.get(f"/{guild.pk}/quests/?quests_page=2"))

        assert "<h1" in html
        assert "<li>c</li>" in html
        assert "<li>a</li>" not in html

    def test_an_invalid_form_stands_on_the_page(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        page = client.post(f"/{guild.pk}/rename/", {"name": ""})
        fragment = htmx_client.post(f"/{guild.pk}/rename/", {"name": ""}, htmx=True)

        assert '<h1 id="heading">Owls</h1>' in text(page)
        assert "This field is required." in text(page)
        assert "no: login" in text(page)
        assert_blocks_rendered(fragment, "rename")
        assert "This field is required." in text(fragment)

    def test_a_valid_form_shows_on_the_page(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        response = htmx_client.post(f"/{guild.pk}/rename/", {"name": "Elks"}, htmx=True)

        assert_blocks_rendered(response, "rename", "heading")
        assert 'value="Elks"' in text(response)
        assert '<h1 hx-swap-oob="true" id="heading">Elks</h1>' in text(response)
        plain = client.post(f"/{guild.pk}/rename/", {"name": "Owls"})
        assert (plain.status_code, plain.headers["Location"]) == (302, "/done/")

    def test_a_field_is_checked_alone(
        self, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        data = {"name": "", "_validate": "name"}
        response = htmx_client.post(f"/{guild.pk}/rename/", data, htmx=True)

        assert_blocks_rendered(response, "check")
        assert "This field is required." in text(response)

    @pytest.mark.parametrize("name", ["quests", "rename", "clock"])
    def test_it_is_what_it_is_on_the_page(
        self, htmx_client: HtmxClient, guild: Guild, name: str
    ) -> None:
        assert_fragment_matches_page(htmx_client, f"/{guild.pk}/{name}/")

    def test_it_costs_itself_and_a_page_the_sum_of_its_parts(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        def queries(client: Client, url: str, **options: Any) -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/{guild.pk}/{url}", **options)
            return len(captured)

        page = queries(htmx_client, "nobody/", htmx=True)
        parts = [
            queries(htmx_client, f"{name}/", htmx=True) - page
            for name in ("quests", "rename", "clock", "add", "hidden")
        ]
        # The guild; how many quests and which; the guild to rename.
        assert (page, parts) == (1, [2, 1, 0, 0, 0])
        assert queries(client, "") == page + sum(parts)

    def test_five_of_them_cost_their_sum_and_one_costs_its_own(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        def queries(client: Client, url: str, **options: Any) -> int:
            with CaptureQueriesContext(connection) as captured:
                response = client.get(f"/five/{guild.pk}/{url}", **options)
            assert response.content
            return len(captured)

        fragments = [
            queries(htmx_client, f"{name}/", htmx=True)
            for name in ("quests", "others", "rename", "count", "again")
        ]
        # Each asks for the page's guild; lists for how many, and which.
        assert fragments == [1 + 2, 1 + 2, 1 + 1, 1 + 1, 1 + 1]
        assert queries(client, "") == 1 + 2 + 2 + 1 + 1 + 1

    def test_it_refuses_by_itself(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        assert client.get(f"/{guild.pk}/add/").status_code == 302
        assert htmx_client.post(f"/{guild.pk}/add/", htmx=True).status_code == 401
        assert client.get(f"/{guild.pk}/hidden/").status_code == 403
        assert client.get(f"/{guild.pk}/gone/").status_code == 404
        assert client.post(f"/{guild.pk}/gone/").status_code == 405

    def test_a_poll_that_finds_nothing_new(
        self, client: Client, htmx_client: HtmxClient, guild: Guild
    ) -> None:
        url = f"/{guild.pk}/clock/"
        tag = client.get(url)["HX-PTag"]

        poll = htmx_client.get(url, htmx=True, headers={"HX-PTag": tag})

        assert (poll.status_code, poll.content) == (204, b"")

    def test_where_there_is_no_page_there_is_no_part(
        self, client: Client, guild: Guild
    ) -> None:
        assert client.post("/99/rename/", {"name": "x"}).status_code == 404
        response = client.post(f"/closed/{guild.pk}/", {"name": "x"})
        assert (response.status_code, text(response)) == (403, "closed")
        assert Guild.objects.get().name == "Owls"

    @pytest.mark.parametrize("htmx", [False, True])
    def test_a_page_that_refuses_what_the_part_has_saved(
        self, htmx_client: HtmxClient, guild: Guild, htmx: bool
    ) -> None:
        url = f"/leaving/{guild.pk}/"
        response = htmx_client.post(url, {"name": "closed"}, htmx=htmx)

        assert (response.status_code, response["Location"]) == (302, "/elsewhere/")

    @pytest.mark.parametrize("headers", [{}, htmx_headers()])
    def test_what_takes_the_page_away_answers_all_the_same(
        self, client: Client, guild: Guild, headers: dict[str, str]
    ) -> None:
        response = client.post(f"/{guild.pk}/disband/", headers=headers)

        assert not Guild.objects.exists()
        assert response["HX-Redirect" if headers else "Location"] == "/done/"


class TestOtherViews:
    def test_a_filter(self, client: Client, htmx_client: HtmxClient) -> None:
        page = text(client.get("/sift/?title=b&sifted_page=1&page=9"))
        response = htmx_client.get("/sift/sifted/?title=c", htmx=True)

        assert "<li>b</li>" in page
        assert "<li>a</li>" not in page
        assert 'name="batch-0-title"' in page
        assert_blocks_rendered(response, "sifted")
        assert "<li>c</li>" in text(response)
        assert response.headers["HX-Replace-Url"] == "/sift/sifted/?title=c"
        assert "/sift/sifted/?sifted_page=2" in text(client.get("/sift/"))
        assert_fragment_matches_page(htmx_client, "/sift/sifted/?title=c")

    def test_a_formset(self, client: Client, htmx_client: HtmxClient) -> None:
        sent = {"batch-TOTAL_FORMS": "1", "batch-INITIAL_FORMS": "0"}
        right = sent | {"batch-0-title": "d"}
        url = "/sift/batch/"

        page = text(client.post(url, sent | {"batch-TOTAL_FORMS": "x"}))
        assert "<li>a</li>" in page
        saved = htmx_client.post(url, right, htmx=True)
        assert_blocks_rendered(saved, "batch")
        assert 'value="d"' not in text(saved)
        assert client.post(url, right).headers["Location"] == "/done/"
        assert_fragment_matches_page(htmx_client, url)


class TestUrls:
    def test_in_a_namespace_by_its_name(self, client: Client, guild: Guild) -> None:
        html = text(client.get(f"/in/{guild.pk}/r/"))
        assert f'<form action="/in/{guild.pk}/r/">' in html

    def test_below_what_a_namespace_includes(
        self, client: Client, guild: Guild
    ) -> None:
        html = text(client.get(f"/in/deep/{guild.pk}/"))
        assert f'<form action="/in/deep/{guild.pk}/r/">' in html

    def test_in_a_urlconf_of_the_request(
        self, client: Client, guild: Guild, settings: Any
    ) -> None:
        settings.ROOT_URLCONF = ()
        settings.MIDDLEWARE = [f"{__name__}.with_own_urlconf", *settings.MIDDLEWARE]
        html = text(client.get(f"/in/{guild.pk}/r/"))
        assert f'<form action="/in/{guild.pk}/r/">' in html

    def test_one_that_must_be_encoded(self, client: Client, guild: Guild) -> None:
        html = text(client.get(f"/two words/größe/{guild.pk}/"))
        path = f"/two%20words/gr%C3%B6%C3%9Fe/{guild.pk}"
        assert f'<a href="{path}/quests/?quests_page=2">' in html
        assert f'hx-get="{path}/clock/"' in html

    def test_a_part_without_one_has_none(self, client: Client, guild: Guild) -> None:
        page = client.get(f"/{guild.pk}/").context["view"]
        assert page.get_part("odd").url is None

    def test_one_that_cannot_be_found(self, client: Client, guild: Guild) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            client.get(f"/in/{guild.pk}/")
        assert str(error.value).startswith(
            "The part 'quests' of Nameless has no URL beside the page's, with the same "
            "arguments. Add path(…, Nameless.as_view(part='quests'), name=…), or"
        )


class TestAsync:
    @pytest.mark.django_db(transaction=True)
    def test_a_page_and_its_part(self) -> None:
        async def visit() -> list[str]:
            client = AsyncClient()
            texts = [
                text(await client.get("/async/")),
                text(await client.get("/async/main/")),
                text(await client.get("/async/main/", headers=htmx_headers())),
                text(await client.post("/async/main/", headers=htmx_headers())),
                text(await client.get("/async/count/", headers=htmx_headers())),
            ]
            # Its thread has a connection of its own.
            await sync_to_async(connections.close_all)()
            return texts

        assert asyncio.run(visit()) == [
            "<p>GET {}</p>1",
            "<p>GET {}</p>1",
            "GET {}",
            "POST {}",
            "1",
        ]

    @pytest.mark.django_db(transaction=True)
    def test_a_part_that_refuses(self) -> None:
        async def visit() -> int:
            client = AsyncClient()
            return (await client.put("/async/main/")).status_code

        assert asyncio.run(visit()) == 405

    @pytest.mark.parametrize("htmx", [False, True])
    def test_an_async_part_of_a_page_that_is_not(
        self, htmx_client: HtmxClient, htmx: bool
    ) -> None:
        response = htmx_client.get("/sync/main/", htmx=htmx)

        assert text(response) == ("GET {}" if htmx else "<p>GET {}</p>1")

    def test_a_page_that_refuses(self, rf: Any) -> None:
        view = AsyncPage.as_view(part="main", refuses=True)

        async def visit() -> Any:
            return await view(rf.get("/"))

        assert asyncio.run(visit()).status_code == 403


@pytest.mark.parametrize(
    ("parts", "part", "message"),
    [
        ({"a": Quests}, "b", "Wrong has no part 'b'. Its parts are: 'a'."),
        ({}, "b", "Wrong has no part 'b'. Its parts are: none."),
        (
            ["a"],
            None,
            "Wrong.parts must be a mapping from names to class-based views, not ['a'].",
        ),
        (
            {"a": "Quests"},
            None,
            "Wrong.parts['a'] must be a class-based view, not 'Quests'.",
        ),
        (
            {"a": GuildPage},
            None,
            "Wrong.parts['a'] is GuildPage, which has parts of its own.",
        ),
    ],
)
def test_mistakes(parts: Any, part: Any, message: str) -> None:
    view: Any = type("Wrong", (HtmxPartsMixin, TemplateView), {"parts": parts})
    with pytest.raises(ImproperlyConfigured) as error:
        view.as_view(part=part)
    assert str(error.value) == message
