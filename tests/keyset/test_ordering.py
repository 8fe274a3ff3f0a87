"""Every row comes once, in the order that Django gives the whole list."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htmx_views.keyset import KeysetPaginator
from tests.keyset.models import Clue, Guild, Lodge, Loop, Quest, Sight
from tests.keyset.walks import ids, refusal, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quests")]

#: A search looks for new faults; without one the same examples guard against old ones.
IS_SEARCH = "WALK_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("WALK_EXAMPLES", "40"))

ORDERINGS: list[tuple[Any, ...]] = [
    (),
    ("rank",),
    ("-rank",),
    ("rank", "title"),
    ("rank", "title", "-reward"),
    ("-rank", "-title"),
    ("-rank", "title"),
    ("rank", "-title", "reward", "-weight"),
    ("score",),
    ("-score",),
    ("score", "-rank"),
    ("rank", "score", "-title"),
    (F("score").asc(nulls_first=True),),
    (F("score").asc(nulls_last=True), "rank"),
    (F("score").desc(nulls_first=True),),
    (F("score").desc(nulls_last=True), "-rank"),
    ("begun",),
    ("day", "-hour"),
    ("-length", "day"),
    ("seal", "rank"),
    ("slug",),
    ("pk",),
    ("-id",),
    ("-id", "rank"),
    ("guild_id",),
    ("guild",),
    ("-guild",),
    ("-guild", "rank"),
    ("guild__name", "rank"),
    ("-guild__motto", "rank"),
    ("parent__guild", "-parent__rank"),
    (Lower("title"), "-rank"),
    (Lower("title").desc(), "rank"),
    (F("rank"), "title"),
    (F("rank") + F("score"), "title"),
    ("begun__day", "rank"),
    ("shelf", "place"),
]


def tie_breaker(ordering: tuple[Any, ...]) -> str:
    last = ordering[-1] if ordering else "pk"
    is_descending = (
        last.startswith("-")
        if isinstance(last, str)
        else getattr(last, "descending", False)
    )
    return "-pk" if is_descending else "pk"


def assert_as_django(queryset: QuerySet[Any], *tie: str, size: int = 7) -> None:
    """Walk through ``queryset`` and compare it with itself, ties broken by ``tie``."""
    ordering = tuple(queryset.query.order_by)
    expected = list(queryset.order_by(*ordering, *(tie or [tie_breaker(ordering)])))
    there, back = walk(queryset, size)
    assert expected
    assert there == expected
    assert back == expected


class TestOrderings:
    @pytest.mark.parametrize("ordering", ORDERINGS, ids=str)
    def test_every_row_comes_once(self, ordering: tuple[Any, ...]) -> None:
        assert_as_django(Quest.objects.order_by(*ordering))

    @pytest.mark.parametrize("size", [1, 3, 59, 60, 61])
    def test_pages_of_any_size(self, size: int) -> None:
        assert_as_django(Quest.objects.order_by("score", "-title"), size=size)

    @pytest.mark.parametrize("name", ["owl", "-owl", "owl__name", "-owl__pk"])
    def test_a_filtered_relation_to_one_row(self, name: str) -> None:
        queryset = Quest.objects.annotate(
            owl=FilteredRelation("guild", condition=Q(guild__name="Owl"))
        )
        assert_as_django(queryset.order_by(name, "rank"))

    def test_the_default_ordering_of_the_model(self) -> None:
        there, back = walk(Guild.objects.all(), 2)
        assert there == list(Guild.objects.all())
        assert back == there

    def test_reverse(self) -> None:
        there, back = walk(Quest.objects.order_by("rank", "-score").reverse())
        assert there == list(Quest.objects.order_by("-rank", "score", "pk"))
        assert back == there

    def test_reverse_as_django_reverses_the_ordering_of_a_relation(self) -> None:
        quests = Quest.objects.order_by("guild", "rank").reverse()
        there, back = walk(quests)
        assert there == list(Quest.objects.order_by("guild", "rank", "pk").reverse())
        assert back == there

    def test_a_composite_primary_key(self) -> None:
        for ordering in [
            *[(), ("-weight",), ("pk",), ("-pk",), ("quest",), ("quest", "number")],
            *[("quest", "-number"), (F("pk").desc(),)],
        ]:
            tie = ["quest_id", "number"]
            if tie_breaker(ordering) == "-pk":
                tie = ["-quest_id", "-number"]
            assert_as_django(Clue.objects.order_by(*ordering), *tie, size=4)

    @pytest.mark.parametrize(
        "ordering", [(), ("name",), ("-motto", "rooms"), ("id",), ("-pk",)], ids=str
    )
    def test_a_model_of_two_tables(self, ordering: tuple[str, ...]) -> None:
        for number in range(12):
            motto = str(number % 2) if number % 3 else None
            Lodge.objects.create(name=str(number % 5), motto=motto, rooms=number % 4)
        assert_as_django(Lodge.objects.order_by(*ordering), size=2)
        there, back = walk(Lodge.objects.all(), 2)
        assert there == list(Lodge.objects.order_by("rooms", "pk"))
        assert back == there

    def test_names_that_django_does_not_know(self) -> None:
        with pytest.raises(FieldError, match="nope"):
            KeysetPaginator(Quest.objects.order_by(F("title__nope")), 5).page(1)
        with pytest.raises(FieldError, match="Infinite loop"):
            KeysetPaginator(Loop.objects.all(), 5).page(1)


class TestTieBreaker:
    """The primary key follows, in the direction of the last column."""

    @pytest.mark.parametrize(
        ("ordering", "sql"),
        [
            ((), ["id ASC"]),
            (("rank",), ["rank ASC", "id ASC"]),
            (("-rank",), ["rank DESC", "id DESC"]),
            (("-rank", "title"), ["rank DESC", "title ASC", "id ASC"]),
            (("pk", "rank"), ["id ASC", "rank ASC"]),
            (("rank", "-rank"), ["rank ASC", "id ASC"]),
        ],
    )
    def test_order_by(self, ordering: tuple[str, ...], sql: list[str]) -> None:
        quests = Quest.objects.order_by(*ordering).only("pk")
        terms: list[Any] = KeysetPaginator(quests, 5).ordering.terms
        with CaptureQueriesContext(connection) as queries:
            KeysetPaginator(quests, 5).page(1)
        order_by = queries[0]["sql"].split("ORDER BY ")[1].split(" LIMIT ")[0]
        assert [
            f"{term.item.expression.target.column} {direction}"
            for term, direction in zip(terms, order_by.split(", "), strict=True)
            for direction in direction.split()[1:]
        ] == sql


class TestNulls:
    @pytest.mark.parametrize("ordering", ["score", "-score"])
    def test_in_a_view_whose_fields_say_that_there_are_none(
        self, ordering: str
    ) -> None:
        there, back = walk(Sight.objects.order_by(ordering))
        tie = tie_breaker((ordering,))
        assert len(there) == 60
        assert ids(there) == ids(Sight.objects.order_by(ordering, tie))
        assert ids(back) == ids(there)

    @pytest.mark.parametrize("ordering", ["guild__name", "-guild__name"])
    def test_a_key_with_null_where_a_filter_leaves_none(self, ordering: str) -> None:
        quests = Quest.objects.order_by(ordering)
        some = quests.filter(guild__name__gte="")
        rows = list(quests.order_by(ordering, tie_breaker((ordering,))))
        for index, page in enumerate(KeysetPaginator(quests, 1)):
            expected = [quest for quest in rows[index + 1 :] if quest.guild]
            if expected:
                key = page.next_page_number()
                assert list(KeysetPaginator(some, 60).page(key)) == expected


class TestRows:
    """What rows are, but for their order, is Django's matter."""

    @pytest.mark.parametrize("change", ["only", "defer"])
    def test_deferred_columns_cost_no_query(self, change: str) -> None:
        queryset = getattr(Quest.objects.order_by("rank", "title"), change)("title")
        page = KeysetPaginator(queryset, 5).page(1)
        with CaptureQueriesContext(connection) as queries:
            page.next_page_number()
        assert len(queries) == 0
        assert ("title" in page[0].get_deferred_fields()) == (change == "defer")

    def test_rows_carry_nothing_of_the_key(self) -> None:
        quests = Quest.objects.order_by("guild__name", Lower("title"))
        rows = KeysetPaginator(quests, 5).page(1).object_list
        assert [row.__dict__.keys() for row in rows] == [
            row.__dict__.keys() for row in quests[:5]
        ]

    def test_related_rows_are_selected_as_ever(self) -> None:
        queryset = Quest.objects.select_related("guild").order_by("guild__name")
        page = KeysetPaginator(queryset, 60).page(1)
        with CaptureQueriesContext(connection) as queries:
            assert "Elk" in [quest.guild.name for quest in page if quest.guild]
        assert len(queries) == 0

    def test_prefetched_rows(self) -> None:
        quests = Quest.objects.order_by("rank").prefetch_related("clue_set")
        page = KeysetPaginator(quests, 60).page(1)
        with CaptureQueriesContext(connection) as queries:
            assert sum(len(quest.clue_set.all()) for quest in page) == 18
        assert len(queries) == 0

    def test_annotations(self) -> None:
        guilds = Guild.objects.annotate(size=Count("quests")).order_by("-size", "name")
        assert_as_django(guilds, size=2)
        there, _ = walk(guilds, 2)
        in_guilds = Quest.objects.exclude(guild=None)
        assert sum(guild.size for guild in there) == len(in_guilds)

    def test_an_annotation_that_is_not_selected(self) -> None:
        quests = Quest.objects.alias(lower=Lower("title")).order_by("lower")
        assert_as_django(quests)
        there, _ = walk(quests)
        assert not hasattr(there[0], "lower")

    def test_a_default_ordering_does_not_split_groups(self) -> None:
        class Chapter(Guild):
            class Meta:
                proxy = True
                app_label = "keyset"
                ordering = ["quests__rank"]

        chapters = Chapter.objects.annotate(n=Count("quests"))
        there, _ = walk(chapters, 2)
        assert [(c.pk, c.n) for c in there] == [
            (c.pk, c.n) for c in chapters.order_by("pk")
        ]


class TestRowsOfAJoin:
    """A row that comes twice has no key of its own."""

    def test_distinct_rows(self) -> None:
        quests = Quest.objects.filter(clue__weight__gte=0).order_by("rank")
        assert len(set(quests)) < len(quests)
        assert_as_django(quests.distinct(), size=2)

    def test_a_join_that_repeats_no_row(self) -> None:
        assert_as_django(Quest.objects.filter(clue__number=2).order_by("rank"), size=2)

    def test_rows_that_are_told_apart_by_the_ordering(self) -> None:
        quests = Quest.objects.filter(clue__number__gte=0).order_by("-clue__number")
        assert_as_django(quests, size=2)

    @pytest.mark.parametrize("size", [1, 2, 5])
    @pytest.mark.parametrize("number", [1, "last"])
    def test_repeated_rows(self, size: int, number: Any) -> None:
        quests = Quest.objects.filter(clue__number__gte=0).order_by("rank", "pk")
        row = quests.reverse()[0] if number == "last" else quests[0]
        assert refusal(lambda: KeysetPaginator(quests, size).page(number)) == (
            f"KeysetPaginator cannot page through rows that come twice, as {row!r} "
            "does. Where a join repeats them, add distinct() or filter by Exists(), "
            "or use Django's Paginator."
        )

    def test_repeated_rows_after_a_key(self) -> None:
        lone = Quest.objects.create(rank=-1, shelf=99)
        Clue.objects.create(quest=lone, number=0)
        quests = Quest.objects.filter(clue__number__gte=0).order_by("rank")
        paginator = KeysetPaginator(quests, 1)
        # The row after it is there, the one after that is not known yet.
        page = paginator.page(1)
        assert page[0] == lone
        assert "come twice" in refusal(lambda: paginator.page(page.next_page_number()))


NULLS: list[dict[str, bool]] = [{}, {"nulls_first": True}, {"nulls_last": True}]
COLUMNS = [
    *["rank", "title", "score", "reward", "weight", "begun", "hour", "seal", "shelf"],
    *["guild", "guild__name", "guild__motto", "parent__score", "parent__guild__motto"],
    *["facts__a", "code", "pk"],
]
EXPRESSIONS: list[Any] = [
    Lower("title"),
    F("rank") - F("score"),
    F("reward") / 3,
    Coalesce("score", "rank"),
    Case(When(rank=1, then=F("score")), default=F("shelf")),
    Exists(Clue.objects.filter(quest=OuterRef("pk"))),
    Subquery(
        Quest.objects.filter(parent=OuterRef("pk")).order_by("pk").values("rank")[:1]
    ),
    Value("a"),
]
ITEMS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "-"]), st.sampled_from(COLUMNS)),
    st.builds(
        lambda expression, descending, nulls: OrderBy(
            expression, descending=descending, **nulls
        ),
        st.sampled_from([*map(F, COLUMNS[:-1]), *EXPRESSIONS[:-1]]),
        st.booleans(),
        st.sampled_from(NULLS),
    ),
)
CHANGES: list[Any] = [
    lambda quests: quests,
    lambda quests: quests.reverse(),
    lambda quests: quests.filter(guild__name="Owl"),
    lambda quests: quests.filter(Q(score=None) | Q(parent__rank__lt=2)),
    lambda quests: quests.filter(clue__weight__gte=0).distinct(),
    lambda quests: quests.annotate(n=Count("clue")).exclude(n=1),
    lambda quests: quests.select_related("guild", "parent__guild"),
    lambda quests: quests.only("rank"),
]


@given(
    items=st.lists(ITEMS, max_size=4),
    last=st.sampled_from(["pk", "-pk"]),
    change=st.sampled_from(CHANGES),
    size=st.integers(1, 13),
)
@settings(
    max_examples=EXAMPLES,
    derandomize=not IS_SEARCH,
    deadline=None,
    # The rows stay the same for all examples.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_walk(items: list[Any], last: str, change: Any, size: int) -> None:
    quests = change(Quest.objects.filter(shelf__lt=3).order_by(*items, last))
    expected = ids(quests)
    there, back = walk(quests, size)
    assert ids(there) == expected
    assert ids(back) == expected
