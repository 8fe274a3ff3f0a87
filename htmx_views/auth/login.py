"""Answer htmx where Django redirects to the login page."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from htmx_views.requests import VARY_ON, htmx_details, is_fragment_request

#: The event that tells a page that its unsafe request needs a login.
LOGIN_REQUIRED_EVENT = "htmx-views:login-required"

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def htmx_login_response(
    request: HttpRequest,
    redirect: HttpResponse,
    redirect_field_name: str | None = REDIRECT_FIELD_NAME,
) -> HttpResponse:
    """
    Return what htmx understands in the place of a redirect to the login page.

    A browser and a history restore get ``redirect``. htmx gets a 401, since it
    would swap the login page into the fragment's target: with ``HX-Redirect`` for
    a safe request, and with the event ``htmx-views:login-required`` for an unsafe
    one, which swaps nothing. After the login, a fragment request leads back to
    the page that the person is on, any other to the page that it asked for.
    """
    patch_vary_headers(redirect, VARY_ON)
    htmx = htmx_details(request)
    if not htmx or htmx.history_restore_request:
        return redirect
    headers = {
        name: value
        for name, value in redirect.items()
        if name.lower() not in {"location", "content-type", "content-length"}
    }
    response = HttpResponse(status=401, headers=headers)
    response.cookies = redirect.cookies
    if request.method not in SAFE_METHODS:
        response["HX-Trigger"] = LOGIN_REQUIRED_EVENT
        # htmx 4 swaps a 401 unless it is told not to; htmx 2 never does.
        response["HX-Reswap"] = "none"
        return response
    location = redirect["Location"]
    if redirect_field_name and is_fragment_request(request):
        location = _replace_next(request, location, redirect_field_name)
    response["HX-Redirect"] = location
    return response


def person_page(request: HttpRequest) -> str | None:
    """
    Return the path of the page that the person is on, or ``None``.

    Read from ``HX-Current-URL``, which a client can set to anything: only a path
    of this host is returned.
    """
    url = htmx_details(request).current_url or ""
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(url, hosts, request.is_secure()):
        return None
    parts = urlsplit(url)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    # Without its host, "https://this.host//other.host/" would lead to the other.
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
    return path if is_own else None


def _replace_next(request: HttpRequest, location: str, field: str) -> str:
    """Return ``location`` with the person's page as its ``field``."""
    parts = urlsplit(location)
    query = QueryDict(parts.query, mutable=True)
    page = person_page(request)
    if page is None:
        query.pop(field, None)
    else:
        # A login on another host needs to know this one to come back.
        is_absolute = bool(urlsplit(query.get(field) or "").netloc)
        query[field] = request.build_absolute_uri(page) if is_absolute else page
    return urlunsplit(parts._replace(query=query.urlencode(safe="/")))
