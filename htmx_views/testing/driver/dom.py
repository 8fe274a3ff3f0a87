"""Parse, search, change and show HTML as a browser keeps it, over lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import TypeAlias, cast

import lxml.html
from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

Element: TypeAlias = HtmlElement

#: Holds the nodes of a fragment until they are where they belong.
HOLDER = "x-fragment"
HEAD = re.compile(r"(?is)<head(\s[^>]*)?>.*?</head>")


def parse_page(text: str, *, scripting: bool) -> Element:
    """Return the root of a document. With scripts, <noscript> has no elements."""
    root = lxml.html.document_fromstring(text if text.strip() else "<body></body>")
    if root.find("head") is None:
        root.insert(0, lxml.html.Element("head"))
    if root.find("body") is None:
        root.append(lxml.html.Element("body"))
    return _prepared(root, scripting=scripting)


def parse_fragment(text: str) -> Element:
    """Return what holds the nodes of a piece of HTML that came by htmx."""
    holder: Element = lxml.html.fragment_fromstring(text, create_parent=HOLDER)
    return _prepared(holder, scripting=True)


def _prepared(root: Element, *, scripting: bool) -> Element:
    for element in list(root.iter("noscript")) if scripting else ():
        clear(element)
    return root


def is_document(text: str) -> bool:
    """Return whether the first element of ``text`` is <html> or <body>."""
    first = re.search(r"<([a-zA-Z][^\s/>]*)", HEAD.sub("", text))
    return first is not None and first[1].lower() in ("html", "body")


def body_of(root: Element) -> Element:
    # parse_page() has seen to it that there is one.
    return cast(Element, root.find("body"))


# Search


@lru_cache(maxsize=500)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(scope: Element, css: str) -> list[Element]:
    """Return the elements below ``scope`` that match, as querySelectorAll() does."""
    try:
        found: list[Element] = _selector(css)(scope)
    except SelectorError as error:
        raise AssertionError(f"{css!r} is no CSS selector: {error}") from error
    is_root = scope.tag == "html"
    return [
        each
        for each in found
        if (is_root or each is not scope) and not _in_template(each)
    ]


def _in_template(element: Element) -> bool:
    return next(element.iterancestors("template"), None) is not None


def elements(scope: Element) -> list[Element]:
    """Return ``scope`` and all elements below it."""
    return [each for each in scope.iter("*") if not _in_template(each)]


def matches(element: Element, css: str) -> bool:
    return element in select(root_of(element), css)


def closest(element: Element, css: str) -> Element | None:
    matching = set(select(root_of(element), css))
    return next((up for up in with_ancestors(element) if up in matching), None)


def by_id(scope: Element, id: str) -> Element | None:
    found: list[Element] = scope.xpath("descendant::*[@id=$id]", id=id)
    return next((each for each in found if not _in_template(each)), None)


def root_of(element: Element) -> Element:
    # lxml's getroottree() knows no element that was taken out of its tree.
    *_, root = with_ancestors(element)
    return root


def with_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


# Change


def add_text(parent: Element, index: int, text: str | None) -> None:
    """Add text behind what stands before the child at ``index``."""
    if not text:
        return
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def insert(holder: Element, parent: Element, index: int) -> list[Element]:
    """Move what ``holder`` holds before the child at ``index``; return the elements."""
    moved = list(holder)
    add_text(parent, index, holder.text)
    holder.text = None
    for offset, node in enumerate(moved):
        parent.insert(index + offset, node)
    return [node for node in moved if is_element(node)]


def insert_after(holder: Element, target: Element) -> list[Element]:
    add_text(holder, len(holder), target.tail)
    target.tail = None
    parent = parent_of(target)
    return insert(holder, parent, parent.index(target) + 1)


def prepend(holder: Element, target: Element) -> list[Element]:
    add_text(holder, len(holder), target.text)
    target.text = None
    return insert(holder, target, 0)


def clear(element: Element) -> None:
    """Remove all that ``element`` holds."""
    for child in list(element):
        element.remove(child)
    element.text = None


def remove(element: Element) -> None:
    """Remove ``element``, if it is anywhere, but not the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def take_place(element: Element, old: Element) -> None:
    """Put ``element`` in the place of another one."""
    remove(element)
    element.tail = old.tail
    parent_of(old).replace(old, element)


def parent_of(element: Element) -> Element:
    return cast(Element, element.getparent())


def is_element(node: Element) -> bool:
    """Return whether ``node`` is an element, and no comment."""
    return isinstance(node.tag, str)


# Show


def outer_html(element: Element) -> str:
    text: str = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    return text


def inner_html(element: Element) -> str:
    children = (lxml.html.tostring(child, encoding="unicode") for child in element)
    return escape(element.text or "", quote=False) + "".join(children)


def shown(element: Element) -> str:
    """Return the start of an element's HTML, for a message."""
    text = " ".join(outer_html(element).split())
    return text if len(text) <= 120 else f"{text[:119]}…"
