"""Take an answer apart: its main part, its title, and what goes elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html

from htmx_views.testing.driver.dom import (
    HOLDER,
    Element,
    body_of,
    inner_html,
    insert,
    is_document,
    parse_fragment,
    parse_page,
    remove,
    select,
)

HEAD = re.compile(r"<head(\s[^>]*)?>.*?</head>", re.DOTALL | re.IGNORECASE)


@dataclass
class Answer:
    """What an answer brings. A whole page brings what its body holds."""

    main: Element
    title: str | None = None
    #: The body, of a whole page.
    body: Element | None = None


@dataclass
class Part:
    """What goes elsewhere than into the target."""

    selector: str
    swap: str
    holder: Element
    #: Whether it is an element of the answer, and not what one holds.
    is_element: bool = True


def read_answer(text: str) -> Answer:
    """Parse an answer; the head of what is no whole page is left out."""
    if is_document(text):
        root = parse_page(text, scripting=True)
        holder = lxml.html.Element(HOLDER)
        body = body_of(root)
        insert(body, holder, 0)
        return Answer(holder, title_of(root), body)
    return Answer(parse_fragment(HEAD.sub("", text, count=1)))


def read_answer_4(text: str) -> Answer:
    """Parse an answer as htmx 4 does, which takes the title of any head."""
    answer = read_answer(text)
    if (head := HEAD.search(text)) and answer.body is None:
        answer.title = title_of(parse_fragment(head[0]))
    return answer


def titles(scope: Element) -> list[Element]:
    """Return the titles of pages, and not of drawings."""
    drawn = select(scope, "svg title")
    return [element for element in select(scope, "title") if element not in drawn]


def title_of(scope: Element) -> str | None:
    found = titles(scope)
    return " ".join(found[0].text_content().split()) if found else None


def take_title(answer: Answer, *, is_deep: bool) -> None:
    """Take a <title> out of the main part; htmx 2 looks at its top only."""
    for element in titles(answer.main):
        if is_deep or element.getparent() is answer.main:
            answer.title = " ".join(element.text_content().split())
            remove(element)
            return


def alone(element: Element) -> Element:
    """Return a holder with nothing but ``element``, which leaves its place."""
    remove(element)
    element.tail = None
    holder: Element = lxml.html.Element(HOLDER)
    holder.append(element)
    return holder


def chosen(main: Element, css: str) -> Element:
    """Return a holder with what ``css`` selects."""
    holder: Element = lxml.html.Element(HOLDER)
    found = select(main, css)
    if not found:
        raise AssertionError(f"hx-select={css!r} matches nothing of the answer.")
    for element in found:
        remove(element)
        element.tail = None
        holder.append(element)
    return holder


def take_parts_2(main: Element, select_oob: str | None) -> list[Part]:
    """Take out what htmx 2 swaps out of band, also what templates hold."""
    parts = []
    for spec in filter(None, (select_oob or "").split(",")):
        id, _, value = spec.strip().removeprefix("#").partition(":")
        parts += [_part_2(each, value) for each in select(main, f"#{id}")[:1]]
    parts += _out_of_band_2(main)
    for template in list(main.iter("template")):
        inner = parse_fragment(inner_html(template))
        if found := _out_of_band_2(inner):
            parts += found
            remove(template)
    return parts


def _out_of_band_2(main: Element) -> list[Part]:
    return [
        _part_2(element, element.get("hx-swap-oob") or element.get("data-hx-swap-oob"))
        for element in select(main, "[hx-swap-oob], [data-hx-swap-oob]")
    ]


def _part_2(element: Element, value: str | None) -> Part:
    _drop_marks(element)
    style, colon, selector = (value or "true").partition(":")
    if not colon:
        selector = id_selector(element)
    return Part(selector, "outerHTML" if style == "true" else style, alone(element))


def id_selector(element: Element) -> str:
    return f'[id="{element.get("id", "")}"]'


def _drop_marks(element: Element) -> None:
    for name in ("hx-swap-oob", "data-hx-swap-oob"):
        element.attrib.pop(name, None)


def take_parts_4(main: Element, select_oob: str | None) -> list[Part]:
    """Take out what htmx 4 swaps out of band."""
    parts = []
    for spec in filter(None, (select_oob or "").split(",")):
        css, _, value = spec.strip().partition(":")
        parts += [_part_4(each, value) for each in select(main, css)]
    parts += [
        _part_4(each, each.get("hx-swap-oob") or each.get("data-hx-swap-oob"))
        for each in select(main, "[hx-swap-oob], [data-hx-swap-oob]")
    ]
    return parts


def _part_4(element: Element, value: str | None) -> Part:
    _drop_marks(element)
    selector = id_selector(element)
    value = value or "true"
    if value != "true" and " " not in value and ":" in value:
        value, _, selector = value.partition(":")
    return Part(selector, "outerHTML" if value == "true" else value, alone(element))


def take_partials(main: Element, default_swap: str) -> list[Part]:
    """Take out the <hx-partial>s of htmx 4, however they are written."""
    parts = []
    for element in select(main, 'hx-partial, template[hx][type="partial"]'):
        selector = element.get("hx-target") or element.get("data-hx-target") or ""
        if not selector and element.get("id"):
            selector = id_selector(element)
        if selector:
            swap = element.get("hx-swap") or default_swap
            holder = parse_fragment(inner_html(element))
            parts.append(Part(selector, swap, holder, is_element=False))
        remove(element)
    return parts
