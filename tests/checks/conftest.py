from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from django.core.checks import CheckMessage
from django.urls import path

from htmx_views.checks import check_views
from htmx_views.checks.project import HTMX_MIDDLEWARE, MIDDLEWARE
from htmx_views.hints import docs_url

Check = Callable[..., list[CheckMessage]]


def engines(jinja2_templates: Any, django_templates: Any) -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "OPTIONS": {
                "loader": jinja2.DictLoader(jinja2_templates or {}),
                "environment": "tests.checks.environment.environment",
            },
        },
        {
            "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", django_templates or {})
                ],
            },
        },
    ]


def find() -> list[CheckMessage]:
    """Return what the checks find; each hint without the place that says more."""
    findings = check_views()
    for finding in findings:
        hint, _, url = str(finding.hint).partition("\nSee ")
        id = str(finding.id).removeprefix("htmx_views.")
        assert url == docs_url("reference/checks", id)
        finding.hint = hint
    return findings


@pytest.fixture
def check(settings: Any) -> Check:
    """Return a function that mounts views, and returns what the checks find."""

    def run(
        *views: Any,
        jinja2: dict[str, str] | None = None,
        django: dict[str, str] | None = None,
        urlpatterns: list[Any] | None = None,
        **changed: Any,
    ) -> list[CheckMessage]:
        patterns = urlpatterns or [
            path(f"{number}/", getattr(view, "as_view", lambda view=view: view)())
            for number, view in enumerate(views)
        ]
        settings.ROOT_URLCONF = type("URLs", (), {"urlpatterns": patterns})
        settings.TEMPLATES = engines(jinja2, django)
        settings.MIDDLEWARE = [HTMX_MIDDLEWARE, MIDDLEWARE]
        for name, value in changed.items():
            setattr(settings, name, value)
        return find()

    return run


@pytest.fixture(params=["jinja2", "django"])
def language(request: pytest.FixtureRequest) -> str:
    """The engine that reads the templates of a test, each in turn."""
    name: str = request.param
    return name
