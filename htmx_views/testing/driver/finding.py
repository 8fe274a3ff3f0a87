"""Find an element by what a person reads, or by CSS."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from htmx_views.testing.driver.controls import FIELDS, input_type, is_button, labels_of
from htmx_views.testing.driver.dom import (
    Element,
    by_id,
    root_of,
    select,
    shown,
)
from htmx_views.testing.driver.reading import is_seen, text_of

#: What no text starts with, but selectors do.
CSS = re.compile(r"[#.\[:*]|[a-z][a-z0-9-]*([#.\[:>+~]|\s+[>+~]\s)\S*")

#: The elements that have a role by themselves.
ROLES = {
    "alert": "[role=alert]",
    "button": "button, input[type=button], input[type=submit], input[type=reset], "
    "input[type=image], summary",
    "checkbox": "input[type=checkbox]",
    "combobox": "select",
    "dialog": "dialog",
    "form": "form",
    "heading": "h1, h2, h3, h4, h5, h6",
    "link": "a[href], area[href]",
    "list": "ul, ol",
    "listitem": "li",
    "main": "main",
    "navigation": "nav",
    "radio": "input[type=radio]",
    "row": "tr",
    "status": "output",
    "table": "table",
    "textbox": "input, textarea",
}

#: The inputs that nobody types a text into.
NO_TEXT = {"checkbox", "radio", "hidden", "file", "submit", "image", "reset", "button"}


def name_of(element: Element) -> str:
    """Return what a person, or a screen reader, calls an element."""
    if ids := element.get("aria-labelledby"):
        named = (by_id(root_of(element), id) for id in ids.split())
        texts = (each.text_content() for each in named if each is not None)
        return " ".join(" ".join(texts).split())
    if label := element.get("aria-label"):
        return " ".join(label.split())
    if is_button(element) and element.tag == "input":
        return element.get("value") or input_type(element).capitalize()
    if element.tag in FIELDS:
        labels = (_text_without(label, element) for label in labels_of(element))
        names = (element.get(name, "") for name in ("placeholder", "title"))
        return next(filter(None, chain(labels, names)), "")
    images = (image.get("alt", "") for image in element.iter("img"))
    return text_of(element) or " ".join(images).strip() or element.get("title", "")


def _text_without(label: Element, control: Element) -> str:
    """Return the text of a label, without that of the control in it."""
    text = text_of(label)
    inside = text_of(control) if label in control.iterancestors() else ""
    return text.replace(inside, "").strip() if inside else text


def has_role(element: Element, role: str) -> bool:
    if (own := element.get("role")) is not None:
        return own == role
    if role == "textbox" and element.tag == "input":
        return input_type(element) not in NO_TEXT
    css = ROLES.get(role)
    if css is None:
        raise AssertionError(f"{role!r} is no known role. Known are: {[*ROLES]}.")
    return element in select(root_of(element), css)


def find_all(
    scope: Element, what: str | None, role: str | None, candidates: Iterable[Element]
) -> list[Element]:
    """Return what is called ``what`` among ``candidates``, or else is found by CSS."""
    if what is not None and CSS.match(what) and (role is None):
        return select(scope, what)
    named = [
        each
        for each in candidates
        if (role is None or has_role(each, role)) and is_seen(each)
    ]
    if what is None:
        return named
    what = " ".join(what.split())
    exact = [each for each in named if name_of(each) == what]
    found = exact or [each for each in named if what in name_of(each)]
    if not found and role is None and re.fullmatch(r"[a-z][\w\s>+~,-]*", what):
        return select(scope, what)
    return _innermost(found)


def _innermost(found: list[Element]) -> list[Element]:
    """Leave out what only stands around, or names, another one that was found."""
    outer = {up for each in found for up in each.iterancestors()}
    outer.update(label for each in found for label in labels_of(each))
    return [each for each in found if each not in outer]


def only(
    found: list[Element], what: str | None, role: str | None, there: list[Element]
) -> Element:
    """Return the one element that was found; else say what the page has."""
    if len(found) == 1:
        return found[0]
    wanted = " ".join(filter(None, [role, repr(what) if what is not None else ""]))
    if found:
        several = "; ".join(map(shown, found[:5]))
        raise AssertionError(
            f"{len(found)} elements are {wanted}: {several}. Say which one by role=, "
            "by within=, or by a CSS selector."
        )
    names = sorted({name_of(each) for each in there if is_seen(each)} - {""})
    raise AssertionError(f"Nothing is {wanted}. The page has: {names}.")
