"""Find the fields of a form or formset, and prepare them for an answer to htmx."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.widgets import ChoiceWidget


def forms_of(form: Any) -> list[BaseForm]:
    """Return ``form`` itself, or the forms of a formset."""
    return [form] if isinstance(form, BaseForm) else [*form]


def find_field(form: Any, name: str) -> BoundField | None:
    """Return the field that has an input called ``name``."""
    fields = [field for one in forms_of(form) for field in one]
    for field in fields:
        if field.html_name == name:
            return field
    return next((field for field in fields if name in part_names(field)), None)


def part_names(field: BoundField) -> list[str]:
    """Return the names of the inputs of a ``MultiWidget`` or its like."""
    # The options of a choice share its name, and may be a table's rows to load.
    if isinstance(field.field.widget, ChoiceWidget):
        return []
    return [
        part["name"]
        for widget in field.subwidgets[:1]
        for part in widget.data.get("subwidgets", ())
    ]


def focus_first_error(form: Any) -> None:
    """Let the first visible field with an error, and no other, ask for the focus."""
    fields = [field for one in forms_of(form) for field in one.visible_fields()]
    wrong = [field for field in fields if field.errors]
    if wrong:
        for field in fields:
            field.field.widget.attrs.pop("autofocus", None)
        wrong[0].field.widget.attrs["autofocus"] = True


def keep_files(form: Any) -> None:
    """Let htmx preserve the chosen files: no server can fill in a file input."""
    for one in forms_of(form):
        for field in one:
            if field.html_name in one.files and not field.errors:
                field.field.widget.attrs["hx-preserve"] = "true"
