"""Columns by which a reader sorts a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.views.generic.list import MultipleObjectMixin

from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.columns import (
    Column,
    Label,
    Sortable,
    descends,
    read_columns,
    reverse_term,
)
from htmx_views.views.urls import page_path

if TYPE_CHECKING:
    _MultipleObjectMixin = MultipleObjectMixin[Any]
else:
    _MultipleObjectMixin = MultipleObjectMixin


class SortLink(NamedTuple):
    """The link in the head of a column, which sorts by it or the other way round."""

    label: Label
    url: str
    #: What ``aria-sort`` says: ``"ascending"``, ``"descending"`` or ``"none"``.
    aria_sort: str
    #: The name of the column.
    name: str


class SortingMixin(HtmxFragmentMixin, _MultipleObjectMixin):
    """
    Let readers sort a list by its columns: ``?sort=-level,name``.

    Adds ``sort_links`` to the context. Names that are no column's are passed by; where
    none is left, the view's own ordering holds.
    """

    #: From the name of a column to its label. Where ``order_by()`` takes something
    #: else than the name, to the tuple of the label and that, or a list of it.
    sortable: Mapping[str, Sortable] = {}
    #: The query parameter with the names; behind a "-" a column descends.
    sort_kwarg: str = "sort"

    kwargs: dict[str, Any]

    def get_sortable(self) -> Mapping[str, Sortable]:
        """Return the mapping from the names of the columns to their labels."""
        return self.sortable

    def get_sort_kwarg(self) -> str:
        """Return the query parameter that holds the names of the columns."""
        return self.sort_kwarg

    def sort_queryset(self, queryset: Any) -> Any:
        """Return the rows in the order that the reader chose, or as they are."""
        if not self._columns:
            return queryset
        if not isinstance(queryset, QuerySet):
            raise ImproperlyConfigured(
                f"{type(self).__qualname__}.sortable sorts a queryset, but its rows "
                f"are a {type(queryset).__name__}. Return a queryset from "
                "get_queryset(), or leave sortable out."
            )
        terms = [
            reverse_term(term) if is_reversed else term
            for name, is_reversed in self._chosen_columns.items()
            for term in self._columns[name].terms
        ]
        if not terms:
            return queryset
        query = queryset.query
        if query.default_cols and not query.combinator:
            # Of rows that are equal so far, each page shows others.
            terms.append("-pk" if descends(terms[-1]) else "pk")
        if not query.standard_ordering:
            queryset = queryset.reverse()
        return queryset.order_by(*terms)

    def get_sort_url(self, ordering: str) -> str:
        """Return the URL of the first page in another order, such as ``"-level"``."""
        params = self.request.GET.copy()
        params.pop(self.page_kwarg, None)
        params[self.get_sort_kwarg()] = ordering
        return f"{page_path(self, 1)}?{params.urlencode()}"

    def get_sort_links(self, queryset: QuerySet[Any]) -> Iterator[SortLink]:
        """Yield the links of the columns, as ``queryset`` is sorted now."""
        first, is_reversed = self._first_column(queryset)
        for name, column in self._columns.items():
            aria_sort, ordering = "none", name
            if name == first:
                aria_sort = "descending" if is_reversed else "ascending"
                ordering = name if is_reversed else f"-{name}"
            yield SortLink(column.label, self.get_sort_url(ordering), aria_sort, name)

    def get_context_data(
        self, *, object_list: Any = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Sort the rows, and add the links that do."""
        view: Any = self  # which has its rows there, as Django's list views have
        rows = view.object_list if object_list is None else object_list
        rows = self.sort_queryset(rows)
        links = [*self.get_sort_links(rows)] if self._columns else []
        return super().get_context_data(
            **{"sort_links": links, "object_list": rows, **kwargs}
        )

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return read_columns(type(self), self.get_sortable())

    @cached_property
    def _chosen_columns(self) -> dict[str, bool]:
        """The columns that the reader chose, and whether each descends."""
        chosen: dict[str, bool] = {}
        for word in self.request.GET.get(self.get_sort_kwarg(), "").split(","):
            name = word.removeprefix("-")
            if name in self._columns:
                chosen.setdefault(name, word != name)
        return chosen

    def _first_column(self, queryset: QuerySet[Any]) -> tuple[str | None, bool]:
        """Return the column that comes first in the ordering, and if it descends."""
        if self._chosen_columns:
            return next(iter(self._chosen_columns.items()))
        query = queryset.query
        own = query.order_by or (query.default_ordering and query.get_meta().ordering)
        term = own[0] if own else None
        for name, column in self._columns.items():
            if term == column.terms[0]:
                return name, not query.standard_ordering
            if isinstance(term, str) and reverse_term(term) == column.terms[0]:
                return name, query.standard_ordering
        return None, False
