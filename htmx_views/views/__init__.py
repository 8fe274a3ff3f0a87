"""Mixins for Django's class-based views."""

from htmx_views.views.base import HtmxFragmentMixin

__all__ = ["HtmxFragmentMixin"]
