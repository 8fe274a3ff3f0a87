"""What htmx does on a page, whatever its version: it sends, and swaps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from htmx_views.testing.driver.answers import Part
from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.controls import controls_of
from htmx_views.testing.driver.dom import (
    Element,
    by_id,
    inner_html,
    parse_fragment,
    shown,
)
from htmx_views.testing.driver.events import DomEvent
from htmx_views.testing.driver.flights import Flight, Lock
from htmx_views.testing.driver.focus import give_autofocus
from htmx_views.testing.driver.listening import Listeners
from htmx_views.testing.driver.swapping import ALIASES, preserve, swap
from htmx_views.testing.driver.syntax import parse_interval
from htmx_views.testing.driver.validation import check_validity

if TYPE_CHECKING:
    from htmx_views.testing.driver.tab import Tab

#: How often an answer may bring what asks for it again.
REPEATS = 20


class Htmx(ABC):
    """htmx on one document of a tab."""

    def __init__(self, tab: Tab, attributes: Attributes) -> None:
        self.tab = tab
        self.document = tab.document
        self.attributes = attributes
        self.listeners = Listeners(tab.document, attributes, tab.clock, self.issue)
        self._locks: dict[Element, Lock] = {}
        self._flights: list[Flight] = []
        #: The one whose answer is put onto the page.
        self._answered: Flight | None = None

    @abstractmethod
    def build(self, flight: Flight) -> Request:
        """Return the request of a flight."""

    @abstractmethod
    def answer(self, flight: Flight) -> None:
        """Do what the answer to a request says."""

    @abstractmethod
    def swap(self, flight: Flight, style: str, modifiers: dict[str, Any]) -> None:
        """Put what an answer brings onto the page."""

    @abstractmethod
    def restore(self, url: str, left: str) -> None:
        """Show what was at ``url``, where the back button leads from ``left``."""

    # Send

    def issue(self, element: Element, event: DomEvent | None) -> None:
        """Send the request of an element that has not gone meanwhile."""
        if not self.document.is_connected(element):
            return
        attributes = self.attributes
        action = attributes.action(element) or boosted_action(element)
        flight = Flight(
            element,
            *action,
            target=attributes.target(element),
            event=event,
            is_boosted=attributes.is_boosted(element),
            swap=attributes.value(element, "swap"),
            select=attributes.value(element, "select"),
            select_oob=attributes.value(element, "select-oob"),
            push=attributes.value(element, "push-url"),
            replace=attributes.value(element, "replace-url"),
        )
        self.take_off(flight)

    def take_off(self, flight: Flight) -> None:
        before = self._answered
        if before and (before.verb, before.url) == (flight.verb, flight.url):
            flight.repeats = before.repeats + 1
        if flight.repeats > REPEATS:
            raise AssertionError(
                f"There is no end to it: the answer to {flight.verb.upper()} "
                f"{flight.url} brings what sends it again: {shown(flight.element)}"
            )
        selector, strategy = self.attributes.sync(flight.element)
        place = flight.element
        if selector:
            place = self.attributes.select(place, selector, "sync")[0]
        flight.lock = self._locks.setdefault(place, Lock())
        if flight.lock.acquire(flight, strategy):
            self._send(flight)

    def _send(self, flight: Flight) -> None:
        try:
            flight.request = self._request_of(flight)
        except BaseException:
            # A test may go on after it has seen the error.
            flight.request = None
            self.tab.companion.lands(flight)
            flight.lock.release(flight)
            raise
        if flight.request is None:
            self._land(flight)
        else:
            self._flights.append(flight)

    def _request_of(self, flight: Flight) -> Request | None:
        """Send the request, and return it; return ``None`` if it is not sent."""
        question = self.attributes.value(flight.element, "confirm")
        is_sent = (
            (not question or self.tab.confirms(question))
            and self._is_prompted(flight)
            and self.tab.companion.allows(flight)
        )
        if not is_sent:
            return None
        self._check_validity(flight)
        return self.tab.companion.send(flight, self.build(flight))

    def send_again(self, flight: Flight, request: Request) -> None:
        """Send the very request of a flight that has ended."""
        flight.request = self.tab.companion.send(flight, request)
        self._flights.append(flight)

    def _is_prompted(self, flight: Flight) -> bool:
        question = self.attributes.value(flight.element, "prompt")
        if question and self.attributes.version == 2:
            flight.prompt = self.tab.prompts(question)
            return flight.prompt is not None
        return True

    def _check_validity(self, flight: Flight) -> None:
        element, submitter = flight.element, flight.submitter
        asked = self.attributes.value(element, "validate")
        is_checked = asked == "true"
        if element.tag == "form" and asked is None:
            is_checked = element.get("novalidate") is None and (
                submitter is None or submitter.get("formnovalidate") is None
            )
        if is_checked:
            checked = controls_of(element) if element.tag == "form" else [element]
            check_validity(self.document.controls, checked)

    def settle(self) -> None:
        """Do what the answers say that have come meanwhile."""
        while self._flights and self.tab.htmx is self:
            flight = self._flights.pop(0)
            watched = self.tab.companion.watch()
            if not flight.is_aborted and self.tab.companion.passes(flight):
                self._answered = flight
                try:
                    self.answer(flight)
                finally:
                    self._answered = None
            if self.tab.htmx is self:
                watched()
                self._land(flight)

    def _land(self, flight: Flight) -> None:
        # The script looks at what waited before it knows that this is over.
        if (waiting := flight.lock.release(flight)) is not None:
            self._send(waiting)
        self.tab.companion.lands(flight)

    # Swap

    def swap_later(self, flight: Flight, style: str, modifiers: dict[str, Any]) -> None:
        """Swap an answer, now or when the time has come that ``swap:`` names."""

        def swap() -> None:
            watched = self.tab.watcher.swaps(self.tab, flight, style)
            self.swap(flight, style, modifiers)
            watched()

        if delay := modifiers.get("swap"):
            milliseconds = parse_interval(delay) if isinstance(delay, str) else delay
            self.tab.clock.call_later(milliseconds, swap)
        else:
            swap()

    def redirect_swap(self, flight: Flight) -> None:
        """Do what an answer says of where and how it is swapped."""
        headers = flight.response.headers
        if selector := headers.get("HX-Retarget"):
            self.retarget(flight, selector)
        flight.swap = headers.get("HX-Reswap", flight.swap)
        flight.select = headers.get("HX-Reselect", flight.select)

    def retarget(self, flight: Flight, selector: str) -> None:
        flight.target = self.attributes.select(flight.element, selector, "target")[0]

    def place_part(self, part: Part, targets: list[Element]) -> list[Element]:
        """Swap what goes elsewhere, into each element that it names."""
        style, _ = self.attributes.swap(part.swap)
        html = inner_html(part.holder)
        fresh: list[Element] = []
        for target in targets:
            holder = parse_fragment(html)
            if part.is_element and not ALIASES.get(style, style).startswith("outer"):
                holder = parse_fragment(inner_html(holder[0]))
            fresh += self.place(target, style, holder)
        return fresh

    def place(self, target: Element, style: str, holder: Element) -> list[Element]:
        """Swap, and focus what has the id of what had the focus; return the new."""
        document, focused = self.document, self.document.focused
        fresh = self.put(target, style, holder)
        if focused is not None and document.focused is None and focused.get("id"):
            document.focused = by_id(document.root, focused.get("id", ""))
        return fresh

    def put(self, target: Element, style: str, holder: Element) -> list[Element]:
        preserve(self.document, holder, by_page=self.attributes.version == 4)
        return swap(self.document, target, style, holder)

    def process(self, fresh: list[Element]) -> None:
        for element in fresh:
            self.listeners.process(element)
            give_autofocus(self.document, element)


def boosted_action(element: Element) -> tuple[str, str]:
    """Return what a link or a form does without htmx."""
    if element.tag == "form":
        return element.get("method", "get").lower(), element.get("action", "")
    return "get", element.get("href", "")
