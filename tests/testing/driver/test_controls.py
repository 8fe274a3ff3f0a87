"""What a person typed, chose and ticked."""

from __future__ import annotations

from typing import Any

import pytest

from htmx_views.testing import File
from htmx_views.testing.driver.controls import Controls
from tests.testing.driver.conftest import OpenPage

CHOICE = "<select aria-label='C'><option>a<option{}>b</select>"
SEVERAL = "<select aria-label='C' multiple><option>a<option selected>b</select>"


@pytest.mark.parametrize(
    ("control", "value", "is_changed"),
    [
        ("<input aria-label='C' value='a'>", "b", True),
        ("<input aria-label='C' value='a'>", "a", False),
        ("<textarea aria-label='C'>a</textarea>", "b", True),
        ("<input aria-label='C' type='checkbox'>", True, True),
        ("<input aria-label='C' type='checkbox' checked>", True, False),
        (CHOICE.format(""), "b", True),
        (CHOICE.format(""), "a", False),
        (CHOICE.format(" selected"), "a", True),
        (SEVERAL, ["a", "b"], True),
        (SEVERAL, ["b"], False),
        ("<input aria-label='C' type='file'>", File("a.txt"), True),
        ("<input aria-label='C' type='file'>", [], False),
    ],
)
def test_what_a_person_would_miss(
    open_page: OpenPage, control: str, value: Any, is_changed: bool
) -> None:
    page = open_page(control)
    element = page.find("input, textarea, select")

    assert page._tab.document.controls.is_changed(element) is False
    page.fill("C", value)
    assert page._tab.document.controls.is_changed(element) is is_changed


def test_a_value_is_what_the_html_says_until_somebody_types(
    open_page: OpenPage,
) -> None:
    page = open_page("<input aria-label='C' value='a'>")
    controls, element = Controls(), page.find("input")

    controls.set_value(element, "b")
    assert controls.value(element) == "b"
    controls.forget(element)
    assert controls.value(element) == "a"
