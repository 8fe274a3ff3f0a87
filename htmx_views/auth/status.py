"""Tell a page whether its reader is logged in."""

from __future__ import annotations

import json
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from htmx_views.auth.csrf import current_token
from htmx_views.auth.page import site_state, user_state
from htmx_views.auth.protocol import CSRF_EVENT
from htmx_views.auth.sessions import detach_session
from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.polls import PTAG_HEADER, content_ptag, skip_swap
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.choice import check_block_names


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class LoginStatusView(HtmxFragmentMixin, TemplateView):
    """
    Tell whether the user is logged in, without keeping the session alive.

    htmx gets the block ``login_status`` and, in the event ``htmx-views:csrf``, the
    current CSRF token; 204 if the page shows that block already. A browser gets
    the page, to which the login that the block offers leads: it says that the tab
    can be closed.
    """

    template_name = "htmx_views/login_status.html"
    fragment_blocks = ("login_status",)
    #: Where to log in; defaults to ``settings.LOGIN_URL``.
    login_url: str | None = None
    #: The parameter of that URL that leads back; ``None`` for none.
    redirect_field_name: str | None = REDIRECT_FIELD_NAME
    #: The seconds between two polls of the page.
    poll_interval: float = 60

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        detach_session(request)

    def get_login_url(self, path: str) -> str:
        """Return the URL of the login, which leads back to ``path``, this page."""
        return redirect_to_login(
            path,
            resolve_url(self.login_url or settings.LOGIN_URL),
            self.redirect_field_name,
        ).url

    def get_poll_interval(self) -> float:
        """Return the seconds between two polls of the page."""
        return self.poll_interval

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``user``, and ``login_url`` with the way back to this page."""
        context = {
            "user": self.request.user,
            "login_url": self.get_login_url(self.request.path),
        }
        return super().get_context_data(**context | kwargs)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        response = super().render_to_response(context, **response_kwargs)
        if self.choice.blocks is not None:
            detail = {
                "token": current_token(self.request),
                **user_state(self.request),
                **site_state(),
            }
            response["HX-Trigger"] = json.dumps({CSRF_EVENT: detail})
            cast(SimpleTemplateResponse, response).add_post_render_callback(
                self._skip_unchanged
            )
        return response

    def render_status(self, path: str) -> SafeString:
        """Return the fragment for another view's page. This view is at ``path``."""
        blocks = self.get_fragment_blocks()
        kwargs = {**self.kwargs, "login_url": self.get_login_url(path)}
        context = self.get_context_data(**kwargs)
        context[RENDER_BLOCKS] = [*check_block_names(self, "fragment_blocks", blocks)]
        response = super().render_to_response(context)
        return mark_safe(cast(SimpleTemplateResponse, response).rendered_content)

    def _skip_unchanged(self, response: HttpResponse) -> None:
        content = response.content.decode(response.charset)
        response[PTAG_HEADER] = ptag = content_ptag(content)
        if self.request.headers.get(PTAG_HEADER) == ptag:
            skip_swap(response)
