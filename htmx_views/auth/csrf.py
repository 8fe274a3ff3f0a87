"""The CSRF token that a page needs to know."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.csrf import csrf_failure as django_csrf_failure

from htmx_views.auth.page import name_user
from htmx_views.auth.protocol import REFUSED
from htmx_views.requests import htmx_details


def csrf_header_name() -> str:
    """Return ``settings.CSRF_HEADER_NAME`` as a request spells it."""
    return settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-")


def has_secret(request: HttpRequest) -> bool:
    """Return whether ``request`` came with a secret, in a cookie or its session."""
    return "CSRF_COOKIE" in request.META


def current_token(request: HttpRequest) -> str | None:
    """
    Return a masked token that ``request`` could submit.

    A visitor without a secret gets one in a cookie, or ``None`` where the secret
    belongs in a session: only a request of the reader's own may start that.
    """
    if settings.CSRF_USE_SESSIONS and not has_secret(request):
        return None
    return get_token(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Answer a request that failed the CSRF check, as Django does.

    htmx is told to swap nothing, and gets the current token in a header named like
    the one that it should have sent. With it ``htmx-views.js`` repeats the request
    once, unless the user is another than the page's. Name this view in
    ``CSRF_FAILURE_VIEW``.
    """
    response = django_csrf_failure(request, reason=reason)
    if htmx_details(request):
        for name, value in REFUSED.items():
            response[name] = value
        name_user(request, response)
        # A wrong Origin or Referer is no matter of the token.
        if reason.startswith("CSRF "):
            response[csrf_header_name()] = get_token(request)
    return response
