"""Render blocks of a view's template for htmx."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import classonlymethod
from django.views.generic.base import TemplateResponseMixin, View

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.debug import (
    explain,
    is_explaining,
    logger,
    shown,
)
from htmx_views.requests import (
    VARY_ON,
    VARY_ON_TARGET,
    is_fragment_request,
    target_id,
)
from htmx_views.vary import vary, vary_errors_of, vary_view
from htmx_views.views.context import BlockContextMixin
from htmx_views.views.names import (
    BlockNames,
    FragmentBlocks,
    check_block_names,
    is_among,
)
from htmx_views.views.response import FragmentTemplateResolver, rendered_context

if TYPE_CHECKING:
    # The view behind the mixin says which responses it has.
    AnyView = View[Any]
else:
    AnyView = View


class HtmxFragmentMixin(TemplateResponseMixin, BlockContextMixin, AnyView):
    """
    Render only some blocks of the template for htmx's requests.

    ``fragment_blocks`` is a list of block names, or a mapping from the id of the
    target to such a list. A target that the mapping lacks gets the page, and so
    does every request while there is no list: a warning is logged for either.
    ``oob_blocks`` are added to every fragment. Each carries its own
    ``hx-swap-oob`` where ``oob_blocks`` in the context names it: not on the page,
    and not inside of a fragment that has it anyway.
    """

    fragment_blocks: FragmentBlocks | None = None
    oob_blocks: BlockNames = ()

    _is_warned = False
    _block_context_later: Awaitable[dict[str, Any]] | None = None

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        return vary_view(super().as_view(**initkwargs))

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if isawaitable(response):
            # The handlers of an async view return a coroutine.
            return cast(HttpResponseBase, self._await_response(response))
        return vary(response)

    async def _await_response(
        self, awaitable: Awaitable[HttpResponseBase]
    ) -> HttpResponseBase:
        response = await awaitable
        if self._block_context_later is not None:
            context = rendered_context(response, {})
            context.update(await self._block_context_later)
        return vary(response)

    def get_vary_headers(self) -> list[str]:
        """Return the request headers that the page and its fragments depend on."""
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
            if blocks is None:
                self._warn(
                    "%s has no fragment_blocks, so it rendered the page. List the "
                    "blocks that htmx gets, or [] where it gets the page.",
                    type(self).__qualname__,
                )
                return None
            names = check_block_names(self, "fragment_blocks", blocks, or_mapping=True)
            return list(names) or None
        target = target_id(self.request)
        listed = target in blocks
        if not is_fragment_request(self.request, boosted=listed):
            return None
        if not listed:
            self._warn(
                "%s has no blocks for the target %s, so it rendered the page. "
                "Its targets are: %s.",
                type(self).__qualname__,
                shown(target),
                ", ".join(map(shown, blocks)),
            )
            return None
        names = blocks[cast(str, target)]
        attribute = f"fragment_blocks[{target!r}]"
        return list(check_block_names(self, attribute, names)) or None

    def _warn(self, message: str, *args: object) -> None:
        """Log a wrong guess, once however often the view asks for its blocks."""
        if not self._is_warned:
            self._is_warned = True
            logger.warning(message, *args)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        oob_blocks: list[str] = []
        is_chosen = RENDER_BLOCKS in context
        blocks = context[RENDER_BLOCKS] if is_chosen else self.get_render_blocks()
        if blocks is None:
            self._add_block_context(context)
        elif not is_chosen:
            listed = check_block_names(self, "oob_blocks", self.get_oob_blocks())
            oob_blocks = [block for block in listed if not is_among(block, blocks)]
            context[RENDER_BLOCKS] = [*blocks, *oob_blocks]
        context.update(is_fragment=blocks is not None, oob_blocks=oob_blocks)
        response = super().render_to_response(context, **response_kwargs)
        if isinstance(response, SimpleTemplateResponse):
            context = rendered_context(response, context)
            if blocks is not None:
                self._prepare_fragment(response, context)
            vary_errors_of(response, self.request)
            if is_explaining():
                explain(self, response, is_chosen=is_chosen)
        vary(response, self.get_vary_headers())
        return response

    def _prepare_fragment(
        self, response: SimpleTemplateResponse, context: dict[str, Any]
    ) -> None:
        """Have done what only the template can tell: which blocks show which."""
        block_context = self.get_block_context()

        def prepare(template: Any) -> None:
            if oob_blocks := context["oob_blocks"]:
                blocks = context[RENDER_BLOCKS][: -len(oob_blocks)]
                shown = template.nested_blocks(blocks) or ()
                # Inside of a rendered block it stays where the page has it.
                oob_blocks = [name for name in oob_blocks if not is_among(name, shown)]
                context[RENDER_BLOCKS] = [*blocks, *oob_blocks]
                context["oob_blocks"] = oob_blocks
            if block_context:
                self.check_block_context(template)
                shown = template.nested_blocks(context[RENDER_BLOCKS])
                self._add_block_context(context, shown)

        resolver = FragmentTemplateResolver(self, response, prepare)
        if block_context:
            # In time for whoever looks at the response before it renders.
            resolver.get_template()

    def _add_block_context(
        self, context: dict[str, Any], blocks: Collection[str] | None = None
    ) -> None:
        """Add the context of ``blocks``, or of all where that is ``None``."""
        if not self.get_block_context():
            return
        values, later = self.run_block_context(blocks)
        context.update(values)
        if later is not None:
            self._block_context_later = later
