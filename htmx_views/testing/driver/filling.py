"""What a browser does when a person fills in a field."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import Any

from htmx_views.testing.driver.actions import activate, focus
from htmx_views.testing.driver.controls import (
    TICKED,
    File,
    input_type,
    is_disabled,
    option_value,
)
from htmx_views.testing.driver.dom import Element, shown
from htmx_views.testing.driver.reading import text_of
from htmx_views.testing.driver.tab import Tab


def enter(tab: Tab, control: Element, value: Any) -> None:
    """Type, choose or tick ``value``."""
    if is_disabled(control) or control.get("readonly") is not None:
        raise AssertionError(f"Nobody can fill in what is disabled: {shown(control)}")
    focus(tab, control)
    controls, kind = tab.document.controls, input_type(control)
    if kind in TICKED:
        if controls.is_ticked(control) != bool(value):
            activate(tab, control)
        return
    if control.tag == "select":
        wanted = value if isinstance(value, (list, tuple)) else [value]
        controls.choose(control, [_option(control, str(each)) for each in wanted])
    elif kind == "file":
        wanted = value if isinstance(value, (list, tuple)) else [value]
        controls.choose_files(control, list(map(_file, wanted)))
    else:
        tab.tell(control, "keydown")
        limit = int(control.get("maxlength") or len(str(value)))
        controls.set_value(control, str(value)[:limit])
        tab.document.is_typed = True
        tab.tell(control, "input", "keyup")
        return
    tab.tell(control, "input", "change")


def _option(select: Element, wanted: str) -> Element:
    options = list(select.iter("option"))
    for read in (text_of, option_value):
        for option in options:
            if read(option) == wanted:
                return option
    texts = [text_of(option) for option in options]
    raise AssertionError(f"{shown(select)} has no option {wanted!r}. It has: {texts}.")


def _file(value: Any) -> File:
    if isinstance(value, File):
        return value
    path = Path(value)
    kind = filter(None, guess_type(path.name)[:1])
    return File(path.name, path.read_bytes(), *kind)
