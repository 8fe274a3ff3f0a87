"""Which blocks a page comes without is checked before a request comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin, HtmxPartsMixin
from tests.checks.conftest import Check

TEMPLATES = {
    "page.html": "{% block rows %}{% endblock %}"
    "{% filter upper %}{% block loud %}{% endblock %}{% endfilter %}"
}


class Rows(HtmxFragmentMixin, TemplateView):
    fragment_blocks = ["rows"]


class Page(HtmxPartsMixin, TemplateView):
    template_name = "page.html"
    parts = {"stats": Rows}


@pytest.mark.parametrize("deferred", [["rows"], {"rows": "revealed"}, ["stats"], ()])
def test_blocks_and_parts(check: Check, language: str, deferred: Any) -> None:
    view = type("View", (Page,), {"deferred": deferred})
    assert check(view, **{language: TEMPLATES}) == []


@pytest.mark.parametrize(
    ("deferred", "id", "message"),
    [
        (["row"], "E001", "deferred names the block 'row', which the template"),
        ({"row": "load"}, "E001", "deferred names the block 'row', which the template"),
        (["loud"], "E010", "deferred names the block 'loud', which cannot be rendered"),
        ("rows", "E002", "View.deferred must be a list of block names, or a"),
        ({"rows": 1}, "E002", "View.deferred must map names of blocks to triggers"),
    ],
)
def test_mistakes(
    check: Check, language: str, deferred: Any, id: str, message: str
) -> None:
    (found,) = check(
        type("View", (Page,), {"deferred": deferred}), **{language: TEMPLATES}
    )

    assert found.id == f"htmx_views.{id}"
    assert found.msg.startswith(message)
