"""Answer htmx with 401 where a view of one's own asks for a login."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.contrib.auth.mixins import (
    AccessMixin,
    LoginRequiredMixin,
    PermissionRequiredMixin,
    UserPassesTestMixin,
)
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from htmx_views.auth.login import htmx_login_response
from htmx_views.views.base import AnyView


class HtmxAccessMixin(AccessMixin, AnyView):
    """
    Answer htmx with 401 where Django redirects to the login page.

    The handlers of the view may be coroutines.
    """

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.view_is_async:
            return cast(HttpResponseBase, self._dispatch(request, *args, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    async def _dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        # Django's mixins look at request.user, which may ask the database.
        dispatch = sync_to_async(super().dispatch)
        response = await dispatch(request, *args, **kwargs)
        return cast(
            HttpResponseBase, await response if isawaitable(response) else response
        )

    def handle_no_permission(  # type: ignore[override]  # the stubs know redirects only
        self,
    ) -> HttpResponseBase:
        response = super().handle_no_permission()
        if "Location" not in response.headers:
            # A page of the view's own, which says why.
            return response
        return htmx_login_response(
            self.request, response, self.get_redirect_field_name()
        )


class HtmxLoginRequiredMixin(HtmxAccessMixin, LoginRequiredMixin):
    """Verify that the current user is authenticated, and tell htmx if not."""


class HtmxPermissionRequiredMixin(HtmxAccessMixin, PermissionRequiredMixin):
    """Verify that the current user has all permissions, and tell htmx if not."""


class HtmxUserPassesTestMixin(HtmxAccessMixin, UserPassesTestMixin):
    """Verify that the current user passes ``test_func()``, and tell htmx if not."""
