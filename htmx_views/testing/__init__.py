"""Test views that render fragments: clients that speak htmx, pages, assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from htmx_views.testing.assertions import (
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.testing.client import (
    AsyncHtmxClient,
    HtmxClient,
    HtmxClientMixin,
    HtmxOptions,
)
from htmx_views.testing.testcases import HtmxTestCaseMixin

if TYPE_CHECKING:
    from htmx_views.testing.driver import File, Page
    from htmx_views.testing.site import SiteError, SiteReport, assert_site_holds

__all__ = [
    "AsyncHtmxClient",
    "File",
    "HtmxClient",
    "HtmxClientMixin",
    "HtmxOptions",
    "HtmxTestCaseMixin",
    "Page",
    "SiteError",
    "SiteReport",
    "aassert_fragment_matches_page",
    "assert_blocks_rendered",
    "assert_fragment_matches_page",
    "assert_page_rendered",
    "assert_site_holds",
]


def __getattr__(name: str) -> Any:
    # What needs lxml is imported when it is asked for.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from htmx_views.testing import driver, site
    except ModuleNotFoundError as error:
        if error.name not in ("cssselect", "lxml"):
            raise
        raise ImportError(
            f"{name} needs {error.name}: python -m pip install 'htmx-views[test]'"
        ) from error
    return getattr(driver if hasattr(driver, name) else site, name)
