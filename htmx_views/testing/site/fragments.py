"""Hold the fragments of a page against it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from asgiref.sync import async_to_sync
from django.test import AsyncClient

from htmx_views.testing.assertions import (
    aassert_fragment_matches_page,
    assert_fragment_matches_page,
    fragment_requests,
)
from htmx_views.testing.client import AsyncHtmxClient, HtmxClient
from htmx_views.testing.driver.tab import Tab


def compare_fragments(tab: Tab, ignore: Collection[str]) -> None:
    """Assert that each fragment of the view is what it is on the page of ``tab``."""
    request = tab.document.request
    if request is None or not fragment_requests(request.response):
        return
    browser = tab.browser
    options: dict[str, Any] = {"ignore": ignore, "secure": browser.is_secure}
    if isinstance(browser.client, AsyncClient):
        asynchronous = AsyncHtmxClient()
        _speak_for(asynchronous, tab)
        async_to_sync(aassert_fragment_matches_page)(asynchronous, tab.url, **options)
    else:
        client = HtmxClient()
        _speak_for(client, tab)
        assert_fragment_matches_page(client, tab.url, **options)


def _speak_for(client: HtmxClient | AsyncHtmxClient, tab: Tab) -> None:
    """Let ``client`` be the person that the tab belongs to."""
    client.defaults = tab.browser.client.defaults
    client.cookies = tab.browser.client.cookies
    if tab.htmx is not None:
        client.htmx_version = tab.htmx.attributes.version
