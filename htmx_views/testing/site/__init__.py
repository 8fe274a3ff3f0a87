"""One test for a whole site: follow what its pages offer, and hold every answer."""

from htmx_views.testing.site.holds import assert_site_holds
from htmx_views.testing.site.report import SiteError, SiteReport

__all__ = ["SiteError", "SiteReport", "assert_site_holds"]
