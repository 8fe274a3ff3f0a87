"""Let elements wait for events, for moments and for each other, as htmx does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.clock import Clock, Timer
from htmx_views.testing.driver.controls import form_of, is_submit_button
from htmx_views.testing.driver.document import Document
from htmx_views.testing.driver.dom import (
    Element,
    elements,
    matches,
    shown,
    with_ancestors,
)
from htmx_views.testing.driver.events import DomEvent
from htmx_views.testing.driver.selectors import find_all
from htmx_views.testing.driver.triggers import Trigger

#: The one kind of filter that can be told without JavaScript.
KEY_FILTER = re.compile(r"""\s*(?:event\.)?key\s*===?\s*(["'])(?P<key>[^"']+)\1\s*""")

Issue = Callable[[Element, DomEvent], object]


@dataclass(eq=False)
class Wire:
    """An element that waits for something, and the elements that it listens to."""

    element: Element
    trigger: Trigger
    sources: list[Element]
    is_spent: bool = False
    is_throttled: bool = False
    timer: Timer | None = None
    last_values: dict[Element, str] = field(default_factory=dict)


class Listeners:
    """The elements of a document that htmx has found, and what they wait for."""

    def __init__(
        self, document: Document, attributes: Attributes, clock: Clock, issue: Issue
    ) -> None:
        self.document = document
        self.attributes = attributes
        self.clock = clock
        self.issue = issue
        self._wires: dict[Element, list[Wire]] = {}

    def process(self, scope: Element) -> None:
        """Let the elements of a new part of the page listen."""
        if not self.document.is_connected(scope):
            return
        fresh = [element for element in elements(scope) if self._is_fresh(element)]
        for element in fresh:
            self._wires[element] = [
                Wire(element, trigger, self._sources(element, trigger))
                for trigger in self._triggers(element)
            ]
        for element in fresh:
            for wire in self._wires[element]:
                self._start(wire)

    def _is_fresh(self, element: Element) -> bool:
        attributes = self.attributes
        return (
            element not in self._wires
            and bool(attributes.action(element) or attributes.is_boosted(element))
            and not attributes.is_ignored(element)
        )

    def _triggers(self, element: Element) -> list[Trigger]:
        try:
            return self.attributes.triggers(element)
        except ValueError as error:
            raise AssertionError(f"hx-trigger: {error}: {shown(element)}") from error

    def _sources(self, element: Element, trigger: Trigger) -> list[Element]:
        selector = trigger.modifiers.get("from", "self")
        if selector == "self":
            return [element]
        if selector == "outside":
            return [self.document.root]
        return find_all(element, selector, element)

    def _start(self, wire: Wire) -> None:
        event = DomEvent(wire.trigger.event, wire.element)
        if wire.trigger.event == "load":
            self._fire(wire, event)
        # With an interval of 0 htmx 2 does not poll, and htmx 4 does nothing else.
        elif interval := wire.trigger.every:
            wire.timer = self.clock.call_later(
                interval, lambda: self._poll(wire, event), every=interval
            )

    def _poll(self, wire: Wire, event: DomEvent) -> None:
        if self.document.is_connected(wire.element):
            self._fire(wire, event)
        else:
            self._stop(wire)

    def _stop(self, wire: Wire) -> None:
        if wire.timer is not None:
            self.clock.cancel(wire.timer)

    def stop_polling(self, element: Element) -> None:
        for wire in self._wires.get(element, ()):
            if wire.trigger.every is not None:
                self._stop(wire)

    def hear(self, event: DomEvent) -> None:
        """Give an event to those that wait for it, from the inner ones outward."""
        waiting = [
            wire
            for wires in self._wires.values()
            for wire in wires
            if wire.trigger.event == event.name
            and self.document.is_connected(wire.element)
        ]
        for listener in event.path() if waiting else ():
            for wire in waiting:
                if listener in wire.sources:
                    event.is_heard = True
                    event.is_prevented |= is_prevented(event, listener)
                    self._fire(wire, event)

    def _fire(self, wire: Wire, event: DomEvent) -> None:
        """Let the modifiers decide whether an event counts, and when."""
        trigger = wire.trigger
        if wire.is_spent or wire.is_throttled or not self._counts(wire, event):
            return
        wire.is_spent = bool(trigger.modifiers.get("once"))
        if trigger.delay:
            self._stop(wire)
            wire.timer = self.clock.call_later(
                trigger.delay, lambda: self.issue(wire.element, event)
            )
            return
        if trigger.throttle:
            wire.is_throttled = True
            self.clock.call_later(
                trigger.throttle, lambda: setattr(wire, "is_throttled", False)
            )
        self.issue(wire.element, event)

    def _counts(self, wire: Wire, event: DomEvent) -> bool:
        modifiers = wire.trigger.modifiers
        source = modifiers.get("from")
        if source == "self" and event.target is not wire.element:
            return False
        if source == "outside" and wire.element in with_ancestors(event.target):
            return False
        if "target" in modifiers and not matches(event.target, modifiers["target"]):
            return False
        if wire.trigger.filter is not None and not self._passes(wire, event):
            return False
        return not modifiers.get("changed") or self._is_changed(wire, event.target)

    def _passes(self, wire: Wire, event: DomEvent) -> bool:
        match = KEY_FILTER.fullmatch(wire.trigger.filter or "")
        if match is None:
            raise AssertionError(
                "A test without a browser runs no JavaScript, so it cannot tell "
                f"whether [{wire.trigger.filter}] holds: {shown(wire.element)}"
            )
        return event.key == match["key"]

    def _is_changed(self, wire: Wire, source: Element) -> bool:
        value = self.document.controls.value(source)
        # htmx 4 takes the first value for a change.
        initial = source.get("value", "") if self.attributes.version == 2 else None
        is_changed = wire.last_values.get(source, initial) != value
        wire.last_values[source] = value
        return is_changed


def is_prevented(event: DomEvent, listener: Element) -> bool:
    """Return whether htmx keeps the browser from what it does after an event."""
    if event.name == "submit":
        return listener.tag == "form"
    if event.name != "click":
        return False
    for up in with_ancestors(listener):
        if is_submit_button(up) and form_of(up) is not None:
            return True
        if up.tag == "a":
            href = up.get("href", "#x")
            return not (href.startswith("#") and len(href) > 1)
    return False
