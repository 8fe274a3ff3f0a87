from __future__ import annotations

from typing import Any

import pytest

from tests.engines import ENGINES, engine
from tests.views import fragments


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, settings: Any) -> str:
    """Serve the views of ``tests.views.fragments``, with each engine in turn."""
    settings.ROOT_URLCONF = "tests.views.fragments"
    settings.TEMPLATES = [engine(request.param, fragments.templates(request.param))]
    settings.MIDDLEWARE = ["django_htmx.middleware.HtmxMiddleware"]
    engine_name: str = request.param
    return engine_name


@pytest.fixture
def htmx_contracts() -> bool:
    # The pages of these tests are cut down to what they are about.
    return False
