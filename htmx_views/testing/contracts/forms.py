"""Contracts of forms: a token, files, and something that sends them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from htmx_views.testing.contracts.addresses import UNSAFE
from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.controls import is_submit_button
from htmx_views.testing.driver.dom import Element, select
from htmx_views.testing.driver.tokens import FIELD
from htmx_views.testing.driver.triggers import Trigger

MULTIPART = "multipart/form-data"
CSRF_MIDDLEWARE = "django.middleware.csrf.CsrfViewMiddleware"
#: The fields in which Enter sends a form without a button.
TEXTS = (
    "input:not([type]), [type=text], [type=search], [type=url], [type=tel], "
    "[type=email], [type=password], [type=date], [type=number]"
)
SENDERS = ", ".join(f"[hx-{verb}], [data-hx-{verb}]" for verb in ("get", *UNSAFE))


def check_forms(reading: Reading) -> Iterator[Break]:
    """Hold that each form can be sent, and arrives."""
    for form in (each for each in reading.elements if each.tag == "form"):
        if reading.attributes.is_ignored(form):
            continue
        yield from _token(reading, form)
        yield from _files(reading, form)
        if reading.page is not None:
            yield from _sent(reading, form)


def check_tokens(reading: Reading) -> Iterator[Break]:
    """Hold that what htmx sends has a token, on a page without the script."""
    if CSRF_MIDDLEWARE not in settings.MIDDLEWARE:
        return
    if reading.page is None or reading.has_companion:
        return
    for element in reading.senders:
        action = reading.attributes.action(element)
        if action is None or action[0] not in UNSAFE:
            continue
        form = element if element.tag == "form" else _form_around(element)
        headers = reading.attributes.value(element, "headers") or ""
        has_field = form is not None and _has_token(form) and action[0] == "post"
        if not has_field and "csrf" not in headers.lower():
            yield Break("C011", f"hx-{action[0]} sends no CSRF token", element)


def _form_around(element: Element) -> Element | None:
    return next(element.iterancestors("form"), None)


def _has_token(form: Element) -> bool:
    return bool(select(form, f'[name="{FIELD}"]'))


def _token(reading: Reading, form: Element) -> Iterator[Break]:
    is_own = reading.is_own_site(form.get("action", ""))
    if (
        CSRF_MIDDLEWARE in settings.MIDDLEWARE
        and form.get("method", "").lower() == "post"
        and is_own
        and not _has_token(form)
    ):
        yield Break("C011", "the form sends no CSRF token", form)


def _files(reading: Reading, form: Element) -> Iterator[Break]:
    if not select(form, "input[type=file]:not([disabled])"):
        return
    if select(form, SENDERS):
        return
    enctype = form.get("enctype", "").lower()
    action = reading.attributes.action(form)
    if action is not None:
        encoding = reading.attributes.value(form, "encoding") or enctype
        if action[0] == "get":
            yield Break("C012", "hx-get sends no file", form)
        elif encoding != MULTIPART:
            yield Break("C012", f"hx-{action[0]} sends no file", form)
    if action is None or form.get("method"):
        if form.get("method", "get").lower() != "post":
            yield Break("C012", "a form of the method get sends no file", form)
        elif enctype != MULTIPART:
            yield Break("C012", "the form sends no file", form)


def _sent(reading: Reading, form: Element) -> Iterator[Break]:
    action = reading.attributes.action(form)
    has_address = form.get("action") is not None or form.get("method") is not None
    if action is None and not has_address:
        # Its fields may well belong to a script.
        return
    if action is not None and any(
        trigger.event != "submit" for trigger in _triggers(reading, form)
    ):
        return
    buttons = [*form.iter("button", "input")]
    if id := form.get("id"):
        # Not by a selector: an id may need quoting.
        buttons += [
            each
            for each in reading.elements
            if each.get("form") == id and each.tag in ("button", "input")
        ]
    if any(is_submit_button(each) for each in buttons):
        return
    visible = select(form, "input:not([type=hidden]), select, textarea")
    # A button may come later that names an empty form, in a login status for one.
    if not visible and action is None and form.get("id"):
        return
    # Enter sends a form of one field, such as a search.
    if select(form, SENDERS) or (visible and visible == select(form, TEXTS)[:1]):
        return
    yield Break("C013", "the form has no button that sends it", form)


def _triggers(reading: Reading, form: Element) -> list[Trigger]:
    try:
        return reading.attributes.triggers(form)
    except ValueError:
        return []
