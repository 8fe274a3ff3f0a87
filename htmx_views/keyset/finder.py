"""Find what a queryset is ordered by, and what tells its rows apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.db.models import F, OrderBy, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Random
from django.db.models.query import ValuesIterable

from htmx_views.keyset.terms import Term


def _name(expression: F) -> str:
    name: str = expression.name  # type: ignore[attr-defined]  # not in the stubs
    return name


def window_error(model: Any, name: str) -> TypeError:
    return TypeError(
        f"KeysetPaginator cannot page through the window function {name!r} of "
        f"{model.__name__}: it would see the rows of one page only. Compute it in a "
        "Subquery without one, or use Django's Paginator."
    )


class OrderingFinder:
    """Resolve what ``queryset`` is ordered by into terms that rows can be held to."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.model = queryset.model
        self.meta = queryset.model._meta
        self.query: Any = queryset.query
        features = connections[queryset.db].features
        self.nulls_sort_first: bool = features.order_by_nulls_first
        rows: Any = queryset._iterable_class
        self.are_dicts = issubclass(rows, ValuesIterable)
        self.columns = [*self.query.values_select, *self.query.annotation_select]
        #: Whether a row is what it selects, so that selecting more makes more rows.
        self.is_grouped = self.are_dicts and (
            self.query.distinct or self._is_grouped_by_values()
        )

    def total_ordering(self) -> Iterator[Term]:
        """Yield the terms of the ordering, and of a tie-breaker if it needs one."""
        uniques = list(self._uniques())
        found: dict[str, Term] = {}
        for term in self._ordering():
            if term.label not in found:
                found[term.label] = term
                yield term
            if any(unique <= found.keys() for unique in uniques):
                return
        # The tie-breaker sorts as the last term does: one index serves both.
        descending = bool(found) and list(found.values())[-1].descending
        for name in self._identity():
            for term in self._terms(OrderBy(F(name), descending=descending)):
                if term.label not in found:
                    yield term

    def _ordering(self) -> Iterator[Term]:
        query = self.query
        items: Iterable[Any] = query.order_by
        # As in Django, a default ordering does not count where rows are grouped.
        if not items and query.default_ordering and not query.group_by:
            items = self.meta.ordering
        for item in items:
            for term in self._terms(item):
                yield term if query.standard_ordering else term.reversed()

    def _terms(self, item: Any, joined: tuple[Any, ...] = ()) -> Iterator[Term]:
        if isinstance(item, str):
            descending, name = item.startswith("-"), item.removeprefix("-")
            if name == "?":
                raise self._error("a random ordering", name)
            relation = self._relation_with_ordering(name)
            if relation is not None:
                if relation in joined:
                    raise self._error("an ordering that leads back to itself", name)
                for nested in relation.related_model._meta.ordering:
                    # As in Django, asc() and desc() of a related model stay.
                    is_reversed = descending and not isinstance(nested, OrderBy)
                    nested = _prefix(nested, name + LOOKUP_SEP)
                    for term in self._terms(nested, (*joined, relation)):
                        yield term.reversed() if is_reversed else term
                return
            item = OrderBy(F(name), descending=descending)
        elif not isinstance(item, OrderBy):
            item = item.asc()
        fields = self._composite_key(item.expression)
        items = [OrderBy(F(name), descending=item.descending) for name in fields]
        yield from map(self._term, items or [item])

    def _term(self, item: Any) -> Term:
        """Return the term of an ``OrderBy``, with all that is known of its column."""
        nulls_first = item.nulls_first or (
            not item.nulls_last and self.nulls_sort_first != item.descending
        )
        label, attribute, field, nullable = "", "", None, True
        expression = item.expression
        if isinstance(expression, F):
            label = _name(expression)
            if label in self.query.annotations:
                expression = self.query.annotations[label]
                attribute = label if label in self.columns else ""
            else:
                path, nullable = self._walk(label)
                field = path[0] if len(path) == 1 else None
                field = field if getattr(field, "concrete", False) else None
                attribute = self._attribute(label, field)
                label = field.attname if field else label
        if any(isinstance(part, Random) for part in _flatten(expression)):
            raise self._error("a random ordering", label or repr(expression))
        if any(map(_is_window, _flatten(expression))):
            raise window_error(self.model, repr(expression))
        return Term(
            expression=item.expression,
            descending=item.descending,
            nulls_first=bool(nulls_first),
            explicit_nulls=bool(item.nulls_first or item.nulls_last),
            nullable=nullable,
            label=label,
            attribute=attribute,
            field=field,
        )

    def _attribute(self, name: str, field: Any) -> str:
        """Return where rows already carry a column, or ``""``."""
        if self.are_dicts:
            names = [name, *([field.name, field.attname] if field else [])]
            return next(filter(self.columns.__contains__, names), "")
        if field is None:
            return ""
        names, are_deferred = self.query.deferred_loading
        loaded = field.primary_key or (field.name in names) != are_deferred
        return field.attname if loaded else ""

    def _walk(self, name: str) -> tuple[list[Any], bool]:
        """Return the fields on a path, and whether it can end in NULL."""
        meta: Any = self.meta
        path: list[Any] = []
        parts = name.split(LOOKUP_SEP)
        filtered = self.query._filtered_relations.get(parts[0])
        if filtered is not None:
            # It ends in NULL where its condition has no row, as no field says.
            path.append(None)
            parts[:1] = filtered.relation_name.split(LOOKUP_SEP)
        for part in parts:
            try:
                field: Any = meta.pk if part == "pk" else meta.get_field(part)
            except (AttributeError, FieldDoesNotExist):
                return [*path, None], True  # a transform, as in created__year
            if field.many_to_many or field.one_to_many:
                raise self._error("an ordering through a relation to many rows", name)
            path.append(field)
            meta = field.related_model and field.related_model._meta
        return path, any(getattr(field, "null", True) for field in path)

    def _relation_with_ordering(self, name: str) -> Any:
        """Return the relation that ``name`` ends in, if its model has an ordering."""
        if name in self.query.annotations or name == "pk":
            return None
        # As in Django, a selected column is meant before a relation's ordering.
        if self.are_dicts and name in self.columns:
            return None
        path, _ = self._walk(name)
        last, part = path[-1], name.split(LOOKUP_SEP)[-1]
        if last is None or not last.related_model:
            return None
        if part != last.name and name not in self.query._filtered_relations:
            return None
        return last if last.related_model._meta.ordering else None

    def _uniques(self) -> Iterator[set[str]]:
        """Yield sets of labels that no two rows share."""
        if self.is_grouped:
            yield {
                term.label for name in self._identity() for term in self._terms(F(name))
            }
            return
        meta = self.meta
        yield {field.attname for field in meta.pk_fields}
        together = [*meta.unique_together]
        together += [constraint.fields for constraint in meta.total_unique_constraints]
        together += [[field.name] for field in meta.concrete_fields if field.unique]
        for names in together:
            fields = [meta.get_field(name) for name in names]
            # Unique columns may hold any number of NULLs.
            if not any(field.null for field in fields):
                yield {field.attname for field in fields}

    def _identity(self) -> list[str]:
        """Return the names of the columns that tell rows apart."""
        if not self.is_grouped:
            return [field.attname for field in self.meta.pk_fields]
        return [
            name
            for name in self.columns
            if name not in self.query.annotations
            or not self.query.annotations[name].contains_aggregate
        ]

    def _is_grouped_by_values(self) -> bool:
        groups = self.query.group_by
        if not isinstance(groups, tuple):
            return False
        targets = {getattr(group, "target", None) for group in groups}
        return not targets.issuperset(self.meta.pk_fields)

    def _composite_key(self, expression: Any) -> list[str]:
        """Return the columns of a composite primary key, if that is meant."""
        if len(self.meta.pk_fields) == 1 or expression != F("pk"):
            return []
        return [field.attname for field in self.meta.pk_fields]

    def _error(self, what: str, name: str) -> TypeError:
        return TypeError(
            f"KeysetPaginator cannot page through {what}: {self.model.__name__} is "
            f"ordered by {name!r}. Order by its own columns or by those of one "
            "related row."
        )


def _prefix(item: Any, path: str) -> Any:
    """Return an ordering of a related model as one of this model."""
    if isinstance(item, str):
        minus = "-" if item.startswith("-") else ""
        return f"{minus}{path}{item.removeprefix('-')}"
    if isinstance(item, F):
        return F(f"{path}{_name(item)}")
    return item.prefix_references(path)


def _is_window(expression: Any) -> bool:
    return getattr(expression, "contains_over_clause", False)


def _flatten(expression: Any) -> Iterable[Any]:
    return expression.flatten() if hasattr(expression, "flatten") else ()
