"""Read in ``sortable`` by which columns a list can be sorted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, OrderBy
from django.db.models.expressions import Expression
from django.utils.functional import Promise

Label = str | Promise
#: What Django's ``order_by()`` takes: the name of a field, or an expression.
Term = str | F | Expression
#: What ``sortable`` maps a name to.
Sortable = Label | tuple[Label, Term | list[Term]]


class Column(NamedTuple):
    """What the head of a column says, and what the column sorts by."""

    label: Label
    terms: list[Term]


def read_columns(view_class: type, sortable: Any) -> dict[str, Column]:
    """Return the columns of ``sortable``; raise ``ImproperlyConfigured`` for none."""
    attribute = f"{view_class.__qualname__}.sortable"
    if not isinstance(sortable, Mapping):
        raise ImproperlyConfigured(
            f"{attribute} must be a mapping from names to labels, not {sortable!r}."
        )
    columns = {}
    for name, value in sortable.items():
        pair = value if isinstance(value, tuple) else (value, name)
        label, terms = pair if len(pair) == 2 else (None, [])
        terms = terms if isinstance(terms, list) else [terms]
        are_terms = all(isinstance(term, (str, F, Expression)) for term in terms)
        if not (isinstance(label, (str, Promise)) and terms and are_terms):
            raise ImproperlyConfigured(
                f"{attribute}[{name!r}] must be a label, or a tuple of a label and "
                f"what order_by() takes, not {value!r}."
            )
        if not name or name.startswith("-") or "," in name:
            raise ImproperlyConfigured(
                f"{attribute} has the name {name!r}, which no URL can say. Write a "
                "name without '-' at its start and without ','; what order_by() takes "
                "stands behind the label."
            )
        columns[name] = Column(label, terms)
    return columns


def reverse_term(term: Term) -> Term:
    """Return what ``order_by()`` takes for the other way round."""
    if isinstance(term, str):
        return term[1:] if term.startswith("-") else f"-{term}"
    ordering = term.copy() if isinstance(term, OrderBy) else term.asc()
    # In place, and the NULLs go to the other end.
    ordering.reverse_ordering()
    return cast(OrderBy, ordering)


def descends(term: Term) -> bool:
    """Return whether ``term`` has the largest value first."""
    if isinstance(term, str):
        return term.startswith("-")
    return isinstance(term, OrderBy) and term.descending
