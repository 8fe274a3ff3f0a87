"""Django's Jinja2 template backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.template.backends.jinja2 import Template as DjangoTemplate

from htmx_views.blocks import BlockDoesNotExist, pop_render_blocks


class Jinja2WithFragments(Jinja2):
    """Django's Jinja2 backend whose templates know ``RENDER_BLOCKS``."""

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
        block_names = pop_render_blocks(context)
        if block_names is None:
            return super().render(context, request)
        # Placeholder until backends/jinja2_blocks.py: right, slow, side effects.
        context = dict(context or {})
        if request is not None:
            from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy

            context["request"] = request
            context["csrf_input"] = csrf_input_lazy(request)
            context["csrf_token"] = csrf_token_lazy(request)
            for context_processor in self.backend.template_context_processors:
                context.update(context_processor(request))
        jinja_context = self.template.new_context(context)
        for _ in self.template.root_render_func(jinja_context):
            pass
        parts: list[str] = []
        for name in block_names:
            try:
                block = jinja_context.blocks[name.replace("-", "_")][0]
            except KeyError:
                raise BlockDoesNotExist(
                    self.template.name, name, jinja_context.blocks
                ) from None
            parts.extend(block(jinja_context))
        return "".join(parts)
