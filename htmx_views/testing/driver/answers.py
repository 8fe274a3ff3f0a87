"""Take an answer apart: its main part, its title, and what goes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html

from htmx_views.testing.driver.dom import (
    HEAD,
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

OOB = "hx-swap-oob"


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


def read_answer(text: str, version: int) -> Answer:
    """Parse an answer; the head of what is no whole page is left out."""
    if is_document(text):
        root = parse_page(text, scripting=True)
        holder = lxml.html.Element(HOLDER)
        body = body_of(root)
        insert(body, holder, 0)
        return Answer(holder, _title_of(root), body)
    # htmx 4 takes the title of any head.
    head = HEAD.search(text) if version == 4 else None
    title = _title_of(parse_fragment(head[0])) if head else None
    return Answer(parse_fragment(HEAD.sub("", text, count=1)), title)


def _titles(scope: Element) -> list[Element]:
    """Return the titles of pages, and not of drawings."""
    path = "descendant::title[not(ancestor::svg or ancestor::template)]"
    return list(scope.xpath(path))


def _title_of(scope: Element) -> str | None:
    found = _titles(scope)
    return " ".join(found[0].text_content().split()) if found else None


def take_title(answer: Answer, version: int) -> None:
    """Take a <title> out of the main part; htmx 2 looks at its top only."""
    for element in _titles(answer.main):
        if version == 4 or element.getparent() is answer.main:
            answer.title = _title_of(_taken([element]))
            return


def _taken(found: list[Element]) -> Element:
    """Return a holder with elements, which leave their places."""
    holder: Element = lxml.html.Element(HOLDER)
    for element in found:
        remove(element)
        element.tail = None
        holder.append(element)
    return holder


def chosen(main: Element, css: str) -> Element:
    """Return a holder with what ``css`` selects."""
    found = select(main, css)
    if not found:
        raise AssertionError(f"hx-select={css!r} matches nothing of the answer.")
    return _taken(found)


def take_parts(main: Element, select_oob: str | None, version: int) -> list[Part]:
    """Take out what is swapped out of band; htmx 2 looks into templates, too."""
    parts = []
    for spec in filter(None, (select_oob or "").split(",")):
        css, _, value = spec.strip().partition(":")
        if version == 4:
            found = select(main, css)
        else:
            found = select(main, f"#{css.removeprefix('#')}")[:1]
        parts += [_part(each, value, version) for each in found]
    parts += _out_of_band(main, version)
    for template in list(main.iter("template")) if version == 2 else ():
        inner = parse_fragment(inner_html(template))
        if brought := _out_of_band(inner, version):
            parts += brought
            remove(template)
    return parts


def _out_of_band(main: Element, version: int) -> list[Part]:
    return [
        _part(each, each.get(OOB) or each.get(f"data-{OOB}"), version)
        for each in select(main, f"[{OOB}], [data-{OOB}]")
    ]


def _part(element: Element, value: str | None, version: int) -> Part:
    for name in (OOB, f"data-{OOB}"):
        element.attrib.pop(name, None)
    value = value or "true"
    style, colon, selector = value.partition(":")
    if not colon or (version == 4 and " " in value):
        style, selector = value, _id_selector(element)
    swap = "outerHTML" if style == "true" else style
    return Part(selector, swap, _taken([element]))


def _id_selector(element: Element) -> str:
    return f'[id="{element.get("id", "")}"]'


def take_partials(main: Element, default_swap: str) -> list[Part]:
    """Take out the <hx-partial>s of htmx 4, however they are written."""
    parts = []
    for element in select(main, 'hx-partial, template[hx][type="partial"]'):
        selector = element.get("hx-target") or element.get("data-hx-target") or ""
        if not selector and element.get("id"):
            selector = _id_selector(element)
        if selector:
            swap = element.get("hx-swap") or default_swap
            holder = parse_fragment(inner_html(element))
            parts.append(Part(selector, swap, holder, is_element=False))
        remove(element)
    return parts
