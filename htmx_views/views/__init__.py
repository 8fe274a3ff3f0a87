"""Mixins for Django's class-based views."""

from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.list import HtmxPaginationMixin

__all__ = ["HtmxFragmentMixin", "HtmxPaginationMixin"]
