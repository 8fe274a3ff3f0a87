"""Test views that render fragments: a client that speaks htmx, and assertions."""

from htmx_views.test.assertions import (
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.test.client import AsyncHtmxClient, HtmxClient, HtmxOptions
from htmx_views.test.testcases import HtmxTestCaseMixin

__all__ = [
    "AsyncHtmxClient",
    "HtmxClient",
    "HtmxOptions",
    "HtmxTestCaseMixin",
    "aassert_fragment_matches_page",
    "assert_blocks_rendered",
    "assert_fragment_matches_page",
    "assert_page_rendered",
]
