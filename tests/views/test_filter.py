"""Filters: the list, the errors and the address that a reader gets."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import django_filters
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import path, re_path
from django.views.generic import TemplateView
from django_filters.views import FilterView

from htmx_views.testing import HtmxClient, assert_blocks_rendered, assert_page_rendered
from htmx_views.views import HtmxFilterMixin, HtmxPaginationMixin
from tests.engines import ENGINES, engine
from tests.keyset.models import Quest
from tests.views.fragments import CopyingView

pytestmark = pytest.mark.django_db

LIST = """<html>
{% block errors %}<p id="errors">{{ filter.form.rank.errors }}
{{ filter.form.o.errors }}</p>{% endblock %}
{% block rows %}{% for quest in object_list %}<li>{{ quest.title }}</li>{% endfor %}
{% if next_page_url %}<a href="{{ next_page_url }}">More</a>{% endif %}
{% endblock %}</html>"""


class QuestFilter(django_filters.FilterSet):  # type: ignore[misc]  # no types
    o = django_filters.OrderingFilter(fields=["title", "rank"])

    class Meta:
        model = Quest
        fields = {"title": ["icontains"], "rank": ["exact"]}


class QuestList(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
    queryset = Quest.objects.order_by("title")
    filterset_class = QuestFilter
    template_name = "list.html"
    fragment_blocks = ["rows"]
    filter_error_blocks = ["errors"]
    paginate_by = 2


class CopiedList(QuestList, CopyingView):
    pass


urlpatterns = [
    path("copied/", CopiedList.as_view()),
    path("quests/", QuestList.as_view()),
    path("pushed/", QuestList.as_view(push_url=True)),
    path("lenient/", QuestList.as_view(strict=False)),
    path("bare/", QuestList.as_view(filter_error_blocks=[])),
    path("wrong/", QuestList.as_view(filter_error_blocks="errors")),
    path("wrong-oob/", QuestList.as_view(oob_blocks="errors")),
    path("paged/<int:page>/", QuestList.as_view(), name="paged"),
    path("mapped/", QuestList.as_view(fragment_blocks={"rows": ["rows"]})),
    path("refused/", QuestList.as_view(allow_empty=False)),
    re_path(r"^.*list$", QuestList.as_view()),
]


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, {"list.html": LIST})]
    Quest.objects.bulk_create(
        Quest(title=title, rank=rank, place=rank)
        for rank, title in enumerate(["ab", "abc", "b", "bab", "c"])
    )


def shown(response: Any) -> list[str]:
    return [quest.title for quest in response.context_data["object_list"]]


@pytest.mark.parametrize("version", [2, 4])
class TestFragments:
    def get(self, client: HtmxClient, version: Any, url: str) -> Any:
        return client.get(url, htmx={"version": version, "target": "rows"})

    def test_the_list_and_the_clean_address(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(
            htmx_client,
            version,
            "/quests/?title__icontains=b&rank=&o=-title&utm=%C3%A4",
        )
        assert_blocks_rendered(response, "rows", "errors")
        assert shown(response) == ["bab", "b"]
        assert response["HX-Replace-Url"] == (
            "/quests/?title__icontains=b&o=-title&utm=%C3%A4"
        )
        assert "HX-Push-Url" not in response
        assert "HX-Reswap" not in response
        assert b'hx-swap-oob="true"' in response.content

    def test_repeated_parameters_stay(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/quests/?x=1&x=&x=2&rank=")
        assert response["HX-Replace-Url"] == "/quests/?x=1&x=2"

    def test_no_filter_at_all(self, htmx_client: HtmxClient, version: int) -> None:
        for url in ("/quests/?title__icontains=&rank=", "/quests/"):
            response = self.get(htmx_client, version, url)
            assert shown(response) == ["ab", "abc"]
            assert response["HX-Replace-Url"] == "/quests/"

    def test_a_history_entry_for_each_filter(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/pushed/?rank=1")
        assert response["HX-Push-Url"] == "/pushed/?rank=1"
        assert "HX-Replace-Url" not in response

    def test_load_more_continues_within_the_filter(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/quests/?title__icontains=b&rank=")
        url = response.context_data["next_page_url"]
        assert url == "/quests/?title__icontains=b&rank=&page=2"
        response = self.get(htmx_client, version, url)
        assert shown(response) == ["b", "bab"]
        assert "HX-Replace-Url" not in response

    def test_a_page_in_the_path_leaves_the_address_alone(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/paged/2/?rank=")
        assert shown(response) == ["b", "bab"]
        assert "HX-Replace-Url" not in response

    def test_the_address_stays_on_this_host(
        self, htmx_client: HtmxClient, version: Any
    ) -> None:
        # A URL as the client takes it cannot begin with two slashes.
        response = htmx_client.get(
            "/?rank=1", htmx={"version": version}, PATH_INFO="//evil.com/list"
        )
        assert response["HX-Replace-Url"] == "/%2Fevil.com/list?rank=1"

    @pytest.mark.parametrize("query", ["rank=1", "rank=x"])
    def test_an_unknown_target_is_warned_of_once(
        self,
        htmx_client: HtmxClient,
        version: Any,
        query: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        response = htmx_client.get(
            f"/mapped/?{query}", htmx={"version": version, "target": "row"}
        )
        assert_page_rendered(response)
        assert [record.name for record in caplog.records] == ["htmx_views"]

    @pytest.mark.parametrize("query", ["", "page=1", "page=last", "page=2"])
    def test_an_empty_list_that_is_refused(
        self, htmx_client: HtmxClient, version: int, query: str
    ) -> None:
        Quest.objects.all().delete()
        assert self.get(htmx_client, version, f"/refused/?{query}").status_code == 404
        assert htmx_client.get(f"/refused/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["rank=x", "o=size", "o=-pk&rank=1", "rank=1e99"])
    @pytest.mark.parametrize("path", ["/quests/", "/copied/"])
    def test_an_invalid_filter_brings_its_errors_only(
        self, htmx_client: HtmxClient, version: int, path: str, query: str
    ) -> None:
        response = self.get(htmx_client, version, f"{path}?{query}")
        assert response.status_code == 200
        assert_blocks_rendered(response, "errors")
        assert response["HX-Reswap"] == "none"
        assert "HX-Replace-Url" not in response
        assert b"errorlist" in response.content
        assert b'hx-swap-oob="true"' in response.content

    def test_a_lenient_filter_ignores_what_is_invalid(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/lenient/?rank=x&title__icontains=c")
        assert_blocks_rendered(response, "rows", "errors")
        assert shown(response) == ["abc", "c"]
        assert b"errorlist" in response.content
        assert "HX-Reswap" not in response

    def test_without_blocks_of_errors_the_list_is_empty(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/bare/?rank=x")
        assert_blocks_rendered(response, "rows")
        assert shown(response) == []
        assert "HX-Replace-Url" not in response

    @pytest.mark.parametrize("page", ["abc", "-1", "0"])
    def test_what_is_no_page(
        self, htmx_client: HtmxClient, version: int, page: str
    ) -> None:
        url = f"/quests/?rank=1&page={page}"
        assert self.get(htmx_client, version, url).status_code == 404

    def test_a_number_that_no_column_holds(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.get(htmx_client, version, "/quests/?rank=1e40")
        assert shown(response) == []

    def test_a_page_past_the_end(self, htmx_client: HtmxClient, version: int) -> None:
        response = self.get(htmx_client, version, f"/quests/?rank=1&page={10**30}")
        assert_blocks_rendered(response, "rows", "errors")
        assert shown(response) == []

    def test_a_thousand_parameters(self, htmx_client: HtmxClient, version: int) -> None:
        query = "&".join(f"p{number}=" for number in range(1000))
        response = self.get(htmx_client, version, f"/quests/?{query}")
        assert response["HX-Replace-Url"] == "/quests/"
        response = self.get(htmx_client, version, f"/quests/?{query}&q=")
        assert response.status_code == 400


class TestBrowsers:
    """Without htmx, everything is as django-filter does it."""

    def test_a_filter(self, client: Client) -> None:
        response = client.get("/quests/?title__icontains=b&o=-title")
        assert_page_rendered(response)
        assert shown(response) == ["bab", "b"]
        assert not [name for name in response.headers if name.startswith("HX-")]

    def test_an_invalid_filter(self, client: Client) -> None:
        response = client.get("/quests/?rank=x")
        assert_page_rendered(response)
        assert shown(response) == []
        assert b"Enter a number." in response.content
        assert "HX-Reswap" not in response

    def test_a_restored_page_shows_the_same_list(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get(
            "/quests/?title__icontains=c", htmx={"history_restore": True}
        )
        assert_page_rendered(response)
        assert shown(response) == ["abc", "c"]
        assert "HX-Replace-Url" not in response


@pytest.mark.parametrize(
    ("url", "attribute"),
    [("/wrong/", "filter_error_blocks"), ("/wrong-oob/", "oob_blocks")],
)
def test_blocks_of_a_wrong_type(
    htmx_client: HtmxClient, url: str, attribute: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        htmx_client.get(url, htmx=True)
    assert str(error.value) == (
        f"QuestList.{attribute} must be a list of block names, or a mapping from "
        "block to swap style, not 'errors'. Write ['errors']."
    )


def test_the_views_are_imported_without_django_filter() -> None:
    code = (
        "import sys; sys.modules['django_filters'] = None; import htmx_views.views; "
        "print(htmx_views.views.HtmxFilterMixin.__name__)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout == "HtmxFilterMixin\n"


def test_a_base_that_it_does_not_fit() -> None:
    class Plain(HtmxFilterMixin, TemplateView):
        pass

    with pytest.raises(ImproperlyConfigured) as error:
        Plain.as_view()
    assert str(error.value) == (
        "test_a_base_that_it_does_not_fit.<locals>.Plain has no get_filterset(), but "
        "HtmxFilterMixin answers the form of a filterset. Put the mixin before "
        "django-filter's FilterView."
    )
