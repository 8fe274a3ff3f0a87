"""Let every answer of a view vary, also those that Django makes in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from inspect import isawaitable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import get_resolver, get_urlconf, set_urlconf
from django.utils.cache import patch_vary_headers

from htmx_views.auth.sessions import DetachedSession
from htmx_views.requests import VARY_ON, VARY_ON_TARGET


def vary_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return ``view`` with every answer varying on what chooses a fragment.

    Answers that do so already stay as they are. What is left are those of other
    mixins' ``dispatch()``, and error pages.
    """
    if iscoroutinefunction(view):

        @wraps(view)
        async def varying_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                # Mixins that refuse a request in dispatch() do so at once.
                response = view(request, *args, **kwargs)
                if isawaitable(response):
                    response = await response
            except Exception:
                vary_error(request)
                raise
            return vary_answer(request, response)

        return varying_async

    @wraps(view)
    def varying(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = view(request, *args, **kwargs)
        except Exception:
            vary_error(request)
            raise
        return vary_answer(request, response)

    return varying


def vary_answer(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let the answer to ``request`` vary on what chose it."""
    if isinstance(getattr(request, "session", None), DetachedSession):
        # SessionMiddleware would do so, could it tell that the session was read.
        patch_vary_headers(response, ["Cookie"])
    return vary(response)


def vary(
    response: HttpResponseBase, headers: Sequence[str] = VARY_ON + VARY_ON_TARGET
) -> HttpResponseBase:
    """Add ``headers`` to those that ``response`` varies on, if none did so yet."""
    if not response.has_header("Vary"):
        response.headers["Vary"] = ", ".join(headers)
    elif VARY_ON[-1] not in response.headers["Vary"]:
        patch_vary_headers(response, headers)
    return response


def vary_errors_of(response: SimpleTemplateResponse, request: HttpRequest) -> None:
    """Let the error page vary as well if ``response`` fails to render."""
    render = response.render

    def varying() -> HttpResponseBase:
        # Not kept: a response in a cache must be picklable.
        del response.render
        try:
            return render()
        except Exception:
            vary_error(request)
            raise

    if not iscoroutinefunction(render):
        response.render = varying  # type: ignore[assignment, method-assign]


def vary_error(request: HttpRequest) -> None:
    """
    Let the error page vary that Django renders for the current exception.

    The exception itself travels on, through decorators, middleware and the end of
    a transaction. What renders the page in the end is the URLconf's ``handler404``
    and its kin, so these get replaced for the rest of the request. Technical error
    pages, under ``DEBUG``, come without.
    """
    # A request that no handler of Django's resolved gets no error page.
    if getattr(request, "resolver_match", None) is not None:
        urlconf = get_urlconf()
        if not isinstance(urlconf, VaryingErrors):
            # Django takes an object with urlpatterns wherever it takes a name.
            set_urlconf(varying_errors(urlconf))  # type: ignore[arg-type]


class VaryingErrors:
    """Stand in for a URLconf, with error handlers whose responses vary."""

    def __init__(self, urlconf: Any) -> None:
        self.urlconf = urlconf
        for status_code in (400, 403, 404, 500):
            handler = partial(self.handle, status_code)
            setattr(self, f"handler{status_code}", handler)

    @property
    def urlpatterns(self) -> Any:
        return get_resolver(self.urlconf).url_patterns

    def handle(
        self, status_code: int, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        set_urlconf(self.urlconf)
        handler = get_resolver(self.urlconf).resolve_error_handler(status_code)
        response: HttpResponseBase = handler(request, *args, **kwargs)
        return vary_answer(request, response)


# One object per URLconf: Django keeps a resolver for each that it sees.
varying_errors = cache(VaryingErrors)
