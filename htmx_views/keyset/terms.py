"""Total orderings of a queryset, and the rows after or before a given row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.db.models import Func, IntegerField, Lookup, OrderBy, Q, QuerySet, Value
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

#: What a row has in the columns of an ordering.
Values = Sequence[Any]

#: The databases that seek in an index for ``(a, b) > (x, y)``.
_SEEK_ROWS = {"postgresql", "sqlite"}

_NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Term:
    """One column of an ordering."""

    expression: Any
    descending: bool
    #: Whether NULL sorts first, and whether the ordering says so itself.
    nulls_first: bool
    explicit_nulls: bool
    nullable: bool
    #: Names the term, the same in every process.
    label: str
    #: Where a row keeps the value, and the field that the value belongs to.
    attribute: str = ""
    field: Any = None

    def __str__(self) -> str:
        nulls = f" nulls_first={self.nulls_first}" if self.explicit_nulls else ""
        name = f"{'-' if self.descending else ''}{self.label}"
        return f"{name} {self.field.get_internal_type()}{nulls}"

    def reversed(self) -> Term:
        """Return the same column, sorted the other way round."""
        return replace(
            self, descending=not self.descending, nulls_first=not self.nulls_first
        )

    def order_by(self) -> OrderBy:
        """Return what ``QuerySet.order_by()`` takes."""
        nulls: dict[str, Any] = {}
        if self.explicit_nulls:
            nulls = {"nulls_first" if self.nulls_first else "nulls_last": True}
        return OrderBy(self.expression, descending=self.descending, **nulls)

    def value(self, value: Any) -> Value:
        """Return ``value`` as the database compares it with the column."""
        return Value(value, output_field=self.field)

    def equals(self, value: Any) -> Q:
        """Select the rows with ``value``."""
        if value is None:
            return Q(IsNull(self.expression, True))
        return Q(Exact(self.expression, self.value(value)))

    def after(self, value: Any) -> Q:
        """Select the rows whose value sorts after ``value``."""
        if value is None:
            return Q(IsNull(self.expression, False)) if self.nulls_first else _NOTHING
        lookup = LessThan if self.descending else GreaterThan
        return self._and_nulls(Q(lookup(self.expression, self.value(value))))

    def from_(self, value: Any) -> Q:
        """Select the rows whose value is ``value`` or sorts after it."""
        if value is None:
            return Q() if self.nulls_first else self.equals(None)
        lookup = LessThanOrEqual if self.descending else GreaterThanOrEqual
        return self._and_nulls(Q(lookup(self.expression, self.value(value))))

    def _and_nulls(self, condition: Q) -> Q:
        if self.nullable and not self.nulls_first:
            condition |= Q(IsNull(self.expression, True))
        return condition


class _Row(Func):
    """``(a, b)``, for which the ORM has no public expression."""

    template = "(%(expressions)s)"
    # Of no meaning for a row, but lookups ask their sides for one.
    output_field = IntegerField()

    def get_group_by_cols(self) -> list[Any]:
        # A row cannot be grouped by, its columns can.
        sources = self.get_source_expressions()
        return [column for one in sources for column in one.get_group_by_cols()]


@dataclass(frozen=True)
class _Run:
    """Neighbouring terms that the database can compare as one row."""

    terms: Sequence[Term]
    values: Values

    def equals(self) -> Q:
        condition = Q()
        for term, value in zip(self.terms, self.values, strict=True):
            condition &= term.equals(value)
        return condition

    def after(self) -> Q:
        if len(self.terms) == 1:
            return self.terms[0].after(self.values[0])
        return self._compare(LessThan if self.terms[0].descending else GreaterThan)

    def from_(self) -> Q:
        if len(self.terms) == 1:
            return self.terms[0].from_(self.values[0])
        return self._compare(
            LessThanOrEqual if self.terms[0].descending else GreaterThanOrEqual
        )

    def _compare(self, lookup: type[Lookup[Any]]) -> Q:
        columns = _Row(*(term.expression for term in self.terms))
        return Q(lookup(columns, _Row(*map(Term.value, self.terms, self.values))))


def rows_after(
    queryset: QuerySet[Any], terms: Sequence[Term], values: Values
) -> QuerySet[Any]:
    """
    Return the rows of ``queryset`` that sort after ``values``, in that order.

    For ``(a, b)``: ``a >= x AND (a > x OR (a = x AND b > y))``. The first part
    follows from the second, but it is what lets the database seek in an index.
    Where it compares whole rows, columns that sort the same way stay together.
    """
    together = connections[queryset.db].vendor in _SEEK_ROWS
    first, *others = _runs(terms, values, together)
    condition = None
    for run in reversed(others):
        condition = _or_later(run, condition)
    if condition is not None:
        queryset = queryset.filter(first.from_())
    return ordered(queryset.filter(_or_later(first, condition)), terms)


def ordered(queryset: QuerySet[Any], terms: Sequence[Term]) -> QuerySet[Any]:
    """Return ``queryset`` in the order of ``terms``."""
    rows: QuerySet[Any] = queryset.order_by(*(term.order_by() for term in terms))
    return rows


def _or_later(run: _Run, later: Q | None) -> Q:
    return run.after() if later is None else run.after() | (run.equals() & later)


def _runs(terms: Sequence[Term], values: Values, together: bool) -> Iterator[_Run]:
    start = 0
    for end in range(1, len(terms) + 1):
        if end < len(terms) and together and _alike(terms[start], terms[end]):
            continue
        yield _Run(terms[start:end], values[start:end])
        start = end


def _alike(one: Term, other: Term) -> bool:
    nullable = one.nullable or other.nullable
    return not nullable and one.descending == other.descending
