"""Contracts of an answer to htmx: whether it fits where htmx swaps it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from htmx_views.requests import target_id
from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element, elements

#: What swaps the answer itself into the page.
SWAPPED = range(200, 300)


def check_swap(reading: Reading) -> Iterator[Break]:
    """Hold that an answer to htmx is what the element can take."""
    headers, status = reading.response.headers, reading.response.status_code
    if not reading.is_by_htmx or status not in SWAPPED or status == 204:
        return
    if "HX-Redirect" in headers or "HX-Location" in headers or "HX-Refresh" in headers:
        return
    exchange = reading.exchange
    if exchange is not None and exchange.swap in ("none", "delete"):
        return
    kind = headers.get("Content-Type", "").partition(";")[0]
    if kind and not kind.startswith("text/") and reading.html.strip():
        yield Break("C022", f"the answer to htmx is {kind}")
    elif reading.is_page:
        yield from _page_into_element(reading)
    else:
        yield from _lost_id(reading)
        yield from _out_of_band(reading)


def _page_into_element(reading: Reading) -> Iterator[Break]:
    exchange, headers = reading.exchange, reading.response.headers
    if reading.is_shown_whole or "HX-Retarget" in headers or "HX-Reselect" in headers:
        return
    if exchange is None:
        id = target_id(reading.request)
        # Without an id the target may well be the body.
        if id is None:
            return
    elif exchange.select:
        return
    else:
        id = exchange.target_id
    where = "an element without an id" if id is None else f"the element #{id}"
    yield Break("C015", f"a whole page is swapped into {where}")


def _lost_id(reading: Reading) -> Iterator[Break]:
    exchange = reading.exchange
    if (
        exchange is None
        or exchange.swap not in ("outerHTML", "outerMorph")
        or exchange.target_id is None
        # What replaces itself, such as a link to more, may be the last of its kind.
        or not exchange.source_stays
        or exchange.select
        or "HX-Reswap" in reading.response.headers
        or "HX-Retarget" in reading.response.headers
    ):
        return
    brought = [each for each in elements(reading.own) if each is not reading.own]
    main = [each for each in brought if not _oob(each)]
    if main and exchange.target_id not in {each.get("id") for each in main}:
        yield Break(
            "C016", f"the answer replaces #{exchange.target_id}, and has no such id"
        )


def _oob(element: Element) -> str | None:
    value = element.get("hx-swap-oob")
    return element.get("data-hx-swap-oob") if value is None else value


def _out_of_band(reading: Reading) -> Iterator[Break]:
    for element in elements(reading.own):
        value = _oob(element)
        if value is None or element.tag == "template":
            continue
        style, colon, _ = value.partition(":")
        if colon and re.match(r"\S*\s", style) is None:
            # A selector of its own; only the page could tell.
            continue
        id = element.get("id")
        if not id:
            yield Break("C017", "an out-of-band part has no id", element)
        elif reading.exchange is not None and id not in reading.exchange.ids:
            yield Break(
                "C017", f"the page has no #{id} for what comes out of band", element
            )
