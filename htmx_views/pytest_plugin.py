"""The test clients as fixtures. Imports late: pytest loads plugins before all else."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from htmx_views.testing import AsyncHtmxClient, HtmxClient, Page


@pytest.fixture
def htmx_contracts() -> bool:
    """
    Whether the clients hold each answer against the contracts.

    They do where the extra ``test`` is installed. Override it to say no.
    """
    return all(map(find_spec, ("lxml", "cssselect")))


@pytest.fixture
def htmx_client(htmx_contracts: bool) -> HtmxClient:
    """A client that speaks htmx: ``htmx_client.get(url, htmx=True)``."""
    from htmx_views.testing import HtmxClient

    client = HtmxClient()
    client.contracts = htmx_contracts
    return client


@pytest.fixture
def async_htmx_client(htmx_contracts: bool) -> AsyncHtmxClient:
    """An async client that speaks htmx: ``await async_htmx_client.get(…)``."""
    from htmx_views.testing import AsyncHtmxClient

    client = AsyncHtmxClient()
    client.contracts = htmx_contracts
    return client


@pytest.fixture
def htmx_page(htmx_client: HtmxClient) -> Callable[..., Page]:
    """Open a page that the test clicks on: ``htmx_page("/monsters/")``."""
    from htmx_views.testing import Page

    def open_page(url: str, **options: Any) -> Page:
        return Page(htmx_client, url, **options)

    return open_page
