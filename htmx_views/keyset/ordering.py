"""The total ordering of a queryset: what to ask the database, what rows hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.db.models.query import ModelIterable, ValuesIterable

from htmx_views.keyset.fields import compared_field, computed_field, is_rounded
from htmx_views.keyset.finder import OrderingFinder, window_error
from htmx_views.keyset.terms import Term, Values, ordered, rows_after


class TotalOrdering:
    """
    The ordering of ``queryset``, with a tie-breaker where rows could be equal.

    Raises ``TypeError`` for what cannot be continued from a row: a sliced or
    combined queryset, a window function, a random ordering, one through a relation
    to many rows. SQLite computes decimals as floats: there they are compared as
    floats.
    """

    def __init__(self, queryset: QuerySet[Any]) -> None:
        _check(queryset)
        finder = OrderingFinder(queryset)
        self.can_select_more = not finder.is_grouped
        self.added: list[str] = []
        terms = list(finder.total_ordering())
        # order_by() replaces the items, but not the direction that reverse() set.
        if not queryset.query.standard_ordering:
            queryset = queryset.reverse()
        self.queryset = queryset
        self.terms = [self._select(term, index) for index, term in enumerate(terms)]

    def __str__(self) -> str:
        model = self.queryset.model._meta.label_lower
        return f"{model} by {', '.join(map(str, self.terms))}"

    def rows(self, after: Values | None, *, backwards: bool) -> QuerySet[Any]:
        """Return the rows after a key, or all; if ``backwards``, the last first."""
        terms = [term.reversed() for term in self.terms] if backwards else self.terms
        if after is not None:
            return rows_after(self.queryset, terms, after)
        return ordered(self.queryset, terms)

    def key(self, row: Any) -> Values:
        """Return what ``row`` has in the columns of the ordering."""
        if isinstance(row, dict):
            return [row[term.attribute] for term in self.terms]
        return [getattr(row, term.attribute) for term in self.terms]

    def accepts(self, values: Values) -> bool:
        """Return whether the fields of the ordering take what a key holds."""
        connection = connections[self.queryset.db]
        try:
            for term, value in zip(self.terms, values, strict=True):
                if value is not None:
                    term.field.get_db_prep_value(value, connection=connection)
        except (TypeError, ValueError, ValidationError):
            return False
        return True

    def check_progress(self, rows: Iterable[Any], after: Values) -> None:
        """Raise ``TypeError`` if the row of ``after`` is one of those after it."""
        if any(self.key(row) == after for row in rows):
            raise TypeError(
                f"KeysetPaginator found the row of {after!r} after itself: the "
                f"database compares other values than it returns for {self}. Order "
                "by columns, or by a Cast() of what is computed, as to FloatField()."
            )

    def clean(self, row: Any) -> None:
        """Take from ``row`` what only its key needed."""
        attributes = row if isinstance(row, dict) else row.__dict__
        for name in self.added:
            del attributes[name]

    def _select(self, term: Term, index: int) -> Term:
        """Return ``term`` with its field, and see to it that rows carry its value."""
        if term.attribute and term.field is not None:
            return replace(term, field=compared_field(term.field, term.label))
        alias, expression = f"_keyset_{index}", term.expression
        annotated = self.queryset.annotate(**{alias: expression})
        found = annotated.query.annotations[alias]
        term = replace(term, field=computed_field(found, term.label))
        if not term.label:
            compiler = annotated.query.get_compiler(using=annotated.db)
            label = str(compiler.compile(found))
            term = replace(term, label=label, expression=F(alias))
        if not (term.attribute or self.can_select_more):
            raise TypeError(
                f"KeysetPaginator cannot order by {term.label!r}, which these rows "
                f"of {self.queryset.model.__name__} do not have. Add it to values()."
            )
        if is_rounded(found, connections[annotated.db].vendor):
            exact = Cast(expression, FloatField())
            annotated = self.queryset.annotate(**{alias: exact})
            term = replace(term, expression=F(alias), field=FloatField(), attribute="")
        if term.attribute:
            return term
        self.queryset = annotated
        self.added.append(alias)
        return replace(term, attribute=alias)


def _check(queryset: Any) -> None:
    """Refuse what has no rows to continue from."""
    if not isinstance(queryset, QuerySet):
        raise TypeError(
            "KeysetPaginator pages through querysets, but it was given a "
            f"{type(queryset).__name__}. Use Django's Paginator for it."
        )
    query = queryset.query
    # What selects a page's rows goes into WHERE, which a window function follows.
    for name, annotation in query.annotations.items():
        if annotation.contains_over_clause:
            raise window_error(queryset.model, name)
    rows: Any = queryset._iterable_class
    problems = {
        "a sliced queryset": query.is_sliced,
        f"the {query.combinator} of querysets": query.combinator,
        "a filter by a window function": query.where.contains_over_clause,
        "a queryset with distinct(*fields)": query.distinct_fields,
        "a queryset with extra(order_by=…)": query.extra_order_by,
        "values_list() or dates()": not issubclass(
            rows, (ModelIterable, ValuesIterable)
        ),
    }
    for problem, found in problems.items():
        if found:
            raise TypeError(
                f"KeysetPaginator cannot page through {problem} of "
                f"{queryset.model.__name__}. Pass the queryset without it, or use "
                "Django's Paginator."
            )
