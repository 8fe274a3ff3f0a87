"""The total ordering of a queryset: which rows to ask for, and their keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db.models import OrderBy
from django.db.models.expressions import Col, ColPairs
from django.db.models.sql.constants import LOUTER
from django.db.models.sql.where import AND

from htmx_views.keyset.expressions import Stored, Values
from htmx_views.keyset.keys import PageKeys
from htmx_views.keyset.refusals import check_ordering, check_queryset, refusal
from htmx_views.keyset.seeks import Term, ranges_after


class TotalOrdering:
    """
    The ordering of ``queryset``, as Django resolves it, with a tie-breaker.

    Raises ``TypeError`` for what cannot be continued from a row.
    """

    def __init__(self, queryset: Any) -> None:
        check_queryset(queryset)
        self.queryset = queryset.all()
        query = self.queryset.query
        if query.group_by:
            # As in Django: a default ordering could split the groups.
            query.default_ordering = False
        compiler = query.get_compiler(queryset.db)
        items = list(_ordering(compiler))
        sql = [compiler.compile(item) for item in items]
        texts = [text for text, _ in sql]
        check_ordering(query, items, texts)
        # A driver's wrapper shows only how its value begins, as psycopg's Jsonb, or
        # where it is, as a memoryview.
        values = [(type(p), getattr(p, "obj", p)) for _, params in sql for p in params]
        #: What writes and reads the keys of this ordering, and of no other.
        self.keys = PageKeys(salt=f"{texts} {values}")
        self.terms = [_term(item, compiler) for item in items]
        self.names = [f"_keyset_{index}" for index in range(len(items))]
        for name, item in zip(self.names, items, strict=True):
            query.add_annotation(Stored(item.expression), name)
        # What reverse() turned round is resolved in the terms.
        query.standard_ordering = True

    def rows(
        self, after: Values | None, *, backwards: bool, limit: int
    ) -> list[tuple[Any, Values]]:
        """Return the rows after a key, the next ones first, each with its own key."""
        terms = [term.reversed() for term in self.terms] if backwards else self.terms
        rows: list[Any] = []
        for conditions in [[]] if after is None else ranges_after(terms, after):
            queryset = self.queryset.all()
            queryset.query.order_by = tuple(term.item for term in terms)
            for condition in conditions:
                queryset.query.where.add(condition, AND)
            rows += queryset[: limit - len(rows)]
            if len(rows) == limit:
                break
        # What a row carries for its key only is taken from it.
        keys = [[row.__dict__.pop(name) for name in self.names] for row in rows]
        for row, (key, next_key) in zip(rows, pairwise(keys), strict=False):
            if key == next_key:
                raise refusal(
                    f"rows that come twice, as {row!r} does",
                    "Where a join repeats them, add distinct() or filter by Exists()",
                )
        return list(zip(rows, keys, strict=True))


def _ordering(compiler: Any) -> Iterator[Any]:
    """Yield what the rows are ordered by, and the columns of the primary key."""
    alias, meta = compiler.query.get_initial_alias(), compiler.query.get_meta()
    key = [field.get_col(alias) for field in meta.pk_fields]
    descending = False
    for item, _ in compiler.get_order_by():
        descending, column = item.descending, item.expression
        for part in column if isinstance(column, ColPairs) else [column]:
            resolved = item.copy()
            resolved.expression = part
            yield resolved
            key = [column for column in key if column != part]
    # The tie-breaker sorts as the last term does: one index serves both.
    for column in key:
        yield OrderBy(column, descending=descending)


def _term(item: Any, compiler: Any) -> Term:
    is_nullable = True
    if isinstance(item.expression, Col):
        field = item.expression.target
        join = compiler.query.alias_map[item.expression.alias]
        # Neither Django nor the database keeps NULL out of a view or of what the
        # database generates, whatever the field says.
        is_promised = field.model._meta.managed and not field.generated
        is_nullable = field.null or not is_promised or join.join_type == LOUTER
    are_nulls_first = item.nulls_first
    if not (item.nulls_first or item.nulls_last):
        features = compiler.connection.features
        are_nulls_first = features.order_by_nulls_first != item.descending
    return Term(item, is_nullable, are_nulls_first)
