from __future__ import annotations

import re
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from htmx_views.testing import (
    AsyncHtmxClient,
    HtmxClient,
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)

pytestmark = pytest.mark.usefixtures("site")


def test_assert_blocks_rendered(htmx_client: HtmxClient) -> None:
    assert_blocks_rendered(htmx_client.get("/two/", htmx=True), "title", "rows")


def test_a_block_may_be_spelled_with_hyphens(htmx_client: HtmxClient) -> None:
    response = htmx_client.get("/hyphens/", htmx=True)

    assert_blocks_rendered(response, "main-rows")
    assert_blocks_rendered(response, "main_rows")


@pytest.mark.parametrize(
    ("url", "htmx", "outcome"),
    [
        ("/two/", True, "the blocks 'title', 'rows' were rendered from 'page.html'"),
        ("/page/", False, "the whole page was rendered from 'page.html'"),
        ("/away/", True, "the response is a redirect to '/page/' (status 302)"),
        ("/bare/", True, "no template was rendered (status 200)"),
        ("/function/", True, "the whole page was rendered from 'page.html'"),
    ],
)
def test_assert_blocks_rendered_says_what_was_rendered(
    htmx_client: HtmxClient, url: str, htmx: Any, outcome: str
) -> None:
    response = htmx_client.get(url, htmx=htmx)

    with pytest.raises(AssertionError) as error:
        assert_blocks_rendered(response, "rows", "title")

    assert str(error.value).startswith(
        f"Expected the blocks 'rows', 'title', but {outcome}"
    )


def test_assert_blocks_rendered_says_what_exists(htmx_client: HtmxClient) -> None:
    with pytest.raises(AssertionError) as error:
        assert_blocks_rendered(htmx_client.get("/page/", htmx=True), "row")

    assert str(error.value).endswith(
        "(status 200). Its blocks are: 'layout', 'main', 'rows', 'title'."
    )


def test_assert_blocks_rendered_wants_names(htmx_client: HtmxClient) -> None:
    with pytest.raises(TypeError, match="assert_page_rendered"):
        assert_blocks_rendered(htmx_client.get("/page/"))


@pytest.mark.parametrize(
    "url", ["page", "plain", "choice", "function", "string", "object"]
)
def test_assert_page_rendered(htmx_client: HtmxClient, url: str) -> None:
    assert_page_rendered(htmx_client.get(f"/{url}/"))


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("/page/", "the blocks 'rows' were rendered from 'page.html'"),
        ("/away/", "the response is a redirect to '/page/' (status 302)"),
        ("/bare/", "no template was rendered (status 200)"),
    ],
)
def test_assert_page_rendered_says_what_was_rendered(
    htmx_client: HtmxClient, url: str, outcome: str
) -> None:
    response = htmx_client.get(url, htmx=True)

    with pytest.raises(AssertionError) as error:
        assert_page_rendered(response)

    assert str(error.value).startswith(f"Expected a page, but {outcome}")


MATCHING = ["page", "two", "mapped", "patterns", "super", "including", "csrf", "oob"]
MATCHING += ["loop"]


@pytest.mark.parametrize("url", MATCHING)
def test_a_fragment_that_matches_the_page(htmx_client: HtmxClient, url: str) -> None:
    assert_fragment_matches_page(htmx_client, f"/{url}/")


@pytest.mark.parametrize("url", MATCHING)
def test_a_fragment_that_matches_the_page_with_the_async_client(
    async_htmx_client: AsyncHtmxClient, url: str
) -> None:
    async_to_sync(aassert_fragment_matches_page)(async_htmx_client, f"/{url}/")


def test_a_fragment_that_differs_from_the_page(htmx_client: HtmxClient) -> None:
    with pytest.raises(AssertionError) as error:
        assert_fragment_matches_page(htmx_client, "/differing/")

    assert str(error.value) == (
        "The fragment for htmx=True, the blocks 'rows', differs from the page:\n"
        "--- on the page\n+++ in the fragment\n@@ -1 +1 @@\n-Nessie\n+Yeti"
    )


def test_a_fragment_that_differs_from_the_page_with_the_async_client(
    async_htmx_client: AsyncHtmxClient,
) -> None:
    with pytest.raises(AssertionError, match="differs from the page"):
        async_to_sync(aassert_fragment_matches_page)(async_htmx_client, "/differing/")


def test_a_fragment_that_is_only_part_of_the_block_differs(
    htmx_client: HtmxClient,
) -> None:
    with pytest.raises(AssertionError, match=r"\n-Nessie$"):
        assert_fragment_matches_page(htmx_client, "/empty-fragment/")


def test_each_target_of_a_mapping_is_compared(htmx_client: HtmxClient) -> None:
    with pytest.raises(AssertionError, match=r"htmx=\{'target': 'rows'\}"):
        assert_fragment_matches_page(htmx_client, "/differing-mapped/")


def test_one_fragment_is_compared_where_a_test_asks_for_it(
    htmx_client: HtmxClient,
) -> None:
    assert_fragment_matches_page(
        htmx_client, "/differing-mapped/", htmx={"target": "head"}
    )


def test_options_of_no_content_are_a_request_of_htmx_all_the_same(
    htmx_client: HtmxClient,
) -> None:
    assert_fragment_matches_page(htmx_client, "/choice/", htmx={})
    with pytest.raises(AssertionError, match="lists no fragment_blocks"):
        assert_fragment_matches_page(htmx_client, "/plain/")
    with pytest.raises(AssertionError, match=r"for htmx=\{\}, but"):
        assert_fragment_matches_page(htmx_client, "/plain/", htmx={})


def test_a_block_whose_content_may_differ_is_ignored(htmx_client: HtmxClient) -> None:
    assert_fragment_matches_page(htmx_client, "/differing-title/", ignore=["rows"])

    with pytest.raises(AssertionError, match="differs from the page"):
        assert_fragment_matches_page(htmx_client, "/differing-title/", ignore=["title"])


def test_a_hash_that_differs_is_a_difference(htmx_client: HtmxClient) -> None:
    with pytest.raises(AssertionError, match="differs from the page"):
        assert_fragment_matches_page(htmx_client, "/hash/")


def test_a_block_that_the_page_does_not_render_cannot_be_compared(
    htmx_client: HtmxClient,
) -> None:
    with pytest.raises(AssertionError) as error:
        assert_fragment_matches_page(htmx_client, "/hidden/")

    assert str(error.value) == (
        "The fragment for htmx=True has the block 'rows', which the page does not "
        "render. The page renders: 'title'."
    )


@pytest.mark.parametrize(
    ("url", "options", "message"),
    [
        ("/unlisted/", {}, "The view Page lists no fragment_blocks"),
        ("/function/", {}, "The page's context has no 'view' to ask for"),
        ("/plain/", {}, "The view TemplateView lists no fragment_blocks"),
        ("/away/", {}, "Expected a page, but the response is a redirect"),
        ("/plain/", {"htmx": True}, "Expected a fragment for htmx=True, but the whole"),
        ("/away/", {"htmx": True}, "Expected a page, but the response is a redirect"),
    ],
)
def test_what_cannot_be_compared_fails(
    htmx_client: HtmxClient, url: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(AssertionError, match=re.escape(message)):
        assert_fragment_matches_page(htmx_client, url, **options)
