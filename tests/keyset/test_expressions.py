"""
Whatever the database sorts, pages find again.

Each case is a column or an expression, with values that a way through Python would
change: they are rounded, shifted, folded or have several spellings.
"""

from __future__ import annotations

import datetime
import random
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import (
    Cast,
    Coalesce,
    Collate,
    Concat,
    ExtractHour,
    JSONObject,
    Length,
    Lower,
    NullIf,
    Round,
    TruncDate,
    TruncDay,
    TruncHour,
    TruncMonth,
    TruncTime,
)
from django.test import override_settings
from django.utils import timezone

from htmx_views.keyset.expressions import Stored
from tests.keyset.models import Guild, Quest, Sample
from tests.keyset.walks import assert_every_row_comes_once

pytestmark = pytest.mark.django_db

UTC = datetime.timezone.utc
# Daylight saving time ends in Berlin between the second and the third.
NIGHT = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
MICROSECOND = datetime.timedelta(microseconds=1)

VALUES: dict[str, list[Any]] = {
    "whole": [0, 1, -1, 2**53, 2**53 + 1, 2**63 - 1, -(2**63)],
    "exact": [
        Decimal("2000000000.1234561"),
        Decimal("2000000000.1234565"),
        Decimal("2000000000.1234569"),
        Decimal("2000000000.5"),
        Decimal("9999999999999.9999999999"),
        Decimal("9999999999999.9999999998"),
        Decimal("0.0000000001"),
        Decimal("-0.1"),
    ],
    "money": [Decimal("0.10"), Decimal("9.99"), Decimal("10.00"), Decimal("-0.01")],
    "real": [
        *(0.1, 0.1 + 2**-56, 1 / 3, 1e300, 5e-324, 0.0, -0.0, 2.0**53),
        *(float("inf"), float("-inf"), float("nan")),
    ],
    "text": [
        "",
        "a",
        "A",
        "á",
        "a ",
        "a\\b",
        "a'b",
        "a%sb",
        "ß",
        "ss",
        "z",
        "\U0001f409",
    ],
    "flag": [True, False],
    "moment": [
        *(NIGHT + datetime.timedelta(minutes=n) for n in (0, 30, 45, 60, 90)),
        NIGHT + MICROSECOND,
        NIGHT + 2 * MICROSECOND,
        datetime.datetime(1, 1, 2, tzinfo=UTC),
        datetime.datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
    ],
    "day": [NIGHT.date(), datetime.date(1, 1, 1), datetime.date(9999, 12, 31)],
    "hour": [datetime.time(), datetime.time(1, 2, 3, 4), datetime.time(1, 2, 3)],
    "length": [
        datetime.timedelta(1, 2, 3),
        datetime.timedelta(0),
        -MICROSECOND,
        datetime.timedelta(-400),
        datetime.timedelta(hours=24),
    ],
    "code": [uuid.UUID(int=1), uuid.UUID(int=2**127), uuid.UUID(int=2**128 - 1)],
    "seal": [b"", b"\x00\xff", b"a", b"\\x00", b"a\x00"],
    "facts": [
        *({"a": 1}, {"a": 1.5}, {"a": "1"}, {"a": None}, {"a": 10**20}, {"a": [1]}),
        *([], {}, "a", 'say "a"', 1.1, True, 0.1 + 0.2),
    ],
    "address": ["10.0.0.2", "10.0.0.10", "::1", "fe80::1"],
    "point": [(1, 2), (1, 3), (0, 9)],
}


@pytest.fixture
def samples() -> None:
    """Rows with all values of each column, and with ties and NULLs in most."""
    rows = max(map(len, VALUES.values())) + 6
    chance = random.Random(7)
    columns = {
        name: chance.sample([*values, *values[:2], None, None] * rows, rows)
        for name, values in VALUES.items()
    }
    for name, values in VALUES.items():
        columns[name][: len(values)] = values
        chance.shuffle(columns[name])
    Sample.objects.bulk_create(
        Sample(**{name: column[row] for name, column in columns.items()})
        for row in range(rows)
    )


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("column", [*VALUES, "twice", "upper"])
def test_a_column(column: str) -> None:
    assert_every_row_comes_once(Sample.objects.all(), column)


class Half(DecimalField):  # type: ignore[type-arg]  # generic in the stubs only
    """A decimal that the database computes."""

    def __init__(self) -> None:
        super().__init__(max_digits=30, decimal_places=2)


EXPRESSIONS: dict[str, Any] = {
    "arithmetic of decimals": F("exact") / 3,
    "a sum of decimals": F("exact") + Decimal("0.1"),
    "a decimal of a float": ExpressionWrapper(
        F("money") + F("real"), output_field=Half()
    ),
    "a cast to a decimal": Cast("exact", Half()),
    "a cast to a float": Cast("exact", FloatField()),
    "a cast to text": Cast("real", TextField()),
    "a cast to a date": Cast("moment", DateField()),
    "rounding": Round("exact", 3),
    "a truth": ExpressionWrapper(Q(whole__gt=0), output_field=BooleanField()),
    "a condition": Exists(Sample.objects.filter(whole__gt=OuterRef("whole"))),
    "a subquery": Subquery(
        Sample.objects.filter(whole__lte=OuterRef("whole"))
        .order_by("whole")
        .values("exact")[:1]
    ),
    "a case": Case(
        When(whole__gt=0, then="text"), default=Value("-"), output_field=TextField()
    ),
    "a case that has values only": Case(
        When(whole__gt=0, then=Value(1.5)),
        When(whole=0, then=Value(1)),
        output_field=FloatField(),
    ),
    "the first that is not null": Coalesce("money", "exact"),
    "null where equal": NullIf("text", Value("a", TextField())),
    "lower case": Lower("text"),
    "a length": Length("text"),
    "text together": Concat(
        "text", Value("%"), Cast("whole", TextField()), output_field=TextField()
    ),
    "a constant": Value("a"),
    "SQL": RawSQL("whole %% %s", [3]),
    "a key of JSON": "facts__a",
    "a text of JSON": "facts__a__0",
    "made JSON": JSONObject(a="whole"),
    "an hour": ExtractHour("moment"),
    "a day": "moment__day",
    "a difference of times": F("moment") - Value(NIGHT),
    "a time and a duration": ExpressionWrapper(
        F("day") - datetime.timedelta(hours=36),
        output_field=DateTimeField(),
    ),
    "a duration and a duration": F("length") + datetime.timedelta(hours=1),
    "a converted column": F("point") + 0,
}


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("what", EXPRESSIONS)
def test_an_expression(what: str) -> None:
    expression = EXPRESSIONS[what]
    # A day and a half before that, Python has no dates any more.
    samples = Sample.objects.exclude(day__year=1)
    assert_every_row_comes_once(samples, expression)
    column = F(expression) if isinstance(expression, str) else expression
    assert_every_row_comes_once(samples.annotate(x=column), "x")


FOLDING = {
    "sqlite": ["nocase", "rtrim", "binary"],
    "postgresql": ["C", "POSIX", "und-x-icu", "de-x-icu", "folding"],
}[connection.vendor]


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("collation", FOLDING)
def test_a_collation(collation: str) -> None:
    if collation == "folding":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE COLLATION folding (provider = icu, deterministic = false, "
                "locale = 'und-u-ks-level1')"
            )
    assert_every_row_comes_once(Sample.objects.all(), Collate("text", collation))


ONLY_ON_POSTGRESQL = {
    "small floats": "(whole / 3.0)::float4",
    "a number that is none": "CASE WHEN flag THEN 'NaN' ELSE exact END",
    "a number without an end": "CASE WHEN flag THEN 'Infinity' ELSE exact END",
    "as many digits as it takes": "1 / (exact + 0.7) + 0.00000000000000000000000001",
    "months, which are 30 days": "make_interval(months => flag::int, days => 30)",
    "spellings of one number": "CASE WHEN flag THEN 1.0 ELSE 1.00 END",
    "a list": "ARRAY[text, 'a,b', NULL]",
    "a range": "int8range(0, abs(whole / 2))",
    "padded text": "text::char(9)",
    "a network": "set_masklen(address, 8)",
    "a name": "text::name",
}


@pytest.mark.usefixtures("samples")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="other types there")
@pytest.mark.parametrize("what", ONLY_ON_POSTGRESQL)
def test_a_type_of_postgresql(what: str) -> None:
    expression = RawSQL(ONLY_ON_POSTGRESQL[what], [])
    assert_every_row_comes_once(Sample.objects.all(), expression)


@pytest.mark.usefixtures("samples")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="columns have types there")
def test_values_of_other_types_than_the_column() -> None:
    for number, value in enumerate(["'10'", "'x'", "x'00'", "1e20", "9", "'1e1'"]):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE keyset_sample SET whole = {value}, text = {value}, "
                f"exact = {value} WHERE id % 7 = {number}",
            )
    samples = Sample.objects.only("pk")
    for column in ("whole", "text", "exact"):
        assert_every_row_comes_once(samples, RawSQL(column, []))


@pytest.fixture
def quests() -> None:
    guilds = [Guild.objects.create(name=name) for name in ("Owl", "Elk", "Yak")]
    Quest.objects.bulk_create(
        Quest(
            guild=guilds[number % 3],
            rank=number % 2,
            reward=Decimal(number % 5 + 1) / 4,
            place=number,
            begun=NIGHT + datetime.timedelta(hours=9 * number) if number else None,
        )
        for number in range(14)
    )


@pytest.mark.usefixtures("quests")
@pytest.mark.parametrize("aggregate", [Avg, Sum, Count])
def test_an_aggregate(aggregate: Any) -> None:
    guilds = Guild.objects.annotate(x=aggregate(F("quests__reward") / 3))
    assert_every_row_comes_once(guilds, "x")
    assert_every_row_comes_once(guilds, F("x") + 1)


@pytest.mark.usefixtures("quests")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="no lists there")
def test_an_aggregate_of_postgresql() -> None:
    guilds = Guild.objects.annotate(x=ArrayAgg("quests__rank", order_by="quests__rank"))
    assert_every_row_comes_once(guilds, "x")


@pytest.mark.usefixtures("quests")
@pytest.mark.parametrize("time_zone", ["UTC", "Europe/Berlin", "America/Chicago"])
class TestTimeZones:
    @pytest.mark.parametrize(
        "begun",
        [
            TruncHour("begun"),
            TruncDay("begun"),
            TruncMonth("begun"),
            TruncDate("begun"),
            TruncTime("begun"),
            TruncDay("begun", output_field=DateField()),
            Coalesce(TruncDay("begun"), TruncDay("begun")),
        ],
    )
    def test_of_the_site(self, begun: Any, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone):
            quests = Quest.objects.annotate(at=begun)
            assert_every_row_comes_once(quests, begun)
            assert_every_row_comes_once(quests, "at")

    def test_of_a_reader(self, time_zone: str) -> None:
        with timezone.override(time_zone):
            assert_every_row_comes_once(Quest.objects.all(), TruncDay("begun"))

    def test_none(self, time_zone: str) -> None:
        with override_settings(TIME_ZONE=time_zone, USE_TZ=False):
            assert_every_row_comes_once(Quest.objects.all(), TruncDay("begun"))
            assert_every_row_comes_once(Quest.objects.all(), "begun")


def test_what_each_database_is_asked_for() -> None:
    compiler = Sample.objects.all().query.get_compiler("default")
    day: Any = Sample._meta.get_field("day")
    stored = Stored(day.get_col("keyset_sample"))
    sql, params = stored.as_sql(compiler, connection)
    # Without a sign SQLite's driver would make a date of it.
    assert (sql, [*params]) == ('+("keyset_sample"."day")', [])
    sql, params = stored.as_postgresql(compiler, connection)
    assert (sql, [*params]) == ('("keyset_sample"."day")::text', [])
