"""Write fields as a browser and htmx write them into a URL or a body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from htmx_views.testing.driver.controls import Entry, File


def js_string(value: Any) -> str:
    """Return what JavaScript's ``String()`` makes of a value of JSON."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join("" if item is None else js_string(item) for item in value)
    return "[object Object]" if isinstance(value, dict) else str(value)


def header_values(headers: dict[str, Any]) -> dict[str, str]:
    return {name: js_string(value) for name, value in headers.items()}


def entries_of_object(values: dict[str, Any]) -> list[Entry]:
    """Return the fields that htmx 2 makes of an object; a list gives several."""
    return [
        (name, json.dumps(item) if isinstance(item, dict) else js_string(item))
        for name, value in values.items()
        for item in (value if isinstance(value, list) else [value])
    ]


def override(entries: list[Entry], winning: list[Entry]) -> list[Entry]:
    """Return both, but of one name only those that win."""
    names = {name for name, _ in winning}
    return [entry for entry in entries if entry[0] not in names] + winning


def assign(entries: list[Entry], name: str, value: str) -> list[Entry]:
    """Let ``name`` have one value, in its place, as ``FormData.set()`` does."""
    names = [each for each, _ in entries]
    if name not in names:
        return [*entries, (name, value)]
    place = names.index(name)
    return [
        (name, value) if index == place else entry
        for index, entry in enumerate(entries)
        if index <= place or entry[0] != name
    ]


def encode_uri_components(entries: Iterable[Entry]) -> str:
    """Encode as htmx 2 does."""
    return _encode(entries, lambda text: quote(text, safe="!'()*-._~"))


def encode_search_params(entries: Iterable[Entry]) -> str:
    """Encode as ``URLSearchParams`` does, and forms that htmx does not send."""
    return _encode(entries, lambda text: quote_plus(text, safe="*").replace("~", "%7E"))


def _encode(entries: Iterable[Entry], encode: Callable[[str], str]) -> str:
    # A File's String() is what stands where no multipart takes the file.
    return "&".join(
        f"{encode(name)}="
        + encode("[object File]" if isinstance(value, File) else value)
        for name, value in entries
    )


def with_search_params(url: str, entries: list[Entry]) -> str:
    """Return ``url`` with fields in the place of those of the same names."""
    if not entries:
        return url
    path, _, query = url.partition("?")
    kept: list[Entry] = list(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{encode_search_params(override(kept, entries))}"


def as_ordinary_form(entries: Iterable[Entry]) -> list[Entry]:
    """Return fields as a form has them that neither htmx nor multipart sends."""
    return [
        (name, value.name if isinstance(value, File) else with_line_breaks(value))
        for name, value in entries
    ]


def with_line_breaks(text: str) -> str:
    """Return text with the line breaks that forms send."""
    return re.sub(r"\r\n?|\n", "\r\n", text)
