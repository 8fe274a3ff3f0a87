"""Test views that render fragments: a client that speaks htmx, and assertions."""

from htmx_views.testing.assertions import (
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.testing.client import AsyncHtmxClient, HtmxClient, HtmxOptions
from htmx_views.testing.testcases import HtmxTestCaseMixin

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
