from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from django.core.checks import CheckMessage
from django.urls import path

from htmx_views.checks import check_views

Check = Callable[..., list[CheckMessage]]


def engines(jinja2_templates: Any, django_templates: Any) -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "OPTIONS": {
                "loader": jinja2.DictLoader(jinja2_templates or {}),
                "environment": "tests.checks.urls.environment",
            },
        },
        {
            "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", django_templates or {})
                ],
                "libraries": {"project": "tests.checks.tags"},
                "builtins": ["django.templatetags.i18n"],
            },
        },
    ]


@pytest.fixture
def check(settings: Any) -> Check:
    """Return a function that checks views, mounted under the names ``view0``, ….

    Other names that templates may use are ``other`` and ``shop:cart``.
    """

    def run(
        *views: Any,
        jinja2: dict[str, str] | None = None,
        django: dict[str, str] | None = None,
        urlpatterns: list[Any] | None = None,
        **changed: Any,
    ) -> list[CheckMessage]:
        patterns = urlpatterns or [
            path(
                f"{number}/",
                getattr(view, "as_view", lambda view=view: view)(),
                name=f"view{number}",
            )
            for number, view in enumerate(views)
        ]
        from tests.checks.urls import other_patterns

        settings.ROOT_URLCONF = type(
            "URLs", (), {"urlpatterns": patterns + other_patterns}
        )
        settings.TEMPLATES = engines(jinja2, django)
        for name, value in changed.items():
            setattr(settings, name, value)
        return check_views()

    return run


@pytest.fixture(params=["jinja2", "django"])
def language(request: pytest.FixtureRequest) -> str:
    """The engine that reads the templates of a test, each in turn."""
    name: str = request.param
    return name
