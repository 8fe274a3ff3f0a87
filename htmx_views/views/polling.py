"""Blocks that refresh themselves, and disturb nobody while nothing changes."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from htmx_views.auth.sessions import detach_session
from htmx_views.polls import (
    PTAG_HEADER,
    content_ptag,
    element_around,
    poll_trigger,
    rendered_ptag,
    skip_swap,
)
from htmx_views.requests import is_fragment_request, vary, without_cache_buster
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.urls import request_url

if TYPE_CHECKING:

    class PolledView(HtmxFragmentMixin):
        def get(
            self, request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse: ...
else:
    PolledView = HtmxFragmentMixin


class HtmxPollingMixin(PolledView):
    """
    Let a block poll for its own replacement.

    Write ``{{ polling }}`` into the tag of the block's only element. It has the
    attributes that make htmx poll, or nothing once ``is_polling_done()``: without
    them htmx stops. A poll that finds nothing new is answered with 204, which
    leaves the element alone. Polls neither prolong the reader's session nor change
    it: a message that was there before a poll shows it stays for the next page.

    An async view has its own ``get()``; there a poll that finds nothing new costs the
    view's context, too.
    """

    #: The seconds between two polls.
    poll_interval: float = 2

    def get_poll_interval(self) -> float:
        """Return the seconds between two polls."""
        return self.poll_interval

    def get_poll_url(self) -> str:
        """Return the URL to poll: the one that is shown."""
        return self._page_url

    def is_polling_done(self) -> bool:
        """Return whether what the block shows is final. By default it never is."""
        return False

    def get_ptag(self) -> str | None:
        """
        Return a text that changes whenever the block does, also when it is done.

        The URL need not be in it: a tag is only good for the URL that is polled.
        ``None`` stands for a hash of the block itself, for which each poll renders it.
        """
        return None

    def get_polling(self) -> SafeString:
        """Return the attributes of the element that polls, or nothing when done."""
        trigger = poll_trigger(self)
        # Asked for when done as well: an async view renders where no query may run.
        ptag = self._ptag
        if self.is_polling_done():
            return SafeString("")
        # The attributes that htmx 2 inherits stand here as well; what they say of
        # this element must not reach those inside. With parameters from around it
        # the URL would be another one, which grows with each poll.
        return format_html(
            'hx-get="{}" hx-trigger="{}, htmx-views:visible from:document"'
            ' hx-target="this" hx-swap="outerHTML" hx-push-url="false"'
            ' hx-params="none"'
            ' hx-disinherit="hx-target hx-swap hx-push-url hx-params"'
            ' hx-headers=\'{{"{}": "{}"}}\' data-poll-visible',
            self.get_poll_url(),
            trigger,
            PTAG_HEADER,
            ptag or self._url_ptag(self.get_poll_url()) + self._placeholder,
        )

    def get_vary_headers(self) -> list[str]:
        reader = ["Cookie"] if self._is_poll else []
        return [*super().get_vary_headers(), PTAG_HEADER, *reader]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self._is_poll:
            detach_session(request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a poll that finds nothing new before anything else is done."""
        return self._unchanged() or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``polling``, the attributes of the element that polls."""
        return super().get_context_data(**{"polling": self.get_polling()} | kwargs)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        # A view with a get() of its own has not asked before.
        if unchanged := self._unchanged():
            return unchanged
        response = super().render_to_response(context, **response_kwargs)
        if self._ptag is not None:
            response[PTAG_HEADER] = self._ptag
        elif isinstance(response, SimpleTemplateResponse):
            response.add_post_render_callback(self._tag)
        return response

    @cached_property
    def _is_poll(self) -> bool:
        # htmx 2 sends the header of the polled element with the links inside it, too.
        # Not by ``choice``: this is asked before the view has looked for its object.
        return (
            self.request.method == "GET"
            and self._asked.startswith(self._page_ptag)
            and is_fragment_request(self.request)
        )

    @cached_property
    def _ptag(self) -> str | None:
        """The value of the header for ``get_ptag()``."""
        ptag = self.get_ptag()
        if ptag is None:
            return None
        return self._url_ptag(self.get_poll_url()) + content_ptag(str(ptag))

    @property
    def _asked(self) -> str:
        # All of request.headers would be read for request.headers[PTAG_HEADER].
        return str(self.request.META.get("HTTP_HX_PTAG", ""))

    def _unchanged(self) -> HttpResponse | None:
        if not self._is_poll or self._ptag != self._asked:
            return None
        response = HttpResponse(status=204)
        vary(response, self.get_vary_headers())
        return response

    def _url_ptag(self, url: str) -> str:
        """Return the first half of a tag, for ``url`` as this page leads to it."""
        if url == self._page_url:
            return self._page_ptag
        parts = urlsplit(urljoin(self._page_url, without_cache_buster(url)))
        return content_ptag(parts._replace(scheme="", netloc="", fragment="").geturl())

    @cached_property
    def _page_url(self) -> str:
        return without_cache_buster(request_url(self.request))

    @cached_property
    def _page_ptag(self) -> str:
        return content_ptag(self._page_url)

    @cached_property
    def _placeholder(self) -> str:
        """Stand for a hash of what is yet to be rendered."""
        return secrets.token_hex(8)

    def _tag(self, response: Any) -> None:
        """Write the hash of the rendered block into it, or skip what is unchanged."""
        content = response.content.decode(response.charset)
        if self._placeholder not in content:
            return
        is_page = not response.context_data["is_fragment"]
        # Of a page the hash is that of a fragment which has the block alone.
        block = element_around(self._placeholder, content) if is_page else content
        hashed = rendered_ptag(block.replace(self._placeholder, ""))
        ptag = self._url_ptag(self.get_poll_url()) + hashed
        response[PTAG_HEADER] = ptag
        if self._is_poll and not is_page and self._asked == ptag:
            skip_swap(response)
        else:
            response.content = content.replace(self._placeholder, hashed)
