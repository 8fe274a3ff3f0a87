"""Django's template language backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates
from django.template.backends.django import Template as DjangoTemplate


class DjangoTemplatesWithFragments(DjangoTemplates):
    """Django's template language backend whose templates know ``RENDER_BLOCKS``."""

    supports_fragments = True

    def from_string(self, template_code: str) -> FragmentTemplate:
        return FragmentTemplate(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> FragmentTemplate:
        return FragmentTemplate(super().get_template(template_name).template, self)


class FragmentTemplate(DjangoTemplate):
    """A template that renders the blocks named under ``RENDER_BLOCKS`` alone."""

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        return super().render(context, request)
