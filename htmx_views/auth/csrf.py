"""The CSRF token that a page needs to know."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.csrf import csrf_failure as django_csrf_failure

from htmx_views.requests import htmx_details

#: The event that carries the current token to the page.
CSRF_EVENT = "htmx-views:csrf"


def csrf_header_name() -> str:
    """Return ``settings.CSRF_HEADER_NAME`` as a request spells it."""
    return settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-")


def readable_cookie_name() -> str | None:
    """Return the name of the cookie in which a script finds the secret, if any."""
    if settings.CSRF_USE_SESSIONS or settings.CSRF_COOKIE_HTTPONLY:
        return None
    return settings.CSRF_COOKIE_NAME


def has_secret(request: HttpRequest) -> bool:
    """Return whether ``request`` came with a secret, in a cookie or its session."""
    return "CSRF_COOKIE" in request.META


def current_token(request: HttpRequest) -> str | None:
    """
    Return the token that ``request`` could submit, and change nothing for it.

    A visitor without a secret gets one in a cookie, or ``None`` where the secret
    belongs in a session: only a request of the reader's own may start that.
    """
    if not has_secret(request):
        return None if settings.CSRF_USE_SESSIONS else get_token(request)
    # get_token() sends the cookie anew. In the answer to a poll that overlaps a
    # login in another tab, that would bring the old secret back.
    needs_update = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    token = get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = needs_update
    return token


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Answer a request that failed the CSRF check, as Django does.

    htmx is told to swap nothing, and gets the current token in a header named like
    the one that it should have sent. With it ``htmx-views.js`` repeats the request
    once. Name this view in ``CSRF_FAILURE_VIEW``.
    """
    response = django_csrf_failure(request, reason=reason)
    if htmx_details(request):
        response["HX-Reswap"] = "none"
        # A wrong Origin or Referer is no matter of the token.
        if reason.startswith("CSRF "):
            response[csrf_header_name()] = get_token(request)
    return response
