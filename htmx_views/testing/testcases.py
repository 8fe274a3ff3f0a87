"""The clients and the assertions for Django's ``TestCase``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase

from htmx_views.testing.assertions import (
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.testing.client import AsyncHtmxClient, HtmxClient, Path

if TYPE_CHECKING:
    from django.test import SimpleTestCase

    from htmx_views.testing.driver import Page
    from htmx_views.testing.site import SiteReport

    Base = SimpleTestCase
else:
    Base = object


class HtmxTestCaseMixin(Base):
    """
    Give a ``TestCase`` of Django clients that speak htmx, and the assertions.

    ``class MonsterTests(HtmxTestCaseMixin, TestCase)``: ``self.client`` is an
    ``HtmxClient``, ``self.async_client`` an ``AsyncHtmxClient``.
    """

    client_class = HtmxClient
    async_client_class = AsyncHtmxClient
    client: HtmxClient
    async_client: AsyncHtmxClient

    def open_page(self, url: str, **options: Any) -> Page:
        """Open a page that the test clicks on; see ``Page``."""
        from htmx_views.testing.driver import Page

        return Page(self.client, url, **options)

    def assertSiteHolds(self, start: str = "/", **options: Any) -> SiteReport:
        """See ``assert_site_holds()``."""
        from htmx_views.testing.site import assert_site_holds

        return assert_site_holds(self.client, start, **options)

    def assertBlocksRendered(self, response: HttpResponseBase, *names: str) -> None:
        """See ``assert_blocks_rendered()``."""
        assert_blocks_rendered(response, *names)

    def assertPageRendered(self, response: HttpResponseBase) -> None:
        """See ``assert_page_rendered()``."""
        assert_page_rendered(response)

    def assertFragmentMatchesPage(self, path: Path, **options: Any) -> None:
        """See ``assert_fragment_matches_page()``; it gets ``self.client``."""
        assert_fragment_matches_page(self.client, path, **options)

    async def aassertFragmentMatchesPage(self, path: Path, **options: Any) -> None:
        """See ``aassert_fragment_matches_page()``; it gets ``self.async_client``."""
        await aassert_fragment_matches_page(self.async_client, path, **options)
