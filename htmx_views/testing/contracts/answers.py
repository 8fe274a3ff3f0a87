"""Hold an answer against the contracts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from htmx_views.testing.client import rendered_blocks, template_names
from htmx_views.testing.contracts.addresses import check_addresses
from htmx_views.testing.contracts.attributes import check_attributes
from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.finding import ContractError, Finding, start_tag
from htmx_views.testing.contracts.forms import check_forms, check_tokens
from htmx_views.testing.contracts.grammar import Version
from htmx_views.testing.contracts.keyboard import check_keyboard
from htmx_views.testing.contracts.pages import check_scripts, check_text
from htmx_views.testing.contracts.policy import check_policy
from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.contracts.references import check_ids, check_references
from htmx_views.testing.contracts.swaps import check_swap
from htmx_views.testing.contracts.table import CONTRACTS
from htmx_views.testing.driver.dom import root_of

CHECKS: list[Callable[[Reading], Iterator[Break]]] = [
    check_swap,
    check_text,
    check_scripts,
    check_attributes,
    check_references,
    check_ids,
    check_addresses,
    check_forms,
    check_tokens,
    check_policy,
    check_keyboard,
]


def check_answer(
    html: str,
    *,
    request: HttpRequest,
    response: HttpResponseBase,
    version: Version | None = None,
    exchange: Exchange | None = None,
    ignore: Collection[str] = (),
) -> list[Finding]:
    """
    Return which contracts an answer breaks.

    ``html`` is what ``response`` holds. ``version`` is htmx's, where the page does
    not tell. ``exchange`` says what htmx did with a fragment. ``ignore`` lists ids of
    contracts.
    """
    if unknown := {*ignore} - CONTRACTS.keys():
        raise ValueError(f"There are no contracts {sorted(unknown)!r}.")
    reading = Reading(html, request, response, version, exchange)
    broken: dict[tuple[str, str], Finding] = {}
    for check in CHECKS:
        for each in check(reading):
            if each.id not in ignore:
                finding = _finding(reading, each)
                broken.setdefault((finding.id, finding.message), finding)
    return list(broken.values())


def hold(
    response: Any,
    request: HttpRequest,
    *,
    version: Version | None = None,
    exchange: Exchange | None = None,
    ignore: Collection[str] = (),
) -> None:
    """
    Raise ``ContractError`` where the answer of a test client breaks contracts.

    Redirects, error pages and what is no text break none.
    """
    __tracebackhide__ = True
    status = response.status_code
    if response.streaming or not (200 <= status < 300 or status == 422):
        return
    kind = response.headers.get("Content-Type", "")
    if "html" not in kind and request.META.get("HTTP_HX_REQUEST") != "true":
        return
    findings = check_answer(
        response.content.decode(response.charset, errors="replace"),
        request=request,
        response=response,
        version=version,
        exchange=exchange,
        ignore=ignore,
    )
    if findings:
        raise ContractError(findings)


def _finding(reading: Reading, broken: Break) -> Finding:
    element, response = broken.element, reading.response
    names = template_names(response)
    is_own = element is not None and root_of(element) is reading.own
    return Finding(
        broken.id,
        broken.message,
        element="" if element is None else start_tag(element),
        url=f"{reading.request.method} {reading.request.get_full_path()}",
        line=element.sourceline if element is not None and is_own else None,
        template=str(names[0]) if names else "",
        blocks=tuple(rendered_blocks(response) or ()),
        request=broken.request,
    )
