"""A request of an element, from its event to the swap of its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urldefrag

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.events import DomEvent


class NotSent(AssertionError):
    """A person, or JavaScript, would have to do something before it is sent."""


class Lock:
    """What an element is sending, and what waits for that: hx-sync."""

    def __init__(self) -> None:
        self.current: Flight | None = None
        self._strategy = ""
        self._waiting: list[Flight] = []

    def acquire(self, flight: Flight, strategy: str) -> bool:
        """Return whether ``flight`` is to be sent now; else it waits or is dropped."""
        if self.current is not None:
            gives_way = self._strategy == "abort" and strategy != "abort"
            if strategy != "replace" and not gives_way:
                self._enqueue(flight, strategy)
                return False
            self.current.is_aborted = True
            self._waiting.clear()
        self.current, self._strategy = flight, strategy
        return True

    def _enqueue(self, flight: Flight, strategy: str) -> None:
        if strategy == "queue all" or (strategy == "queue first" and not self._waiting):
            self._waiting.append(flight)
        elif strategy == "queue last":
            self._waiting = [flight]

    def release(self, flight: Flight) -> Flight | None:
        """Return what waited for the end of ``flight``, and may be sent now."""
        if self.current is not flight:
            return None
        self.current = None
        return self._waiting.pop(0) if self._waiting else None


@dataclass(eq=False)
class Flight:
    """A request on its way, and what becomes of its answer."""

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
    lock: Lock = field(default_factory=Lock)
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
