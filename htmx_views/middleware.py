"""The one middleware: what no view can see to by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from htmx_views.auth.login import answer_login_redirect
from htmx_views.auth.page import PERSONAL, refuse_other_user, vary_personal
from htmx_views.auth.sessions import DetachedSession
from htmx_views.panel import answer_panel
from htmx_views.requests import SAFE_METHODS, is_preloaded, vary, vary_if_unseen


class HtmxViewsMiddleware(MiddlewareMixin):
    """
    Keep what a person typed, and one reader's answer from another.

    Put it behind the middleware of Django's, at the end of ``MIDDLEWARE``.

    - A redirect to the login page becomes a 401 for htmx, whoever makes it.
    - An unsafe request from a page of another user is not executed.
    - Every answer of a view with fragments varies on what chose it, those included
      that Django or a mixin makes in its place. So does a page by cookie that holds
      something of its reader's.
    - A poll leaves the reader's cookies alone; it and a preloaded page, their messages.
    - Under ``DEBUG`` the panel gets the contracts that a page breaks.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return answer_panel(request) if settings.DEBUG else None

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        return None if request.method in SAFE_METHODS else refuse_other_user(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        _vary_fragments(request, response)
        if PERSONAL in request.META:
            vary_personal(request, response)
        _leave_cookies(request, response)
        _leave_messages(request)
        if response.has_header("Location"):
            return answer_login_redirect(request, response)
        return response


def _vary_fragments(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the answer vary that a view with fragments did not render itself."""
    view = getattr(request.resolver_match, "func", None)
    has_fragments = hasattr(getattr(view, "view_class", None), "get_vary_headers")
    if has_fragments:
        vary_if_unseen(response)


def _is_poll(request: HttpRequest) -> bool:
    return isinstance(getattr(request, "session", None), DetachedSession)


def _leave_cookies(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the answer to a poll from undoing a login that overlaps it."""
    if _is_poll(request):
        # SessionMiddleware would say so, could it tell that the session was read.
        vary(response, ["Cookie"])
        # A token in the answer sends its secret again, which may be the old one.
        sent = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        if sent == request.META.get("CSRF_COOKIE"):
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False


def _leave_messages(request: HttpRequest) -> None:
    """Keep the messages for a page that the person asks for."""
    is_ahead = is_preloaded(request)
    messages = get_messages(request)
    if not (is_ahead or _is_poll(request)) or isinstance(messages, list):
        # A list is what there is without MessageMiddleware.
        return
    if messages.used and not is_ahead:
        # What the poll itself has added was shown by it.
        messages.added_new = False
    messages.used = False
