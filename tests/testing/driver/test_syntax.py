"""The small languages that attributes of htmx are written in."""

from __future__ import annotations

from typing import Any

import pytest

from htmx_views.testing.driver.syntax import (
    parse_hcon,
    parse_interval,
    parse_json,
    parse_swap_2,
    parse_swap_4,
)
from htmx_views.testing.driver.triggers import (
    Trigger,
    parse_triggers_2,
    parse_triggers_4,
)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("250", 250),
        ("250ms", 250),
        ("2s", 2000),
        (" 0.5s ", 500),
        (".5s", 500),
        ("1m", 60_000),
    ],
)
def test_intervals(text: str, milliseconds: float) -> None:
    assert parse_interval(text) == milliseconds


@pytest.mark.parametrize("text", ["", "2 s", "2sec", "s", "-1s", "1h"])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ValueError, match="is no interval: write '2s'"):
        parse_interval(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('"a": {"b": [1]}', {"a": {"b": [1]}}),
        (" ", {}),
    ],
)
def test_json(text: str, value: Any) -> None:
    assert parse_json(text) == value


@pytest.mark.parametrize("text", ["{'a': 1}", "a: 1", '{"a": 1'])
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(ValueError, match="is no JSON"):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("once", {"once": True}),
        ("delay:1s once", {"delay": "1s", "once": True}),
        ("a:1, b:true c:x", {"a": 1, "b": True, "c": "x"}),
        ("a:\"b c\" 'd e':'f g'", {"a": "b c", "d e": "f g"}),
        ("from:<closest form/>", {"from": "closest form"}),
        ("a.b:1 a.c:2", {"a": {"b": 1, "c": 2}}),
        ('"a.b":1', {"a.b": 1}),
        ('{"a": 1}', {"a": 1}),
    ],
)
def test_hcon(text: str, value: Any) -> None:
    assert parse_hcon(text) == value


@pytest.mark.parametrize(
    ("text", "style", "modifiers"),
    [
        ("", None, {}),
        ("outerHTML", "outerHTML", {}),
        (
            "beforeend swap:1s show:#a:top",
            "beforeend",
            {"swap": "1s", "show": "#a:top"},
        ),
        ("swap:1s", None, {"swap": "1s"}),
    ],
)
def test_swaps_of_htmx_2(text: str, style: str | None, modifiers: Any) -> None:
    assert parse_swap_2(text) == (style, modifiers)


def test_a_modifier_without_a_value_is_none_of_a_swap() -> None:
    with pytest.raises(ValueError, match="'transition' is no modifier of hx-swap"):
        parse_swap_2("innerHTML transition")


@pytest.mark.parametrize(
    ("text", "style", "modifiers"),
    [
        ("", None, {}),
        (" outerHTML ", "outerHTML", {}),
        ("beforeend swap:1s", "beforeend", {"swap": "1s"}),
        ("target:#a strip", None, {"target": "#a", "strip": True}),
    ],
)
def test_swaps_of_htmx_4(text: str, style: str | None, modifiers: Any) -> None:
    assert parse_swap_4(text) == (style, modifiers)


def told(triggers: list[Trigger]) -> list[Any]:
    return [(t.event, t.filter, t.modifiers, t.every) for t in triggers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("click", [("click", None, {}, None)]),
        (
            "load, every 60s",
            [("load", None, {}, None), ("every", None, {}, 60_000)],
        ),
        ("every 1s [a, b]", [("every", "a, b", {}, 1000)]),
        ("every 1s[a]", [("every", "a", {}, 1000)]),
        (
            "keyup changed delay:500ms,",
            [("keyup", None, {"changed": True, "delay": "500ms"}, None)],
        ),
        ("keyup[key=='a'] once", [("keyup", "key=='a'", {"once": True}, None)]),
        (
            "x from:closest form throttle:1s",
            [("x", None, {"from": "closest form", "throttle": "1s"}, None)],
        ),
        ("x from:next once", [("x", None, {"from": "next once"}, None)]),
        ("x from:(.a, .b c)", [("x", None, {"from": ".a, .b c"}, None)]),
        ("x target:.a", [("x", None, {"target": ".a"}, None)]),
    ],
)
def test_triggers_of_htmx_2(text: str, expected: Any) -> None:
    assert told(parse_triggers_2(text)) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("every", "'' is no interval"),
        ("every 2 seconds", "'2 seconds' is no interval"),
        ("every 2s [a", "is neither an interval nor a filter"),
        ("click[a", "names no event, or its \\[ has no end"),
        ("click delay 1s", "'delay' is no modifier"),
        ("click delay:soon", "'soon' is no interval"),
        ("click form:body", "'form:body' is no modifier"),
        ("click once:true", "'once:true' is no modifier"),
    ],
)
def test_what_is_no_trigger_of_htmx_2(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_triggers_2(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("click", [("click", None, {}, None)]),
        (
            "load, every 2s",
            [("load", None, {}, None), ("every", None, {"2s": True}, 2000)],
        ),
        (
            'x from:"closest form" delay:1s',
            [("x", None, {"from": "closest form", "delay": "1s"}, None)],
        ),
        ("keyup[a] throttle:100", [("keyup", "a", {"throttle": 100}, None)]),
    ],
)
def test_triggers_of_htmx_4(text: str, expected: Any) -> None:
    triggers = parse_triggers_4(text)

    assert told(triggers) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("every", "'' is no interval"),
        ("every soon", "'soon' is no interval"),
        ("click[a", "names no event"),
        ("click delay:soon", "'soon' is no interval"),
    ],
)
def test_what_is_no_trigger_of_htmx_4(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_triggers_4(text)


def test_the_time_that_a_trigger_waits() -> None:
    delayed, throttled = parse_triggers_4("a delay:1s, b throttle:100")

    assert (delayed.delay, delayed.throttle) == (1000, 0)
    assert (throttled.delay, throttled.throttle) == (0, 100)
