"""Contracts of attributes: their names, and their values by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from htmx_views.testing.contracts.grammar import GARBLED, name_fault, value_faults
from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element, with_ancestors

#: What says how a request goes, on an element that must send it itself.
OF_REQUESTS = frozenset(
    {"target", "swap", "select", "trigger", "include", "indicator", "vals", "confirm"}
    | {"sync", "push-url", "replace-url", "disabled-elt"}
)
#: Elements that hold none that could send in their place.
ALONE = ("button", "input", "select", "textarea")


def check_attributes(reading: Reading) -> Iterator[Break]:
    """Hold each element's attributes against the names and values htmx knows."""
    for element in reading.elements:
        yield from _garbled(element)
        for name in map(str, element.attrib):
            if fault := name_fault(name, reading.version):
                yield Break("C001", fault, element)
        for name, value in reading.names(element):
            base, _, more = name.partition(":")
            if base == "on" or (more and not more.startswith(("inherited", "append"))):
                continue
            for id, fault in value_faults(base, value, reading.attributes):
                yield Break(id, f'hx-{name}="{value}": {fault}', element)
        yield from _unused(reading, element)


def _garbled(element: Element) -> Iterator[Break]:
    for name in map(str, element.attrib):
        if GARBLED.search(name):
            yield Break(
                "C014", f"{name!r} is read as the name of an attribute", element
            )
            return


def _unused(reading: Reading, element: Element) -> Iterator[Break]:
    names = {name for name, _ in reading.names(element)}
    is_alone = element.tag in ALONE or (element.tag == "a" and not element.get("href"))
    if not is_alone or not names & OF_REQUESTS or reading.attributes.action(element):
        return
    if any(name.split(":")[0] in ("ws", "sse", "on") for name in names):
        return
    if any(name.startswith(("ws-", "sse-")) for name in map(str, element.attrib)):
        return
    if any(reading.attributes.own(up, "ext") for up in with_ancestors(element)):
        return
    first = min(names & OF_REQUESTS)
    yield Break("C023", f"hx-{first} stands on an element that sends nothing", element)
