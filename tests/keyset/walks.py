"""Page through a queryset as readers do."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset import KeysetPaginator


def ids(rows: Any) -> list[Any]:
    return [row.pk for row in rows]


def walk(queryset: QuerySet[Any], size: int = 7) -> tuple[list[Any], list[Any]]:
    """Return all rows page by page: forwards from the first, back from the last."""
    paginator = KeysetPaginator(queryset, size)
    there: list[Any] = []
    back: list[Any] = []
    page = paginator.page(1)
    assert not page.has_previous()
    there += page.object_list
    while page.has_next():
        with CaptureQueriesContext(connection) as queries:
            # A new paginator, as each request has: only the key travels.
            page = KeysetPaginator(queryset.all(), size).page(page.next_page_number())
        assert len(queries) == 1
        assert page.has_previous()
        there += page.object_list
    page = paginator.page("last")
    assert not page.has_next()
    back[:0] = page.object_list
    while page.has_previous():
        page = KeysetPaginator(queryset.all(), size).page(page.previous_page_number())
        assert page.has_next()
        back[:0] = page.object_list
    return there, back
