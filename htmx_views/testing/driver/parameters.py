"""Collect the fields that htmx sends with a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from htmx_views.testing.driver.controls import (
    FIELDS,
    Entry,
    File,
    controls_of,
    form_of,
    is_button,
)
from htmx_views.testing.driver.dom import Element, elements
from htmx_views.testing.driver.encoding import (
    assign,
    entries_of_object,
    js_string,
    override,
)

if TYPE_CHECKING:
    from htmx_views.testing.driver.flights import Flight
    from htmx_views.testing.driver.htmx import Htmx


def collect_2(htmx: Htmx, flight: Flight) -> list[Entry]:
    """
    Collect as htmx 2 does: what is in the form wins over other fields, hx-vals over
    both, and hx-params chooses.
    """
    element, controls = flight.element, htmx.document.controls
    form = element if element.tag == "form" else form_of(element)
    seen: set[Element] = set()
    entries: list[Entry] = []
    winning: list[Entry] = []
    if form is not None and (flight.verb != "get" or form is element):
        winning = _without_no_file(controls.entries(form))
        seen.update(controls_of(form))
    elif element.tag in FIELDS and not is_button(element):
        entries = controls.own_entries(element)
    button = flight.submitter if flight.submitter is not None else element
    if is_button(button) and button.get("name"):
        winning.append((button.get("name", ""), button.get("value", "")))
    for found in htmx.attributes.find_all(element, "include"):
        fields = controls_of(found) if found.tag == "form" else elements(found)
        for field in fields:
            if field.tag in FIELDS and not is_button(field) and field not in seen:
                entries += controls.own_entries(field)
                seen.add(field)
    entries = override(entries, winning)
    entries = override(entries, entries_of_object(flight.values))
    entries = override(
        entries, entries_of_object(htmx.attributes.values(element, "vals"))
    )
    return _chosen(entries, htmx.attributes.value(element, "params"))


def collect_4(htmx: Htmx, flight: Flight) -> list[Entry]:
    """
    Collect as htmx 4 does: the form that is sent, or around what sends; else the
    element itself, and what it holds where the method is unsafe.
    """
    element, controls = flight.element, htmx.document.controls
    in_url = flight.verb in ("get", "delete")
    if element.tag == "form":
        form: Element | None = element
    else:
        form = None if in_url else form_of(element)
    if form is not None:
        entries = controls.entries(form)
        seen = set(controls_of(form))
    else:
        fields = _fields_4(element, is_own=in_url)
        entries = [entry for field in fields for entry in controls.own_entries(field)]
        seen = set(fields)
    submitter = flight.submitter
    if submitter is not None and submitter.get("name"):
        entries.append((submitter.get("name", ""), submitter.get("value", "")))
        seen.add(submitter)
    for found in htmx.attributes.find_all(element, "include"):
        fields = [each for each in _fields_4(found, is_own=False) if each not in seen]
        entries += [entry for field in fields for entry in controls.own_entries(field)]
        seen.update(fields)
    for name, value in htmx.attributes.values(element, "vals").items():
        entries = assign(entries, name, js_string(value))
    for name, value in flight.values.items():
        entries = override(entries, [(name, js_string(value))])
    return entries


def _fields_4(element: Element, *, is_own: bool) -> list[Element]:
    if element.tag == "button":
        return [element]
    if is_own and element.tag not in (*FIELDS, "fieldset"):
        return []
    return [
        each for each in elements(element) if each.get("name") and each.tag in FIELDS
    ]


def _without_no_file(entries: list[Entry]) -> list[Entry]:
    return [
        (name, value)
        for name, value in entries
        if not isinstance(value, File) or value.name
    ]


def _chosen(entries: list[Entry], params: str | None) -> list[Entry]:
    """Return the fields that hx-params leaves."""
    if not params or params == "*":
        return entries
    if params == "none":
        return []
    names = [name.strip() for name in params.removeprefix("not ").split(",")]
    if params.startswith("not "):
        return [entry for entry in entries if entry[0] not in names]
    return [entry for name in names for entry in entries if entry[0] == name]
