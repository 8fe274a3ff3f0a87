"""Read hx-trigger: what an element waits for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from htmx_views.testing.driver.syntax import (
    HCON_COMMA,
    parse_hcon,
    parse_interval,
)

#: What htmx 2 knows behind the name of an event, with and without a value.
FLAGS_2 = ("changed", "once", "consume")
VALUES_2 = ("delay", "from", "target", "throttle", "queue", "root", "threshold")
SELECTOR_WORDS = ("closest", "find", "next", "previous")

NAME = re.compile(r"\s*([^\s\[,]+)(?:\[([^\]]*)\])?")


@dataclass(eq=False)
class Trigger:
    """One event that an element waits for."""

    event: str
    filter: str | None = None
    modifiers: dict[str, Any] = field(default_factory=dict)
    #: Milliseconds between two polls.
    every: float | None = None

    @property
    def delay(self) -> float:
        return self._interval("delay")

    @property
    def throttle(self) -> float:
        return self._interval("throttle")

    def _interval(self, name: str) -> float:
        value = self.modifiers.get(name, 0)
        return parse_interval(value) if isinstance(value, str) else float(value)


def parse_triggers_2(text: str) -> list[Trigger]:
    """Read hx-trigger as htmx 2 does; raise ``ValueError`` for what it refuses."""
    # Neither in the filter of an event nor in from:(…) does a comma separate.
    parts = re.split(r",(?![^\[]*\])(?![^(]*\))(?![^{]*\})", text)
    return [_trigger_2(part) for part in parts if part.strip()]


def _trigger_2(text: str) -> Trigger:
    match = _name(text)
    rest = text[match.end() :].strip()
    if match[1] == "every":
        interval, _, condition = rest.partition("[")
        if condition and not condition.endswith("]"):
            raise ValueError(f"{rest!r} is neither an interval nor a filter")
        return Trigger(
            "every",
            condition.removesuffix("]") or None,
            every=parse_interval(interval),
        )
    trigger = Trigger(match[1], match[2])
    words = re.findall(r"\w+:[({][^)}]*[)}]|\S+", rest)
    while words:
        word = words.pop(0)
        name, colon, value = word.partition(":")
        if name not in (VALUES_2 if colon else FLAGS_2):
            raise ValueError(f"{word!r} is no modifier of a trigger")
        if name in ("delay", "throttle"):
            parse_interval(value)
        if value in SELECTOR_WORDS and words and ":" not in words[0]:
            value = f"{value} {words.pop(0)}"
        trigger.modifiers[name] = value.strip("(){}") if colon else True
    return trigger


def parse_triggers_4(text: str) -> list[Trigger]:
    """Read hx-trigger as htmx 4 does."""
    return [_trigger_4(part) for part in HCON_COMMA.split(text) if part.strip()]


def _trigger_4(text: str) -> Trigger:
    match = _name(text)
    modifiers = parse_hcon(text[match.end() :].strip())
    trigger = Trigger(match[1], match[2], modifiers)
    if trigger.event == "every":
        trigger.every = parse_interval(str(next(iter(modifiers), "")))
    for name in ("delay", "throttle"):
        if isinstance(modifiers.get(name), str):
            parse_interval(modifiers[name])
    return trigger


def _name(text: str) -> re.Match[str]:
    match = NAME.match(text)
    if match is None or "[" in text[match.end() :].split(" ")[0]:
        raise ValueError(f"{text.strip()!r} names no event, or its [ has no end")
    return match
