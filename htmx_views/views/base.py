"""Render blocks of a view's template for htmx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import is_fragment_request, target_id

FragmentBlocks = Sequence[str] | Mapping[str, Sequence[str]]


class HtmxFragmentMixin(TemplateResponseMixin, ContextMixin):
    """Render only ``fragment_blocks`` of the template for fragment requests."""

    fragment_blocks: FragmentBlocks = ()

    def get_fragment_blocks(self) -> FragmentBlocks:
        """Return the blocks of a fragment, or a mapping from target id to blocks."""
        return self.fragment_blocks

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        blocks = self.get_fragment_blocks()
        if isinstance(blocks, Mapping):
            blocks = blocks.get(target_id(self.request) or "", ())
        if blocks and is_fragment_request(self.request):
            context[RENDER_BLOCKS] = list(blocks)
        response = super().render_to_response(context, **response_kwargs)
        patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
        return response
