"""What a request asks for: the only place that knows how htmx 2 and 4 differ."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django_htmx.middleware import HtmxDetails

#: The request headers that decide between the page and a fragment.
VARY_ON = (
    "HX-Request",
    "HX-Request-Type",
    "HX-Boosted",
    "HX-History-Restore-Request",
)

#: The request headers that decide which fragment, where the target chooses it.
VARY_ON_TARGET = ("HX-Target", "HX-Target-URI-AutoEncoded")

#: The methods that change nothing, as Django's CSRF check has them.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

#: Of the rules that ``fragment_rule()`` returns, those that mean a fragment.
FRAGMENT_RULES = frozenset({"partial", "fragment"})

# What htmx 2 adds to a URL under ``getCacheBusterParam``.
_CACHE_BUSTER = re.compile(r"(?<=[?&])org\.htmx\.cache-buster=[^&]*(?:&|$)")


class HtmxHttpRequest(HttpRequest):
    """
    A request that ``django_htmx.middleware.HtmxMiddleware`` has seen.

    Annotate ``request`` with it where a view reads ``request.htmx``.
    """

    htmx: HtmxDetails


def htmx_details(request: HttpRequest) -> HtmxDetails:
    """Return ``request.htmx``, or read the headers where no middleware did."""
    details = getattr(request, "htmx", None)
    return details if isinstance(details, HtmxDetails) else HtmxDetails(request)


def fragment_rule(request: HttpRequest, *, boosted: bool = False) -> str:
    """
    Return the rule that decides what ``request`` gets.

    The rules are tried in this order: ``"not htmx"``, ``"history restore"``,
    ``"full"`` and ``"partial"`` (htmx 4 says itself which it wants),
    ``"boosted"``, ``"fragment"``. Only those in ``FRAGMENT_RULES`` get a
    fragment. Each header counts with the exact value that htmx sends, and with
    no other. ``boosted`` says that the view maps the target of a boosted request to
    blocks.
    """
    headers = request.META
    if headers.get("HTTP_HX_REQUEST") != "true":
        return "not htmx"
    if headers.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return "history restore"
    request_type = headers.get("HTTP_HX_REQUEST_TYPE")
    if request_type is not None:
        return "partial" if request_type == "partial" else "full"
    if headers.get("HTTP_HX_BOOSTED") == "true" and not boosted:
        return "boosted"
    return "fragment"


def is_fragment_request(request: HttpRequest) -> bool:
    """Return whether ``request`` wants a fragment instead of the page."""
    return fragment_rule(request) in FRAGMENT_RULES


def table_part_out_of_band(
    request: HttpRequest, marked: str, *, id: str, swap: str, content: str
) -> str:
    """
    Return a row, or another part of a table, to be swapped out of band.

    ``marked`` is the element with ``hx-swap-oob``, ``content`` what ``swap`` takes of
    it. A browser drops the tag of a ``<tr>`` that stands behind a ``<div>``, but not
    inside of a ``<template>``. There htmx 2 looks for ``hx-swap-oob``, while htmx 4
    wants a ``<template>`` that is its ``<hx-partial>``.
    """
    if not _is_htmx_4(request):
        return f"<template>{marked}</template>"
    return format_html(
        '<template hx type="partial" hx-target="[id={}]" hx-swap="{}">{}</template>',
        json.dumps(id),
        swap,
        mark_safe(content),
    )


def answer_can_preserve(request: HttpRequest) -> bool:
    """
    Return whether ``hx-preserve`` in an answer keeps an element of the page.

    It does in htmx 2. In htmx 4 the element on the page decides.
    """
    return not _is_htmx_4(request)


def is_preloaded(request: HttpRequest) -> bool:
    """Return whether ``request`` fetches ahead. Of htmx only version 2 says so."""
    return request.META.get("HTTP_HX_PRELOADED") == "true"


def without_cache_buster(url: str) -> str:
    """Return ``url``, which htmx has sent a request to, as the page has it."""
    return _CACHE_BUSTER.sub("", url).rstrip("?&")


def _is_htmx_4(request: HttpRequest) -> bool:
    # It sends a request type with each request.
    return "HTTP_HX_REQUEST_TYPE" in request.META


def target_id(request: HttpRequest) -> str | None:
    """
    Return the bare id of the element that htmx swaps into, decoded.

    Return ``None`` where the target has no id. htmx 2 sends the id itself, htmx 4
    the tag and the percent-encoded id, as in ``div#rows``.
    """
    headers = request.META
    target: str = headers.get("HTTP_HX_TARGET", "")
    if _is_htmx_4(request):
        # It encodes ids without saying so.
        return unquote(target.partition("#")[2]) or None
    if headers.get("HTTP_HX_TARGET_URI_AUTOENCODED") == "true":
        return unquote(target) or None
    return target or None


def vary(response: HttpResponseBase, headers: Sequence[str]) -> None:
    """Let ``response`` vary on ``headers`` as well, each named once."""
    value, present = ", ".join(headers), response.headers.get("Vary")
    if present is None:
        response.headers["Vary"] = value
    # What was added before is found without taking the header apart.
    elif f", {value}," not in f", {present},":
        patch_vary_headers(response, headers)


def vary_if_unseen(response: HttpResponseBase) -> None:
    """Let ``response`` vary on all that may have chosen it, if it does not yet."""
    if VARY_ON[-1] not in response.headers.get("Vary", ""):
        vary(response, VARY_ON + VARY_ON_TARGET)


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
) -> dict[str, str]:
    """
    Return the headers that htmx ``version`` 2 or 4 sends with a request.

    ``target`` and ``trigger`` are ids; ``tag`` and ``trigger_tag`` are what htmx 4
    calls these elements. ``request_type`` is htmx 4's: where it is not given it is
    ``"full"`` for a target that is the body, as it is for boosted links that name
    no other, and ``"partial"`` elsewhere.
    """
    if version not in (2, 4):
        raise ValueError(f"version must be 2 or 4, not {version!r}.")
    if version == 2 and request_type is not None:
        raise ValueError("htmx 2 sends no request type: leave it out or set version=4.")
    if boosted and target is None:
        tag = "body"
    headers = {"HX-Request": "true"}
    if version == 2:
        optional = {
            "HX-Target": target,
            "HX-Trigger": trigger,
            "HX-Trigger-Name": trigger_name,
            "HX-Prompt": prompt,
        }
        for name, value in optional.items():
            if value is not None:
                headers |= _header_of_htmx_2(name, value)
    else:
        headers["HX-Source"] = _element(trigger_tag, trigger)
        headers["HX-Target"] = _element(tag, target)
        headers["HX-Request-Type"] = request_type or (
            "full" if tag == "body" else "partial"
        )
    if current_url is not None:
        headers["HX-Current-URL"] = current_url
    if boosted:
        headers["HX-Boosted"] = "true"
    if history_restore:
        restore = {"HX-History-Restore-Request": "true"}
        # htmx 4 replaces all of its headers by this one.
        headers = headers | restore if version == 2 else restore
    return headers


def _header_of_htmx_2(name: str, value: str) -> dict[str, str]:
    """Encode ``value`` only where a browser refuses it as it is."""
    if all(character <= "\xff" and character not in "\0\r\n" for character in value):
        return {name: value}
    encoded = quote(value, safe="!'()*-._~")
    return {name: encoded, f"{name}-URI-AutoEncoded": "true"}


def _element(tag: str, id: str | None) -> str:
    return f"{tag}#{quote(id, safe=_NOT_ENCODED_BY_HTMX_4)}" if id else tag


# JavaScript's encodeURI().
_NOT_ENCODED_BY_HTMX_4 = ";,/?:@&=+$-_.!~*'()#"
