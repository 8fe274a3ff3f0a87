"""What a browser asks for before it sends a form."""

from __future__ import annotations

import re

from htmx_views.testing.driver.controls import (
    TICKED,
    Controls,
    input_type,
    is_button,
    is_disabled,
)
from htmx_views.testing.driver.dom import Element, elements, root_of, shown
from htmx_views.testing.driver.flights import NotSent

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*")
NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?")


def check_validity(controls: Controls, checked: list[Element]) -> None:
    """Raise for the first control whose value the browser would not send."""
    for control in checked:
        if fault := _fault(controls, control):
            name = control.get("name") or control.get("id")
            raise NotSent(
                f"The browser does not send the form: {name!r} {fault}: "
                f"{shown(control)}"
            )


def _fault(controls: Controls, control: Element) -> str | None:
    if is_button(control) or is_disabled(control):
        return None
    kind = input_type(control)
    if kind == "hidden" or control.get("readonly") is not None:
        return None
    if control.get("required") is not None and _is_empty(controls, control, kind):
        return "is required"
    value = "" if kind == "file" or kind in TICKED else controls.value(control)
    if not value or control.tag == "select":
        return None
    return _fault_of_value(control, kind, value)


def _is_empty(controls: Controls, control: Element, kind: str) -> bool:
    if kind == "checkbox":
        return not controls.is_ticked(control)
    if kind == "radio":
        return not any(
            controls.is_ticked(each)
            for each in elements(root_of(control))
            if each.tag == "input" and each.get("name") == control.get("name")
        )
    return not (controls.files(control) if kind == "file" else controls.value(control))


def _fault_of_value(control: Element, kind: str, value: str) -> str | None:
    if kind == "email" and not EMAIL.fullmatch(value):
        return f"is to be an e-mail address, not {value!r}"
    if kind == "url" and not re.match(r"[a-zA-Z][\w+.-]*:\S", value):
        return f"is to be a URL, not {value!r}"
    if kind == "number":
        if not NUMBER.fullmatch(value):
            return f"is to be a number, not {value!r}"
        low, high = control.get("min"), control.get("max")
        if low and float(value) < float(low):
            return f"is to be at least {low}, not {value}"
        if high and float(value) > float(high):
            return f"is to be at most {high}, not {value}"
    pattern = control.get("pattern")
    if pattern is not None and not re.fullmatch(pattern, value):
        return f"is to match {pattern}, not {value!r}"
    limit = control.get("minlength")
    if limit is not None and len(value) < int(limit):
        return f"is to have {limit} characters or more"
    return None
