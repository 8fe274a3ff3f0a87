"""Turn redirects to the login page into what htmx understands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import product
from typing import cast
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from htmx_views.auth.login import htmx_login_response

GetResponse = (
    Callable[[HttpRequest], HttpResponseBase]
    | Callable[[HttpRequest], Awaitable[HttpResponseBase]]
)


class LoginRedirectMiddleware:
    """
    Answer htmx with 401 where a view or a middleware redirects to the login page.

    For ``@login_required``, ``@permission_required``, ``LoginRequiredMixin`` and
    its kin, and ``LoginRequiredMiddleware``, behind which it may stand in
    ``MIDDLEWARE`` or before. See :func:`htmx_views.auth.login.htmx_login_response`.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(
        self, request: HttpRequest
    ) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self.__acall__(request)
        response = cast("HttpResponseBase", self.get_response(request))
        return self.process_response(request, response)

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        response = await cast("Awaitable[HttpResponseBase]", self.get_response(request))
        return self.process_response(request, response)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer for htmx if ``response`` sends ``request`` to log in."""
        # The client redirects of django-htmx are such, but have no Location.
        if (
            not isinstance(response, HttpResponseRedirectBase)
            or "Location" not in response
        ):
            return response
        for login_url, field in product(
            self.get_login_urls(request), self.get_redirect_field_names(request)
        ):
            if is_login_redirect(request, response, login_url, field):
                return htmx_login_response(request, response, field)
        return response

    # Two of each: the view's own, and what LoginRequiredMiddleware goes by.

    def get_login_urls(self, request: HttpRequest) -> list[str]:
        """Return the view's own ``login_url``, if any, and the setting's."""
        urls = [*_view_attributes(request, "login_url"), settings.LOGIN_URL]
        # The class of a view that computes its own has a property there.
        return [str(url) for url in urls if url and isinstance(url, (str, Promise))]

    def get_redirect_field_names(self, request: HttpRequest) -> list[str | None]:
        """Return the view's own ``redirect_field_name``, if any, and Django's."""
        names = _view_attributes(request, "redirect_field_name")
        return [*cast("list[str | None]", names), REDIRECT_FIELD_NAME]


def is_login_redirect(
    request: HttpRequest, response: HttpResponse, login_url: str, field: str | None
) -> bool:
    """
    Return whether ``response`` sends the person to ``login_url`` and back here.

    Django's login redirects name the request's own URL under ``field``: one that
    leads elsewhere after the login was meant so by the view. A ``field`` of
    ``None`` stands for a view whose login redirect names no URL.
    """
    location = urlsplit(response["Location"])
    query = QueryDict(location.query, mutable=True)
    back = query.pop(field, []) if field else []
    own_path = urlsplit(request.get_full_path()).path
    if [_path_of(str(url)) for url in back] != ([own_path] if field else []):
        return False
    try:
        login = urlsplit(resolve_url(login_url))
    except NoReverseMatch:  # Then this redirect came about without it.
        return False
    return location[:3] == login[:3] and query == QueryDict(login.query)


def _path_of(url: str) -> str | None:
    try:
        return urlsplit(url).path
    except ValueError:  # What a stranger wrote into the query need be no URL.
        return None


def _view_attributes(request: HttpRequest, name: str) -> list[object]:
    """Return what ``as_view()``, the class and decorators say about the login."""
    match = request.resolver_match
    if match is None:
        return []
    view_class = getattr(match.func, "view_class", None)
    initkwargs = getattr(match.func, "view_initkwargs", {})
    values = [initkwargs[name]] if name in initkwargs else []
    return values + [
        getattr(source, name)
        for source in (match.func, view_class)
        if hasattr(source, name)
    ]
