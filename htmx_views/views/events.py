"""Events that an answer triggers in the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

EventNames = list[str] | tuple[str, ...] | Mapping[str, Any]


def check_events(view: object, attribute: str, events: object) -> dict[str, Any]:
    """
    Return the details of ``events``, as they stand in ``HX-Trigger``.

    Raise ``ImproperlyConfigured`` where they are neither names nor a mapping from
    name to detail, or where a detail is nothing that JSON can tell.
    """
    fault = ""
    if isinstance(events, Mapping):
        details = {
            name: {} if detail is None else detail for name, detail in events.items()
        }
    elif isinstance(events, (list, tuple)):
        details = {name: {} for name in events}
    else:
        details, fault = {}, f"not {events!r}"
    if wrong := [name for name in details if not isinstance(name, str)]:
        fault = f"but {wrong[0]!r} is no name"
    try:
        written = json.dumps(details, cls=DjangoJSONEncoder, allow_nan=False)
    except (TypeError, ValueError) as error:
        fault = f"and JSON must be able to tell the details: {error}"
    if fault:
        raise ImproperlyConfigured(
            f"{type(view).__qualname__}.{attribute} must be a list of names or a "
            f"mapping from name to detail, {fault}."
        )
    read: dict[str, Any] = json.loads(written)
    return {name: to_body(detail) for name, detail in read.items()}


def to_body(detail: Any) -> Any:
    """
    Let the event fire on the body, unless ``detail`` names another target.

    htmx 4 fires after the swap, which may have taken the element away that sent the
    request: nobody would hear it there. Both versions pass a detail that is no object
    as ``detail.value``.
    """
    if not isinstance(detail, dict):
        detail = {"value": detail}
    return {"target": "body"} | detail


def trigger_events(response: HttpResponse, events: Mapping[str, Any]) -> None:
    """Add events and their details to those that ``response`` triggers."""
    # Not by trigger_client_event(), which refuses what a view wrote as names alone.
    if events:
        triggered = {**_triggered(response.get("HX-Trigger", "")), **events}
        response["HX-Trigger"] = json.dumps(triggered)


def _triggered(header: str) -> dict[str, Any]:
    """Return the events of a header, which as in htmx may be names alone."""
    if not header.startswith("{"):
        return {name.strip(): {} for name in header.split(",") if name.strip()}
    try:
        triggered: dict[str, Any] = json.loads(header)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"HX-Trigger has {header!r}, to which success_events cannot be added: it "
            "is no JSON. Write it by json.dumps() or trigger_client_event()."
        ) from error
    return triggered
