"""What a person typed, chose and ticked: the state of a page's controls."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from htmx_views.testing.driver.dom import (
    Element,
    by_id,
    elements,
    root_of,
    with_ancestors,
)
from htmx_views.testing.driver.reading import text_of

#: What a form counts among its elements.
LISTED = ("button", "fieldset", "input", "object", "output", "select", "textarea")

#: What a person fills in.
FIELDS = ("input", "select", "textarea")

#: Inputs whose value is not typed.
TICKED = ("checkbox", "radio")
BUTTONS = ("submit", "image", "reset", "button")


@dataclass(frozen=True)
class File:
    """A file that is chosen in a form."""

    name: str
    content: bytes = b""
    content_type: str = "application/octet-stream"


Entry = tuple[str, "str | File"]


def input_type(control: Element) -> str:
    """Return what the browser takes a control for: ``text``, ``select-one``, …"""
    if control.tag == "select":
        multiple = control.get("multiple") is not None
        return "select-multiple" if multiple else "select-one"
    if control.tag == "button":
        kind = control.get("type", "submit").lower()
        return kind if kind in BUTTONS else "submit"
    if control.tag == "input":
        return control.get("type", "text").lower() or "text"
    return str(control.tag)


def is_button(control: Element) -> bool:
    return control.tag in ("button", "input") and input_type(control) in BUTTONS


def is_submit_button(control: Element) -> bool:
    return is_button(control) and input_type(control) in ("submit", "image")


def is_disabled(control: Element) -> bool:
    if control.tag not in LISTED:
        return False
    if control.get("disabled") is not None:
        return True
    for inner, outer in pairwise(with_ancestors(control)):
        if outer.tag == "fieldset" and outer.get("disabled") is not None:
            # The legend of a disabled fieldset is none of it.
            legend = next(outer.iterchildren("legend"), None)
            return not (inner.tag == "legend" and inner is legend)
    return False


def form_of(control: Element) -> Element | None:
    """Return the form that a control belongs to, be it around it or named by it."""
    if (id := control.get("form")) is not None and control.tag in LISTED:
        return by_id(root_of(control), id)
    return next(control.iterancestors("form"), None)


def controls_of(form: Element) -> list[Element]:
    """Return the elements of a form, in the order of the page."""
    return [
        each
        for each in elements(root_of(form))
        if each.tag in LISTED and form_of(each) is form
    ]


class Controls:
    """The values of controls, where they differ from what the HTML says."""

    def __init__(self) -> None:
        self._values: dict[Element, str] = {}
        self._ticked: dict[Element, bool] = {}
        self._chosen: dict[Element, list[Element]] = {}
        self._files: dict[Element, list[File]] = {}

    def forget(self, control: Element) -> None:
        """Go back to what the HTML says."""
        for state in (self._values, self._ticked, self._chosen, self._files):
            state.pop(control, None)

    def value(self, control: Element) -> str:
        if control.tag == "select":
            return next(map(option_value, self.chosen(control)), "")
        if control in self._values:
            return self._values[control]
        if control.tag == "textarea":
            text: str = control.text_content()
            return text.removeprefix("\n")
        return control.get("value", "on" if input_type(control) in TICKED else "")

    def set_value(self, control: Element, value: str) -> None:
        self._values[control] = value

    def is_ticked(self, control: Element) -> bool:
        return self._ticked.get(control, control.get("checked") is not None)

    def set_ticked(self, control: Element, is_ticked: bool) -> None:
        """Tick a box; of radio buttons of one name no other one stays so."""
        if input_type(control) == "radio":
            for other in elements(root_of(control)):
                if other.tag == "input" and _radio_group(other) == _radio_group(
                    control
                ):
                    self._ticked[other] = False
        self._ticked[control] = is_ticked

    def chosen(self, select: Element) -> list[Element]:
        """Return the options that are chosen in a <select>."""
        if select in self._chosen:
            return self._chosen[select]
        options = list(select.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None]
        if select.get("multiple") is not None:
            return chosen
        if not chosen and int(select.get("size") or 1) <= 1:
            chosen = [each for each in options if not _is_disabled_option(each)][:1]
        return chosen[-1:]

    def choose(self, select: Element, options: list[Element]) -> None:
        self._chosen[select] = options

    def files(self, control: Element) -> list[File]:
        return self._files.get(control, [])

    def choose_files(self, control: Element, files: list[File]) -> None:
        self._files[control] = files

    def shown_value(self, control: Element) -> str | list[str] | bool:
        """Return what a person would say a control has."""
        kind = input_type(control)
        if kind in TICKED:
            return self.is_ticked(control)
        if kind == "file":
            return [file.name for file in self.files(control)]
        if kind == "select-multiple":
            return list(map(option_value, self.chosen(control)))
        return self.value(control)

    def is_changed(self, control: Element) -> bool:
        """Return whether a person changed a control, and would miss that."""
        return self.shown_value(control) != Controls().shown_value(control)

    def own_entries(self, control: Element, *, in_form: bool = False) -> list[Entry]:
        """Return what one control says by itself, or adds to the data of its form."""
        name, kind = control.get("name"), input_type(control)
        if not name or is_disabled(control):
            return []
        if kind in TICKED and not self.is_ticked(control):
            return []
        if control.tag == "select":
            chosen = self.chosen(control)
            if in_form:
                chosen = [each for each in chosen if not _is_disabled_option(each)]
            return [(name, option_value(option)) for option in chosen]
        if kind == "file":
            # A form says that no file is chosen.
            files = self.files(control) or [File("")] * in_form
            return [(name, file) for file in files]
        return [(name, self.value(control))]

    def entries(self, form: Element, submitter: Element | None = None) -> list[Entry]:
        """Return the data of a form, as ``FormData`` has it."""
        return [
            entry
            for control in controls_of(form)
            if control.tag not in ("fieldset", "object", "output")
            and (not is_button(control) or control is submitter)
            and next(control.iterancestors("datalist"), None) is None
            for entry in self.own_entries(control, in_form=True)
        ]


def _is_disabled_option(option: Element) -> bool:
    return any(
        each.get("disabled") is not None
        for each in with_ancestors(option)
        if each.tag in ("option", "optgroup")
    )


def option_value(option: Element) -> str:
    return option.get("value", text_of(option))


def _radio_group(control: Element) -> tuple[str, str | None, Element | None]:
    return input_type(control), control.get("name"), form_of(control)


def labels_of(control: Element) -> list[Element]:
    """Return the labels that stand around a control, or name it by its id."""
    around = [up for up in with_ancestors(control) if up.tag == "label"]
    id = control.get("id")
    named = root_of(control).xpath("descendant::label[@for=$id]", id=id) if id else []
    return [*named, *around]
