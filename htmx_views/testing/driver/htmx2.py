"""What htmx 2 sends, and what it does with the answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag

from htmx_views.requests import htmx_headers
from htmx_views.testing.driver.answers import (
    chosen,
    read_answer,
    take_parts,
    take_title,
)
from htmx_views.testing.driver.browser import URLENCODED, Request
from htmx_views.testing.driver.dom import Element, clear, inner_html, select
from htmx_views.testing.driver.encoding import encode_uri_components, header_values
from htmx_views.testing.driver.flights import Flight
from htmx_views.testing.driver.headers import (
    fire_events,
    leave,
    relocate,
    write_history,
)
from htmx_views.testing.driver.htmx import Htmx
from htmx_views.testing.driver.parameters import collect_2

#: How many pages htmx keeps for the back button where nobody says otherwise.
CACHE_SIZE = 10


class Htmx2(Htmx):
    def build(self, flight: Flight) -> Request:
        element, url = flight.element, flight.url or self.tab.url
        if (button := flight.submitter) is not None:
            url = button.get("formaction", url)
            flight.verb = button.get("formmethod", flight.verb).lower()
        verb = flight.verb
        if flight.is_boosted and verb == "get" and element.tag == "form":
            url = url.partition("?")[0]
        request = Request(verb.upper(), url, self._headers(flight))
        request.entries = collect_2(self, flight)
        if self.attributes.config.get("getCacheBusterParam") and verb == "get":
            buster = flight.target.get("id") or "true"
            request.entries.append(("org.htmx.cache-buster", buster))
        is_multipart = self._is_multipart(element)
        if verb != "get" and not is_multipart:
            request.headers["Content-Type"] = URLENCODED
        self.tab.companion.prepare(flight, request)
        encoded = encode_uri_components(request.entries)
        if verb in ("get", "delete"):
            request.url, request.entries = urldefrag(request.url).url, []
            if encoded:
                request.url += ("&" if "?" in request.url else "?") + encoded
        elif is_multipart:
            request.write_multipart()
        else:
            request.write(encoded)
        return request

    def _is_multipart(self, element: Element) -> bool:
        encodings = [self.attributes.value(element, "encoding")]
        if element.tag == "form":
            encodings.append(element.get("enctype"))
        return "multipart/form-data" in encodings

    def _headers(self, flight: Flight) -> dict[str, str]:
        element = flight.element
        headers = htmx_headers(
            version=2,
            target=flight.target.get("id"),
            trigger=element.get("id"),
            trigger_name=element.get("name"),
            current_url=self.tab.location,
            prompt=flight.prompt,
            boosted=flight.is_boosted,
        )
        own = self.attributes.values(element, "headers")
        values = {**own, **headers, **flight.headers}.items()
        # htmx 4 sends "null".
        return header_values(
            {name: value for name, value in values if value is not None}
        )

    def answer(self, flight: Flight) -> None:
        fire_events(self, flight, "HX-Trigger")
        if relocate(self, flight) or leave(self, flight):
            return
        status = flight.response.status_code
        is_swapped = 200 <= status < 400 and status != 204
        if not self.tab.companion.swaps(flight, is_swapped=is_swapped):
            return
        if status == 286:
            self.listeners.stop_polling(flight.element)
        self.redirect_swap(flight)
        self.swap_later(flight, *self.attributes.swap(flight.swap))

    def swap(self, flight: Flight, style: str, modifiers: dict[str, Any]) -> None:
        self._update_history(flight)
        if style == "textContent":
            clear(flight.target)
            flight.target.text = flight.text
            fresh: list[Element] = []
        else:
            answer = read_answer(flight.text, version=2)
            take_title(answer, version=2)
            fresh = [
                element
                for part in take_parts(answer.main, flight.select_oob, version=2)
                for element in self.place_part(
                    part, select(self.document.root, part.selector)
                )
            ]
            if flight.select and flight.select != "unset":
                answer.main = chosen(answer.main, flight.select)
            fresh += self.place(flight.target, style, answer.main)
            if answer.title:
                self.document.title = answer.title
        fire_events(self, flight, "HX-Trigger-After-Swap")
        self.tab.companion.swapped()
        self.process(fresh)
        fire_events(self, flight, "HX-Trigger-After-Settle")

    # History

    def _update_history(self, flight: Flight) -> None:
        headers = flight.response.headers
        push, replace = headers.get("HX-Push-Url"), headers.get("HX-Replace-Url")
        if not push and not replace:
            push, replace = (
                None if url == "false" else url for url in (flight.push, flight.replace)
            )
            if flight.is_boosted and not push and not replace:
                push = "true"
        elif push == "false" or (not push and replace == "false"):
            return
        if url := push or replace:
            self._keep(self.tab.url)
            write_history(self, flight, url, is_pushed=bool(push))

    def _keep(self, url: str) -> None:
        """Keep the page for the back button."""
        snapshots = self.tab.snapshots
        size = int(self.attributes.config.get("historyCacheSize", CACHE_SIZE))
        if size <= 0 or select(self.document.root, '[hx-history="false"]'):
            return
        snapshots.pop(url, None)
        snapshots[url] = inner_html(self._history_element()), self.document.title
        for oldest in list(snapshots)[:-size]:
            del snapshots[oldest]

    def _history_element(self) -> Element:
        marked = select(self.document.root, "[hx-history-elt], [data-hx-history-elt]")
        return marked[0] if marked else self.document.body

    def restore(self, url: str, left: str) -> None:
        self._keep(left)
        if url in self.tab.snapshots:
            html, title = self.tab.snapshots[url]
        elif self.attributes.config.get("refreshOnHistoryMiss"):
            self.tab.reload()
            return
        else:
            headers = {
                "HX-Request": "true",
                "HX-History-Restore-Request": "true",
                "HX-Current-URL": self.tab.location,
            }
            if self.attributes.config.get("historyRestoreAsHxRequest") is False:
                del headers["HX-Request"]
            request = self.tab.browser.send(Request("GET", url, headers))
            if request.response.status_code >= 400:
                return
            answer = read_answer(request.text, version=2)
            marked = select(answer.main, "[hx-history-elt], [data-hx-history-elt]")
            html = inner_html(marked[0] if marked else answer.main)
            title = answer.title or self.document.title
        main = read_answer(html, version=2).main
        fresh = self.place(self._history_element(), "innerHTML", main)
        self.document.title = title
        self.process(fresh)
