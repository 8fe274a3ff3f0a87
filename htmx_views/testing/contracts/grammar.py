"""The names and values of htmx's attributes, as each version reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from htmx_views.hints import did_you_mean, nearest
from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.swapping import MORPHS, STYLES, STYLES_4
from htmx_views.testing.driver.syntax import needs_eval, parse_hcon, parse_json
from htmx_views.testing.driver.triggers import FLAGS_2, VALUES_2, Trigger

Version = Literal[2, 4]

COMMON = frozenset(
    {"get", "post", "put", "patch", "delete", "target", "swap", "swap-oob", "select"}
    | {"select-oob", "trigger", "vals", "include", "indicator", "sync", "push-url"}
    | {"replace-url", "confirm", "boost", "encoding", "headers", "preserve"}
    | {"validate", "on", "disable"}
    # Of the companion script, and of extensions that both versions have.
    | {"status", "ptag", "head", "preload", "sse", "ws", "prompt"}
)
#: What only htmx 2 has, and a site that serves both versions may write all the same.
ONLY_2 = frozenset({"disinherit", "inherit", "ext", "history", "history-elt", "params"})
NAMES: dict[Version, frozenset[str]] = {
    2: COMMON | ONLY_2 | {"disabled-elt", "request", "vars"},
    4: COMMON
    | ONLY_2
    | {"ignore", "config", "action", "method", "optimistic", "upsert", "targets"}
    | {"download", "browser-indicator", "live", "morph-skip", "morph-skip-children"},
}

#: Events that people mean by a name that is almost theirs.
EVENTS = frozenset(
    {"load", "revealed", "intersect", "click", "dblclick", "change", "input", "submit"}
    | {"search", "focus", "focusin", "focusout", "blur", "keyup", "keydown"}
    | {"mouseenter", "mouseleave", "mouseover", "mousedown", "scroll", "toggle"}
)
MODIFIERS_2 = frozenset({*FLAGS_2, *VALUES_2})
MODIFIERS: dict[Version, frozenset[str]] = {
    2: MODIFIERS_2,
    4: MODIFIERS_2 | {"rootMargin", "halt", "prevent", "stop"},
}
SWAP_MODIFIERS_2 = frozenset(
    {"swap", "settle", "transition", "ignoreTitle", "scroll", "show", "focus-scroll"}
)
SWAP_MODIFIERS: dict[Version, frozenset[str]] = {
    2: SWAP_MODIFIERS_2,
    4: SWAP_MODIFIERS_2
    | {"scrollTarget", "showTarget", "focusScroll", "target", "strip", "swapEmpty"},
}
STRATEGY = re.compile(r"drop|abort|replace|queue( first| last| all)?")
#: How an attribute ends that has no closing quote, or one too many.
GARBLED = re.compile(r"[\"'<>{}=]")


def name_fault(name: str, version: Version | None) -> str | None:
    """Return what is wrong with the name of an attribute."""
    match = re.match(r"(?:data-)?hx([-_.])([^:]*)", name)
    if match is None:
        return None
    mark, base = match.groups()
    versions: tuple[Version, ...] = (version,) if version else (2, 4)
    known = frozenset[str]().union(*(NAMES[each] for each in versions))
    if mark == "-" and (base in known or base.startswith(("on-", "target-"))):
        return None
    near = nearest(base, known)
    htmx = f"htmx {version}" if version else "htmx"
    return guessed(f"{htmx} knows no {name}", near and f"hx-{near}")


def guessed(fault: str, near: str | None) -> str:
    return fault if near is None else f"{fault}. {did_you_mean(near)}"


def swap_fault(text: str, attributes: Attributes) -> str | None:
    """Return what is wrong with the value of hx-swap."""
    version = attributes.version
    try:
        style, modifiers = attributes.parse_swap(text)
    except ValueError as error:
        return str(error)
    styles = [*(STYLES if version == 2 else STYLES_4), *MORPHS]
    if style is not None and style not in styles:
        spelled = {each.lower(): each for each in styles}
        near = spelled.get(style.lower()) or nearest(style, styles)
        return guessed(f"htmx {version} has no style {style!r}", near)
    return _unknown(modifiers, SWAP_MODIFIERS[version])


def _unknown(modifiers: dict[str, Any], known: frozenset[str]) -> str | None:
    for name in modifiers:
        if name not in known:
            return guessed(f"{name!r} is no modifier", nearest(name, known))
    return None


def trigger_fault(text: str, attributes: Attributes) -> str | None:
    """Return what is wrong with the value of hx-trigger."""
    try:
        triggers = attributes.parse_triggers(text)
    except ValueError as error:
        return str(error)
    if not triggers:
        return "it names no event"
    faults = (_event_fault(each, attributes.version) for each in triggers)
    return next(filter(None, faults), None)


def _event_fault(trigger: Trigger, version: Version) -> str | None:
    event = trigger.event
    if event == "every":
        more = [*trigger.modifiers][1:]
        return f"{more[0]!r} stands behind the interval" if more else None
    if match := re.match(r"every\W*(\d+\w*)$", event):
        return f"there is no event {event!r}. Write 'every {match[1]}'"
    bare, colon, modifier = event.partition(":")
    if colon and bare in EVENTS and modifier in MODIFIERS[version]:
        return f"there is no event {event!r}. Write '{bare} {modifier}'"
    if event.startswith("on") and event[2:] in EVENTS:
        return f"there is no event {event!r}. Write {event[2:]!r}"
    if event not in EVENTS and (near := nearest(event, EVENTS, cutoff=0.9)):
        return guessed(f"there is no event {event!r}", near)
    return _unknown(trigger.modifiers, MODIFIERS[version])


def json_fault(text: str, version: Version) -> str | None:
    """Return what is wrong with hx-vals or hx-headers, if they need no eval."""
    text = text.strip()
    if needs_eval(text) or not text or text == "unset":
        return None
    try:
        values = parse_json(text) if version == 2 else parse_hcon(text)
    except (ValueError, TypeError) as error:
        return str(error)
    bad = [name for name in values if version == 4 and GARBLED.search(name)]
    return f"{text!r} is no JSON" if bad or (not values and text != "{}") else None


def value_faults(
    name: str, value: str, attributes: Attributes
) -> Iterator[tuple[str, str]]:
    """Yield the contract that the value of an attribute breaks, and how."""
    version = attributes.version
    if (name == "swap" and (fault := swap_fault(value, attributes))) or (
        name == "swap-oob" and (fault := oob_fault(value, attributes))
    ):
        yield "C002", fault
    elif name == "trigger" and (fault := trigger_fault(value, attributes)):
        yield "C003", fault
    elif name in ("vals", "headers") and (fault := json_fault(value, version)):
        yield "C005", fault
    elif fault := _value_fault(name, value, version):
        yield "C004", fault


def oob_fault(value: str, attributes: Attributes) -> str | None:
    style = value.partition(":")[0].strip()
    if value == "true" or not style:
        return None
    return swap_fault(style, attributes)


def _value_fault(name: str, value: str, version: Version) -> str | None:
    if name == "boost" and value not in ("true", "false", ""):
        return "write true or false"
    if name in ("push-url", "replace-url") and re.fullmatch(r"\w+", value):
        return None if value in ("true", "false") else "write true, false or a path"
    if name == "encoding" and value not in ("multipart/form-data", "unset"):
        return "write multipart/form-data"
    if name == "sync":
        _, colon, strategy = value.rpartition(":")
        if colon and not STRATEGY.fullmatch(strategy.strip()):
            return f"{strategy!r} is no strategy: drop, abort, replace or queue"
    if name == "disable" and version == 2 and value not in ("", "true"):
        return "htmx 2 is turned off inside of it. Write hx-disabled-elt"
    return None
