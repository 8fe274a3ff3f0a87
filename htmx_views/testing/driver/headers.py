"""Do what the HX- headers of an answer say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from htmx_views.testing.driver.flights import Flight

if TYPE_CHECKING:
    from htmx_views.testing.driver.htmx import Htmx


def fire_events(htmx: Htmx, flight: Flight, header: str) -> None:
    """Fire the events that a header names."""
    text = flight.response.headers.get(header)
    if not text:
        return
    if text.startswith("{"):
        events = json.loads(text)
    else:
        events = {each.strip(): None for each in text.split(",")}
    for event, detail in events.items():
        is_there = htmx.document.is_connected(flight.element)
        target = flight.element if is_there else htmx.document.root
        if isinstance(detail, dict) and (selector := detail.get("target")):
            target = htmx.attributes.select(target, selector, "trigger")[0]
        htmx.tab.fire(event, target, detail)


def leave(htmx: Htmx, flight: Flight) -> bool:
    """Go where HX-Redirect or HX-Refresh lead; return whether they do."""
    headers = flight.response.headers
    if url := headers.get("HX-Redirect"):
        htmx.tab.visit(url)
    elif headers.get("HX-Refresh") == "true":
        htmx.tab.reload()
    else:
        return False
    return True


def relocate(htmx: Htmx, flight: Flight) -> bool:
    """Send the request that HX-Location asks for; return whether it does."""
    text = flight.response.headers.get("HX-Location")
    if not text:
        return False
    options: dict[str, Any] = {"path": text}
    if text.startswith("{"):
        options = json.loads(text)
    source, select = htmx.document.body, htmx.attributes.select
    given = options.get("target") and select(source, options["target"], "target")[0]
    if selector := options.get("source"):
        source = select(source, selector, "source")[0]
    elif htmx.attributes.version == 4 and given is not None:
        source = given
    htmx.take_off(
        Flight(
            source,
            "get",
            options["path"],
            htmx.attributes.target(source) if given is None else given,
            swap=options.get("swap"),
            select=options.get("select"),
            push=str(options.get("push", "true")),
            headers=options.get("headers", {}),
            values=options.get("values", {}),
        )
    )
    return True


def write_history(htmx: Htmx, flight: Flight, url: str, *, is_pushed: bool) -> None:
    """Push an address, or ``"true"`` for what was asked for, or replace the current."""
    tab = htmx.tab
    url = tab.browser.path_of(flight.final_url if url == "true" else url, tab.url)
    if is_pushed:
        tab.history.current.is_htmx = True
        tab.history.push(url, htmx.document, is_htmx=True)
    else:
        tab.history.replace(url)
