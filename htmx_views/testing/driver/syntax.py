"""Read the small languages that attributes of htmx are written in."""

from __future__ import annotations

import json
import re
from typing import Any

INTERVAL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(ms|s|m)?")
MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, None: 1}

#: A pair of HCON, in which htmx 4 writes values: ``name``, ``name:value``, quoted or
#: in ``<…/>``.
HCON_PAIR = re.compile(
    r"""(?:"([^"]+)"|'([^']+)'|([^\s,:]+))"""
    r"""(?:\s*:\s*(?:"([^"]*)"|'([^']*)'|<((?:[^/]|/(?!>))+)/>|([^\s,]+)))?(?=\s|,|$)"""
)

#: A comma of HCON that separates: not one in brackets or quotes.
HCON_COMMA = re.compile(
    r""",(?![^\[]*\])(?![^(]*\))(?![^<]*/>)(?=(?:[^"']|"[^"]*"|'[^']*')*$)"""
)


def parse_interval(text: str) -> float:
    """Return the milliseconds of ``"2s"``, ``"300ms"``, ``"1m"`` or ``"250"``."""
    if not (match := INTERVAL.fullmatch(text.strip())):
        raise ValueError(f"{text!r} is no interval: write '2s', '300ms' or '1m'")
    return float(match[1]) * MILLISECONDS[match[2]]


def needs_eval(text: str) -> bool:
    """Return whether hx-vals or hx-headers hold JavaScript."""
    return text.strip().startswith(("js:", "javascript:"))


def parse_json(text: str) -> dict[str, Any]:
    """Return what htmx 2 reads from hx-vals or hx-headers; braces may be missing."""
    text = text.strip()
    try:
        value = json.loads(text if text.startswith("{") else f"{{{text}}}")
    except ValueError as error:
        raise ValueError(f"{text!r} is no JSON: {error}") from error
    return dict(value)


def parse_hcon(text: str) -> dict[str, Any]:
    """Return what htmx 4 reads: JSON, or pairs such as ``delay:1s once``."""
    if text.startswith("{"):
        return parse_json(text)
    result: dict[str, Any] = {}
    for match in HCON_PAIR.finditer(text):
        *keys, dq, sq, angle, bare = match.groups()
        given = next(
            (value for value in (dq, sq, angle, bare) if value is not None), None
        )
        key = next(filter(None, keys))
        _merge(key.split(".") if keys[2] else [key], _value(given), result)
    return result


def _value(text: str | None) -> Any:
    if text is None:
        return True
    try:
        return json.loads(text.strip())
    except ValueError:
        return text.strip()


def _merge(path: list[str], value: Any, into: dict[str, Any]) -> None:
    *outer, last = path
    for name in outer:
        inner = into.get(name)
        into[name] = inner = inner if isinstance(inner, dict) else {}
        into = inner
    into[last] = value


def parse_swap_2(text: str) -> tuple[str | None, dict[str, Any]]:
    """Return the style and the modifiers of an hx-swap of htmx 2."""
    style, modifiers = None, {}
    for index, word in enumerate(text.split()):
        name, colon, value = word.partition(":")
        if colon:
            modifiers[name] = value
        elif index == 0:
            style = word
        else:
            raise ValueError(f"{word!r} is no modifier of hx-swap")
    return style, modifiers


def parse_swap_4(text: str) -> tuple[str | None, dict[str, Any]]:
    """Return the style and the modifiers of an hx-swap of htmx 4."""
    text = text.strip()
    style = None
    if text and not re.match(r"\S*:", text):
        style, _, text = text.partition(" ")
    return style, parse_hcon(text.strip())
