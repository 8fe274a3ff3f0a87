"""Answer htmx where Django redirects to the login page."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from htmx_views.auth.protocol import LOGIN_REQUIRED_EVENT, REFUSED
from htmx_views.requests import (
    SAFE_METHODS,
    VARY_ON,
    htmx_details,
    is_fragment_request,
    vary,
)


def answer_login_redirect(
    request: HttpRequest, response: HttpResponseBase
) -> HttpResponseBase:
    """Return ``response``, a redirect, or what htmx gets if it leads to the login."""
    location = response.headers["Location"]
    # The view's own ones, and what LoginRequiredMiddleware goes by.
    fields = [*_of_view(request, "redirect_field_name"), REDIRECT_FIELD_NAME]
    for login_url, field in product(_login_urls(request), fields):
        if urlsplit(location)[:3] != urlsplit(login_url)[:3]:
            continue
        own_urls = (
            request.get_full_path(),
            request.path,
            # For a login on another host.
            request.build_absolute_uri(),
        )
        # Compared as it is read: others encode more of it than Django does, or less.
        if _query(location) in [
            _query(_with_next(login_url, field, url)) for url in own_urls
        ]:
            return htmx_login_response(request, response, field)
    return response


def _login_urls(request: HttpRequest) -> list[str]:
    urls = []
    for url in (*_of_view(request, "login_url"), settings.LOGIN_URL):
        # By a name that is not there no redirect came about. None is no name either,
        # nor is the property in the class of a view that computes its own.
        with suppress(NoReverseMatch):
            urls.append(iri_to_uri(resolve_url(str(url))))
    return urls


def _of_view(request: HttpRequest, name: str) -> list[Any]:
    """Return what ``as_view()``, decorators and the class of the view say."""
    view = getattr(request.resolver_match, "func", None)
    initkwargs = SimpleNamespace(**getattr(view, "view_initkwargs", {}))
    sources = (initkwargs, view, getattr(view, "view_class", None))
    return [getattr(source, name) for source in sources if hasattr(source, name)]


def htmx_login_response(
    request: HttpRequest,
    redirect: HttpResponseBase,
    redirect_field_name: str | None = REDIRECT_FIELD_NAME,
) -> HttpResponseBase:
    """
    Return what htmx understands in the place of a redirect to the login page.

    A browser and a history restore get ``redirect``. htmx gets a 401, since it
    would swap the login page into the fragment's target: with ``HX-Redirect`` for
    a safe request, and with the event ``htmx-views:login-required`` for an unsafe
    one. Neither swaps anything. After the login, a fragment request leads back to
    the page that the person is on, any other to the page that it asked for.
    """
    vary(redirect, VARY_ON)
    htmx = htmx_details(request)
    if not htmx or htmx.history_restore_request:
        return redirect
    headers = {
        name: value
        for name, value in redirect.items()
        if name.lower() not in {"location", "content-type", "content-length"}
    }
    # What it says of the page that the person is on is nobody else's to get.
    headers |= REFUSED | {"Cache-Control": "no-store"}
    response = HttpResponse(status=401, headers=headers)
    response.cookies = redirect.cookies
    if request.method not in SAFE_METHODS:
        response["HX-Trigger"] = LOGIN_REQUIRED_EVENT
        return response
    location = redirect.headers["Location"]
    if redirect_field_name and is_fragment_request(request):
        location = _with_persons_page(request, location, redirect_field_name)
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


def _with_persons_page(request: HttpRequest, location: str, field: str) -> str:
    """Return ``location`` with the person's page as its ``field``."""
    page = person_page(request)
    if page is not None:
        back = _query(location).get(field) or ""
        # A login on another host needs to know this one to come back.
        if urlsplit(back).netloc:
            page = request.build_absolute_uri(page)
    return _with_next(location, field, page)


def _with_next(location: str, field: str | None, next_url: str | None) -> str:
    """Return ``location`` with ``next_url`` as its ``field``, as Django writes it."""
    if field is None:
        return location
    query = _query(location)
    if next_url is None:
        query.pop(field, None)
    else:
        query[field] = next_url
    encoded = query.urlencode(safe="/")
    return urlunsplit(urlsplit(location)._replace(query=encoded))


def _query(url: str) -> QueryDict:
    return QueryDict(urlsplit(url).query, mutable=True)
