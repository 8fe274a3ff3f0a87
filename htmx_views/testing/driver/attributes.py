"""Read the attributes of htmx."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Literal

from htmx_views.testing.driver.controls import FIELDS, is_button
from htmx_views.testing.driver.dom import (
    Element,
    body_of,
    root_of,
    shown,
    with_ancestors,
)
from htmx_views.testing.driver.flights import NotSent
from htmx_views.testing.driver.selectors import find_all
from htmx_views.testing.driver.syntax import needs_eval
from htmx_views.testing.driver.triggers import Trigger

VERBS = ("get", "post", "put", "patch", "delete")


class Attributes(ABC):
    """
    What the attributes of a page's elements say. Names are without ``hx-``.

    ``is_own_site`` tells whether a URL belongs to the site of the page.
    """

    version: ClassVar[Literal[2, 4]]
    #: What turns htmx off for all that stands in it.
    ignore: ClassVar[str]

    def __init__(
        self, config: dict[str, Any], is_own_site: Callable[[str], bool]
    ) -> None:
        self.config = config
        self.is_own_site = is_own_site

    @abstractmethod
    def value(self, element: Element, name: str) -> str | None:
        """Return the value that counts for an element, its own or an inherited one."""

    @abstractmethod
    def owner(self, element: Element, name: str) -> Element:
        """Return the element whose attribute counts for ``element``."""

    @abstractmethod
    def values(self, element: Element, name: str) -> dict[str, Any]:
        """Return what ``hx-vals`` or ``hx-headers`` hold."""

    @staticmethod
    @abstractmethod
    def parse_triggers(text: str) -> list[Trigger]: ...

    @staticmethod
    @abstractmethod
    def parse_swap(text: str) -> tuple[str | None, dict[str, Any]]: ...

    @abstractmethod
    def sync(self, element: Element) -> tuple[str | None, str]:
        """Return the selector of hx-sync, and the strategy."""

    def own(self, element: Element, name: str) -> str | None:
        """Return an attribute of the element itself, with or without ``data-``."""
        value = element.get(f"hx-{name}")
        return element.get(f"data-hx-{name}") if value is None else value

    def action(self, element: Element) -> tuple[str, str] | None:
        """Return the verb and the URL that an element names."""
        for verb in VERBS:
            if (url := self.own(element, verb)) is not None:
                return verb, url
        return None

    def is_ignored(self, element: Element) -> bool:
        return any(
            self.own(up, self.ignore) is not None for up in with_ancestors(element)
        )

    def is_boosted(self, element: Element) -> bool:
        """Return whether htmx sends a link or a form that is written without it."""
        if element.tag not in ("a", "form") or self.action(element):
            return False
        if (self.value(element, "boost") or "false") == "false":
            return False
        if element.tag == "form":
            url, is_here = element.get("action", ""), element.get("method") != "dialog"
        else:
            url = element.get("href", "#")
            is_here = not url.startswith("#") and element.get("download") is None
            is_here &= element.get("target", "_self") in ("", "_self")
        return is_here and self.is_own_site(url)

    def triggers(self, element: Element) -> list[Trigger]:
        """Return what an element waits for; raise ``ValueError`` for bad grammar."""
        if self.is_boosted(element):
            return [Trigger("submit" if element.tag == "form" else "click")]
        read = self.own if self.version == 2 else self.value
        text = read(element, "trigger")
        return self.parse_triggers(text) if text else [default_trigger(element)]

    def find_all(self, element: Element, name: str) -> list[Element]:
        """Return the elements that an attribute selects, or raise for none."""
        selector = self.value(element, name)
        return self.select(element, selector, name) if selector else []

    def select(self, element: Element, selector: str, name: str) -> list[Element]:
        found = find_all(element, selector, self.owner(element, name))
        if not found:
            raise AssertionError(
                f'hx-{name}="{selector}" matches nothing on the page: {shown(element)}'
            )
        return found

    def target(self, element: Element) -> Element:
        """Return the element that htmx swaps into."""
        if found := self.find_all(element, "target"):
            return found[0]
        return body_of(root_of(element)) if self.is_boosted(element) else element

    def swap(self, text: str | None) -> tuple[str, dict[str, Any]]:
        """Return the style and the modifiers that ``hx-swap`` asks for."""
        style, modifiers = self.parse_swap(text or "")
        return style or self.default_swap, modifiers

    @property
    def default_swap(self) -> str:
        key = "defaultSwapStyle" if self.version == 2 else "defaultSwap"
        return str(self.config.get(key, "innerHTML"))

    def read_values(
        self, element: Element, name: str, text: str, parse: Callable[[str], Any]
    ) -> dict[str, Any]:
        if needs_eval(text):
            raise NotSent(
                f"A test without a browser runs no JavaScript: {shown(element)}"
            )
        try:
            return dict(parse(text.strip()))
        except ValueError as error:
            raise AssertionError(f"hx-{name}: {error}: {shown(element)}") from error


def default_trigger(element: Element) -> Trigger:
    """Return what an element waits for that has no hx-trigger."""
    if element.tag == "form":
        return Trigger("submit")
    if element.tag in FIELDS and not is_button(element):
        return Trigger("change")
    return Trigger("click")
