"""Hold what a browser has seen against the contracts, for the panel under DEBUG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from htmx_views.testing.contracts.answers import check_answer
from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.finding import Finding
from htmx_views.testing.contracts.reading import Reading
from htmx_views.testing.driver.dom import Element, parse_page

#: What the script writes onto the two elements while it reads the page.
SOURCE, TARGET = "data-htmx-views-source", "data-htmx-views-target"


@dataclass
class Seen:
    """
    What the script tells: an answer, and the page before and after the swap.

    Of a page that was opened ``after`` is all there is.
    """

    #: The address of the page, and of the answer.
    page: str
    url: str
    after: str
    method: str = "GET"
    status: int = 200
    text: str = ""
    before: str = ""
    #: The headers of the request and of the answer.
    sent: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def check_seen(seen: Seen, request: HttpRequest) -> list[Finding]:
    """Return which contracts a page breaks, or an answer that was swapped into it."""
    html = seen.text if seen.before else seen.after
    asked = _request(seen, request)
    response = HttpResponse(html, status=seen.status, headers=dict(seen.headers))
    return check_answer(
        html, request=asked, response=response, exchange=_exchange(seen, asked)
    )


def _request(seen: Seen, request: HttpRequest) -> HttpRequest:
    parts = urlsplit(seen.url)
    return RequestFactory().generic(
        seen.method,
        f"{parts.path}?{parts.query}" if parts.query else parts.path,
        secure=request.is_secure(),
        headers={**seen.sent, "Host": request.get_host()},
    )


def _exchange(seen: Seen, asked: HttpRequest) -> Exchange | None:
    if not seen.before:
        return None
    before = Reading(seen.before, asked, HttpResponse())
    source, target = (_marked(before.own, name) for name in (SOURCE, TARGET))
    if source is None or target is None:
        return None
    for element, name in ((source, SOURCE), (target, TARGET)):
        del element.attrib[name]
    page = parse_page(seen.after, scripting=True)
    return Exchange.of(before.attributes, source, target, url=seen.page, page=page)


def _marked(root: Element, name: str) -> Element | None:
    found: list[Any] = root.xpath(f"//*[@{name}]")
    return found[0] if found else None
