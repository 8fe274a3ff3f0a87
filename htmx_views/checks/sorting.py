"""Check that a list can be sorted by its columns."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db.models import QuerySet

from htmx_views.checks.report import Report, quoted
from htmx_views.checks.views import ViewFacts
from htmx_views.hints import did_you_mean, nearest
from htmx_views.views.columns import Term, read_columns
from htmx_views.views.sorting import SortingMixin

#: What may give names to a queryset that its model lacks.
QUERYSET_MAKERS = {"get_queryset", "sort_queryset"}


def check_sortable(view: ViewFacts, report: Report) -> None:
    """Add a finding for each column that the model of the list lacks."""
    is_list = issubclass(view.view_class, SortingMixin)
    if not (is_list and view.is_static("sortable")):
        return
    where = view.where("sortable")
    try:
        columns = read_columns(view.view_class, view.value("sortable"))
    except ImproperlyConfigured as error:
        report.add_error("E002", where, error)
        return
    queryset = _queryset(view)
    for name, column in columns.items() if queryset is not None else ():
        for term in column.terms:
            try:
                _resolve(queryset, term)
            except FieldError:
                model = queryset.model._meta
                fields = [field.name for field in model.get_fields()]
                fields += queryset.query.annotations
                report.add(
                    "E014",
                    where,
                    f"sortable[{name!r}] sorts by {term!r}, which {model.label} lacks",
                    did_you_mean(
                        nearest(str(term).removeprefix("-"), fields),
                        f"Its fields are: {quoted(fields)}.",
                    ),
                )


def _queryset(view: ViewFacts) -> Any:
    """Return the queryset of the list, where no request adds to its names."""
    is_filtered = hasattr(view.view_class, "get_filterset")
    if is_filtered or QUERYSET_MAKERS & view.project_names:
        return None
    queryset, model = view.static("queryset"), view.static("model")
    if isinstance(queryset, QuerySet):
        return queryset
    return model._default_manager.all() if hasattr(model, "_default_manager") else None


def _resolve(queryset: Any, term: Term) -> None:
    """Raise ``FieldError`` for a name that the queryset lacks; ask no database."""
    if isinstance(term, str):
        queryset.order_by(term)
    else:
        term.resolve_expression(queryset.query.clone())
