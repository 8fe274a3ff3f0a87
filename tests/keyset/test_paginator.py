"""Pages by key: the rows, the queries and the keys that a reader gets."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.paginator import EmptyPage, InvalidPage
from django.db import connection
from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Lower, Random, RowNumber, Upper
from django.db.models.lookups import GreaterThan
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset.paginator import InvalidPageKey, KeysetPaginator
from tests.keyset.models import Clue, Guild, Loop, Quest
from tests.keyset.walks import ids, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def quests() -> None:
    """Rows with ties and NULLs in every column, in no order at all."""
    chance = random.Random(7)
    guilds = Guild.objects.bulk_create(
        Guild(name=name, motto=motto)
        for name, motto in [("Owl", "b"), ("Owl", None), ("Elk", "a"), ("Owl", "A")]
    )
    now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
    rows = []
    for index in range(60):
        some = chance.choice
        rows.append(
            Quest(
                guild=some([*guilds, None]),
                title=some(["a", "B", "c", "Ä", ""]),
                rank=some(range(4)),
                score=some([None, None, 1, 2, -3]),
                reward=some([Decimal("0.10"), Decimal("9.99"), Decimal("10.00")]),
                weight=some([0.1, 1 / 3, 1e300]),
                begun=some(
                    [
                        None,
                        *(now + datetime.timedelta(microseconds=n) for n in range(3)),
                    ]
                ),
                day=some([None, now.date(), datetime.date(1999, 12, 31)]),
                hour=some([None, datetime.time(1, 2, 3, 4), datetime.time(5)]),
                length=some(
                    [None, datetime.timedelta(1, 2, 3), datetime.timedelta(-1)]
                ),
                seal=some([None, b"\x00\xff", b"a"]),
                slug=None if index % 3 else f"s{index}",
                shelf=index % 7,
                place=index // 7,
            )
        )
    chance.shuffle(rows)
    Quest.objects.bulk_create(rows)
    Clue.objects.bulk_create(
        Clue(quest_id=quest.pk, number=number, weight=some(range(3)))
        for quest in Quest.objects.all()[:6]
        for number in range(3)
    )


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
    ("-begun",),
    ("day", "-hour"),
    ("-length", "day"),
    ("seal", "rank"),
    ("reward",),
    ("-weight",),
    ("code",),
    ("slug",),
    ("pk",),
    ("-id",),
    ("guild_id",),
    ("guild",),
    ("-guild",),
    ("guild__name", "rank"),
    ("-guild__motto", "rank"),
    (Lower("title"), "-rank"),
    (Lower("title").desc(), "rank"),
    (F("rank"), "title"),
    ("begun__day", "rank"),
    ("shelf", "place"),
]


class TestOrderings:
    @pytest.mark.usefixtures("quests")
    @pytest.mark.parametrize("ordering", ORDERINGS, ids=str)
    def test_every_row_comes_once_in_order(self, ordering: tuple[Any, ...]) -> None:
        there, back = walk(Quest.objects.order_by(*ordering))
        last = ordering[-1] if ordering else "pk"
        if isinstance(last, str):
            is_descending = last.startswith("-")
        else:
            is_descending = getattr(last, "descending", False)
        tie_breaker = "-pk" if is_descending else "pk"
        expected = ids(Quest.objects.order_by(*ordering, tie_breaker))
        assert len(expected) == 60
        assert ids(there) == expected
        assert ids(back) == expected

    @pytest.mark.usefixtures("quests")
    @pytest.mark.parametrize("size", [1, 3, 59, 60, 61])
    def test_pages_of_any_size(self, size: int) -> None:
        there, back = walk(Quest.objects.order_by("score", "-title"), size)
        assert ids(there) == ids(Quest.objects.order_by("score", "-title", "-pk"))
        assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    @pytest.mark.parametrize("ordering", [("rank", "-title"), ("-rank", "-title")])
    def test_without_comparing_rows(
        self, ordering: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("htmx_views.keyset.terms._SEEK_ROWS", set())
        there, back = walk(Quest.objects.order_by(*ordering))
        assert ids(there) == ids(Quest.objects.order_by(*ordering, "-pk"))
        assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    @pytest.mark.parametrize("name", ["owl", "-owl", "owl__name", "-owl__pk"])
    def test_a_filtered_relation_to_one_row(self, name: str) -> None:
        queryset = Quest.objects.annotate(
            owl=FilteredRelation("guild", condition=Q(guild__name="Owl"))
        )
        there, back = walk(queryset.order_by(name, "rank"))
        assert ids(there) == ids(queryset.order_by(name, "rank", "pk"))
        assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    def test_the_default_ordering_of_the_model(self) -> None:
        there, back = walk(Guild.objects.all(), 2)
        assert ids(there) == ids(Guild.objects.all())
        assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    def test_reverse(self) -> None:
        there, back = walk(Quest.objects.order_by("rank", "-score").reverse())
        assert ids(there) == ids(Quest.objects.order_by("-rank", "score", "pk"))
        assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    def test_a_composite_primary_key(self) -> None:
        for ordering in [(), ("-weight",), ("-pk",), ("quest",), ("quest", "number")]:
            there, back = walk(Clue.objects.order_by(*ordering), 4)
            tie_breaker = "-pk" if ordering == ("-weight",) else "pk"
            expected = Clue.objects.order_by(*ordering, tie_breaker)
            assert ids(there) == ids(expected)
            assert ids(back) == ids(there)

    @pytest.mark.usefixtures("quests")
    @pytest.mark.parametrize("change", ["only", "defer"])
    def test_deferred_columns_cost_no_query(self, change: str) -> None:
        queryset = getattr(Quest.objects.order_by("rank", "title"), change)("title")
        paginator = KeysetPaginator(queryset, 5)
        page = paginator.page(1)
        with CaptureQueriesContext(connection) as queries:
            key = page.next_page_number()
            page = paginator.page(key)
        assert len(queries) == 1
        assert ("title" in page[0].get_deferred_fields()) == (change == "defer")

    @pytest.mark.usefixtures("quests")
    def test_rows_carry_nothing_of_the_key(self) -> None:
        queryset = Quest.objects.order_by("guild__name", Lower("title"))
        for row in KeysetPaginator(queryset, 5).page(1):
            assert not [name for name in row.__dict__ if "keyset" in name]

    @pytest.mark.usefixtures("quests")
    def test_related_rows_are_selected_as_ever(self) -> None:
        queryset = Quest.objects.select_related("guild").order_by("guild__name")
        page = KeysetPaginator(queryset, 60).page(1)
        with CaptureQueriesContext(connection) as queries:
            assert "Elk" in [quest.guild.name for quest in page if quest.guild]
        assert len(queries) == 0


class TestSeek:
    """The database seeks the first row of a page in an index."""

    def condition(self, *ordering: str) -> str:
        queryset = Quest.objects.order_by(*ordering)
        key = KeysetPaginator(queryset, 1).page(1).next_page_number()
        with CaptureQueriesContext(connection) as queries:
            KeysetPaginator(queryset, 1).page(key)
        sql: str = queries[0]["sql"].split(" WHERE ")[1].split(" ORDER BY ")[0]
        return sql.replace('"keyset_quest".', "").replace('"', "")

    @pytest.fixture(autouse=True)
    def two_quests(self) -> None:
        for number in range(2):
            Quest.objects.create(pk=number + 1, title="a", rank=3, place=number)

    def test_one_direction_is_one_comparison(self) -> None:
        if connection.vendor not in ("sqlite", "postgresql"):
            pytest.skip("compares column by column")
        assert self.condition("rank", "title") == "(rank, title, id) > (3, 'a', 1)"
        assert self.condition("-rank", "-pk") == "(rank, id) < (3, 2)"

    def test_two_directions_have_a_bound_to_seek(self) -> None:
        if connection.vendor not in ("sqlite", "postgresql"):
            pytest.skip("compares column by column")
        assert self.condition("rank", "-title") == (
            "(rank >= 3 AND (rank > 3 OR (rank = 3 AND (title, id) < ('a', 2))))"
        )


class TestTieBreaker:
    """Rows that could be equal are told apart, others pay for no tie-breaker."""

    @pytest.mark.parametrize(
        ("ordering", "sql"),
        [
            (("rank",), ["rank ASC", "id ASC"]),
            (("-rank",), ["rank DESC", "id DESC"]),
            (("code", "rank"), ["code ASC"]),
            (("slug",), ["slug ASC", "id ASC"]),
            (("pk", "rank"), ["id ASC"]),
            (("-shelf", "place", "rank"), ["shelf DESC", "place ASC"]),
            (("shelf", "rank"), ["shelf ASC", "rank ASC", "id ASC"]),
            (("rank", "-rank"), ["rank ASC", "id ASC"]),
        ],
    )
    def test_order_by(self, ordering: tuple[str, ...], sql: list[str]) -> None:
        with CaptureQueriesContext(connection) as queries:
            KeysetPaginator(Quest.objects.only("pk").order_by(*ordering), 5).page(1)
        order_by = queries[0]["sql"].split("ORDER BY ")[1].split(" LIMIT ")[0]
        order_by = order_by.replace('"keyset_quest".', "").replace('"', "")
        columns = [line.strip() for line in order_by.split(",")]
        # Selected columns are ordered by their position.
        names = dict(zip("12345", _selected(queries[0]["sql"]), strict=False))
        assert [
            " ".join([names.get(name, name), direction])
            for name, direction in map(str.split, columns)
        ] == sql


def _selected(sql: str) -> list[str]:
    columns = sql.removeprefix("SELECT ").split(" FROM ")[0].split(", ")
    return [column.split('"')[3] for column in columns]


@pytest.mark.usefixtures("quests")
class TestRows:
    """Querysets of other rows than whole models."""

    def test_annotations(self) -> None:
        guilds = Guild.objects.annotate(size=Count("quests")).order_by("-size", "name")
        there, back = walk(guilds, 2)
        assert ids(there) == ids(guilds.order_by("-size", "name", "pk"))
        assert ids(back) == ids(there)
        assert all(guild.size for guild in there)

    def test_an_annotation_that_is_not_selected(self) -> None:
        quests = Quest.objects.alias(lower=Lower("title")).order_by("lower")
        there, back = walk(quests)
        assert ids(there) == ids(quests.order_by("lower", "pk"))
        assert ids(back) == ids(there)
        assert not hasattr(there[0], "lower")

    def test_dicts(self) -> None:
        quests = Quest.objects.order_by("rank", "guild__name").values("title", "rank")
        there, back = walk(quests)
        assert there == list(quests.order_by("rank", "guild__name", "pk"))
        assert back == there

    def test_dicts_with_their_key(self) -> None:
        quests = Quest.objects.order_by("guild").values("pk", "guild", "guild__name")
        there, _ = walk(quests)
        assert there == list(quests.order_by("guild", "pk"))

    def test_groups(self) -> None:
        groups = Quest.objects.values("rank", "shelf").annotate(n=Count("pk"))
        for ordering in [("-n",), (), ("shelf", "-n")]:
            there, back = walk(groups.order_by(*ordering), 4)
            rest = ("-rank", "-shelf") if "-n" in ordering else ("rank", "shelf")
            assert there == list(groups.order_by(*ordering, *rest))
            assert back == there

    def test_groups_by_the_whole_row(self) -> None:
        quests = Quest.objects.annotate(n=Count("clue")).values("title", "n")
        there, back = walk(quests.order_by("-n"), 4)
        assert there == list(quests.order_by("-n", "-pk"))
        assert back == there

    def test_distinct_dicts(self) -> None:
        ranks = Quest.objects.values("rank", "score").distinct().order_by("score")
        there, back = walk(ranks, 4)
        assert there == list(ranks.order_by("score", "rank"))
        assert back == there

    def test_distinct_rows(self) -> None:
        quests = Quest.objects.filter(clue__weight__gte=0).distinct().order_by("rank")
        there, back = walk(quests, 2)
        assert ids(there) == ids(quests.order_by("rank", "pk"))
        assert ids(back) == ids(there)
        assert len(there) == 6

    def test_prefetched_rows(self) -> None:
        quests = Quest.objects.order_by("rank").prefetch_related("clue_set")
        page = KeysetPaginator(quests, 60).page(1)
        with CaptureQueriesContext(connection) as queries:
            assert sum(len(quest.clue_set.all()) for quest in page) == 18
        assert len(queries) == 0


def refusal(queryset: Any) -> str:
    with pytest.raises(TypeError) as error:
        KeysetPaginator(queryset, 5).page(1)
    return str(error.value)


def spot() -> Window:
    return Window(RowNumber(), order_by=F("rank").asc())


class TestRefused:
    """What has no row to continue from is refused with the cure."""

    def test_what_is_no_queryset(self) -> None:
        assert refusal([1, 2]) == (
            "KeysetPaginator pages through querysets, but it was given a list. Use "
            "Django's Paginator for it."
        )

    @pytest.mark.parametrize(
        ("queryset", "what"),
        [
            (lambda: Quest.objects.all()[:5], "a sliced queryset"),
            (
                lambda: Quest.objects.all().union(Quest.objects.all()),
                "the union of querysets",
            ),
            (
                lambda: Quest.objects.distinct("rank"),
                "a queryset with distinct(*fields)",
            ),
            (
                lambda: Quest.objects.extra(order_by=["keyset_quest.rank"]),
                "a queryset with extra(order_by=…)",
            ),
            (
                lambda: Quest.objects.filter(GreaterThan(Window(RowNumber()), 2)),
                "a filter by a window function",
            ),
            (lambda: Quest.objects.values_list("rank"), "values_list() or dates()"),
            (lambda: Quest.objects.dates("day", "year"), "values_list() or dates()"),
        ],
    )
    def test_querysets(self, queryset: Any, what: str) -> None:
        assert refusal(queryset()) == (
            f"KeysetPaginator cannot page through {what} of Quest. Pass the queryset "
            "without it, or use Django's Paginator."
        )

    @pytest.mark.parametrize(
        ("queryset", "what", "name"),
        [
            (lambda: Quest.objects.order_by("?"), "a random ordering", "?"),
            (
                lambda: Quest.objects.annotate(dice=Random()).order_by("-dice"),
                "a random ordering",
                "dice",
            ),
            (
                lambda: Quest.objects.order_by("clue__weight"),
                "an ordering through a relation to many rows",
                "clue__weight",
            ),
            (
                lambda: Quest.objects.annotate(
                    first=FilteredRelation("clue", condition=Q(clue__number=0))
                ).order_by("first__weight"),
                "an ordering through a relation to many rows",
                "first__weight",
            ),
            (
                lambda: Quest.objects.annotate(
                    peers=FilteredRelation("guild__quests", condition=Q(rank=0))
                ).order_by("-peers"),
                "an ordering through a relation to many rows",
                "peers",
            ),
            (
                lambda: Loop.objects.all(),
                "an ordering that leads back to itself",
                "parent__parent",
            ),
        ],
    )
    def test_orderings(self, queryset: Any, what: str, name: str) -> None:
        found = queryset()
        assert refusal(found) == (
            f"KeysetPaginator cannot page through {what}: {found.model.__name__} is "
            f"ordered by {name!r}. Order by its own columns or by those of one "
            "related row."
        )

    @pytest.mark.parametrize("name", ["nope", "title__nope", "guild__nope"])
    def test_unknown_columns(self, name: str) -> None:
        with pytest.raises(FieldError, match="nope"):
            KeysetPaginator(Quest.objects.order_by(F(name)), 5).page(1)

    def test_a_random_expression(self) -> None:
        assert "cannot page through a random ordering: Quest is ordered by " in refusal(
            Quest.objects.order_by(Random() * 2)
        )

    @pytest.mark.parametrize(
        ("queryset", "name"),
        [
            (lambda: Quest.objects.annotate(spot=spot()), "spot"),
            (lambda: Quest.objects.annotate(all=Window(Count("*"))), "all"),
            (lambda: Quest.objects.alias(spot=spot() + 1).order_by("spot"), "spot"),
            (lambda: Quest.objects.annotate(spot=spot()).filter(spot__gt=1), "spot"),
            (
                lambda: Quest.objects.order_by("rank", spot()),
                "<Window: RowNumber() OVER (OrderBy(F(rank), descending=False))>",
            ),
            (
                lambda: Quest.objects.order_by((F("rank") + spot()).desc()),
                "<CombinedExpression: F(rank) + RowNumber() OVER (OrderBy(F(rank), "
                "descending=False))>",
            ),
        ],
    )
    def test_window_functions(self, queryset: Any, name: str) -> None:
        assert refusal(queryset()) == (
            f"KeysetPaginator cannot page through the window function {name!r} of "
            "Quest: it would see the rows of one page only. Compute it in a Subquery "
            "without one, or use Django's Paginator."
        )

    @pytest.mark.usefixtures("quests")
    def test_a_subquery_in_the_place_of_a_window_function(self) -> None:
        better = Quest.objects.filter(rank__lt=OuterRef("rank")).values(one=Value(1))
        queryset = Quest.objects.annotate(
            spot=Subquery(better.annotate(n=Count("pk")).values("n"))
        ).order_by("spot", "pk")
        there, back = walk(queryset)
        expected = list(queryset.values_list("pk", "spot"))
        assert len({spot for pk, spot in expected}) == 4
        assert [(quest.pk, quest.spot) for quest in there] == expected
        assert ids(back) == ids(there)

    def test_json(self) -> None:
        assert refusal(Quest.objects.order_by("facts")) == (
            "KeysetPaginator cannot order by 'facts': databases do not agree on how "
            "JSON sorts. Order by a Cast() of it."
        )

    def test_a_group_ordered_by_what_it_lacks(self) -> None:
        groups = Quest.objects.values("rank").annotate(n=Count("pk"))
        assert refusal(groups.order_by("title")) == (
            "KeysetPaginator cannot order by 'title', which these rows of Quest do "
            "not have. Add it to values()."
        )

    @pytest.mark.usefixtures("quests")
    def test_values_that_no_key_can_hold(self) -> None:
        queryset = Quest.objects.annotate(
            point=Value(1, output_field=PointField())
        ).order_by("point")
        with pytest.raises(TypeError, match=r"cannot write \(1, 1\) into a page key"):
            KeysetPaginator(queryset, 5).page(1).next_page_number()

    def test_page_numbers(self) -> None:
        paginator = KeysetPaginator(Quest.objects.all(), 5)
        cure = (
            " needs page numbers, and pages by key have none. Link to "
            "next_page_number() and previous_page_number(), or use Django's Paginator."
        )
        page = paginator.page(1)
        for name, use in {
            "KeysetPaginator.page_range": lambda: paginator.page_range,
            "KeysetPaginator.get_elided_page_range()": paginator.get_elided_page_range,
            "KeysetPage.start_index()": page.start_index,
            "KeysetPage.end_index()": page.end_index,
        }.items():
            with pytest.raises(TypeError) as error:
                use()
            assert str(error.value) == name + cure


class PointField(IntegerField):  # type: ignore[type-arg]  # generic in the stubs
    """A column whose Python value is of a type of its own."""

    def from_db_value(self, value: int, *args: Any) -> tuple[int, int]:
        return value, value


@pytest.mark.usefixtures("quests")
class TestKeys:
    def key(self, *ordering: Any) -> str:
        queryset = Quest.objects.order_by(*ordering)
        number = KeysetPaginator(queryset, 5).page(1).next_page_number()
        assert isinstance(number, str)
        return number

    def test_a_key_is_short_and_needs_no_escape_in_a_url(self) -> None:
        key = self.key("rank", "-title")
        assert quote(key, safe="") == key
        assert len(key) < 75

    @pytest.mark.parametrize(
        "number",
        [
            *["", "abc", "0", "-1", "1.0", "²", "~", "~~~", ".", "None", "9" * 5000],
            *["\x00", "\udc80", "é~é", "a~" + "b" * 43],
            *[0, -1, 10**30, None, 1.5, b"1", []],
        ],
    )
    def test_what_is_no_key(self, number: Any) -> None:
        with pytest.raises(InvalidPageKey, match="not one of this list"):
            KeysetPaginator(Quest.objects.order_by("rank"), 5).page(number)

    def test_one_changed_character(self) -> None:
        key = self.key("rank")
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 5)
        assert len(paginator.page(key)) == 5
        for index, character in enumerate(key[:-1]):
            forged = key[:index] + ("A" if character != "A" else "B") + key[index + 1 :]
            with pytest.raises(InvalidPageKey):
                paginator.page(forged)

    @pytest.mark.parametrize(
        ("ordering", "other"),
        [
            (["rank"], ["-rank"]),
            (["rank"], ["rank", "title"]),
            (["score"], ["shelf"]),
            ([F("score").asc(nulls_first=True)], ["score"]),
            ([Lower("title")], [Upper("title")]),
        ],
    )
    def test_the_key_of_another_ordering(self, ordering: Any, other: Any) -> None:
        with pytest.raises(InvalidPageKey):
            KeysetPaginator(Quest.objects.order_by(*other), 5).page(self.key(*ordering))

    def test_the_key_of_an_annotation_of_another_type(self) -> None:
        texts = Quest.objects.annotate(x=F("title")).order_by("x")
        numbers = Quest.objects.annotate(x=F("rank") * 1).order_by("x")
        for queryset, other in [(texts, numbers), (numbers, texts)]:
            key = KeysetPaginator(queryset, 5).page(1).next_page_number()
            with pytest.raises(InvalidPageKey):
                KeysetPaginator(other, 5).page(key)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("rank", "a"),
            ("code", "a"),
            ("rank", datetime.date(2026, 3, 1)),
        ],
    )
    @pytest.mark.parametrize("backwards", [True, False])
    def test_a_value_that_the_column_refuses(
        self, column: str, value: Any, backwards: bool
    ) -> None:
        # The field of an annotation can change while its name and type stay.
        paginator = KeysetPaginator(Quest.objects.order_by(column, "pk"), 5)
        key = paginator.keys.write([value, 1], backwards=backwards)
        with pytest.raises(InvalidPageKey, match="not one of this list"):
            paginator.page(key)
        assert paginator.get_page(key).number == 1

    def test_the_key_of_another_model(self) -> None:
        with pytest.raises(InvalidPageKey):
            KeysetPaginator(Guild.objects.order_by("pk"), 5).page(self.key("pk"))

    def test_the_key_of_another_site(self) -> None:
        key = self.key("rank")
        with override_settings(SECRET_KEY="another"), pytest.raises(InvalidPageKey):
            KeysetPaginator(Quest.objects.order_by("rank"), 5).page(key)
        with override_settings(
            SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]
        ):
            assert KeysetPaginator(Quest.objects.order_by("rank"), 5).page(key)

    def test_a_key_within_a_filter(self) -> None:
        queryset = Quest.objects.order_by("rank").filter(title="a")
        page = KeysetPaginator(queryset, 5).page(self.key("rank"))
        assert {quest.title for quest in page} == {"a"}

    def test_the_error_message_can_be_set(self) -> None:
        paginator = KeysetPaginator(
            Quest.objects.all(), 5, error_messages={"invalid_key": "No such page"}
        )
        with pytest.raises(InvalidPage, match="No such page"):
            paginator.page("abc")

    def test_get_page_is_lenient(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 5)
        assert paginator.get_page("abc").number == 1
        key = paginator.page(1).next_page_number()
        assert paginator.get_page(key).number == key
        Quest.objects.filter(pk__gt=paginator.page(1)[-1].pk).exclude(
            pk__in=ids(paginator.page(1))
        ).delete()
        Quest.objects.exclude(pk__in=ids(paginator.page(1))).delete()
        assert str(paginator.get_page(key).number) == "last"


class OneLessField(IntegerField):  # type: ignore[type-arg]  # generic in the stubs
    """A column that the database does not find by what rows have of it."""

    def from_db_value(self, value: int, *args: Any) -> int:
        return value - 1


class OneMoreField(IntegerField):  # type: ignore[type-arg]  # generic in the stubs
    def from_db_value(self, value: int, *args: Any) -> int:
        return value + 1


@pytest.mark.usefixtures("quests")
class TestProgress:
    """Rows that would come again, on and on, are an error."""

    def paginator(self, field: Any, size: int) -> KeysetPaginator:
        ranks = Quest.objects.annotate(x=ExpressionWrapper(F("rank"), field))
        return KeysetPaginator(ranks.order_by("x"), size)

    @pytest.mark.parametrize("size", [1, 3, 10])
    def test_forwards(self, size: int) -> None:
        paginator = self.paginator(OneLessField(), size)
        page = paginator.page(1)
        after = [page[-1].x, page[-1].pk]
        with pytest.raises(TypeError) as error:
            paginator.page(page.next_page_number())
        assert str(error.value) == (
            f"KeysetPaginator found the row of {after!r} after itself: the database "
            "compares other values than it returns for keyset.quest by x IntegerField, "
            "id BigAutoField. Order by columns, or by a Cast() of what is computed, as "
            "to FloatField()."
        )

    @pytest.mark.parametrize("size", [1, 3, 10])
    def test_backwards(self, size: int) -> None:
        paginator = self.paginator(OneMoreField(), size)
        key = paginator.page("last").previous_page_number()
        with pytest.raises(TypeError, match="after itself"):
            paginator.page(key)


@pytest.mark.usefixtures("quests")
class TestRowsThatComeAndGo:
    def paginator(self) -> KeysetPaginator:
        return KeysetPaginator(Quest.objects.order_by("title", "rank"), 10)

    def test_nothing_is_skipped_where_rows_were_deleted(self) -> None:
        expected = ids(Quest.objects.order_by("title", "rank", "pk"))
        first = self.paginator().page(1)
        key = first.next_page_number()
        # The row that the key was made of is among them.
        Quest.objects.filter(pk__in=ids(first)[4:]).delete()
        second = self.paginator().page(key)
        assert ids(second) == expected[10:20]
        assert ids(self.paginator().page(second.previous_page_number())) == expected[:4]

    def test_nothing_comes_twice_where_rows_were_added(self) -> None:
        expected = ids(Quest.objects.order_by("title", "rank", "pk"))
        key = self.paginator().page(1).next_page_number()
        Quest.objects.create(title="", rank=-5, shelf=99)
        assert ids(self.paginator().page(key)) == expected[10:20]

    def test_all_rows_after_a_key_are_gone(self) -> None:
        first = self.paginator().page(1)
        key = first.next_page_number()
        Quest.objects.exclude(pk__in=ids(first)).delete()
        with pytest.raises(EmptyPage):
            self.paginator().page(key)
        page = self.paginator().empty_page(key)
        assert list(page) == []
        assert not page.has_next()
        assert ids(self.paginator().page(page.previous_page_number())) == ids(first)
        with pytest.raises(EmptyPage):
            page.next_page_number()

    def test_all_rows_before_a_key_are_gone(self) -> None:
        last = self.paginator().page("last")
        key = last.previous_page_number()
        Quest.objects.exclude(pk__in=ids(last)).delete()
        with pytest.raises(EmptyPage):
            self.paginator().page(key)
        page = self.paginator().empty_page(key)
        assert not page.has_previous()
        assert ids(self.paginator().page(page.next_page_number())) == ids(last)
        with pytest.raises(EmptyPage):
            page.previous_page_number()


@pytest.mark.usefixtures("quests")
class TestAsDjangosPaginator:
    def test_count_and_num_pages_cost_a_query_only_when_asked(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 25)
        with CaptureQueriesContext(connection) as queries:
            page = paginator.page(1)
        assert ["COUNT" in query["sql"] for query in queries] == [False]
        assert page.paginator.count == 60
        assert page.paginator.num_pages == 3
        assert repr(page) == "<KeysetPage 1>"

    def test_iteration(self) -> None:
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 25))
        assert [len(page) for page in pages] == [25, 25, 10]
        assert [page.has_other_pages() for page in pages] == [True] * 3
        assert pages[1][0] == Quest.objects.order_by("rank", "pk")[25]

    def test_orphans_join_the_last_page(self) -> None:
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 19, orphans=3))
        assert [len(page) for page in pages] == [19, 19, 22]
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 19, orphans=2))
        assert [len(page) for page in pages] == [19, 19, 19, 3]

    @pytest.mark.parametrize("number", [1, "1", "last"])
    def test_an_empty_list(self, number: Any) -> None:
        page = KeysetPaginator(Quest.objects.none(), 5).page(number)
        assert list(page) == []
        assert not page.has_other_pages()
        with pytest.raises(EmptyPage):
            KeysetPaginator(Quest.objects.none(), 5, 0, False).page(number)
