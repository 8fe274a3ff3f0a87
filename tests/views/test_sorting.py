"""Sorting: what a reader's choice makes of a list, and what its links say."""

from __future__ import annotations

from typing import Any

import django_filters
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, F
from django.db.models.functions import Length, Lower
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.urls import path, resolve
from django.utils.translation import gettext_lazy
from django.views.generic import ListView
from django_filters.views import FilterView
from pytest_django import DjangoAssertNumQueries

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxFilterMixin, HtmxPaginationMixin
from tests.keyset.models import Guild, Quest

pytestmark = pytest.mark.django_db


class QuestList(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    model = Quest
    ordering = ["-place"]
    paginate_by = 2
    template_name = "quests.html"
    fragment_blocks = ["rows"]
    sortable = {
        "title": "Title",
        "rank": gettext_lazy("Rank"),
        "score": ("Score", F("score").desc(nulls_last=True)),
        "length": ("Length", [Length("title"), "-rank"]),
    }


class QuestFilter(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
    model = Quest
    filterset_fields = ["rank"]
    ordering = ["place"]
    paginate_by = 2
    template_name = "quests.html"
    sortable = {"title": "Title"}


urlpatterns = [path("quests/<int:page>/", QuestList.as_view())]

#: Title, rank and score, in the order of ``place``.
ROWS = [("bb", 1, None), ("a", 2, 5), ("ccc", 1, 7), ("d", 1, 6)]


@pytest.fixture(autouse=True)
def quests() -> None:
    for place, (title, rank, score) in enumerate(ROWS):
        Quest.objects.create(title=title, rank=rank, score=score, place=place)


def context_of(url: str = "/", view: Any = QuestList, **attributes: Any) -> Any:
    response = view.as_view(**attributes)(RequestFactory().get(url))
    return response.context_data


def titles(url: str = "/", **attributes: Any) -> str:
    rows = context_of(url, paginate_by=10, **attributes)["object_list"]
    return " ".join(quest.title for quest in rows)


class TestTheOrder:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("sort=title", "a bb ccc d"),
            ("sort=-title", "d ccc bb a"),
            ("sort=rank,-title", "d ccc bb a"),
            ("sort=-rank,title", "a bb ccc d"),
            ("sort=score", "ccc d a bb"),
            # The other way round NULLs come first.
            ("sort=-score", "bb a d ccc"),
            ("sort=length", "a d bb ccc"),
            ("sort=-length", "ccc bb d a"),
        ],
    )
    def test_it_is_the_reader_s(self, query: str, expected: str) -> None:
        assert titles(f"/?{query}") == expected

    @pytest.mark.parametrize(
        "query",
        ["", "sort=", "sort=-", "sort=weight", "sort=--title", "sort=?", "order=title"],
    )
    def test_without_a_match_it_is_the_view_s(self, query: str) -> None:
        assert titles(f"/?{query}") == "d ccc a bb"

    @pytest.mark.parametrize(
        "query",
        [
            "sort=password,title",
            "sort=title,-title",
            "sort=guild__name,title,,-",
            "sort=a&sort=title",
        ],
    )
    def test_what_is_no_column_is_passed_by(self, query: str) -> None:
        assert titles(f"/?{query}") == "a bb ccc d"

    def test_equal_rows_keep_their_places(self) -> None:
        assert titles("/?sort=rank") == "bb ccc d a"
        assert titles("/?sort=-rank") == "a d ccc bb"
        assert titles("/?sort=score", sortable={"score": ("", F("rank").desc())}) == (
            "a d ccc bb"
        )

    def test_rows_that_are_no_model_s_have_no_key(self) -> None:
        ranks = Quest.objects.values("rank").annotate(number=Count("pk"))
        for rows in (ranks, Quest.objects.values("rank").union(ranks.values("rank"))):
            context = context_of("/?sort=-rank", queryset=rows, ordering="rank")
            assert [row["rank"] for row in context["page_obj"]] == [2, 1]

    def test_the_parameter_has_a_name(self) -> None:
        assert titles("/?o=title&sort=-title", sort_kwarg="o") == "a bb ccc d"

    def test_a_get_queryset_of_its_own_is_sorted_as_well(self) -> None:
        class Own(QuestList):
            def get_queryset(self) -> Any:
                return Quest.objects.order_by("score").reverse()

        response = Own.as_view()(RequestFactory().get("/?sort=title"))
        assert response.context_data is not None
        assert [row.title for row in response.context_data["page_obj"]] == ["a", "bb"]

    def test_what_cannot_be_sorted_is_refused(self) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            context_of(queryset=[1, 2], ordering=None)
        assert str(error.value) == (
            "QuestList.sortable sorts a queryset, but its rows are a list. Return a "
            "queryset from get_queryset(), or leave sortable out."
        )

    def test_nothing_is_asked_for_it(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # How many, and which.
        with django_assert_num_queries(2):
            list(context_of("/?sort=title")["object_list"])


class TestTheLinks:
    def test_they_sort_and_say_how_it_is_sorted(self) -> None:
        links = context_of("/?sort=-rank,title&q=x&page=2")["sort_links"]

        assert [link.label for link in links] == ["Title", "Rank", "Score", "Length"]
        assert [link.name for link in links] == [*QuestList.sortable]
        assert [link.aria_sort for link in links] == [
            "none",
            "descending",
            "none",
            "none",
        ]
        # From the first page, and with every other parameter.
        assert [link.url for link in links[:2]] == [
            "/?sort=title&q=x",
            "/?sort=rank&q=x",
        ]

    def test_an_ascending_column_is_turned_round(self) -> None:
        title, *_ = context_of("/?sort=title")["sort_links"]

        assert (title.aria_sort, title.url) == ("ascending", "/?sort=-title")

    @pytest.mark.parametrize(
        ("ordering", "name", "expected"),
        [
            ("title", "title", "ascending"),
            (["-title", "rank"], "title", "descending"),
            (["-place", "title"], "title", "none"),
            ([Length("title")], "length", "ascending"),
            ([Lower("title")], "title", "none"),
        ],
    )
    def test_the_view_s_own_order_shows(
        self, ordering: Any, name: str, expected: str
    ) -> None:
        links = context_of(ordering=ordering)["sort_links"]

        assert {link.name: link.aria_sort for link in links}[name] == expected

    def test_the_model_s_own_order_shows(self) -> None:
        (name,) = context_of(model=Guild, ordering=None, sortable={"name": "Name"})[
            "sort_links"
        ]
        assert name.aria_sort == "descending"

    @pytest.mark.filterwarnings(
        "ignore::django.core.paginator.UnorderedObjectListWarning"
    )
    def test_without_an_order_no_column_is_first(self) -> None:
        links = context_of(ordering=None)["sort_links"]
        assert {link.aria_sort for link in links} == {"none"}

    def test_an_order_that_is_reversed_shows(self) -> None:
        rows = Quest.objects.order_by("-title")
        title, *_ = context_of(ordering=None, queryset=rows.reverse())["sort_links"]
        assert title.aria_sort == "ascending"
        rows = Quest.objects.order_by("title")
        title, *_ = context_of(ordering=None, queryset=rows.reverse())["sort_links"]
        assert title.aria_sort == "descending"

    def test_they_lead_to_the_first_page_of_a_path(self) -> None:
        request = RequestFactory().get("/quests/2/?sort=title")
        with override_settings(ROOT_URLCONF=__name__):
            match = request.resolver_match = resolve(request.path)
            response = QuestList.as_view()(request, **match.kwargs)
        assert response.context_data is not None
        assert response.context_data["sort_links"][0].url == "/quests/1/?sort=-title"

    def test_they_stay_on_this_host(self) -> None:
        request = RequestFactory().get("/")
        request.path = "//evil.example/"
        response = QuestList.as_view()(request)
        assert response.context_data is not None
        url = response.context_data["sort_links"][0].url
        assert url == "/%2Fevil.example/?sort=title"

    def test_a_list_that_is_not_sortable_has_none(self) -> None:
        assert context_of(sortable={})["sort_links"] == []
        context = context_of(sortable={}, queryset=[1, 2], ordering=None)
        assert context["sort_links"] == []


class TestPages:
    def test_they_keep_the_order(self) -> None:
        context = context_of("/?sort=-title")

        assert context["next_page_url"] == "/?sort=-title&page=2"
        assert context["page_links"][0].url == "/?sort=-title&page=1"

    def test_pages_by_key_follow_it(self) -> None:
        url, seen = "/?sort=-rank,title", []
        while url:
            context = context_of(url, paginator_class=KeysetPaginator)
            seen += [quest.title for quest in context["page_obj"]]
            url = context["next_page_url"]

        assert seen == ["a", "bb", "ccc", "d"]

    def test_a_key_is_one_of_its_order_only(self) -> None:
        context = context_of("/?sort=title", paginator_class=KeysetPaginator)
        other = context["next_page_url"].replace("sort=title", "sort=rank")

        with pytest.raises(Http404):
            context_of(other, paginator_class=KeysetPaginator)


class TestFilters:
    def test_they_keep_the_order_and_the_links_keep_them(self) -> None:
        context = context_of("/?rank=1&sort=-title&size=5&page=1", view=QuestFilter)

        assert [quest.title for quest in context["page_obj"]] == ["d", "ccc"]
        assert context["sort_links"][0].url == "/?rank=1&sort=title&size=5"
        # What the form, which has its own fields only, is to send as well.
        assert context["kept_parameters"] == [("sort", "-title"), ("size", "5")]

    def test_fields_of_several_inputs_own_them_all(self) -> None:
        class Ranks(django_filters.FilterSet):  # type: ignore[misc]
            rank = django_filters.RangeFilter()

            class Meta:
                model = Quest
                fields: list[str] = []

        query = "rank_min=1&rank_max=2&rank=3&ranks=4&rank_=5&a=1&a=2"
        context = context_of(f"/?{query}", view=QuestFilter, filterset_class=Ranks)

        assert context["kept_parameters"] == [("ranks", "4"), ("a", "1"), ("a", "2")]

    def test_a_prefix_is_part_of_the_name(self) -> None:
        class Prefixed(QuestFilter):
            def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
                return {**super().get_filterset_kwargs(filterset_class), "prefix": "f"}

        context = context_of("/?f-rank=1&rank=2", view=Prefixed)

        assert context["kept_parameters"] == [("rank", "2")]


@pytest.mark.parametrize(
    ("sortable", "message"),
    [
        (
            ["title"],
            "QuestList.sortable must be a mapping from names to labels, not ['title'].",
        ),
        (
            {"title": ("Title", "title", "rank")},
            "QuestList.sortable['title'] must be a label, or a tuple of a label and "
            "what order_by() takes, not ('Title', 'title', 'rank').",
        ),
        (
            {"title": ("Title", [])},
            "QuestList.sortable['title'] must be a label, or a tuple of a label and "
            "what order_by() takes, not ('Title', []).",
        ),
        (
            {"title": 1},
            "QuestList.sortable['title'] must be a label, or a tuple of a label and "
            "what order_by() takes, not 1.",
        ),
        (
            {"title": ("Title", [1])},
            "QuestList.sortable['title'] must be a label, or a tuple of a label and "
            "what order_by() takes, not ('Title', [1]).",
        ),
        *(
            (
                {name: "Title"},
                f"QuestList.sortable has the name {name!r}, which no URL can say. "
                "Write a name without '-' at its start and without ','; what "
                "order_by() takes stands behind the label.",
            )
            for name in ("-title", "title,rank", "")
        ),
    ],
)
def test_mistakes(sortable: Any, message: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        context_of(sortable=sortable)
    assert str(error.value) == message
