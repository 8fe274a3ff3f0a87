"""Hold an answer against the contracts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.finding import Finding


def check_answer(
    html: str,
    *,
    request: HttpRequest,
    response: HttpResponseBase,
    version: Literal[2, 4] | None = None,
    exchange: Exchange | None = None,
    ignore: Collection[str] = (),
) -> list[Finding]:
    """
    Return which contracts an answer breaks.

    ``html`` is what ``response`` holds. ``version`` is htmx's, where the page does
    not tell. ``exchange`` says what htmx did with a fragment. ``ignore`` lists ids of
    contracts.
    """
    return []
