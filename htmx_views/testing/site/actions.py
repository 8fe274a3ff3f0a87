"""What a page offers: links, and requests of htmx."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urldefrag, urljoin, urlsplit

from htmx_views.testing.contracts.addresses import is_file
from htmx_views.testing.driver.dom import Element, elements, select, shown
from htmx_views.testing.driver.events import DomEvent
from htmx_views.testing.driver.htmx import Htmx, boosted_action
from htmx_views.testing.driver.tab import Tab


@dataclass(frozen=True)
class Action:
    """A request that an element of htmx would send."""

    element: Element
    method: str
    url: str
    #: What tells apart the requests to one address: the target, as it is written.
    target: str

    def __str__(self) -> str:
        return f"{self.method} {self.url} of {shown(self.element)}"


def own_url(tab: Tab, url: str) -> str | None:
    """Return an address without the site, if it is one of its pages."""
    absolute = urldefrag(urljoin(tab.location, url)).url
    parts = urlsplit(absolute)
    if parts.scheme not in ("http", "https") or not tab.browser.is_own(absolute):
        return None
    path = parts._replace(scheme="", netloc="").geturl() or "/"
    return None if is_file(parts.path) else path


def links(tab: Tab) -> Iterator[str]:
    """Yield the addresses of the site that the links of a page lead to."""
    for link in select(tab.document.root, "a[href], area[href]"):
        href = link.get("href", "")
        if not href.startswith("#") and (url := own_url(tab, href)) is not None:
            yield url


def actions(tab: Tab) -> Iterator[Action]:
    """Yield the requests that htmx would send from a page."""
    if tab.htmx is None:
        return
    attributes = tab.htmx.attributes
    for element in elements(tab.document.root):
        if attributes.is_ignored(element):
            continue
        found = attributes.action(element)
        if found is None and attributes.is_boosted(element):
            found = boosted_action(element)
        if found is not None and (url := own_url(tab, found[1])) is not None:
            target = attributes.value(element, "target") or ""
            yield Action(element, found[0].upper(), url, target)


def posts(tab: Tab) -> Iterator[str]:
    """Yield the addresses that forms of a page are sent to without htmx."""
    forms = select(tab.document.root, "form")
    # cssselect knows [method=post i] on newer versions of Python only.
    for form in [each for each in forms if each.get("method", "").lower() == "post"]:
        if (url := own_url(tab, form.get("action", ""))) is not None:
            yield url


def send(tab: Tab, action: Action) -> None:
    """Let an element send its request, as if what it waits for had happened."""
    htmx = cast("Htmx", tab.htmx)
    trigger = htmx.attributes.triggers(action.element)[0]
    with tab.answering("yes"):
        htmx.issue(action.element, DomEvent(trigger.event, action.element))
        htmx.settle()
        # A swap may wait, and what it brings may be lazy.
        tab.wait(tab.clock.last_delay())
