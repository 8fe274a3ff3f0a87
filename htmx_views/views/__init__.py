"""Mixins for Django's class-based views."""

from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.edit import HtmxFormMixin
from htmx_views.views.filter import HtmxFilterMixin
from htmx_views.views.list import HtmxPaginationMixin
from htmx_views.views.parts import HtmxPartsMixin
from htmx_views.views.polling import HtmxPollingMixin

__all__ = [
    "HtmxFilterMixin",
    "HtmxFormMixin",
    "HtmxFragmentMixin",
    "HtmxPaginationMixin",
    "HtmxPartsMixin",
    "HtmxPollingMixin",
]
