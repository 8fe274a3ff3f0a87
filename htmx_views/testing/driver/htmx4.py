"""What htmx 4 sends, and what it does with the answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag

from htmx_views.requests import htmx_headers
from htmx_views.testing.driver.answers import (
    Answer,
    chosen,
    read_answer,
    take_partials,
    take_parts,
    take_title,
)
from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.controls import form_of
from htmx_views.testing.driver.dom import Element, inner_html, parse_fragment, select
from htmx_views.testing.driver.encoding import (
    encode_search_params,
    header_values,
    with_search_params,
)
from htmx_views.testing.driver.flights import Flight
from htmx_views.testing.driver.headers import (
    fire_events,
    leave,
    relocate,
    write_history,
)
from htmx_views.testing.driver.htmx import Htmx
from htmx_views.testing.driver.parameters import collect_4
from htmx_views.testing.driver.syntax import parse_hcon


class Htmx4(Htmx):
    def build(self, flight: Flight) -> Request:
        element, verb = flight.element, flight.verb
        request = Request(verb.upper(), flight.url, self._headers(flight))
        request.entries = collect_4(self, flight)
        self.tab.companion.prepare(flight, request)
        request.url = urldefrag(request.url or self.tab.url).url
        if verb in ("get", "delete"):
            request.url = with_search_params(request.url, request.entries)
            request.entries = []
        elif self._is_multipart(element):
            request.write_multipart()
        else:
            request.write(encode_search_params(request.entries))
        return request

    def _is_multipart(self, element: Element) -> bool:
        form = element if element.tag == "form" else form_of(element)
        encoding = self.attributes.value(element, "encoding")
        if encoding is None and form is not None:
            encoding = form.get("enctype")
        return encoding == "multipart/form-data"

    def _headers(self, flight: Flight) -> dict[str, str]:
        element, target = flight.element, flight.target
        is_full = target is self.document.body or flight.select
        headers = htmx_headers(
            version=4,
            target=target.get("id"),
            tag=str(target.tag),
            trigger=element.get("id"),
            trigger_tag=str(element.tag),
            current_url=self.tab.location,
            boosted=flight.is_boosted,
            request_type="full" if is_full else "partial",
        )
        headers["Accept"] = "text/html"
        own = self.attributes.values(element, "headers")
        return header_values({**headers, **own, **flight.headers})

    def answer(self, flight: Flight) -> None:
        if (
            not leave(self, flight)
            and not relocate(self, flight)
            and self.tab.companion.swaps(flight, is_swapped=True)
        ):
            self.redirect_swap(flight)
            self._obey_status(flight)
            self.swap_later(flight, *self.attributes.swap(flight.swap))
        if self.tab.htmx is self:
            fire_events(self, flight, "HX-Trigger")

    def _obey_status(self, flight: Flight) -> None:
        """Let hx-status, and what htmx never swaps, decide."""
        status = str(flight.response.status_code)
        never = [str(each) for each in self.attributes.config.get("noSwap", [204, 304])]
        for pattern in (status, f"{status[:2]}x", f"{status[0]}xx"):
            if pattern in never:
                flight.swap = "none"
                return
            if text := self.attributes.value(flight.element, f"status:{pattern}"):
                self._merge(flight, parse_hcon(text))
                return

    def _merge(self, flight: Flight, options: dict[str, Any]) -> None:
        for name in ("swap", "select", "push", "replace"):
            if name in options:
                setattr(flight, name, str(options[name]))
        if "target" in options:
            self.retarget(flight, options["target"])

    def swap(self, flight: Flight, style: str, modifiers: dict[str, Any]) -> None:
        self._update_history(flight)
        answer = read_answer(flight.text, version=4)
        take_title(answer, version=4)
        parts = take_parts(answer.main, flight.select_oob, version=4)
        partials = take_partials(answer.main, self.attributes.default_swap)
        # What an answer brings is not what its other parts may address.
        page = self.document.root
        targets = [(part, select(page, part.selector)) for part in [*parts, *partials]]
        fresh: list[Element] = []
        is_empty = not len(answer.main) and not (answer.main.text or "").strip()
        if not is_empty or style == "delete" or not partials:
            if selector := modifiers.get("target"):
                self.retarget(flight, selector)
            fresh += self._place_main(flight, style, answer)
        for part, found in targets:
            fresh += self.place_part(part, found)
        if answer.title:
            self.document.title = answer.title
        self.process(fresh)

    def _place_main(self, flight: Flight, style: str, answer: Answer) -> list[Element]:
        target, main = flight.target, answer.main
        if flight.select:
            main = chosen(main, flight.select)
        if style == "outerHTML" and answer.body is not None:
            style = "outerSync"
        if style == "outerSync":
            # The target does not become another element, but gets all that it has.
            source = answer.body
            if flight.select or source is None:
                source = main[0]
                main = parse_fragment(inner_html(source))
            target.attrib.clear()
            target.attrib.update(source.attrib)
            # htmx leaves it to others where the focus goes.
            return self.put(target, "innerHTML", main)
        return self.place(target, style, main)

    def place(self, target: Element, style: str, holder: Element) -> list[Element]:
        """
        Swap ``holder`` in.

        For CSS transitions new elements have the attributes of those of their id for
        a moment, if any. A field that had a ``value`` and is to have none keeps it so.
        """
        settles = self.attributes.config.get("defaultSettleDelay") != 0
        if settles and style in ("innerHTML", "outerHTML"):
            old = {each.get("id"): each for each in select(target, "input[value][id]")}
            fields = select(holder, "input[id]:not([value]):not([type=file])")
            for field in fields:
                twin = old.get(field.get("id"), field)
                self.document.controls.set_value(field, twin.get("value", ""))
        return super().place(target, style, holder)

    # History

    def _update_history(self, flight: Flight) -> None:
        headers = flight.response.headers
        push, replace = flight.push, flight.replace
        if headers.get("HX-Push-Url") or headers.get("HX-Replace-Url"):
            push, replace = headers.get("HX-Push-Url"), headers.get("HX-Replace-Url")
        elif push is None and replace is None and flight.is_boosted:
            push = "true"
        push, replace = (None if url == "false" else url for url in (push, replace))
        if url := push or replace:
            write_history(self, flight, url, is_pushed=bool(push))

    def restore(self, url: str, left: str) -> None:
        if self.attributes.config.get("history") == "reload":
            self.tab.reload()
            return
        marked = select(self.document.root, "[hx-history-elt]")
        target = marked[0] if marked else self.document.body
        request = Request("GET", url, htmx_headers(version=4, history_restore=True))
        flight = Flight(
            target,
            "get",
            url,
            target,
            swap="outerSync",
            select="[hx-history-elt]" if marked else None,
            request=self.tab.browser.send(request),
        )
        watched = self.tab.companion.watch()
        self.answer(flight)
        watched()
