"""
Tell a developer, in the browser, what the contracts say. Under ``DEBUG`` alone.

``htmx-views-debug.js`` sends each answer to ``PATH``, with the page before and after
the swap. ``HTMX_VIEWS_DEBUG_PANEL = False`` leaves the script out.
"""

from __future__ import annotations

import json
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import get_script_prefix

#: Where the script asks; the middleware answers it before any view.
PATH = "__htmx_views__/contracts/"

PANEL_SCRIPT = "htmx_views/htmx-views-debug.js"

MISSING = (
    "htmx_views holds no answer against its contracts: install htmx-views[test], or "
    "set HTMX_VIEWS_DEBUG_PANEL = False."
)


def has_panel() -> bool:
    """Return whether pages have the panel."""
    return settings.DEBUG and getattr(settings, "HTMX_VIEWS_DEBUG_PANEL", True)


def panel_url() -> str:
    return get_script_prefix() + PATH


def answer_panel(request: HttpRequest) -> HttpResponse | None:
    """Return what the contracts say of what the script has sent, if this is that."""
    if request.path_info != f"/{PATH}" or request.method != "POST" or not has_panel():
        return None
    if not (find_spec("lxml") and find_spec("cssselect")):
        return JsonResponse({"findings": [], "missing": MISSING})
    # Imported here: nothing of it is there in production.
    from htmx_views.testing.contracts.browser import Seen, check_seen

    fields = ("id", "message", "element", "cure")
    found = check_seen(Seen(**json.loads(request.body)), request)
    findings = [{name: getattr(each, name) for name in fields} for each in found]
    return JsonResponse({"findings": findings})
