from __future__ import annotations

from django.test import SimpleTestCase, override_settings

from htmx_views.testing import HtmxTestCaseMixin
from tests.testing.urls import engine


@override_settings(ROOT_URLCONF="tests.testing.urls", TEMPLATES=[engine("jinja2")])
class TestCaseTests(HtmxTestCaseMixin, SimpleTestCase):
    def test_the_clients_speak_htmx(self) -> None:
        self.assertBlocksRendered(self.client.get("/page/", htmx=True), "rows")
        self.assertPageRendered(self.client.get("/page/"))

    def test_a_page_is_opened(self) -> None:
        page = self.open_page("/page/", version=2)

        assert page.client is self.client
        assert page.text("h1") == "Monsters"

    def test_a_site_holds(self) -> None:
        with self.assertRaisesMessage(AssertionError, "differs from the page"):
            self.assertSiteHolds("/differing/")

    def test_failures(self) -> None:
        with self.assertRaisesMessage(AssertionError, "Expected the blocks 'row', but"):
            self.assertBlocksRendered(self.client.get("/page/"), "row")
        with self.assertRaisesMessage(AssertionError, "Expected a page, but"):
            self.assertPageRendered(self.client.get("/page/", htmx=True))
        with self.assertRaisesMessage(AssertionError, "differs from the page"):
            self.assertFragmentMatchesPage("/differing/")

    def test_fragments_match(self) -> None:
        self.assertFragmentMatchesPage("/mapped/")

    async def test_async(self) -> None:
        self.assertBlocksRendered(
            await self.async_client.get("/page/", htmx=True), "rows"
        )
        await self.aassertFragmentMatchesPage("/mapped/")
        with self.assertRaisesMessage(AssertionError, "differs from the page"):
            await self.aassertFragmentMatchesPage("/differing/")
