"""Page 50,000 of a million rows: by key, and by offset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset import KeysetPaginator
from htmx_views.testing import HtmxClient
from monsters.models import Monster
from tests.benchmarks.conftest import OURS, Measure

ROWS = 1_000_000
SIZE = 20
PAGE = 50_000
DATABASE = connection.display_name

#: One direction, and two: there 10,000 rows share each level.
ORDERINGS = {"name": ("name", "pk"), "-level, name": ("-level", "name")}
#: How much more page 50,000 may cost than page 1.
BOUNDS = {"name": 1.3, "-level, name": 2}

NAME = {
    "sqlite": "printf('%%08x', (n * 2654435761) %% 4294967296)",
    "postgresql": "lpad(to_hex((n * 2654435761) %% 4294967296), 8, '0')",
}[connection.vendor]


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the table, and empty it again."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE numbers(n) AS (
                SELECT CAST(1 AS bigint)
                UNION ALL SELECT n + 1 FROM numbers WHERE n < %s
            )
            INSERT INTO monsters_monster (name, type, level, habitat, notes)
            SELECT {NAME}, 'moss', 1 + (n * 7919) %% 100, 'bog', '' FROM numbers
            """,
            [ROWS],
        )
        cursor.execute(
            "CREATE INDEX by_level ON monsters_monster (level DESC, name, id)"
        )
        cursor.execute("ANALYZE")
        yield
        cursor.execute("DROP INDEX by_level")
        cursor.execute("DELETE FROM monsters_monster")


def key_of_page(ordering: tuple[str, ...], number: int) -> Any:
    """Return the key of page ``number``, as a page between two rows has it."""
    if number == 1:
        return 1
    rows = Monster.objects.order_by(*ordering)
    end = (number - 1) * SIZE
    two = rows.filter(pk__in=[monster.pk for monster in rows[end - 1 : end + 1]])
    return KeysetPaginator(two, 1).page(1).next_page_number()


def page_by_key(ordering: str, number: int) -> Callable[[], list[Monster]]:
    key = key_of_page(ORDERINGS[ordering], number)

    def page() -> list[Monster]:
        queryset = Monster.objects.order_by(*ORDERINGS[ordering])
        found = KeysetPaginator(queryset, SIZE).page(key)
        found.has_next() and found.next_page_number()
        return list(found)

    return page


@pytest.mark.usefixtures("rows")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ordering", "number", "count"),
    [
        ("name", 1, 1),
        ("name", PAGE, 1),
        ("-level, name", 1, 1),
        # It ends the last level, and looks for the next.
        ("-level, name", PAGE, 2),
    ],
)
def test_by_key(ordering: str, number: int, count: int, measure: Measure) -> None:
    page = page_by_key(ordering, number)
    with CaptureQueriesContext(connection) as queries:
        page()
    cost = "1 query" if count == 1 else f"{count} queries"
    shown = measure(
        f"page of {ROWS:,} rows on {DATABASE}, by {ordering}",
        f"{OURS}: KeysetPaginator, page {number:,} ({cost})",
        page,
        limit=None if number == 1 else page_by_key(ordering, 1),
        bound=None if number == 1 else BOUNDS[ordering],
    )
    assert len(shown) == SIZE
    assert len(queries) == count


@pytest.mark.usefixtures("rows")
@pytest.mark.django_db
@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("number", [1, PAGE])
def test_by_offset(ordering: str, number: int, measure: Measure) -> None:
    def page() -> list[Monster]:
        queryset = Monster.objects.order_by(*ORDERINGS[ordering])
        return list(Paginator(queryset, SIZE).page(number))

    with CaptureQueriesContext(connection) as queries:
        page()
    shown = measure(
        f"page of {ROWS:,} rows on {DATABASE}, by {ordering}",
        f"Django: Paginator, page {number:,} ({len(queries)} queries)",
        page,
        limit=page_by_key(ordering, 1),
        rounds=5,
    )
    assert len(shown) == SIZE


@pytest.mark.usefixtures("rows")
@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, PAGE])
def test_the_view(number: int, measure: Measure, client: HtmxClient) -> None:
    key = key_of_page(("name", "pk"), number)
    shown = measure(
        f"answer of a list of {ROWS:,} rows on {DATABASE}, by name",
        f"{OURS}: fragment of page {number:,}, by key",
        lambda: client.get(f"/endless/?page={key}", htmx=True),
        limit=None if number == 1 else lambda: client.get("/endless/", htmx=True),
        bound=None if number == 1 else 1.3,
    )
    assert shown.content.count(b"<article") == SIZE


@pytest.fixture
def client() -> HtmxClient:
    return HtmxClient()
