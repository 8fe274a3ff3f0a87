"""A page made of class-based views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from functools import partial
from typing import Any, cast
from urllib.parse import unquote

from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import NoReverseMatch
from django.utils.decorators import classonlymethod
from django.views.generic.base import View

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import SAFE_METHODS, vary_if_unseen
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.choice import (
    PART_CHOICE,
    BlockNames,
    DeferredBlocks,
    check_deferred,
)
from htmx_views.views.embedded import Part, embed
from htmx_views.views.lazy import LazyMethod, compute
from htmx_views.views.urls import url_beside

#: What a part says of the fragment itself: ``field`` is the one that was validated,
#: ``row`` the one that was added.
CHOSEN = (RENDER_BLOCKS, "is_fragment", "field", "row")


class HtmxPartsMixin(HtmxFragmentMixin):
    """
    Make a page of other class-based views.

    ``parts`` maps a name to a view class. On the page the name is the context of that
    view, computed when the template first reads it. ``as_view(part="notes")`` is a
    view that answers for this part alone: htmx gets the part's blocks of the page's
    template, a browser the whole page with the part in the state that it asked for.

    A part has no template of its own. Its view has the page's ``kwargs``, and the page
    as ``self.page``. Its pages are counted by ``<name>_page`` and its rows
    sorted by ``<name>_sort``, unless it has a ``page_kwarg``, a ``sort_kwarg`` of its
    own.
    """

    #: The view class of each part.
    parts: Mapping[str, type[View[Any]]] = {}
    #: The part that answers at this URL; set by ``as_view(part=…)``.
    part: str | None = None

    _part_views: dict[str, list[Callable[..., Any]]]

    @classonlymethod
    def as_view(cls, *args: Any, **initkwargs: Any) -> Callable[..., Any]:
        view: Callable[..., Any] = super().as_view(*args, **initkwargs)
        if (name := initkwargs.get("part")) is not None:
            if name not in cls.parts:
                names = ", ".join(map(repr, cls.parts)) or "none"
                raise ImproperlyConfigured(
                    f"{cls.__qualname__} has no part {name!r}. Its parts are: {names}."
                )
            cls._part_views.setdefault(name, []).append(view)
        return view

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._part_views = {}

    @classmethod
    def check_base(cls) -> None:
        super().check_base()
        parts: Any = cls.parts
        if not isinstance(parts, Mapping):
            raise ImproperlyConfigured(
                f"{cls.__qualname__}.parts must be a mapping from names to class-based "
                f"views, not {parts!r}."
            )
        for name, part in parts.items():
            if not (isinstance(part, type) and issubclass(part, View)):
                fault = f"must be a class-based view, not {part!r}"
            elif issubclass(part, HtmxPartsMixin):
                fault = f"is {part.__qualname__}, which has parts of its own"
            elif getattr(part, "deferred", None):
                fault = "has deferred blocks of its own: name them in the page's"
            else:
                continue
            raise ImproperlyConfigured(f"{cls.__qualname__}.parts[{name!r}] {fault}.")

    def get_lazy_context(self) -> Mapping[str, LazyMethod]:
        """Return what is computed when a template reads it, the parts among it."""
        parts = {
            name: lambda page, name=name: page.get_part(name) for name in self.parts
        }
        return {**parts, **super().get_lazy_context()}

    def get_deferred(self) -> DeferredBlocks:
        """Return the deferred blocks: the name of a part stands for the part's."""
        deferred = check_deferred(self, super().get_deferred())
        return {
            block: trigger
            for name, trigger in deferred.items()
            for block in (self._get_blocks(name) if name in self.parts else [name])
        }

    def _get_blocks(self, name: str) -> BlockNames:
        blocks: Any = getattr(self.parts[name], "fragment_blocks", None)
        if not isinstance(blocks, (list, tuple)):
            raise ImproperlyConfigured(
                f"{type(self).__qualname__}.deferred names the part {name!r}, whose "
                "fragment_blocks are no list. Name the block that shows it."
            )
        return cast(BlockNames, blocks)

    def get_part(self, name: str) -> Part:
        """Return the part as it is on the page, whoever else answers the request."""
        url = self.get_part_url(name)
        request = as_get(self.request)
        if url is not None:
            # Its links and polls lead to the part. A URL is percent-encoded, while
            # request.path is not.
            request.path = unquote(url)
        view = self.make_part(name, request)
        if isinstance(view, HtmxFragmentMixin):
            view.choice = PART_CHOICE
        return embed(
            lambda: url, partial(view.dispatch, request, *self.args, **self.kwargs)
        )

    def get_part_url(self, name: str) -> str | None:
        """Return the URL at which the part answers, if the URLconf has one."""
        views = self._part_views.get(name, [])
        for view in views:
            with suppress(NoReverseMatch):
                return url_beside(self.request, view, self.args, self.kwargs)
        if not views:
            return None
        page = type(self).__qualname__
        raise ImproperlyConfigured(
            f"The part {name!r} of {page} has no URL beside the page's, with the same "
            f"arguments. Add path(…, {page}.as_view(part={name!r}), name=…), or "
            "override get_part_url()."
        )

    def make_part(self, name: str, request: HttpRequest) -> Any:
        """Return the view of a part, set up for ``request``."""
        view_class: Any = self.parts[name]
        initkwargs = {}
        for kwarg in ("page", "sort"):
            if getattr(view_class, f"{kwarg}_kwarg", None) == kwarg:
                initkwargs[f"{kwarg}_kwarg"] = f"{name}_{kwarg}"
        # It renders the page's template, from the page's engine.
        view = view_class(
            page=self,
            template_name=self.get_template_names()[0],
            template_engine=self.template_engine,
            **initkwargs,
        )
        view.setup(request, *self.args, **self.kwargs)
        return view

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.part is None:
            return super().dispatch(request, *args, **kwargs)
        if self.view_is_async:
            # In a thread beside the event loop the part may be async or not.
            return cast(HttpResponseBase, sync_to_async(self._answer)(request))
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the part's answer with the page around it, or what refuses that."""
        name = str(self.part)
        page = self._dispatch_page(request)
        if not isinstance(page, SimpleTemplateResponse):
            return page
        view = self.make_part(name, request)
        dispatch = partial(view.dispatch, request, *self.args, **self.kwargs)
        response: HttpResponseBase = compute(dispatch)
        vary_if_unseen(response)
        if not isinstance(response, SimpleTemplateResponse):
            return response
        if request.method not in SAFE_METHODS:
            # The page shows what the part has saved.
            page = self._dispatch_page(request)
            if not isinstance(page, SimpleTemplateResponse):
                return page
        own = response.context_data or {}
        chosen = {key: own[key] for key in CHOSEN if key in own}
        response.context_data = {
            **(page.context_data or {}),
            name: Part(partial(self.get_part_url, name), own),
            **chosen,
        }
        response.template_name = page.template_name
        return response

    def _dispatch_page(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page without its part's doing, or what refuses it."""
        self.request = request if request.method == "GET" else as_get(request)
        self.choice = PART_CHOICE
        dispatch = partial(super().dispatch, self.request, *self.args, **self.kwargs)
        return cast(HttpResponseBase, compute(dispatch))


def as_get(request: HttpRequest) -> HttpRequest:
    """Return ``request`` as if it had come by GET."""
    copied = copy(request)
    copied.method = "GET"
    copied.POST = QueryDict()
    return copied
