"""What a developer is told about the choice of blocks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from htmx_views.requests import htmx_headers
from tests.engines import ENGINES, engine
from tests.views import fragments
from tests.views.fragments import MappedPage, Page


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    settings.TEMPLATES = [engine(request.param, fragments.templates(request.param))]


def header(
    view: type[Page], htmx: Mapping[str, Any] | None, **attributes: Any
) -> str | None:
    headers = {} if htmx is None else htmx_headers(**htmx)
    request = RequestFactory().get("/", headers=headers)
    response = view.as_view(**attributes)(request)
    response.render()
    value: str | None = response.headers.get("HX-Views-Debug")
    return value


@pytest.mark.parametrize(
    ("view", "htmx", "value"),
    [
        (
            Page,
            None,
            "rule: 'not htmx'; target: None; blocks: None; template: 'page.html'",
        ),
        (
            Page,
            {"target": "ü", "version": 4},
            r"rule: 'partial'; target: '\xfc'; blocks: ['rows']; template: 'page.html'",
        ),
        (
            MappedPage,
            {"target": "rows", "boosted": True},
            "rule: 'fragment'; target: 'rows'; blocks: ['rows', 'messages']; "
            "template: 'page.html'",
        ),
        (
            MappedPage,
            {"target": "nav\r\nSet-Cookie: a=b"},
            r"rule: 'unknown target'; target: 'nav\r\nSet-Cookie: a=b'; "
            "blocks: None; template: 'page.html'",
        ),
        (
            MappedPage,
            {"target": "x" * 101, "history_restore": True},
            f"rule: 'history restore'; target: '{'x' * 100}'...; blocks: None; "
            "template: 'page.html'",
        ),
    ],
)
def test_the_header_under_debug(
    view: type[Page], htmx: Mapping[str, Any] | None, value: str, settings: Any
) -> None:
    settings.DEBUG = True

    assert header(view, htmx) == value


def test_other_reasons(settings: Any) -> None:
    settings.DEBUG = True

    without = header(Page, {}, fragment_blocks=None) or ""
    assert without.startswith("rule: 'no blocks';")
    deferred = header(Page, {}, fragment_blocks=None, deferred=["rows"]) or ""
    assert deferred.startswith("rule: 'no blocks';")
    mapped = header(MappedPage, {"target": "page"}) or ""
    assert mapped.startswith("rule: 'page'; target: 'page';")
    own = header(Page, None, extra_context={"RENDER_BLOCKS": ["rows"]})
    assert own == (
        "rule: 'RENDER_BLOCKS'; target: None; blocks: ['rows']; template: 'page.html'"
    )


def test_a_template_that_does_not_exist(settings: Any) -> None:
    settings.DEBUG = True
    view = Page.as_view(template_name="missing.html")

    response = view(RequestFactory().get("/"))

    assert response["HX-Views-Debug"].endswith("template: 'missing.html'")


def test_a_template_without_a_name(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "dummy.html").write_text("$heading")
    settings.DEBUG = True
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.dummy.TemplateStrings",
            "DIRS": [tmp_path],
        }
    ]
    view = Page.as_view(template_name="dummy.html", fragment_blocks=None)

    response = view(RequestFactory().get("/")).render()

    assert response["HX-Views-Debug"].endswith("template: \"['dummy.html']\"")


def test_there_is_no_header_in_production() -> None:
    assert header(Page, {}) is None


def test_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="htmx_views"):
        header(Page, {})

    assert caplog.record_tuples == [
        (
            "htmx_views",
            logging.DEBUG,
            "Page: rule: 'fragment'; target: None; blocks: ['rows']; "
            "template: 'page.html'",
        )
    ]
