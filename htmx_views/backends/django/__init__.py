"""Django's template language backend, plus ``RENDER_BLOCKS`` and ``#block``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.template import Template, TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, reraise
from django.template.backends.django import Template as DjangoTemplate
from django.template.context import make_context
from django.template.engine import Engine as DjangoEngine

from htmx_views.backends.django.blocks import BlockTemplate
from htmx_views.backends.django.family import known_block_names
from htmx_views.backends.django.nesting import nested_blocks
from htmx_views.backends.django.tags import PartialTemplate
from htmx_views.blocks import (
    RENDER_BLOCKS,
    RenderedBlocks,
    get_render_blocks,
    split_address,
)


class Engine(DjangoEngine):
    """Django's engine, where ``"list.html#rows"`` is also the block ``rows``."""

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
            template = self._page(name)
            if template is None:
                raise
        block = BlockTemplate(template, [block_name], name=template_name)
        block.check()
        return block

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
        # Built by Django from its own options, whichever those are.
        self.engine.__class__ = Engine

    def from_string(self, template_code: str) -> FragmentTemplate:
        return FragmentTemplate(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> FragmentTemplate:
        return FragmentTemplate(super().get_template(template_name).template, self)


class FragmentTemplate(DjangoTemplate):
    """A template that renders the blocks named under ``RENDER_BLOCKS`` alone."""

    @property
    def page(self) -> Template:
        """The template whose blocks these are, also where one was addressed."""
        if isinstance(self.template, BlockTemplate):
            return self.template.page
        if isinstance(self.template, PartialTemplate):
            return self.backend.engine.get_template(self.origin.template_name)
        return self.template

    @property
    def block_names(self) -> frozenset[str]:
        """
        The blocks and partials that are known before anything renders.

        Those of a parent that ``{% extends variable %}`` names are not.
        """
        return known_block_names(self.page)

    def nested_blocks(self, names: Iterable[str]) -> frozenset[str] | None:
        """
        Return the named blocks and those that show inside of them.

        Return ``None`` where a parent that ``{% extends variable %}`` names may add
        more.
        """
        return nested_blocks(self.page, names)

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """
        Render the page, or the blocks that ``context["RENDER_BLOCKS"]`` names.

        Raise ``BlockDoesNotExist`` for a block that the template lacks.
        """
        block_names = get_render_blocks(context) if isinstance(context, dict) else None
        if context is None or block_names is None:
            return super().render(context, request)
        # A copy: the view may render its context again.
        context = {**context, RENDER_BLOCKS: RenderedBlocks(block_names)}
        django_context = make_context(
            context, request, autoescape=self.backend.engine.autoescape
        )
        try:
            return BlockTemplate(self.page, block_names).render(django_context)
        except TemplateDoesNotExist as error:
            reraise(error, self.backend)
