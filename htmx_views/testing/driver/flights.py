"""A request of an element, from its event to the swap of its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urldefrag

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.events import DomEvent
from htmx_views.testing.driver.locks import Lock


class NotSent(AssertionError):
    """A person, or JavaScript, would have to do something before it is sent."""


@dataclass(eq=False)
class Flight:
    element: Element
    verb: str
    url: str
    target: Element
    event: DomEvent | None = None
    is_boosted: bool = False
    swap: str | None = None
    select: str | None = None
    select_oob: str | None = None
    push: str | None = None
    replace: str | None = None
    prompt: str | None = None
    #: What HX-Location adds.
    headers: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    lock: Lock[Flight] = field(default_factory=Lock)
    request: Request | None = None
    #: How many requests before it were the same, each brought by the answer before.
    repeats: int = 0
    #: What the companion script knows of it.
    form: Element | None = None
    dialog: Element | None = None
    polls: bool = False
    user: str | None = None
    is_swapped: bool = True
    #: Whether it brings a page of another person's.
    is_anothers: bool = False
    is_aborted: bool = False

    @property
    def submitter(self) -> Element | None:
        return self.event.submitter if self.event else None

    @property
    def sent(self) -> Request:
        """Return the request that was answered, the last one of redirects."""
        return cast(Request, self.request)

    @property
    def response(self) -> Any:
        return self.sent.response

    @property
    def text(self) -> str:
        return self.sent.text

    @property
    def final_url(self) -> str:
        """Return what an address bar shows that follows the request."""
        return urldefrag(self.url)._replace(url=self.sent.url).geturl()
