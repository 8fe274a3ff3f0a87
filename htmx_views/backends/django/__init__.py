"""Django's template language backend, plus ``RENDER_BLOCKS`` and ``#block``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template import Context, Template, TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, reraise
from django.template.backends.django import Template as DjangoTemplate
from django.template.context import make_context
from django.template.engine import Engine as DjangoEngine

from htmx_views.backends.django.internals import PartialTemplate
from htmx_views.backends.django.lazy import (
    errors_raised,
    has_lazy_values,
    make_lazy_context,
)
from htmx_views.backends.django.plan import (
    BlocksTemplate,
    find_key,
    keys_of,
    known_family,
    plan_for,
)
from htmx_views.blocks import (
    RENDER_BLOCKS,
    RenderedBlocks,
    get_render_blocks,
    split_address,
)


class Engine(DjangoEngine):
    """Django's engine, where ``"list.html#rows"`` is also the block ``rows``."""

    @classmethod
    def like(cls, engine: DjangoEngine) -> Engine:
        """Return an engine with the options of ``engine``, which has not been used."""
        copied = cls.__new__(cls)
        vars(copied).update(vars(engine))
        return copied

    def get_template(self, template_name: str) -> Template:
        """
        Return a template, a partial (Django 6) or the one block of a template.

        Where Django itself finds something under the name, that is returned.
        """
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            address = split_address(str(template_name))
            if address is None:
                raise
            name, block_name = address
            page = self._page(name)
            if page is None:
                raise
        family, is_all = known_family(page)
        if is_all:
            find_key(block_name, keys_of(family), page.name)
        template = BlocksTemplate(page, [block_name])
        template.name = template_name
        return template

    def select_template(self, template_name_list: Sequence[str]) -> Template:
        """
        Return the first template that exists.

        ``{% include "list.html#rows" %}`` comes here with one name: the error for a
        block that is missing stays as it is.
        """
        if len(template_name_list) == 1 and split_address(str(template_name_list[0])):
            return self.get_template(template_name_list[0])
        return super().select_template(list(template_name_list))

    def _page(self, template_name: str) -> Template | None:
        """Return a template that may have blocks: a loader may return other things."""
        try:
            template = super().get_template(template_name)
        except TemplateDoesNotExist:
            return None
        known = isinstance(template, Template)
        return template if known else None


class DjangoTemplatesWithFragments(DjangoTemplates):
    """Django's template language backend whose templates know ``RENDER_BLOCKS``."""

    supports_fragments = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        # Django builds one from the options, whichever those are.
        self.engine = Engine.like(self.engine)

    def from_string(self, template_code: str) -> FragmentTemplate:
        return FragmentTemplate(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> FragmentTemplate:
        return FragmentTemplate(super().get_template(template_name).template, self)


class FragmentTemplate(DjangoTemplate):
    """A template that renders the blocks named under ``RENDER_BLOCKS`` alone."""

    @property
    def page(self) -> Template:
        """The template whose blocks these are, also where one was addressed."""
        if isinstance(self.template, PartialTemplate):
            return self.backend.engine.get_template(self.origin.template_name)
        if isinstance(self.template, BlocksTemplate):
            return self.template.page
        return self.template

    @property
    def block_names(self) -> frozenset[str]:
        """The blocks and partials that are known before anything renders."""
        family, _ = known_family(self.page)
        return frozenset(keys_of(family))

    @property
    def is_family_known(self) -> bool:
        """Whether ``{% extends variable %}`` can add no more of them."""
        _, is_all = known_family(self.page)
        return is_all

    def check_block(self, name: str) -> None:
        """
        Raise what rendering a block would raise, if that can be told beforehand.

        That is ``BlockDoesNotExist`` or ``BlockRefused``.
        """
        family, is_all = known_family(self.page)
        if is_all:
            plan_for(family, (name,))

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """
        Render the page, or the blocks that ``context["RENDER_BLOCKS"]`` names.

        Raise ``BlockDoesNotExist`` for a block that the template lacks, and
        ``BlockRefused`` for one that cannot be rendered alone.
        """
        if not isinstance(context, dict):
            return super().render(context, request)
        names = get_render_blocks(context)
        is_lazy = has_lazy_values(context)
        if names is None and not is_lazy:
            return super().render(context, request)
        template: Template = self.template
        if names is not None:
            template = BlocksTemplate(self.page, names)
            # A copy: the view may render its context again.
            context = {**context, RENDER_BLOCKS: RenderedBlocks(names)}
        autoescape = self.backend.engine.autoescape
        if is_lazy:
            with errors_raised(context):
                own_context = make_lazy_context(context, request, autoescape)
                return self._render_context(template, own_context)
        own_context = make_context(context, request, autoescape=autoescape)
        return self._render_context(template, own_context)

    def _render_context(self, template: Template, context: Context) -> str:
        try:
            return template.render(context)
        except TemplateDoesNotExist as error:
            reraise(error, self.backend)
