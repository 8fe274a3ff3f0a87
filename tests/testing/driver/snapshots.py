"""What is seen of a page and its requests, in a browser and by the driver alike."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import lxml.html

from htmx_views.testing.driver.controls import input_type
from htmx_views.testing.driver.dom import elements
from htmx_views.testing.driver.page import Page

#: What Chromium saw at the end of each case of ``lab.py``, by htmx's version.
RECORDED = Path(__file__).with_name("lab.json")

#: What differs each time, or belongs to one of the two servers.
UUID = r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"
TOKEN = r"\b[A-Za-z0-9]{64}\b|\b(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{32}\b"
VARYING = [
    (re.compile(UUID), "<uuid>"),
    (re.compile(TOKEN), "<token>"),
    (re.compile(r"http://(localhost|testserver)(:\d+)?"), "http://site"),
]
#: What htmx writes onto elements while it works.
MARKS = re.compile(r"\s*\bhtmx-(request|swapping|settling|added)\b")
#: What nobody sees.
UNSEEN = "//noscript | //script | //comment()"

Snapshot = dict[str, list[str]]


class Person(Protocol):
    """Who uses a page: the driver, or a tab of Chromium."""

    @property
    def url(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def fields(self) -> Iterable[tuple[str, Any]]: ...
    @property
    def focus_name(self) -> str: ...
    @property
    def exchanges(self) -> Iterable[str]: ...


class Driver(Page):
    """The driver, with what a story asks for and a test does not."""

    def opened(self, url: str) -> Driver:
        page: Any = self._in(self._tab.opened())
        page.visit(url)
        return page  # type: ignore[no-any-return]

    @property
    def fields(self) -> list[tuple[str, Any]]:
        controls = self._tab.document.controls
        return [
            (element.get("name", ""), controls.shown_value(element))
            for element in elements(self._tab.document.root)
            if element.tag in ("input", "select", "textarea")
            and input_type(element) not in ("submit", "button", "hidden")
        ]

    @property
    def focus_name(self) -> str:
        focused = self.focused
        if focused is None:
            return ""
        id, name = (focused.get(each, "") for each in ("id", "name"))
        return f"{focused.tag!s}#{id}[{name}]"

    @property
    def exchanges(self) -> list[str]:
        return [
            told(
                request.method,
                request.url,
                request.headers,
                [] if isinstance(request.body, bytes) else request.entries,
            )
            for request in self.requests
        ]


class Recorder:
    """Let a person do something, and note what is seen after each step."""

    def __init__(self, person: Any, log: list[tuple[str, Snapshot]]) -> None:
        self.person = person
        self.log = log

    def __getattr__(self, name: str) -> Callable[..., Recorder]:
        def do(*args: Any, **options: Any) -> Recorder:
            person = getattr(self.person, name)(*args, **options)
            # What is typed may wait for a pause, in which nobody looks.
            if name not in ("fill", "press"):
                self.log.append((f"{name}{args}", snapshot(person)))
            return self if person is self.person else Recorder(person, self.log)

        return do


def snapshot(person: Person) -> Snapshot:
    return {
        "url": [person.url],
        "page": lines(person.html),
        "fields": [stable(f"{name}: {value!r}") for name, value in person.fields],
        "focus": [person.focus_name],
        "requests": list(person.exchanges),
    }


def told(
    method: str, url: str, headers: Mapping[str, str], fields: Iterable[tuple[str, Any]]
) -> str:
    """Return a request as one line."""
    sent = {name.lower(): value for name, value in headers.items()}
    # htmx 4 may ask for the status before the companion script has loaded.
    is_status = url == "/accounts/status/"
    kept = {
        name: sent[name]
        for name in sorted(sent)
        if name == "x-csrftoken" or name.startswith("hx-")
        if not (is_status and name == "hx-ptag")
    }
    return stable(f"{method} {url} {kept} {sorted(fields)}")


def stable(text: str) -> str:
    for pattern, replacement in VARYING:
        text = pattern.sub(replacement, text)
    return text


def lines(html: str) -> list[str]:
    """Return a page as lines, without what nobody sees."""
    root = lxml.html.document_fromstring(html)
    for element in root.xpath(UNSEEN):
        element.drop_tree()
    return [line for line in _lines(root) if line]


def _lines(element: Any) -> Iterator[str]:
    attributes = {
        name: MARKS.sub("", value).strip() if name == "class" else value
        for name, value in element.attrib.items()
        if name != "data-htmx-powered"
    }
    shown = "".join(
        f' {name}="{"" if value == name else value}"'
        for name, value in sorted(attributes.items())
        if name != "class" or value
    )
    yield stable(f"<{element.tag}{shown}>")
    yield stable(" ".join((element.text or "").split()))
    for child in element:
        yield from _lines(child)
        yield stable(" ".join((child.tail or "").split()))
    yield f"</{element.tag}>"


def summary(seen: Snapshot) -> dict[str, Any]:
    """Return a snapshot as ``lab.json`` keeps it, but for the focus."""
    page, kept = seen["page"], {**seen}
    del kept["focus"]
    start = next(n for n, line in enumerate(page) if line.startswith("<body"))
    return {**kept, "page": "".join(page[start:-1])}


def recorded() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(RECORDED.read_text())
    return found
