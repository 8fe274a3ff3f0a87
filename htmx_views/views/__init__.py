"""Mixins for Django's class-based views."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.edit import HtmxFormMixin
from htmx_views.views.filter import HtmxFilterMixin
from htmx_views.views.list import HtmxPaginationMixin
from htmx_views.views.polling import HtmxPollingMixin

if TYPE_CHECKING:
    from htmx_views.views.auth import (
        HtmxLoginRequiredMixin,
        HtmxPermissionRequiredMixin,
        HtmxUserPassesTestMixin,
        LoginStatusView,
    )

__all__ = [
    "HtmxFilterMixin",
    "HtmxFormMixin",
    "HtmxFragmentMixin",
    "HtmxLoginRequiredMixin",
    "HtmxPaginationMixin",
    "HtmxPermissionRequiredMixin",
    "HtmxPollingMixin",
    "HtmxUserPassesTestMixin",
    "LoginStatusView",
]

# What a project may lack (django.contrib.auth) is only imported when it is used.
_MODULES = {
    "HtmxLoginRequiredMixin": "htmx_views.views.auth",
    "HtmxPermissionRequiredMixin": "htmx_views.views.auth",
    "HtmxUserPassesTestMixin": "htmx_views.views.auth",
    "LoginStatusView": "htmx_views.views.auth",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
