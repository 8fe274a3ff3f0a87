"""What a browser does by itself when a person clicks, types and sends a form."""

from __future__ import annotations

from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.controls import (
    FIELDS,
    TICKED,
    controls_of,
    form_of,
    input_type,
    is_button,
    is_disabled,
    is_submit_button,
)
from htmx_views.testing.driver.dom import (
    Element,
    by_id,
    root_of,
    shown,
    with_ancestors,
)
from htmx_views.testing.driver.encoding import as_ordinary_form, encode_search_params
from htmx_views.testing.driver.events import DomEvent
from htmx_views.testing.driver.focus import is_focusable
from htmx_views.testing.driver.tab import Tab
from htmx_views.testing.driver.validation import check_validity

#: The inputs of which a form without a button has one, if Enter sends it.
TYPED = frozenset(
    {"date", "datetime-local", "email", "month", "number", "password", "search"}
    | {"tel", "text", "time", "url", "week"}
)


def focus(tab: Tab, element: Element | None) -> None:
    """Let an element have the focus; what had it learns of that."""
    document = tab.document
    old, document.focused = document.focused, element
    if old is element:
        return
    if old is not None:
        if document.is_typed:
            tab.tell(old, "change")
        tab.tell(old, "blur", "focusout")
    document.is_typed = False
    if element is not None:
        tab.tell(element, "focus", "focusin")


def click(tab: Tab, element: Element) -> Tab:
    """Click on an element; return the tab that a person sees then."""
    if is_disabled(element):
        raise AssertionError(
            f"A disabled element cannot be clicked on: {shown(element)}"
        )
    focus(tab, next(filter(is_focusable, with_ancestors(element)), None))
    return activate(tab, element)


def activate(tab: Tab, element: Element) -> Tab:
    """Do what a click does, but for the focus."""
    is_ticked = element.tag == "input" and input_type(element) in TICKED
    controls = tab.document.controls
    before = controls.is_ticked(element)
    if is_ticked:
        controls.set_ticked(element, input_type(element) == "radio" or not before)
    event = tab.dispatch(DomEvent("click", element))
    if is_ticked:
        if controls.is_ticked(element) != before:
            tab.tell(element, "input", "change")
    elif not event.is_prevented:
        for up in with_ancestors(element):
            if (shown_tab := _default_action(tab, up)) is not None:
                return shown_tab
        if not event.is_heard and not tab.companion.clicks(element):
            raise AssertionError(f"Nothing happens on a click on {shown(element)}")
    return tab


def _default_action(tab: Tab, element: Element) -> Tab | None:
    """Do what a click on an element does without scripts, if anything."""
    if element.tag == "a" and (href := element.get("href")) is not None:
        return _follow(tab, element, href)
    if is_submit_button(element) and (form := form_of(element)) is not None:
        submit(tab, form, element)
    elif is_button(element):
        if input_type(element) == "reset" and (form := form_of(element)) is not None:
            for control in controls_of(form):
                tab.document.controls.forget(control)
        elif not _opens_dialog(tab, element):
            return None
    elif element.tag == "summary":
        details = next(element.iterancestors("details"), element)
        if details.attrib.pop("open", None) is None:
            details.set("open", "")
    elif element.tag == "label" and (labelled := _control_of(element)) is not None:
        click(tab, labelled)
    else:
        return None
    return tab


def _opens_dialog(tab: Tab, button: Element) -> bool:
    """Obey ``commandfor``, by which a button opens or closes a dialog."""
    dialog = by_id(root_of(button), button.get("commandfor", ""))
    command = button.get("command")
    if dialog is None or command not in ("show-modal", "close"):
        return False
    dialog.attrib.pop("open", None)
    if command == "show-modal":
        dialog.set("open", "")
    else:
        tab.companion.closes(dialog)
    return True


def _control_of(label: Element) -> Element | None:
    if (id := label.get("for")) is not None:
        return by_id(root_of(label), id)
    return next(label.iter(*FIELDS), None)


def _follow(tab: Tab, link: Element, href: str) -> Tab:
    if href.startswith("#"):
        tab.history.push(tab.url.partition("#")[0] + href, tab.document)
        return tab
    if link.get("target", "_self") not in ("", "_self", "_top", "_parent"):
        tab = tab.opened()
    tab.visit(href)
    return tab


def submit(tab: Tab, form: Element, submitter: Element | None = None) -> None:
    """Send a form, by htmx where that listens, if the browser finds it valid."""
    given = submitter if submitter is not None else form
    if form.get("novalidate") is None and given.get("formnovalidate") is None:
        check_validity(tab.document.controls, controls_of(form))
    if not tab.dispatch(DomEvent("submit", form, submitter=submitter)).is_prevented:
        _send_form(tab, form, given)


def _send_form(tab: Tab, form: Element, given: Element) -> None:
    method = given.get("formmethod", form.get("method", "get")).lower()
    if method == "dialog":
        for dialog in form.iterancestors("dialog"):
            dialog.attrib.pop("open", None)
            tab.companion.closes(dialog)
        return
    url = given.get("formaction") or form.get("action") or tab.url
    submitter = None if given is form else given
    entries = tab.document.controls.entries(form, submitter)
    if method != "post":
        fields = encode_search_params(as_ordinary_form(entries))
        tab.visit(url.partition("#")[0].partition("?")[0] + "?" + fields)
        return
    request = Request("POST", url, entries=entries)
    if given.get("formenctype", form.get("enctype")) == "multipart/form-data":
        request.write_multipart()
    else:
        request.entries = as_ordinary_form(entries)
        request.write(encode_search_params(request.entries))
    tab.navigate(request)


def press(tab: Tab, element: Element, key: str) -> Tab:
    """Press a key; Enter sends a form, and like Space clicks on what has the focus."""
    focus(tab, element)
    tab.dispatch(DomEvent("keydown", element, key=key))
    is_clicked = is_button(element) or element.tag == "summary"
    if key == "Enter":
        is_clicked |= element.tag == "a"
    elif key == " ":
        is_clicked |= input_type(element) in TICKED
    if is_clicked and key in ("Enter", " "):
        tab = activate(tab, element)
    elif key == "Enter" and element.tag == "input":
        if tab.document.is_typed:
            tab.document.is_typed = False
            tab.tell(element, "change")
        _submit_by_enter(tab, form_of(element))
    if tab.document.is_connected(element):
        tab.dispatch(DomEvent("keyup", element, key=key))
    return tab


def _submit_by_enter(tab: Tab, form: Element | None) -> None:
    if form is None:
        return
    controls = controls_of(form)
    button = next(filter(is_submit_button, controls), None)
    if button is not None:
        if not is_disabled(button):
            activate(tab, button)
    elif len([each for each in controls if input_type(each) in TYPED]) < 2:
        submit(tab, form)
