"""django-debug-toolbar on sites of tests, most of which cannot show it."""

from __future__ import annotations

from typing import Any

from debug_toolbar.middleware import DebugToolbarMiddleware
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.urls import NoReverseMatch


class ToolbarMiddleware(DebugToolbarMiddleware):  # type: ignore[misc]  # no types
    """Patch and watch as ever; add no toolbar where the site lacks its templates."""

    def _postprocess(
        self, request: HttpRequest, response: HttpResponse, toolbar: Any
    ) -> HttpResponse:
        try:
            shown: HttpResponse = super()._postprocess(request, response, toolbar)
        except (NoReverseMatch, TemplateDoesNotExist):
            return response
        return shown
