from __future__ import annotations

from typing import Any

import pytest

from tests.testing.urls import engine


@pytest.fixture(params=["jinja2", "django"])
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    """Serve the views of ``tests.testing.urls``, with each engine in turn."""
    settings.ROOT_URLCONF = "tests.testing.urls"
    settings.TEMPLATES = [engine(request.param)]


@pytest.fixture
def htmx_contracts() -> bool:
    # The pages of these tests are cut down to what they are about.
    return False
