"""Page through a queryset as readers do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

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
        # A new paginator, as each request has: only the key travels.
        page = KeysetPaginator(queryset.all(), size).page(page.next_page_number())
        assert page.has_previous()
        there += page.object_list
        assert len(there) <= 1_000, "the walk has no end"
    page = paginator.page("last")
    assert not page.has_next()
    back[:0] = page.object_list
    while page.has_previous():
        page = KeysetPaginator(queryset.all(), size).page(page.previous_page_number())
        assert page.has_next()
        back[:0] = page.object_list
        assert len(back) <= 1_000, "the walk has no end"
    return there, back


def assert_every_row_comes_once(queryset: QuerySet[Any], term: Any) -> None:
    """Walk in the order of ``term``, each row a page, as Django has the whole list."""
    there, back = walk(queryset.order_by(term), 1)
    assert ids(there) == ids(queryset.order_by(term, "pk"))
    assert ids(back) == ids(there)


def refusal(action: Callable[[], Any]) -> str:
    """Return what the error says that ``action`` raises."""
    with pytest.raises(TypeError) as error:
        action()
    return str(error.value)
