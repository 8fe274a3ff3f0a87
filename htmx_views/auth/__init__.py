"""
Logins, sessions and CSRF tokens of pages that refresh in parts.

What needs ``django.contrib.auth`` is imported when it is used: a project may lack it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from htmx_views.auth.access import (
        HtmxAccessMixin,
        HtmxLoginRequiredMixin,
        HtmxPermissionRequiredMixin,
        HtmxUserPassesTestMixin,
    )
    from htmx_views.auth.csrf import csrf_failure
    from htmx_views.auth.status import LoginStatusView

__all__ = [
    "HtmxAccessMixin",
    "HtmxLoginRequiredMixin",
    "HtmxPermissionRequiredMixin",
    "HtmxUserPassesTestMixin",
    "LoginStatusView",
    "csrf_failure",
]

_MODULES = {"LoginStatusView": "status", "csrf_failure": "csrf"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES.get(name, 'access')}")
    return getattr(module, name)
