"""Render blocks of a view's template for htmx."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import classonlymethod
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from htmx_views.backends import check_backend
from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import vary, vary_if_unseen
from htmx_views.views.choice import (
    Choice,
    DeferredBlocks,
    FragmentBlocks,
    OobBlocks,
    check_deferred,
    check_oob_blocks,
    choose,
    is_among,
)
from htmx_views.views.debug import explain, logger, warn_of_page
from htmx_views.views.deferred import PageWithout, is_whole
from htmx_views.views.lazy import LazyMethod, lazy_values
from htmx_views.views.oob import SwappedBlock

if TYPE_CHECKING:
    # What Django's views are. At run time any view will do that renders a response.
    class AnyView(TemplateResponseMixin, ContextMixin, View[Any]): ...
else:
    AnyView = object


class HtmxFragmentMixin(AnyView):
    """
    Render only some blocks of the template for htmx's requests.

    It extends any class-based view that has ``render_to_response()``. The templates
    read in ``is_fragment`` whether they render a fragment or the page.
    """

    #: The blocks that htmx gets, or a mapping from the id of htmx's target to them.
    #: A key may be a pattern, ``"row-*"``, or ``"*"`` for every other target.
    #: ``None`` is the page.
    fragment_blocks: FragmentBlocks | None = None
    #: The blocks that come with every fragment and are swapped into their own places,
    #: or a mapping from these blocks to the style of the swap. Each must be one
    #: element with an id, which gets its ``hx-swap-oob`` here, or the ``<title>``.
    oob_blocks: OobBlocks = ()
    #: The blocks that a page comes without. Each is fetched as soon as the page is
    #: there, or by the trigger of htmx that a mapping has for it, such as "revealed".
    deferred: DeferredBlocks = ()
    #: From a name of the context to the method that computes it, without arguments,
    #: when a template first reads the name. In async views it may be async.
    lazy_context: Mapping[str, LazyMethod] = {}

    @classonlymethod
    def as_view(cls, *args: Any, **initkwargs: Any) -> Callable[..., Any]:
        cls.check_base()
        # Views of other packages may take more: neapolitan's take their role.
        return super().as_view(*args, **initkwargs)

    @classmethod
    def check_base(cls) -> None:
        """Raise ``ImproperlyConfigured`` for a base class that this does not fit."""
        if not hasattr(super(), "render_to_response"):
            order = [name.__name__ for name in cls.__mro__]
            before = order[: order.index("HtmxFragmentMixin")]
            raise ImproperlyConfigured(
                f"{cls.__qualname__} has no render_to_response() behind "
                "HtmxFragmentMixin, which extends it. Put the mixin before a view that "
                "renders a template, such as TemplateView, and before base classes of "
                f"your own. Now it stands behind {', '.join(before)}."
            )

    def get_fragment_blocks(self) -> FragmentBlocks | None:
        """
        Return the blocks of a fragment, or a mapping from target id to blocks.

        Where the blocks depend on the target, return a mapping: ``Vary`` then names the
        target, so that no cache gives one target's blocks to another.
        """
        return self.fragment_blocks

    def get_oob_blocks(self) -> OobBlocks:
        """Return the blocks that are added to every fragment."""
        return self.oob_blocks

    def get_deferred(self) -> DeferredBlocks:
        """Return the blocks that a page comes without."""
        return self.deferred

    def get_lazy_context(self) -> Mapping[str, LazyMethod]:
        """Return the mapping from a name of the context to the method."""
        return self.lazy_context

    def get_vary_headers(self) -> list[str]:
        """Return the request headers that the page and its fragments depend on."""
        return [*self.choice.vary_on]

    @cached_property
    def choice(self) -> Choice:
        """What this request gets, and why: decided once."""
        listed = self.get_fragment_blocks()
        return choose(self, self.request, listed, self._deferred_blocks)

    @cached_property
    def _deferred_blocks(self) -> dict[str, str]:
        """The trigger of each block that a page comes without."""
        return check_deferred(self, self.get_deferred())

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponseBase):
            vary_if_unseen(response)
        elif isawaitable(response):
            # The handlers of an async view return a coroutine.
            return cast(HttpResponseBase, _vary_later(response))
        return response

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        choice = self.choice
        if RENDER_BLOCKS in context:
            blocks = context[RENDER_BLOCKS]
            choice = choice._replace(rule=RENDER_BLOCKS, blocks=blocks)
        elif choice.blocks is not None:
            context[RENDER_BLOCKS] = self.with_oob_blocks(choice.blocks)
        elif choice.is_fragment:
            warn_of_page(self, choice)
        context["is_fragment"] = choice.blocks is not None
        methods = self.get_lazy_context()
        # Most views have none. What is false but no mapping is refused.
        lazy = {} if methods == {} else lazy_values(self, methods)
        for name, value in lazy.items():
            context.setdefault(name, value)
        response = super().render_to_response(context, **response_kwargs)
        if isinstance(response, SimpleTemplateResponse):
            is_page = choice.blocks is None
            deferred = self._deferred_blocks if is_page else {}
            # The page around the answer of one part is whole.
            if deferred and (choice.rule == "part" or is_whole(self.request)):
                deferred = {}
            if deferred or lazy or not is_page:
                check_engine(self, response)
            if deferred:
                page: Any = response.resolve_template(response.template_name)
                page = PageWithout(page, self.request, deferred)
                response.template_name = page
            if settings.DEBUG or logger.isEnabledFor(logging.DEBUG):
                explain(self, choice, response)
        vary(response, self.get_vary_headers())
        return response

    def with_oob_blocks(
        self, blocks: Sequence[str], oob_blocks: OobBlocks | None = None
    ) -> list[str]:
        """
        Return what ``RENDER_BLOCKS`` holds for ``blocks`` and those out of band.

        These are ``oob_blocks``, or those of ``get_oob_blocks()``.
        """
        listed = self.get_oob_blocks() if oob_blocks is None else oob_blocks
        swaps = check_oob_blocks(self, "oob_blocks", listed)
        return [
            *blocks,
            *(
                SwappedBlock(name, swap, self.request)
                for name, swap in swaps.items()
                if not is_among(name, blocks)
            ),
        ]


async def _vary_later(awaitable: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    response = await awaitable
    vary_if_unseen(response)
    return response


def builds_on(view_class: type, base: type, mixin: type) -> bool:
    """Return whether another class of the view than ``mixin`` extends ``base``."""
    parents = [each for each in view_class.__mro__ if each is not mixin]
    return any(base in each.__bases__ for each in parents)


def check_engine(view: object, response: SimpleTemplateResponse) -> None:
    """Raise ``ImproperlyConfigured`` for an engine that ignores ``RENDER_BLOCKS``."""
    if all(getattr(engine, "supports_fragments", False) for engine in engines.all()):
        return
    template: Any = response.resolve_template(response.template_name)
    check_backend(type(view).__qualname__, getattr(template, "backend", None))
