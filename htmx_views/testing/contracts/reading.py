"""An answer as the contracts read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from htmx_views.requests import FRAGMENT_RULES, fragment_rule
from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.grammar import Version
from htmx_views.testing.driver.attributes import Attributes
from htmx_views.testing.driver.document import HTMX_NAME, htmx_config
from htmx_views.testing.driver.dom import (
    Element,
    elements,
    is_document,
    parse_fragment,
    parse_page,
)
from htmx_views.testing.driver.inheritance import Attributes2, Attributes4

COMPANION = "htmx-views"


class Break(NamedTuple):
    """A contract that is broken, and how."""

    id: str
    message: str
    element: Element | None = None
    #: The request that nothing will answer: ``"GET /gone/"``.
    request: str = ""


@dataclass
class Reading:
    """An answer, parsed, and what is known of the page it belongs to."""

    html: str
    request: HttpRequest
    response: HttpResponseBase
    given_version: Version | None = None
    exchange: Exchange | None = None

    @cached_property
    def is_page(self) -> bool:
        """Whether the answer is a whole page."""
        return is_document(self.html)

    @cached_property
    def is_by_htmx(self) -> bool:
        return self.request.META.get("HTTP_HX_REQUEST") == "true"

    @cached_property
    def own(self) -> Element:
        """What the answer itself brings."""
        if self.is_page:
            return parse_page(self.html, scripting=True)
        return parse_fragment(self.html)

    @cached_property
    def is_shown_whole(self) -> bool:
        """Whether the answer is a page, and takes the place of the one before."""
        if self.exchange is not None and self.exchange.into_body:
            return self.is_page
        return self.is_page and fragment_rule(self.request) not in FRAGMENT_RULES

    @cached_property
    def page(self) -> Element | None:
        """The page on which the answer is read, where that is known."""
        if self.is_shown_whole:
            return self.own
        return None if self.exchange is None else self.exchange.page

    @cached_property
    def root(self) -> Element:
        return self.own if self.page is None else self.page

    @cached_property
    def elements(self) -> list[Element]:
        """The elements that htmx looks at."""
        return [
            each
            for each in elements(self.root)
            if each is not self.root or each.tag == "html"
        ]

    @cached_property
    def scripts(self) -> list[str]:
        """The addresses of the page's scripts."""
        found = self.root.iter("script")
        return [
            each.get("src", "").partition("?")[0] for each in found if each.get("src")
        ]

    @cached_property
    def version(self) -> Version | None:
        if self.given_version is not None:
            return self.given_version
        for script in self.scripts:
            if (match := HTMX_NAME.search(script)) and match[1]:
                return 4 if match[1] == "4" else 2
        if self.is_by_htmx:
            is_4 = {"HTTP_HX_SOURCE", "HTTP_HX_REQUEST_TYPE"} & {*self.request.META}
            return 4 if is_4 else 2
        return None

    @cached_property
    def config(self) -> dict[str, object]:
        """What the page's meta tag says to htmx."""
        try:
            return htmx_config(self.root)
        except ValueError:
            return {}

    @cached_property
    def attributes(self) -> Attributes:
        kind = Attributes4 if self.version == 4 else Attributes2
        return kind(self.config, self.is_own_site)

    @cached_property
    def senders(self) -> list[Element]:
        """The elements that send requests by htmx."""
        if self.page is not None and not self.has_htmx:
            return []
        return [
            each
            for each in self.elements
            if (self.attributes.action(each) or self.attributes.is_boosted(each))
            and not self.attributes.is_ignored(each)
        ]

    @cached_property
    def has_htmx(self) -> bool:
        """Whether a script of the page may be htmx."""
        return any(COMPANION not in script for script in self.scripts)

    @cached_property
    def has_companion(self) -> bool:
        return any(COMPANION in script for script in self.scripts)

    @cached_property
    def base(self) -> str:
        """The address that relative ones are read against."""
        address = self.request.build_absolute_uri()
        if self.is_shown_whole:
            return address
        if self.exchange is not None and self.exchange.url:
            return urljoin(address, self.exchange.url)
        current = self.request.META.get("HTTP_HX_CURRENT_URL")
        return str(current) if self.is_by_htmx and current else address

    def is_own_site(self, url: str) -> bool:
        parts = urlsplit(urljoin(self.base, url))
        return parts.netloc == urlsplit(self.base).netloc

    def path_of(self, url: str) -> str:
        """Return the path of an address of this site, as the URLconf reads it."""
        return unquote(urlsplit(urljoin(self.base, url.strip())).path)

    def names(self, element: Element) -> Iterator[tuple[str, str]]:
        """Yield the attributes of htmx that an element has, without ``hx-``."""
        for name, value in element.attrib.items():
            if match := re.match(r"(?:data-)?hx-(.+)", str(name)):
                yield match[1], str(value)
