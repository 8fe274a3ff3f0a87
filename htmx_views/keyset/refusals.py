"""What cannot be paged by key, with the reason and the cure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.models import OrderBy, QuerySet
from django.db.models.query import ModelIterable

#: The databases that read what they wrote to the very same value.
_EXACT = {"sqlite", "postgresql"}

#: SQL that has another value in the query of another page, quoted names taken out.
_VOLATILE = re.compile(
    r"\b(rand|random\w*|now|gen_random_uuid|uuidv[47]"
    r"|(clock|statement|transaction)_timestamp)\(|\bcurrent_(date|time)|'now'",
    re.IGNORECASE,
)
_QUOTED_NAME = re.compile(r'"[^"]*"')


def refusal(what: str, cure: str) -> TypeError:
    """Return the error that says what cannot be paged, and what can."""
    cure += ", or use Django's Paginator."
    return TypeError(f"KeysetPaginator cannot page through {what}. {cure}")


def check_queryset(queryset: Any) -> None:
    """Refuse what has no rows to continue from."""
    if not isinstance(queryset, QuerySet):
        raise refusal(f"a {type(queryset).__name__}", "Pass a queryset")
    vendor = connections[queryset.db].vendor
    if vendor not in _EXACT:
        raise refusal(
            f"a database of {vendor}, whose values may change on their way",
            "Use PostgreSQL or SQLite",
        )
    name, query = queryset.model.__name__, queryset.query
    problems = {
        "a slice": query.is_sliced,
        f"the {query.combinator} of querysets": query.combinator,
        "distinct(*fields)": query.distinct_fields,
        "extra(select=…, order_by=…)": query.extra or query.extra_order_by,
        "values(), values_list() or dates()": not issubclass(
            queryset._iterable_class, ModelIterable
        ),
    }
    for what, is_there in problems.items():
        if is_there:
            raise refusal(f"{what} of {name}", "Pass the queryset without it")


def check_ordering(query: Any, items: Sequence[OrderBy], sql: Iterable[str]) -> None:
    """Refuse a resolved ordering that is another one in the query of another page."""
    name = query.model.__name__
    # What selects a page's rows goes into WHERE, which a window function follows.
    for part in (*query.annotations.values(), query.where, *items):
        if part.contains_over_clause:
            raise refusal(
                f"a window function of {name}, which sees the rows of one page only",
                "Compute it in a Subquery",
            )
    for text in sql:
        if _VOLATILE.search(_QUOTED_NAME.sub("", text)):
            raise refusal(
                f"{name} by {text}, which has another value for each page",
                "Order by a column that holds it",
            )
