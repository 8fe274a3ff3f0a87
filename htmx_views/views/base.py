"""Render blocks of a view's template for htmx."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import classonlymethod
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import (
    VARY_ON,
    VARY_ON_TARGET,
    is_fragment_request,
    target_id,
)
from htmx_views.vary import vary, vary_view

logger = logging.getLogger("htmx_views")

# Not Sequence[str], which a bare string is as well.
BlockNames = list[str] | tuple[str, ...]
FragmentBlocks = BlockNames | Mapping[str, BlockNames]


class HtmxFragmentMixin(TemplateResponseMixin, ContextMixin, View):
    """
    Render only some blocks of the template for htmx's requests.

    ``fragment_blocks`` is a list of block names, or a mapping from the id of the
    target to such a list. A target that the mapping lacks gets the page.
    ``oob_blocks`` are added to every fragment; each carries its own
    ``hx-swap-oob`` where the context's ``is_fragment`` is true.
    """

    fragment_blocks: FragmentBlocks | None = None
    oob_blocks: BlockNames = ()

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        return vary_view(super().as_view(**initkwargs))

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if isawaitable(response):
            # The handlers of an async view return a coroutine.
            return cast(HttpResponseBase, self._vary_later(response))
        return vary(response, self.get_vary_headers())

    async def _vary_later(
        self, response: Awaitable[HttpResponseBase]
    ) -> HttpResponseBase:
        return vary(await response, self.get_vary_headers())

    def get_vary_headers(self) -> list[str]:
        """Return the request headers that the view's answers depend on."""
        by_target = isinstance(self.get_fragment_blocks(), Mapping)
        return [*VARY_ON, *(VARY_ON_TARGET if by_target else ())]

    def get_fragment_blocks(self) -> FragmentBlocks | None:
        """
        Return the blocks of a fragment, or a mapping from target id to blocks.

        The answer for one URL must not depend on the target in any other way than
        through a mapping: caches are told so. An empty list gets the page.
        """
        return self.fragment_blocks

    def get_oob_blocks(self) -> BlockNames:
        """Return the blocks that are added to every fragment."""
        return self.oob_blocks

    def get_render_blocks(self) -> list[str] | None:
        """Return the blocks that this request gets, or ``None`` for the page."""
        blocks = self.get_fragment_blocks()
        if not isinstance(blocks, Mapping):
            if not is_fragment_request(self.request):
                return None
            return [*self._checked("fragment_blocks", blocks)] or None
        target = target_id(self.request)
        listed = target in blocks
        if not is_fragment_request(self.request, boosted=listed):
            return None
        if not listed:
            logger.warning(
                "%s has no blocks for the target %s, so it rendered the page. "
                "Its targets are: %s.",
                type(self).__qualname__,
                ascii(target and target[:100]),
                ", ".join(map(ascii, blocks)),
            )
            return None
        key = cast(str, target)
        return [*self._checked(f"fragment_blocks[{key!r}]", blocks[key])] or None

    def _checked(self, name: str, blocks: object) -> BlockNames:
        if isinstance(blocks, (list, tuple)) and all(
            isinstance(block, str) for block in blocks
        ):
            return blocks
        raise ImproperlyConfigured(
            f"{type(self).__qualname__}.{name} must be a list of block names, not "
            f"{blocks!r}."
            + (f" Write [{blocks!r}]." if isinstance(blocks, str) else "")
        )

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        if RENDER_BLOCKS not in context and (blocks := self.get_render_blocks()):
            oob_blocks = self._checked("oob_blocks", self.get_oob_blocks())
            context[RENDER_BLOCKS] = list(dict.fromkeys([*blocks, *oob_blocks]))
        context["is_fragment"] = context.get(RENDER_BLOCKS) is not None
        response = super().render_to_response(context, **response_kwargs)
        if context["is_fragment"] and isinstance(response, SimpleTemplateResponse):
            self._check_engine_of(response)
        vary(response, self.get_vary_headers())
        return response

    def _check_engine_of(self, response: SimpleTemplateResponse) -> None:
        """Let ``response`` refuse a template that would ignore ``RENDER_BLOCKS``."""
        resolve = response.resolve_template

        def resolve_and_check(template_name: Any) -> Any:
            # Not kept: a response in a cache must be picklable.
            del response.resolve_template
            template = resolve(template_name)
            self._check_engine(getattr(template, "backend", None))
            return template

        response.resolve_template = (  # type: ignore[method-assign]
            resolve_and_check
        )

    def _check_engine(self, engine: Any) -> None:
        if not getattr(engine, "supports_fragments", False):
            raise ImproperlyConfigured(
                f"{type(self).__qualname__} renders fragments, but the template "
                f"engine {getattr(engine, 'name', None)!r} "
                f"({type(engine).__module__}.{type(engine).__qualname__}) does not "
                "know RENDER_BLOCKS. Set BACKEND of this engine in TEMPLATES to "
                "'htmx_views.backends.jinja2.Jinja2WithFragments' or "
                "'htmx_views.backends.django.DjangoTemplatesWithFragments'."
            )
