"""Open every page of the shop, and everything safe that its pages ask for."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve

from htmx_views.testing import HtmxClient, HtmxOptions, assert_fragment_matches_page
from htmx_views.testing.contracts import Exchange, Finding, check_answer
from htmx_views.testing.contracts.reading import Reading
from htmx_views.testing.driver.answers import (
    read_answer,
    take_parts_2,
    take_parts_4,
)
from htmx_views.testing.driver.document import Document
from htmx_views.testing.driver.dom import Element, is_document, select
from htmx_views.testing.driver.swapping import swap

#: How often a pattern of the URLconf is visited.
TIMES = 3


class Crawl:
    def __init__(self, client: HtmxClient, version: Any) -> None:
        self.client = client
        self.version = version
        self.found: list[str] = []
        self.visited: Counter[tuple[str, ...]] = Counter()
        self.seen: set[str] = set()
        self.asked: set[tuple[object, ...]] = set()

    def visit(self, url: str) -> None:
        url = url.partition("#")[0]
        path = urlsplit(url).path
        try:
            # Each of its forms: with a page, with a search, with neither.
            pattern = resolve(path).route, *sorted(QueryDict(urlsplit(url).query))
        except Resolver404:
            return
        if url in self.seen or self.visited[pattern] >= TIMES:
            return
        self.seen.add(url)
        self.visited[pattern] += 1
        response: Any = self.client.get(url)
        if response.status_code in (301, 302):
            return self.visit(urljoin(url, response["Location"]))
        if response.status_code >= 400:
            self.found.append(f"error: {url} answers {response.status_code}")
            return None
        html = response.content.decode()
        if not is_document(html):
            return None
        reading = Reading(html, response.wsgi_request, response, self.version)
        self.add(
            check_answer(
                html,
                request=response.wsgi_request,
                response=response,
                version=self.version,
            )
        )
        for element in reading.senders:
            self.request(url, html, reading, element)
        self.compare(url, response)
        for link in reading.root.iter("a"):
            if link.get("href") and reading.is_own_site(link.get("href", "")):
                target = urljoin(url, link.get("href", ""))
                if urlsplit(target).scheme in ("", "http"):
                    self.visit(target.removeprefix("http://testserver"))
        return None

    def add(self, findings: list[Finding]) -> None:
        self.found += [str(each) for each in findings]

    def compare(self, url: str, page: Any) -> None:
        view = (getattr(page, "context_data", None) or {}).get("view")
        if getattr(view, "fragment_blocks", None):
            try:
                assert_fragment_matches_page(self.client, url)
            except AssertionError as error:
                self.found.append(f"fragment: {error}")

    def request(self, url: str, html: str, reading: Reading, element: Element) -> None:
        attributes = reading.attributes
        action = attributes.action(element)
        if attributes.is_boosted(element):
            action = "get", element.get("href") or element.get("action") or ""
        if action is None or action[0] != "get" or not reading.is_own_site(action[1]):
            return
        address = urljoin(url, action[1])
        document = Document(html)
        index = list(reading.root.iter()).index(element)
        source = list(document.root.iter())[index]
        try:
            target = attributes.target(source)
            style, _ = attributes.swap(attributes.value(source, "swap"))
        except (AssertionError, ValueError):
            return
        chosen = attributes.value(source, "select")
        is_boosted = attributes.is_boosted(source)
        key = address, style, chosen, target.get("id"), target.tag
        if key in self.asked:
            return
        self.asked.add(key)
        try:
            resolve(urlsplit(address).path)
        except Resolver404:
            return
        options: HtmxOptions = {
            "version": self.version,
            "target": target.get("id"),
            "tag": str(target.tag),
            "current_url": url,
            "boosted": is_boosted,
        }
        if self.version == 4 and (chosen or target.tag == "body"):
            options["request_type"] = "full"
        response: Any = self.client.get(address.partition("#")[0], htmx=options)
        if response.status_code >= 400 or not response.content:
            if response.status_code >= 400:
                self.found.append(f"error: {address} answers {response.status_code}")
            return
        text = response.content.decode()
        # Read before the swap.
        exchange = Exchange.of(attributes, source, target, url=url)
        if is_boosted or attributes.value(source, "push-url") == "true":
            exchange = replace(exchange, url=address)
        if not is_document(text):
            page = swapped(document, target, style, text, self.version, chosen)
            exchange = replace(exchange, page=page)
        self.add(
            check_answer(
                text,
                request=response.wsgi_request,
                response=response,
                version=self.version,
                exchange=exchange,
            )
        )


def swapped(
    document: Document,
    target: Element,
    style: str,
    text: str,
    version: int,
    chosen: str | None,
) -> Element | None:
    """Return the page after a swap, where the swap can be made."""
    main = read_answer(text).main
    parts = (take_parts_2 if version == 2 else take_parts_4)(main, None)
    for part in parts:
        for place in select(document.root, part.selector)[:1]:
            style_of_part = part.swap.partition(" ")[0]
            is_inner = part.is_element and not style_of_part.startswith("outer")
            holder = part.holder[0] if is_inner else part.holder
            swap(document, place, style_of_part, deepcopy(holder))
    if chosen and not select(main, chosen):
        return None
    try:
        swap(document, target, style, main)
    except AssertionError:
        return None
    return document.root
