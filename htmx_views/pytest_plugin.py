"""The test clients as fixtures. Imports late: pytest loads plugins before all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from htmx_views.testing import AsyncHtmxClient, HtmxClient, Page


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


@pytest.fixture
def htmx_page(htmx_client: HtmxClient) -> Callable[..., Page]:
    """Open a page that the test clicks on: ``htmx_page("/monsters/")``."""
    from htmx_views.testing import Page

    def open_page(url: str, **options: Any) -> Page:
        return Page(htmx_client, url, **options)

    return open_page
