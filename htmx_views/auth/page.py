"""A page belongs to its user: what it knows of them, and what is refused."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from htmx_views.auth.protocol import (
    OTHER_USER_EVENT,
    REFUSED,
    USER_HEADER,
    USERNAME_HEADER,
)
from htmx_views.requests import vary

#: In ``request.META`` where something of the reader's was written into the page.
PERSONAL = "HTMX_VIEWS_PERSONAL"


def user_hash(request: HttpRequest, secret: str | bytes | None = None) -> str:
    """Return a keyed hash of the user, or nothing for a visitor."""
    # A project may lack django.contrib.auth.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    mac = salted_hmac("htmx_views.user", str(user.pk), secret, algorithm="sha256")
    return mac.hexdigest()[:16]


def user_state(request: HttpRequest) -> dict[str, str]:
    """Return what the script knows of the user: the hash, and the name to show."""
    user = getattr(request, "user", None)
    name = "" if user is None else user.get_username()
    return {"user": user_hash(request), "username": name}


def site_state() -> dict[str, str]:
    """Return the version of the site, where it has one."""
    version = getattr(settings, "HTMX_VIEWS_VERSION", None)
    if version is None and apps.is_installed("django.contrib.staticfiles"):
        version = getattr(staticfiles_storage, "manifest_hash", None)
    return {"version": str(version)} if version else {}


def name_user(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in ``response`` whose session ``request`` came with."""
    state = user_state(request)
    response.headers[USER_HEADER] = state["user"]
    response.headers[USERNAME_HEADER] = quote(state["username"], safe="")


def refuse_other_user(request: HttpRequest) -> HttpResponse | None:
    """
    Return a 409 for ``request``, an unsafe one, from a page of another user.

    A page of nobody's, and one whose user has logged out, are the view's to judge.
    """
    owner = request.headers.get(USER_HEADER)
    if not owner:
        return None
    # A page that was made before SECRET_KEY was replaced is still its user's.
    secrets = [None, *settings.SECRET_KEY_FALLBACKS]
    if {owner, ""} & {user_hash(request, secret) for secret in secrets}:
        return None
    detail = {"target": "body", **user_state(request)}
    event = json.dumps({OTHER_USER_EVENT: detail})
    headers = REFUSED | {"Cache-Control": "no-store", "HX-Trigger": event}
    response = HttpResponse(status=409, headers=headers)
    name_user(request, response)
    return response


def mark_personal(request: HttpRequest) -> None:
    """
    Say that the page of ``request`` holds something of its reader's.

    ``cache_page()`` would store it before SessionMiddleware says that it varies by
    cookie. So nothing inside of HtmxViewsMiddleware stores it: see
    :func:`vary_personal`.
    """
    is_stored = getattr(request, "_cache_update_cache", False)
    request.META.setdefault(PERSONAL, is_stored)
    request._cache_update_cache = False  # type: ignore[attr-defined]  # of the cache's, Django 5.2 to 6.1


def vary_personal(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let a page that holds something of its reader's vary by cookie."""
    vary(response, ["Cookie"])
    is_stored = request.META.pop(PERSONAL)
    request._cache_update_cache = is_stored  # type: ignore[attr-defined]  # as above
