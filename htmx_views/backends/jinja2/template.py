"""What our template objects and engines add to those of a backend for Jinja2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import jinja2
from django.http import HttpRequest
from django.template import Context, TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.test.signals import template_rendered

from htmx_views.backends.jinja2.addresses import AddressedBlock, AddressLoader
from htmx_views.backends.jinja2.blocks import FragmentContext, stream_blocks
from htmx_views.backends.jinja2.compiler import FragmentGenerator
from htmx_views.backends.jinja2.family import Family, get_names
from htmx_views.backends.jinja2.names import HyphenatedBlockNames
from htmx_views.blocks import (
    RENDER_BLOCKS,
    BlockDoesNotExist,
    BlockRefused,
    LazyValue,
    RenderedBlocks,
    block_key,
    get_render_blocks,
)


class FragmentTemplateMixin:
    """Lets a template render the blocks named under ``RENDER_BLOCKS`` alone."""

    template: jinja2.Template
    backend: Any
    #: Whether the backend's own ``render()`` sends ``template_rendered``.
    is_watched = False

    def __init__(self, template: Any, backend: Any) -> None:
        super().__init__(template, backend)  # type: ignore[call-arg]  # the backend's
        self.name = template.name

    @property
    def page(self) -> jinja2.Template:
        """The template whose blocks these are, also where one was addressed."""
        root = self.template.root_render_func
        if isinstance(root, AddressedBlock):
            return self.template.environment.get_template(root.page_name)
        return self.template

    @property
    def block_names(self) -> frozenset[str]:
        """
        The blocks that are known before anything renders, as templates write them.

        Those of a parent that ``{% extends variable %}`` names are not.
        """
        return frozenset(get_names(Family(self.page).blocks))

    def check_block(self, name: str) -> None:
        """
        Raise ``BlockDoesNotExist`` or ``BlockRefused``, if ``render()`` is to do so.

        Nothing is told of templates with a parent that is chosen while rendering.
        """
        family = Family(self.page)
        if not family.is_known:
            return
        if block_key(name) not in family.blocks:
            names = get_names(family.blocks)
            raise BlockDoesNotExist(self.name, name, names, backend=self.backend)
        refusal = family.get_refusal(block_key(name))
        if refusal is not None:
            template_name, around, lineno = refusal
            raise BlockRefused(template_name, name, around, lineno)

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """
        Return the page, or the blocks listed in ``context["RENDER_BLOCKS"]``, joined.

        Raise ``BlockDoesNotExist`` for a block that the page lacks, ``BlockRefused``
        for one that cannot be rendered alone, and ``TypeError`` where the list is
        none.
        """
        passed = context or {}
        names = get_render_blocks(passed)
        rendering: Any = self
        try:
            if names is not None or template_rendered.receivers:
                rendering = object.__new__(type(self))
                rendering.__dict__ = vars(self).copy()
                rendering.template = Rendering(self, names, passed)
            # A copy: the view may render its context again.
            context = context if names is None else {**passed}
            backends: Any = super(FragmentTemplateMixin, rendering)
            return cast(str, backends.render(context, request))
        except BlockDoesNotExist as exc:
            exc.backend = exc.backend or self.backend
            raise
        finally:
            for value in passed.values():
                if isinstance(value, LazyValue) and value.error is not None:
                    raise value.error


class Rendering:
    """What a backend renders in the place of a template of Jinja2."""

    def __init__(
        self,
        told: FragmentTemplateMixin,
        names: Sequence[str] | None,
        passed: Mapping[str, Any],
    ) -> None:
        self.told = told
        self.names = names
        self.passed = passed
        self.name = told.name

    def render(self, context: dict[str, Any]) -> Any:
        if template_rendered.receivers:
            self.send_template_rendered(Context({**context}))
        if self.names is None:
            return self.told.template.render(context)
        if not self.names:
            return ""
        context[RENDER_BLOCKS] = RenderedBlocks(self.names)
        page = self.told.page
        try:
            page_context = page.new_context(context)
            parts = stream_blocks(page, self.names, self.passed, page_context)
            return page.environment.concat(parts)
        except Exception:
            page.environment.handle_exception()

    def send_template_rendered(self, context: Context) -> None:
        """
        Tell Django's test client, which listens, what it can tell of Jinja2 as well.

        As with Django's templates that is the template, and those that it extends.
        """
        told = self.told
        try:
            parents = Family(told.page).members[1:]
        except jinja2.TemplateRuntimeError:
            # Their source is not there; nor is it needed for a whole page.
            parents = []
        templates = [type(told)(parent, told.backend) for parent in parents]
        for template in templates if told.is_watched else [told, *templates]:
            template_rendered.send(sender=template, template=template, context=context)


class FragmentEngineMixin(BaseEngine):
    """Lets a backend for Jinja2 make templates that know ``RENDER_BLOCKS``."""

    supports_fragments = True
    template_class: type[Any]
    env: jinja2.Environment

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        environment = self.env
        for name, ours in (
            ("code_generator_class", FragmentGenerator),
            ("context_class", FragmentContext),
        ):
            base = getattr(environment, name)
            # An environment factory may return the environment of another engine.
            if not issubclass(base, ours):
                setattr(environment, name, type(ours.__name__, (ours, base), {}))
        environment.add_extension(HyphenatedBlockNames)
        if environment.loader and not isinstance(environment.loader, AddressLoader):
            environment.loader = cast(Any, AddressLoader(environment.loader))

    def from_string(self, template_code: str) -> Any:
        template: Any = super().from_string(template_code)
        return self.template_class(template.template, self)

    def get_template(self, template_name: str) -> Any:
        """
        Return a template, or the one block of a template that an address names.

        The block of ``"monsters/list.html#rows"`` is rendered as on its page. Raise
        ``BlockDoesNotExist`` if that has no such block.
        """
        try:
            template: Any = super().get_template(template_name)
        except TemplateDoesNotExist as exc:
            cause = exc.__cause__ or exc.__context__
            if isinstance(cause, BlockDoesNotExist):
                cause.backend = self
                raise cause from None
            raise
        return self.template_class(template.template, self)
