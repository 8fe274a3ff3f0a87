"""The front page: the patterns at one glance."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from monsters.views.base import SitePage


class IndexView(SitePage, TemplateView):
    template_name = "monsters/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from monsters.patterns import PATTERNS  # which imports the views

        return super().get_context_data(patterns=PATTERNS, **kwargs)
