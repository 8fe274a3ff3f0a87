"""Django's Jinja2 template backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import jinja2
from django.http import HttpRequest
from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.jinja2 import Jinja2, get_exception_info
from django.template.backends.jinja2 import Template as DjangoTemplate
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.test.signals import template_rendered

from htmx_views.backends.jinja2.addresses import AddressLoader
from htmx_views.backends.jinja2.blocks import render_blocks
from htmx_views.backends.jinja2.compiler import use_plans
from htmx_views.backends.jinja2.names import HyphenatedBlockNames
from htmx_views.backends.jinja2.nesting import nested_blocks
from htmx_views.backends.jinja2.plan import (
    get_known_blocks,
    get_known_family,
    get_plan,
)
from htmx_views.blocks import (
    RENDER_BLOCKS,
    BlockDoesNotExist,
    LazyValue,
    RenderedBlocks,
    get_render_blocks,
)


class LazyContext(jinja2.runtime.Context):
    """Computes a lazy value when a template first reads its name."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return value.get() if isinstance(value, LazyValue) else value


class Jinja2WithFragments(Jinja2):
    """
    Django's Jinja2 backend whose templates know ``RENDER_BLOCKS``.

    It takes the place of ``django.template.backends.jinja2.Jinja2`` in ``TEMPLATES``
    and takes the same options.
    """

    supports_fragments = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        use_plans(self.env)
        self.env.context_class = LazyContext
        self.env.add_extension(HyphenatedBlockNames)
        # An environment factory may return the environment of another engine.
        if self.env.loader and not isinstance(self.env.loader, AddressLoader):
            self.env.loader = AddressLoader(self.env.loader)

    def from_string(self, template_code: str) -> FragmentTemplate:
        return FragmentTemplate(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> FragmentTemplate:
        """
        Return a template, or the one block of a template that an address names.

        The block of ``"monsters/list.html#rows"`` is rendered as on its page. Raise
        ``BlockDoesNotExist`` if that has no such block.
        """
        try:
            template = super().get_template(template_name).template
        except TemplateDoesNotExist as exc:
            if isinstance(exc.__cause__, BlockDoesNotExist):
                exc.__cause__.backend = self
                raise exc.__cause__ from None
            raise
        return FragmentTemplate(template, self)


class FragmentTemplate(DjangoTemplate):
    """A template that renders the blocks named under ``RENDER_BLOCKS`` alone."""

    @property
    def name(self) -> str | None:
        return self.template.name

    @property
    def page(self) -> jinja2.Template:
        """The template whose blocks these are, also where one was addressed."""
        name = get_plan(self.template).page
        return self.backend.env.get_template(name) if name else self.template

    @property
    def block_names(self) -> frozenset[str]:
        """
        The blocks that are known before anything renders.

        Those of a parent that ``{% extends variable %}`` names are not.
        """
        return frozenset(get_known_blocks(self.page)[0].values())

    def nested_blocks(self, names: Iterable[str]) -> frozenset[str] | None:
        """
        Return the named blocks and those that show inside of them.

        Return ``None`` where a parent that ``{% extends variable %}`` names may add
        more. A name with hyphens comes back with underscores, as Jinja2 knows it.
        """
        return nested_blocks(self.page, names)

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """
        Return the page, or the blocks listed in ``context["RENDER_BLOCKS"]``, joined.

        Raise ``BlockDoesNotExist`` for a block that the page lacks, and ``TypeError``
        where the list is none.
        """
        block_names = get_render_blocks(context)
        is_watched = bool(template_rendered.receivers)
        try:
            if block_names is None and not is_watched:
                return super().render(context, request)
            context = self.add_request_data({} if context is None else context, request)
            if block_names is not None:
                # A copy: the view may render its context again.
                context = {**context, RENDER_BLOCKS: RenderedBlocks(block_names)}
            if is_watched:
                self.send_template_rendered(context)
            if block_names is None:
                return super().render(context)
            return self.render_blocks(block_names, context)
        except BlockDoesNotExist as exc:
            exc.backend = exc.backend or self.backend
            raise

    def render_blocks(self, names: Sequence[str], context: dict[str, Any]) -> str:
        if not names:
            return ""
        try:
            html: str = render_blocks(self.page, names, context)
        except jinja2.TemplateSyntaxError as exc:
            error: Any = TemplateSyntaxError(exc.args)
            error.template_debug = get_exception_info(cast(Any, exc))
            raise error from exc
        return html

    def add_request_data(
        self, context: dict[str, Any], request: HttpRequest | None
    ) -> dict[str, Any]:
        """Add to ``context`` what Django's backend adds."""
        if request is not None:
            context["request"] = request
            context["csrf_input"] = csrf_input_lazy(request)
            context["csrf_token"] = csrf_token_lazy(request)
            for context_processor in self.backend.template_context_processors:
                context.update(context_processor(request))
        return context

    def send_template_rendered(self, context: dict[str, Any]) -> None:
        """
        Tell Django's test client, which listens, what it can tell of Jinja2 as well.

        As with Django's templates that is the template, and those that it extends.
        """
        django_context = Context(dict(context))
        try:
            family, _ = get_known_family(self.template)
        except jinja2.TemplateRuntimeError:
            # Its source is not there; nor is it needed for a whole page.
            family = [self.template]
        for member in family:
            template = (
                self
                if member is self.template
                else FragmentTemplate(member, self.backend)
            )
            template_rendered.send(
                sender=template, template=template, context=django_context
            )
