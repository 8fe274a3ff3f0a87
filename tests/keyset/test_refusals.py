"""What has no row to continue from is refused with the cure."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.functions import RandomUUID, TransactionNow
from django.db import connection, connections
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, Random, RowNumber
from django.db.models.lookups import GreaterThan
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset import KeysetPaginator
from tests.keyset.models import Clue, Quest
from tests.keyset.walks import ids, refusal, walk

pytestmark = pytest.mark.django_db


def message(queryset: Any) -> str:
    with CaptureQueriesContext(connection) as queries:
        text = refusal(lambda: KeysetPaginator(queryset, 5).page(1))
    assert len(queries) == 0
    start, end = "KeysetPaginator cannot page through ", ", or use Django's Paginator."
    assert text.startswith(start)
    assert text.endswith(end)
    return text[len(start) : -len(end)]


def spot() -> Window:
    return Window(RowNumber(), order_by=F("rank").asc())


DICTS = "values(), values_list() or dates()"


@pytest.mark.parametrize(
    ("queryset", "what"),
    [
        (lambda: Quest.objects.all()[:5], "a slice"),
        (lambda: Quest.objects.union(Quest.objects.all()), "the union of querysets"),
        (lambda: Quest.objects.distinct("rank"), "distinct(*fields)"),
        (lambda: Quest.objects.extra(order_by=["rank"]), "extra(select=…, order_by=…)"),
        (lambda: Quest.objects.extra({"x": "rank"}), "extra(select=…, order_by=…)"),
        (lambda: Quest.objects.values("rank"), DICTS),
        (lambda: Quest.objects.values_list("rank"), DICTS),
        (lambda: Quest.objects.dates("day", "year"), DICTS),
    ],
)
def test_querysets(queryset: Any, what: str) -> None:
    assert message(queryset()) == f"{what} of Quest. Pass the queryset without it"


def test_what_is_no_queryset() -> None:
    assert message([1, 2]) == "a list. Pass a queryset"


def test_other_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "vendor", "mysql")
    assert message(Quest.objects.all()) == (
        "a database of mysql, whose values may change on their way. Use PostgreSQL or "
        "SQLite"
    )


@pytest.mark.parametrize(
    "queryset",
    [
        lambda: Quest.objects.annotate(spot=spot()),
        lambda: Quest.objects.annotate(all=Window(Count("*"))),
        lambda: Quest.objects.alias(spot=spot() + 1).order_by("spot"),
        lambda: Quest.objects.annotate(spot=spot()).filter(spot__gt=1),
        lambda: Quest.objects.filter(GreaterThan(spot(), 2)),
        lambda: Quest.objects.order_by("rank", spot()),
        lambda: Quest.objects.order_by((F("rank") + spot()).desc()),
    ],
)
def test_window_functions(queryset: Any) -> None:
    assert message(queryset()) == (
        "a window function of Quest, which sees the rows of one page only. Compute it "
        "in a Subquery"
    )


@pytest.mark.usefixtures("quests")
def test_a_window_function_in_a_subquery() -> None:
    queryset = Quest.objects.annotate(
        spot=Subquery(
            Quest.objects.filter(guild=OuterRef("guild"))
            .annotate(spot=Window(Count("*")))
            .values("spot")[:1]
        )
    ).order_by("spot", "pk")
    there, back = walk(queryset)
    expected = list(queryset.values_list("pk", "spot"))
    assert len({spot for pk, spot in expected}) > 3
    assert [(quest.pk, quest.spot) for quest in there] == expected
    assert ids(back) == ids(there)


@pytest.mark.parametrize(
    "ordering",
    [
        "?",
        Random(),
        Random() * 2,
        Now() - F("begun"),
        Case(When(begun__lt=Now(), then=Value(1)), default=Value(0)),
        RandomUUID(),
        TransactionNow(),
        Subquery(Clue.objects.order_by("?").values("weight")[:1]),
        RawSQL("now()", []),
        RawSQL("Random()", []),
        RawSQL("current_date", []),
        RawSQL("clock_timestamp()", []),
    ],
)
def test_what_has_another_value_for_each_page(ordering: Any) -> None:
    text = message(Quest.objects.order_by("rank", ordering))
    assert text.startswith("Quest by ")
    assert text.endswith(
        " ASC, which has another value for each page. Order by a column that holds it"
    )


@pytest.mark.parametrize(
    "ordering",
    [
        RawSQL('"keyset_quest"."rank" + length("now" || "random")', []),
        RawSQL("coalesce(current_level, randomness)", []),
        RawSQL("to_timestamp(0)", []),
        Value("now()"),
    ],
)
def test_what_has_the_same_value_for_each_page(ordering: Any) -> None:
    assert KeysetPaginator(Quest.objects.order_by(ordering), 5).ordering.terms


def test_page_numbers() -> None:
    paginator = KeysetPaginator(Quest.objects.all(), 5)
    page = paginator.page(1)
    for name, use in {
        "KeysetPaginator.page_range": lambda: paginator.page_range,
        "KeysetPaginator.get_elided_page_range()": paginator.get_elided_page_range,
        "KeysetPage.start_index()": page.start_index,
        "KeysetPage.end_index()": page.end_index,
    }.items():
        assert refusal(use) == (
            f"{name} needs page numbers, and pages by key have none. Link to "
            "next_page_number() and previous_page_number(), or use Django's Paginator."
        )
