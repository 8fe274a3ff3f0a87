"""A page that a test clicks on, over Django's test client and lxml."""

from htmx_views.testing.driver.controls import File
from htmx_views.testing.driver.page import Page

__all__ = ["File", "Page"]
