"""The database seeks the rows of a page in an index, with few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset import KeysetPaginator
from tests.keyset.models import Quest

pytestmark = pytest.mark.django_db


def conditions(*ordering: Any, backwards: bool = False) -> list[str]:
    """Return what the queries for the page after the first row select by."""
    quests = Quest.objects.order_by(*ordering)
    page = KeysetPaginator(quests, 1).page("last" if backwards else 1)
    key = page.previous_page_number() if backwards else page.next_page_number()
    with CaptureQueriesContext(connection) as queries:
        KeysetPaginator(quests, 9).page(key)
    return list(map(condition, queries))


def condition(query: dict[str, str]) -> str:
    sql = query["sql"].split(" WHERE ")[1].split(" ORDER BY ")[0]
    for name in ('"keyset_quest".', '"'):
        sql = sql.replace(name, "")
    if connection.vendor == "postgresql":
        for number in "0123456789":
            sql = sql.replace(f"'{number}'", number)
    return sql


class TestConditions:
    @pytest.fixture(autouse=True)
    def two_quests(self) -> None:
        for number, score in enumerate([5, 7]):
            Quest.objects.create(
                pk=number + 1, title="a", rank=3, score=score, place=number
            )

    def test_one_direction_is_one_comparison(self) -> None:
        assert conditions("rank", "title") == ["(rank, title, id) > (3, 'a', 1)"]
        assert conditions("-rank", "-pk") == ["(rank, id) < (3, 2)"]

    def test_each_change_of_direction_is_a_seek_of_its_own(self) -> None:
        assert conditions("rank", "-title", "shelf") == [
            "((rank) = (3) AND (title) = ('a') AND (shelf, id) > (0, 1))",
            "((rank) = (3) AND (title) < ('a'))",
            "(rank) > (3)",
        ]

    def test_backwards(self) -> None:
        assert conditions("rank", "-title", backwards=True) == [
            "((rank) = (3) AND (title, id) > ('a', 1))",
            "(rank) < (3)",
        ]

    @pytest.mark.parametrize(
        ("score", "expected"),
        [
            (
                F("score").asc(nulls_last=True),
                ["((score) = (5) AND (id) > (1))", "(score) > (5)", "(score) IS NULL"],
            ),
            (
                F("score").asc(nulls_first=True),
                ["((score) = (5) AND (id) > (1))", "(score) > (5)"],
            ),
        ],
    )
    def test_a_column_with_nulls(self, score: Any, expected: list[str]) -> None:
        assert conditions(score) == expected

    @pytest.mark.parametrize(
        ("score", "expected"),
        [
            (
                F("score").asc(nulls_first=True),
                ["((score) IS NULL AND (id) > (1))", "(score) IS NOT NULL"],
            ),
            (F("score").desc(nulls_last=True), ["((score) IS NULL AND (id) < (2))"]),
        ],
    )
    def test_after_a_null(self, score: Any, expected: list[str]) -> None:
        Quest.objects.update(score=None)
        assert conditions(score) == expected


class TestQueries:
    """A page stops asking as soon as it is full."""

    @pytest.fixture
    def fifteen_quests(self) -> None:
        # Five rows of each of three ranks.
        Quest.objects.bulk_create(
            Quest(rank=number % 3, title=str(number), place=number)
            for number in range(15)
        )

    @pytest.mark.usefixtures("fifteen_quests")
    def test_one_where_a_page_crosses_nothing(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("-rank", "title"), 2)
        counts = []
        page = None
        for _ in range(7):
            with CaptureQueriesContext(connection) as queries:
                page = paginator.page(page.next_page_number() if page else 1)
            counts.append(len(queries))
        # The third page holds rows of two ranks. So do the fifth and the row after it,
        # by which it knows that there is a sixth.
        assert counts == [1, 1, 2, 1, 2, 2, 1]

    @pytest.mark.usefixtures("fifteen_quests")
    def test_no_more_than_are_needed(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("title"), 2)
        for page in paginator:
            if page.has_next():
                with CaptureQueriesContext(connection) as queries:
                    paginator.page(page.next_page_number())
                assert len(queries) == 1
