"""A document that a tab shows."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.controls import Controls
from htmx_views.testing.driver.dom import (
    Element,
    body_of,
    outer_html,
    parse_page,
    root_of,
    select,
)
from htmx_views.testing.driver.syntax import parse_hcon

#: A file of htmx by its name, which may tell the version.
HTMX_NAME = re.compile(
    r"(?:^|/)(?:htmx|htmax)(?:(?:\.org)?[@-](\d)|(?=\.(?:\w+\.)*js))"
)
#: What a file of htmx says of its version.
HTMX_VERSION = re.compile(r"\bversion\s*[:=]\s*['\"](\d)\.\d+\.\d+")


class Document:
    """The elements of a page, and what a person did to its controls."""

    def __init__(
        self, html: str, *, scripting: bool = True, request: Request | None = None
    ) -> None:
        #: The request that it is the answer to; a new tab has asked for nothing.
        self.request = request
        self.url = request.address if request else ""
        self.root = parse_page(html, scripting=scripting)
        self.controls = Controls()
        self._focused: Element | None = None
        #: Whether something was typed since the focus came.
        self.is_typed = False
        self.is_hidden = False

    @property
    def body(self) -> Element:
        return body_of(self.root)

    @property
    def focused(self) -> Element | None:
        """The element that has the focus. What has gone from the page has none."""
        focused = self._focused
        return None if focused is None or not self.is_connected(focused) else focused

    @focused.setter
    def focused(self, element: Element | None) -> None:
        self._focused = element

    @property
    def html(self) -> str:
        return outer_html(self.root)

    @property
    def title(self) -> str:
        return " ".join("".join(self.root.xpath("//head/title/text()")).split())

    @title.setter
    def title(self, title: str) -> None:
        for element in self.root.xpath("//head/title"):
            element.text = title

    @property
    def scripts(self) -> list[Element]:
        return select(self.root, "script[src]")

    def is_connected(self, element: Element) -> bool:
        return root_of(element) is self.root

    def htmx_version(self) -> int | None:
        """Return 2 or 4 where a script is htmx, and ``None`` where none is."""
        for script in self.scripts:
            source = script.get("src", "")
            if match := HTMX_NAME.search(source):
                version = match[1] or _version_of_file(source)
                if version not in ("2", "4"):
                    raise AssertionError(
                        f"The page loads {source!r}: whether it is htmx 2 or 4 is "
                        "not known. Open it with version=2 or version=4."
                    )
                return int(version)
        return None


def htmx_config(root: Element) -> dict[str, Any]:
    """Return what a page sets in ``<meta name="htmx-config">``."""
    config: dict[str, Any] = {}
    for meta in select(root, 'meta[name="htmx-config"]'):
        config |= parse_hcon(meta.get("content", "").strip())
    return config


def _version_of_file(source: str) -> str | None:
    name = source.partition("?")[0].removeprefix(settings.STATIC_URL or "")
    path = finders.find(name)
    if not isinstance(path, str):
        return None
    with open(path, encoding="utf-8") as file:
        found = HTMX_VERSION.search(file.read())
    return found[1] if found else None
