"""Attributes as each version of htmx inherits and writes them."""

from __future__ import annotations

from typing import Any

from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.dom import Element, with_ancestors
from htmx_views.testing.driver.syntax import (
    parse_hcon,
    parse_json,
    parse_swap_2,
    parse_swap_4,
)
from htmx_views.testing.driver.triggers import (
    parse_triggers_2,
    parse_triggers_4,
)

STRATEGIES = ("drop", "abort", "replace", "queue")


class Attributes2(Attributes):
    """htmx 2 inherits what nobody forbids."""

    version = 2
    ignore = "disable"
    parse_triggers = staticmethod(parse_triggers_2)
    parse_swap = staticmethod(parse_swap_2)

    def value(self, element: Element, name: str) -> str | None:
        for up in with_ancestors(element):
            value = self.own(up, name)
            if up is not element:
                if self.config.get("disableInheritance"):
                    value = value if _lists(self.own(up, "inherit"), name) else None
                elif _lists(self.own(up, "disinherit"), name):
                    return None
            if value:
                return None if value == "unset" else value
        return None

    def owner(self, element: Element, name: str) -> Element:
        around = with_ancestors(element)
        return next((up for up in around if self.own(up, name)), element)

    def values(self, element: Element, name: str) -> dict[str, Any]:
        """Merge what all elements around say; the innermost wins."""
        values: dict[str, Any] = {}
        for up in with_ancestors(element):
            text = self.own(up, name)
            if text == "unset":
                break
            if text:
                values = {**self.read_values(up, name, text, parse_json), **values}
        return values

    def sync(self, element: Element) -> tuple[str | None, str]:
        text = self.value(element, "sync")
        if not text:
            return None, "queue last"
        selector, _, strategy = text.partition(":")
        strategy = strategy.strip() or "drop"
        return selector.strip(), "queue last" if strategy == "queue" else strategy


class Attributes4(Attributes):
    """htmx 4 inherits what says ``:inherited``, and adds what says ``:append``."""

    version = 4
    ignore = "ignore"
    parse_triggers = staticmethod(parse_triggers_4)
    parse_swap = staticmethod(parse_swap_4)

    def value(self, element: Element, name: str) -> str | None:
        texts = [text for _, text in reversed(self._owners(element, name))]
        return ",".join(texts) if texts else None

    def owner(self, element: Element, name: str) -> Element:
        owners = self._owners(element, name)
        return owners[0][0] if owners else element

    def _owners(self, element: Element, name: str) -> list[tuple[Element, str]]:
        """Return the elements whose attribute counts, the innermost first."""
        owners: list[tuple[Element, str]] = []
        is_implicit = bool(self.config.get("implicitInheritance"))
        for up in with_ancestors(element):
            text = self.own(up, f"{name}:inherited")
            if text is None and (up is element or is_implicit):
                text = self.own(up, name)
            if text is not None:
                return [*owners, (up, text)]
            text = self.own(up, f"{name}:inherited:append")
            if text is None and up is element:
                text = self.own(up, f"{name}:append")
            if text is not None:
                owners.append((up, text))
        return owners

    def action(self, element: Element) -> tuple[str, str] | None:
        if (url := self.own(element, "action")) is not None:
            return (self.value(element, "method") or "get").lower(), url
        return super().action(element)

    def values(self, element: Element, name: str) -> dict[str, Any]:
        text = self.value(element, name)
        return self.read_values(element, name, text, parse_hcon) if text else {}

    def sync(self, element: Element) -> tuple[str | None, str]:
        text = self.value(element, "sync") or ""
        selector, colon, strategy = text.rpartition(":")
        if not colon:
            selector, strategy = text, text
        strategy = strategy.strip()
        if strategy.startswith(STRATEGIES):
            return selector.strip() if colon else None, strategy
        return selector.strip() or None, "queue first"


def _lists(names: str | None, name: str) -> bool:
    words = (names or "").split()
    return "*" in words or f"hx-{name}" in words
