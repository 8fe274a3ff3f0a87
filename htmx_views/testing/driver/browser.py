"""Send what a tab sends, through Django's test client, and follow redirects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import DefragResult, urldefrag, urljoin, urlsplit

from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import AsyncClient, Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from htmx_views.requests import SAFE_METHODS
from htmx_views.testing.driver.controls import Entry, File
from htmx_views.testing.driver.encoding import with_line_breaks

URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Request:
    """A request that a page sent. ``entries`` are the fields of its body."""

    method: str
    #: Without the site: ``/monsters/?page=2``.
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    body: str | bytes = ""
    content_type: str = ""
    #: The address of the page that sent it.
    referer: str | None = None
    response: Any = None
    #: What stands behind ``#`` where the address is shown.
    anchor: str = ""

    @property
    def address(self) -> str:
        """The URL as an address bar has it."""
        return DefragResult(self.url, self.anchor).geturl()

    @property
    def data(self) -> dict[str, list[Any]]:
        """The fields of the body by their names."""
        data: dict[str, list[Any]] = {}
        for name, value in self.entries:
            data.setdefault(name, []).append(value)
        return data

    @property
    def text(self) -> str:
        content: bytes = self.response.getvalue()
        return content.decode(self.response.charset)

    def write(self, body: str) -> None:
        """Let the body be ``body``, which encodes the fields."""
        self.body, self.content_type = body, URLENCODED

    def write_multipart(self) -> None:
        """Encode the fields as a form does that sends files."""
        data = {
            name: [_uploaded(value) for value in values if value != File("")]
            for name, values in self.data.items()
        }
        self.body, self.content_type = (
            encode_multipart(BOUNDARY, data),
            MULTIPART_CONTENT,
        )

    def again(self) -> Request:
        """Return the same request, to be sent once more."""
        return replace(self, headers=dict(self.headers), response=None)

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


class Browser:
    """What the tabs of one person share: cookies, and the requests they sent."""

    def __init__(self, client: Client | AsyncClient) -> None:
        self.client = client
        self.is_secure = False
        self.requests: list[Request] = []

    @property
    def origin(self) -> str:
        headers = {name.lower(): value for name, value in self.client.defaults.items()}
        host = headers.get("http_host") or headers.get("host")
        host = host or headers.get("server_name") or "testserver"
        return f"{'https' if self.is_secure else 'http'}://{host}"

    def path_of(self, url: str, base: str = "/") -> str:
        """Return ``url`` without the site; raise where it leads to another one."""
        absolute = urljoin(urljoin(self.origin, base), url)
        parts = urlsplit(absolute)
        if parts.netloc != urlsplit(self.origin).netloc or parts.scheme not in (
            "http",
            "https",
        ):
            raise AssertionError(f"{url!r} leads away from the site {self.origin}.")
        self.is_secure = parts.scheme == "https"
        return absolute[len(f"{parts.scheme}://{parts.netloc}") :] or "/"

    def is_own(self, url: str) -> bool:
        return (
            urlsplit(urljoin(self.origin, url)).netloc == urlsplit(self.origin).netloc
        )

    def send(self, request: Request) -> Request:
        """Send a request; return the last one that redirects led to."""
        for _ in range(20):
            request.response = self._respond(request)
            self.requests.append(request)
            location = request.response.headers.get("Location")
            status = request.response.status_code
            if not location or status not in (301, 302, 303, 307, 308):
                return request
            url, anchor = urldefrag(self.path_of(location, request.url))
            request = request.again()
            request.url, request.anchor = url, anchor or request.anchor
            # A DELETE or PUT is sent again where a 302 leads, and only a POST is not.
            if status == 303 or (status in (301, 302) and request.method == "POST"):
                request.method, request.body, request.content_type = "GET", "", ""
                request.entries = []
        raise AssertionError(f"{self.requests[-20]} is redirected without an end.")

    def _respond(self, request: Request) -> HttpResponseBase:
        headers = dict(request.headers)
        if request.referer:
            headers["Referer"] = request.referer
        if request.method not in SAFE_METHODS:
            headers["Origin"] = self.origin
        send: Any = partial(
            self._client().generic,
            request.method,
            request.url,
            request.body,
            request.content_type,
            secure=self.is_secure,
            headers=headers,
        )
        response: HttpResponseBase
        if isinstance(self.client, AsyncClient):
            response = async_to_sync(_wait_for)(send)
        else:
            response = send()
        return response

    def _client(self) -> Client | AsyncClient:
        """Return a client of the same person that checks CSRF, as a site does."""
        client = type(self.client)(
            enforce_csrf_checks=True,
            raise_request_exception=self.client.raise_request_exception,
        )
        client.defaults = self.client.defaults
        client.cookies = self.client.cookies
        return client


async def _wait_for(
    send: Callable[[], Awaitable[HttpResponseBase]],
) -> HttpResponseBase:
    return await send()


def _uploaded(value: str | File) -> str | SimpleUploadedFile:
    if isinstance(value, str):
        return with_line_breaks(value)
    return SimpleUploadedFile(value.name, value.content, value.content_type)
