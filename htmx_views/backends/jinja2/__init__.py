"""Django's Jinja2 template backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import jinja2
from django.http import HttpRequest
from django.template import Context, TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2
from django.template.backends.jinja2 import Template as DjangoTemplate
from django.test.signals import template_rendered

from htmx_views.backends.jinja2.addresses import (
    AddressedBlock,
    AddressLoader,
    make_template,
    stream_blocks,
)
from htmx_views.backends.jinja2.compiler import FragmentGenerator
from htmx_views.backends.jinja2.context import FragmentContext
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


class Jinja2WithFragments(Jinja2):
    """
    Django's Jinja2 backend whose templates know ``RENDER_BLOCKS``.

    It takes the place of ``django.template.backends.jinja2.Jinja2`` in ``TEMPLATES``
    and takes the same options.
    """

    supports_fragments = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        use_fragments(self.env)
        self.env.add_extension(HyphenatedBlockNames)
        # An environment factory may return the environment of another engine.
        if self.env.loader and not isinstance(self.env.loader, AddressLoader):
            self.env.loader = cast(Any, AddressLoader(self.env.loader))

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


def use_fragments(environment: jinja2.Environment) -> None:
    """Let ``environment`` compile what its templates declare, and read lazy values."""
    for name, ours in (
        ("code_generator_class", FragmentGenerator),
        ("context_class", FragmentContext),
    ):
        base = getattr(environment, name)
        if not issubclass(base, ours):
            setattr(environment, name, type(ours.__name__, (ours, base), {}))


class FragmentTemplate(DjangoTemplate):
    """A template that renders the blocks named under ``RENDER_BLOCKS`` alone."""

    def __init__(self, template: Any, backend: Any) -> None:
        super().__init__(template, backend)
        self.name = template.name

    @property
    def page(self) -> jinja2.Template:
        """The template whose blocks these are, also where one was addressed."""
        root: Any = self.template.root_render_func
        if isinstance(root, AddressedBlock):
            page: jinja2.Template = self.backend.env.get_template(root.page_name)
            return page
        return self.template

    @property
    def block_names(self) -> frozenset[str]:
        """
        The blocks that are known before anything renders, as templates write them.

        Those of a parent that ``{% extends variable %}`` names are not.
        """
        return frozenset(get_names(Family(self.page).blocks).values())

    @property
    def is_family_known(self) -> bool:
        """Whether no parent that is chosen while rendering may add blocks."""
        return Family(self.page).is_known

    def check_block(self, name: str) -> None:
        """
        Raise the error of a block that can be told before anything renders.

        That is ``BlockDoesNotExist`` or ``BlockRefused``.
        """
        family = Family(self.page)
        if not family.is_known:
            return
        if block_key(name) not in family.blocks:
            names = get_names(family.blocks).values()
            raise BlockDoesNotExist(self.name, name, names, backend=self.backend)
        refusal = family.get_refusal(block_key(name))
        if refusal is not None:
            raise BlockRefused(refusal[0], name, *refusal[1:])

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> str:
        """
        Return the page, or the blocks listed in ``context["RENDER_BLOCKS"]``, joined.

        Raise ``BlockDoesNotExist`` for a block that the page lacks, ``BlockRefused``
        for one that cannot be rendered alone, and ``TypeError`` where the list is
        none.
        """
        names = get_render_blocks(context)
        template: Any = self.template
        if names is not None:
            context = context or {}
            root = partial(stream_blocks, self.page, names, frozenset(context))
            template = make_template(self.page, self.name, root)
            # A copy: the view may render its context again.
            context = {**context, RENDER_BLOCKS: RenderedBlocks(names)}
        if template_rendered.receivers:
            template = Watched(template, self)
        values = [*(context or {}).values()]
        try:
            rendering = FragmentTemplate(template, self.backend)
            return super(FragmentTemplate, rendering).render(context, request)
        except BlockDoesNotExist as exc:
            exc.backend = exc.backend or self.backend
            raise
        finally:
            for value in values:
                if isinstance(value, LazyValue) and value.error is not None:
                    raise value.error


class Watched:
    """A template of Jinja2 that tells who listens when it renders."""

    def __init__(self, template: jinja2.Template, told: FragmentTemplate) -> None:
        self.template = template
        self.told = told
        self.name, self.filename = template.name, template.filename

    def render(self, context: dict[str, Any]) -> str:
        """
        Tell Django's test client, which listens, what it can tell of Jinja2 as well.

        As with Django's templates that is the template, and those that it extends.
        """
        django_context = Context(dict(context))
        try:
            _, *parents = Family(self.told.template).members
        except (jinja2.TemplateRuntimeError, ValueError):
            # Its source is not there; nor is it needed for a whole page.
            parents = []
        templates = [FragmentTemplate(each, self.told.backend) for each in parents]
        # The toolbar's own render() has told of the template itself.
        if DjangoTemplate.render.__globals__["__name__"] == DjangoTemplate.__module__:
            templates.insert(0, self.told)
        for template in templates:
            template_rendered.send(
                sender=template, template=template, context=django_context
            )
        return self.template.render(context)
