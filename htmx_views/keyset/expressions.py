"""
Values that never pass through Python's types, so nothing rounds or shifts them.

A row's values leave the database as it holds them, travel in a key, and are compared
by the database that wrote them. SQLite holds numbers, text and bytes, which its driver
passes on exactly. PostgreSQL writes any type as text, and reads that text to the same
value where it is compared with a column: a literal without a type takes the column's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Func

#: What the database holds of a row in the columns of an ordering.
Values = Sequence[Any]


class _OfResolved(Func):
    """A function of expressions that the query has resolved already."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def get_group_by_cols(self) -> list[Any]:
        """Return the columns inside: neither a row nor text is grouped by."""
        sources = self.get_source_expressions()
        return [column for source in sources for column in source.get_group_by_cols()]


class Stored(_OfResolved):
    """What the database holds of an expression, before Django converts it."""

    # A bare column would be converted by its declared type, in the driver.
    template = "+(%(expressions)s)"
    output_field = Field()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text")


class Comparison(_OfResolved):
    """Compare expressions, as one row, with what is :class:`Stored` of another."""

    def __init__(self, operator: str, columns: Sequence[Any], values: Values) -> None:
        super().__init__(*columns)
        self.operator = operator
        self.values = values

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        right = f" ({', '.join(['%%s'] * len(self.values))})" if self.values else ""
        template = f"(%(expressions)s) {self.operator}{right}"
        sql, params = super().as_sql(compiler, connection, template=template)
        return sql, (*params, *self.values)
