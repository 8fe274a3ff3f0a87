"""What a request asks for: the only place that knows how htmx 2 and 4 differ."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxHttpRequest(HttpRequest):
    """A request that ``django_htmx.middleware.HtmxMiddleware`` has seen."""

    htmx: HtmxDetails


def htmx_details(request: HttpRequest) -> HtmxDetails:
    """Return ``request.htmx``, or read the headers where no middleware did."""
    details = getattr(request, "htmx", None)
    return details if isinstance(details, HtmxDetails) else HtmxDetails(request)


def is_fragment_request(request: HttpRequest, *, boosted: bool = False) -> bool:
    """
    Return whether ``request`` wants a fragment instead of the page.

    ``boosted`` says that the view maps the target of a boosted request to blocks.
    """
    htmx = htmx_details(request)
    if not htmx or htmx.history_restore_request:
        return False
    if htmx.request_type is not None:
        return htmx.request_type == "partial"
    return boosted or not htmx.boosted


def target_id(request: HttpRequest) -> str | None:
    """Return the bare id of the target, or ``None`` where it has none."""
    target = htmx_details(request).target
    if target is None:
        return None
    return unquote(target.partition("#")[2] if "#" in target else target)
