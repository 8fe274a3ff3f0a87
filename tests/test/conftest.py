from __future__ import annotations

from typing import Any

import pytest

from tests.test.urls import engine


@pytest.fixture(params=["jinja2", "jinja2 async", "django"])
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    """Serve the views of ``tests.test.urls``, with each engine in turn."""
    settings.ROOT_URLCONF = "tests.test.urls"
    settings.TEMPLATES = [engine(request.param)]
