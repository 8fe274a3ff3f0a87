"""Fields by which the database finds again what it returned."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import DateTimeField, DecimalField, JSONField
from django.db.models.expressions import Col
from django.db.models.functions.datetime import TruncBase
from django.utils import timezone


class ComputedDateTimeField(
    DateTimeField,  # type: ignore[type-arg]  # generic in the stubs only
):
    """A datetime that the database computes, which may lose its time zone there."""

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        if isinstance(value, datetime.datetime) and timezone.is_naive(value):
            return connection.ops.adapt_datetimefield_value(value)
        return super().get_db_prep_value(value, connection, prepared)


class TruncatedDateTimeField(ComputedDateTimeField):
    """A datetime that was truncated in a time zone, which only Django puts back."""

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        return super().get_db_prep_value(
            value.replace(tzinfo=None), connection, prepared
        )


def compared_field(field: Any, label: str) -> Any:
    """Return the field whose values the database compares in a column."""
    while getattr(field, "target_field", None) is not None:
        field = field.target_field
    if isinstance(field, JSONField):
        raise TypeError(
            f"KeysetPaginator cannot order by {label!r}: databases do not agree on "
            "how JSON sorts. Order by a Cast() of it."
        )
    return field


def computed_field(expression: Any, label: str) -> Any:
    """Return the field whose values the database compares in ``expression``."""
    field = compared_field(expression.output_field, label)
    if isinstance(expression, Col) or not isinstance(field, DateTimeField):
        return field
    if isinstance(expression, TruncBase):
        return TruncatedDateTimeField()
    return ComputedDateTimeField()


def is_rounded(expression: Any, vendor: str) -> bool:
    """Return whether rows have fewer digits of ``expression`` than the database."""
    # Where SQLite computes decimals it computes floats.
    is_computed = not isinstance(expression, Col)
    is_decimal = isinstance(expression.output_field, DecimalField)
    return vendor == "sqlite" and is_computed and is_decimal
