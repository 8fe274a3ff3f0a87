"""Stands in for htmx_views.requests.htmx_headers until it lands."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def htmx_headers(
    *,
    version: int = 2,
    target: str | None = None,
    tag: str = "div",
    trigger: str | None = None,
    trigger_name: str | None = None,
    trigger_tag: str = "button",
    current_url: str | None = None,
    prompt: str | None = None,
    boosted: bool = False,
    history_restore: bool = False,
    request_type: str | None = None,
) -> dict[str, Any]:
    headers: dict[str, str] = {}
    if not (history_restore and version == 4):
        headers["HX-Request"] = "true"
    if target is not None:
        headers["HX-Target"] = target if version == 2 else f"div#{quote(target)}"
    for name, value in (
        ("HX-Trigger", trigger),
        ("HX-Trigger-Name", trigger_name),
        ("HX-Prompt", prompt),
    ):
        if value is not None:
            headers[name] = value
    if boosted:
        headers["HX-Boosted"] = "true"
    if history_restore:
        headers["HX-History-Restore-Request"] = "true"
    if version == 4:
        headers["HX-Request-Type"] = request_type or "partial"
    if current_url is not None:
        headers["HX-Current-URL"] = current_url
    return headers
