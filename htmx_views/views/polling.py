"""Blocks that refresh themselves, and disturb nobody while nothing changes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from htmx_views.auth.sessions import detach_session
from htmx_views.intervals import poll_trigger
from htmx_views.ptag import PTAG_HEADER, content_ptag
from htmx_views.requests import is_fragment_request
from htmx_views.vary import vary
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.names import check_block_names

#: What differs between two renderings of the same content: CSRF tokens and nonces.
_VARYING = re.compile(
    r"((?:csrfmiddlewaretoken|x-csrftoken).{1,40}?)\b[a-z0-9]{64}\b"
    r"|(\bnonce=)[\"'][^\"']*",
    re.IGNORECASE,
)

_CACHE_BUSTER = "org.htmx.cache-buster="


class HtmxPollingMixin(HtmxFragmentMixin):
    """
    Let a block poll for its own replacement.

    Write ``{{ polling }}`` into the tag of the block's only element. It has the
    attributes that make htmx poll, or nothing once ``is_polling_done()``: without
    them htmx stops. A poll that finds nothing new is answered with 204, which
    leaves the element alone. Polls neither prolong the reader's session nor change
    it: a message that a poll shows stays in a session that stores messages.
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
        Return a text that changes whenever the block does, the last time included.

        The URL need not be in it: a tag is only good for the URL that is polled.
        ``None`` stands for a hash of the block itself, for which each poll renders
        it, and the page renders it twice.
        """
        return None

    @cached_property
    def ptag(self) -> str | None:
        """The value of the header for ``get_ptag()``."""
        ptag = self.get_ptag()
        return None if ptag is None else self._ptag_of(str(ptag))

    def get_polling(self) -> SafeString:
        """Return the attributes of the element that polls, or nothing when done."""
        trigger = poll_trigger(self)
        # Asked for when done as well: an async view renders where no query may run.
        ptag = self.ptag
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
        return [*super().get_vary_headers(), PTAG_HEADER]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self._is_poll:
            detach_session(request)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self._is_poll:
            # Around the handler, so that what refuses the request comes first.
            handler: Any = self
            get = self._aget_changed if self.view_is_async else self._get_changed
            handler.get = partial(get, handler.get)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``polling``, the attributes of the element that polls."""
        return super().get_context_data(**{"polling": self.get_polling()} | kwargs)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        response = super().render_to_response(context, **response_kwargs)
        if self.ptag is not None:
            response[PTAG_HEADER] = self.ptag
        elif isinstance(response, SimpleTemplateResponse):
            response.add_post_render_callback(self._tag)
        return response

    @cached_property
    def _is_poll(self) -> bool:
        # htmx 2 sends the header of the polled element with the links inside it, too.
        return (
            self.request.method == "GET"
            and self._asked.startswith(self._url_ptag(self._page_url))
            and is_fragment_request(self.request)
        )

    @property
    def _asked(self) -> str:
        return str(self.request.headers.get(PTAG_HEADER, ""))

    def _get_changed(
        self, get: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any
    ) -> Any:
        """Answer a poll that finds nothing new before anything else is done."""
        return self._unchanged() or get(request, *args, **kwargs)

    async def _aget_changed(
        self, get: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any
    ) -> Any:
        return await sync_to_async(self._unchanged)() or await get(
            request, *args, **kwargs
        )

    def _unchanged(self) -> HttpResponseBase | None:
        if self.ptag != self._asked:
            return None
        return vary(HttpResponse(status=204), self.get_vary_headers())

    def _ptag_of(self, content: str) -> str:
        return self._url_ptag(self.get_poll_url()) + content_ptag(content)

    def _url_ptag(self, url: str) -> str:
        """Return the first half of a tag, for ``url`` as this page leads to it."""
        if url not in self._url_ptags:
            path = urlsplit(_without_cache_buster(urljoin(self._page_url, url)))
            self._url_ptags[url] = content_ptag(f"{path.path}?{path.query}")
        return self._url_ptags[url]

    @cached_property
    def _page_url(self) -> str:
        return _without_cache_buster(self.request.get_full_path())

    @cached_property
    def _url_ptags(self) -> dict[str, str]:
        return {}

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
        block = self._render_fragment(response) if is_page else content
        hashed = content_ptag(
            _VARYING.sub(r"\1\2", block.replace(self._placeholder, ""))
        )
        ptag = self._url_ptag(self.get_poll_url()) + hashed
        response[PTAG_HEADER] = ptag
        if self._is_poll and not is_page and self._asked == ptag:
            response.status_code = 204
            response.content = b""
        else:
            response.content = content.replace(self._placeholder, hashed)

    def _render_fragment(self, response: Any) -> str:
        """Render what a poll of the page in ``response`` would get."""
        blocks = self.get_fragment_blocks()
        if not blocks or isinstance(blocks, Mapping):
            # Which block polls shows with the first poll, which always swaps.
            return ""
        blocks = check_block_names(self, "fragment_blocks", blocks)
        # The page's context has that of every block already.
        self.get_block_context = dict  # type: ignore[method-assign]
        self.get_render_blocks = lambda: [*blocks]  # type: ignore[method-assign]
        fragment: Any = super().render_to_response({**response.context_data})
        return str(fragment.rendered_content)


def _without_cache_buster(url: str) -> str:
    """Return ``url`` without what htmx 2 adds to it under ``getCacheBusterParam``."""
    path, _, query = url.partition("?")
    pairs = query.split("&")
    query = "&".join(pair for pair in pairs if not pair.startswith(_CACHE_BUSTER))
    return f"{path}?{query}" if query else path
