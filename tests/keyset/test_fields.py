"""Columns that the database computes: it finds again what it returned."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import (
    Avg,
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    QuerySet,
    Sum,
)
from django.db.models.functions import (
    Coalesce,
    TruncDate,
    TruncDay,
    TruncHour,
    TruncMonth,
)
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from htmx_views.keyset import KeysetPaginator
from tests.keyset.models import Guild, Quest
from tests.keyset.walks import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quests() -> None:
    """Rows within two hours, days and months, and of rewards that thirds round."""
    start = datetime.datetime(2026, 3, 28, 22, 50, tzinfo=datetime.timezone.utc)
    guilds = [Guild.objects.create(name=name) for name in ("Owl", "Elk", "Yak")]
    Quest.objects.bulk_create(
        Quest(
            guild=guilds[number % 3],
            title="a",
            rank=number % 2,
            begun=start + datetime.timedelta(hours=9 * number) if number else None,
            reward=Decimal(number % 5 + 1) / 4,
            weight=(number % 7) / 7,
            place=number,
        )
        for number in range(14)
    )


def assert_every_row_comes_once(queryset: QuerySet[Any], *ordering: Any) -> None:
    expected = list(queryset.order_by(*ordering))
    for size in (1, 3):
        there, back = walk(queryset.order_by(*ordering[:-1]), size)
        assert there == expected
        assert back == expected


# Daylight saving time begins in Berlin among these rows.
@pytest.mark.parametrize("time_zone", ["UTC", "Europe/Berlin", "America/Chicago"])
class TestTruncatedDatetimes:
    @pytest.mark.parametrize("function", [TruncHour, TruncDay, TruncMonth, TruncDate])
    def test_an_expression(self, function: Any, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone):
            quests = Quest.objects.all()
            assert_every_row_comes_once(quests, function("begun"), "pk")
            assert_every_row_comes_once(quests, function("begun").desc(), "-pk")

    @pytest.mark.parametrize(
        "begun",
        [
            TruncDay("begun"),
            TruncDay("begun", output_field=DateField()),
            Coalesce(TruncDay("begun"), TruncDay("begun")),
        ],
    )
    def test_an_annotation(self, begun: Any, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone):
            quests = Quest.objects.annotate(at=begun)
            assert_every_row_comes_once(quests, "-at", "-pk")
            assert_every_row_comes_once(quests.values("at", "pk"), "at", "pk")

    def test_groups(self, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone):
            months = Quest.objects.values(at=TruncDay("begun")).annotate(n=Count("pk"))
            assert_every_row_comes_once(months, "at", "n")

    def test_the_time_zone_of_a_reader(self, time_zone: str) -> None:
        with timezone.override(time_zone):
            assert_every_row_comes_once(Quest.objects.all(), TruncDay("begun"), "pk")

    def test_without_time_zones(self, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone, USE_TZ=False):
            assert_every_row_comes_once(Quest.objects.all(), TruncDay("begun"), "pk")


PRODUCT: Any = DecimalField(max_digits=8, decimal_places=2)


class TestComputedDecimals:
    @pytest.mark.parametrize(
        "decimal",
        [
            F("reward") / 3,
            F("reward") + Decimal("0.1"),
            ExpressionWrapper(F("reward") * F("weight"), output_field=PRODUCT),
        ],
    )
    def test_an_expression(self, decimal: Any) -> None:
        quests = Quest.objects.all()
        assert_every_row_comes_once(quests, decimal, "pk")
        assert_every_row_comes_once(quests, decimal.desc(), "-pk")
        annotated = quests.annotate(x=decimal)
        assert_every_row_comes_once(annotated, "-x", "-pk")
        assert_every_row_comes_once(annotated.values("x", "pk"), "x", "pk")

    @pytest.mark.parametrize("aggregate", [Avg, Sum])
    def test_an_aggregate(self, aggregate: Any) -> None:
        guilds = Guild.objects.annotate(x=aggregate(F("quests__reward") / 3))
        assert_every_row_comes_once(guilds, "x", "pk")
        groups = Quest.objects.values("guild").annotate(x=aggregate(F("reward") / 3))
        assert_every_row_comes_once(groups, "-x", "-guild_id")

    def test_rows_have_the_decimal_and_nothing_else(self) -> None:
        third = Quest.objects.annotate(x=F("reward") / 3).order_by("x")
        there, _ = walk(third.values("x"))
        assert isinstance(there[0]["x"], Decimal)
        assert {name for row in there for name in row} == {"x"}

    @pytest.mark.parametrize("column", ["reward", "x"])
    def test_a_column_is_compared_as_it_is(self, column: str) -> None:
        rewards = Quest.objects.annotate(x=F("reward")).order_by(column)
        assert_every_row_comes_once(rewards, column, "pk")
        with CaptureQueriesContext(connection) as queries:
            KeysetPaginator(rewards, 5).page("last")
        assert "CAST" not in queries[0]["sql"]
