"""What every page of the site does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.generic import View
from django.views.generic.base import ContextMixin

from monsters.cookbook import Pattern, Source
from monsters.preferences import Preferences


class SitePage(ContextMixin, View):
    """Render the page with the engine that the visitor chose."""

    template_engine: str | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.template_engine = Preferences.of(request).engine


class PatternPage(SitePage):
    """
    A page of the cookbook, beside its own sources.

    Its template extends ``monsters/pattern.html``, its pattern is listed in
    ``monsters/patterns.py``.
    """

    def get_pattern(self) -> Pattern:
        from monsters.patterns import PATTERNS  # which imports the views

        for pattern in PATTERNS:
            if isinstance(self, tuple(pattern.views)):
                return pattern
        raise LookupError(f"monsters/patterns.py lacks {type(self).__name__}.")

    def get_sources(self) -> list[Source]:
        return self.get_pattern().get_sources(Preferences.of(self.request).engine)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # As methods: a fragment does not read the sources.
        return super().get_context_data(
            pattern=self.get_pattern(), get_sources=self.get_sources, **kwargs
        )
