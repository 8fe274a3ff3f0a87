"""The documentation in a browser: accessible, whole on a phone, searched offline."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.docs_site import build, public_attributes

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("docs"))


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_every_page_is_accessible_and_fits(
    browser: Browser, site: Path, address: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 844},
    )
    page, problems = context.new_page(), []
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page.goto(f"{address}/{name}", wait_until="load")
        results = Axe().run(page)
        assert not results.violations_count, f"{name}: {results.generate_report()}"
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(overflow) <= 0, name
    assert problems == []
    context.close()


def test_the_language_of_the_templates_stays_chosen(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/guide/dialogs.html")
    token = page.locator("code", has_text="csrf_token")
    expect(token).to_be_hidden()
    page.get_by_text("Django's language", exact=True).first.click()
    expect(token).to_be_visible()
    expect(page.locator("code", has_text="csrf_input")).to_be_hidden()

    page.goto(f"{address}/guide/out-of-band.html")
    expect(token).to_be_visible()
    page.context.close()


def test_the_search_finds_each_attribute_without_a_server(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    search = page.get_by_role("textbox", name="Search")
    # The index is read when the search is opened.
    search.click()
    expect(page.get_by_text("Type to start searching")).to_be_visible()
    for mixin, attribute in public_attributes():
        search.fill(attribute)
        search.press("End")  # the search listens to keys only
        found = page.locator(
            f'a.md-search-result__link[href*="/reference/"][href*="h={attribute}"]'
        )
        expect(found.first, mixin).to_be_attached()
    context.close()
