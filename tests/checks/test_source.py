from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.views.generic import TemplateView

from htmx_views.checks.source import place_of

LINES = Path(__file__).read_text().splitlines()
CHAIN = "    template_engine = first = second = None"


class Page(TemplateView):
    template_name = "a.html"
    extra_context: Any = None
    template_engine = first = second = None
    if True:
        content_type = "text/html"

    class Inner:
        content_type = "text/plain"

    def get(self, *args: Any) -> Any:
        template_name = "b.html"
        return template_name

    async def post(self) -> None: ...


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("", "class Page(TemplateView):"),
        ("template_name", '    template_name = "a.html"'),
        ("extra_context", "    extra_context: Any = None"),
        ("get", "    def get(self, *args: Any) -> Any:"),
        ("post", "    async def post(self) -> None: ..."),
        ("content_type", '        content_type = "text/html"'),
        ("template_engine", CHAIN),
        ("first", CHAIN),
        ("second", CHAIN),
        ("elsewhere", "class Page(TemplateView):"),
    ],
)
def test_the_line_of_what_a_class_defines(attribute: str, text: str) -> None:
    assert place_of(Page, attribute) == f"{__file__}, line {LINES.index(text) + 1}"


def test_a_class_inside_of_something_else() -> None:
    class Local:
        a = 1

    assert (
        place_of(Page.Inner)
        == f"{__file__}, line {LINES.index('    class Inner:') + 1}"
    )
    assert (
        place_of(Local, "a") == f"{__file__}, line {LINES.index('        a = 1') + 1}"
    )


@pytest.mark.parametrize("module", [__name__, "builtins", "no.such.module"])
def test_a_class_that_no_file_defines(module: str) -> None:
    assert place_of(type("Made", (), {"__module__": module})) is None
