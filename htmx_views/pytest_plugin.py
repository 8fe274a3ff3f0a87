"""The test clients as fixtures. Imports late: pytest loads plugins before all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from htmx_views.testing import AsyncHtmxClient, HtmxClient


@pytest.fixture
def htmx_client() -> HtmxClient:
    """A client that speaks htmx: ``htmx_client.get(url, htmx=True)``."""
    from htmx_views.testing import HtmxClient

    return HtmxClient()


@pytest.fixture
def async_htmx_client() -> AsyncHtmxClient:
    """An async client that speaks htmx: ``await async_htmx_client.get(…)``."""
    from htmx_views.testing import AsyncHtmxClient

    return AsyncHtmxClient()
