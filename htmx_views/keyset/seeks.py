"""The rows after a row, as ranges that the database seeks in an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OrderBy

from htmx_views.keyset.expressions import Comparison, Values


@dataclass(frozen=True)
class Term:
    """One column of an ordering, resolved."""

    item: OrderBy
    is_nullable: bool
    are_nulls_first: bool

    def reversed(self) -> Term:
        """Return the same column, sorted the other way round."""
        item: Any = self.item.copy()
        item.reverse_ordering()
        return replace(self, item=item, are_nulls_first=not self.are_nulls_first)


def ranges_after(terms: Sequence[Term], values: Values) -> Iterator[list[Comparison]]:
    """
    Yield what selects the rows after ``values``, range by range, the nearest first.

    For ``(-a, b)`` that is ``a = x AND b > y``, then ``a < x``: two seeks in an index,
    where ``a < x OR (a = x AND b > y)`` walks through all rows of ``x``.
    """
    end = len(terms)
    while end:
        start = end - 1
        while start and _are_one_row(terms[start - 1 : end], values[start - 1 : end]):
            start -= 1
        same = list(map(_same, terms[:start], values[:start]))
        for after in _after(terms[start:end], values[start:end]):
            yield [*same, after]
        end = start


def _are_one_row(terms: Sequence[Term], values: Values) -> bool:
    """Return whether the database can compare the terms all at once."""
    # A key may have NULL where this list has none: it is one without the filter.
    has_nulls = any(term.is_nullable for term in terms) or None in values
    return not has_nulls and len({term.item.descending for term in terms}) == 1


def _same(term: Term, value: Any) -> Comparison:
    if value is None:
        return Comparison("IS NULL", [term.item.expression], [])
    return Comparison("=", [term.item.expression], [value])


def _after(terms: Sequence[Term], values: Values) -> Iterator[Comparison]:
    first, columns = terms[0], [term.item.expression for term in terms]
    if values[0] is not None:
        yield Comparison("<" if first.item.descending else ">", columns, values)
        if first.is_nullable and not first.are_nulls_first:
            yield Comparison("IS NULL", columns, [])
    elif first.are_nulls_first:
        yield Comparison("IS NOT NULL", columns, [])
