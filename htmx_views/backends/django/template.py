"""What Django's templates and engines get: ``RENDER_BLOCKS`` and ``#block``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.template import Context, Template, TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, reraise
from django.template.backends.django import Template as DjangoTemplate
from django.template.context import make_context
from django.template.engine import Engine as DjangoEngine
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

from htmx_views.backends.django.cut import Cut
from htmx_views.backends.django.family import (
    Templates,
    find_key,
    keys_of,
    known_family,
)
from htmx_views.backends.django.internals import (
    PartialTemplate,
    TemplateLike,
    blocks_of,
    extends_node,
    is_passed,
    set_blocks,
    show_at_its_line,
)
from htmx_views.backends.django.lazy import errors_raised, make_lazy_context
from htmx_views.backends.django.nodes import FRAGMENT_KEY, Fragment
from htmx_views.blocks import (
    RENDER_BLOCKS,
    LazyValue,
    RenderedBlocks,
    get_render_blocks,
    join_blocks,
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
        is_lazy = LazyValue in map(type, context.values())
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


class BlocksTemplate(TemplateLike):
    """A template that renders some blocks of a page, which is another template."""

    def __init__(self, page: Template, names: Sequence[str]) -> None:
        super().__init__(page)
        self.page = page
        self.names = tuple(names)

    def render_bound(self, context: Context) -> SafeString:
        family = [self.page]
        extends = None
        try:
            while (extends := extends_node(family[-1])) is not None:
                family.append(extends.get_parent(context))
            if template_rendered.receivers:
                for template in (self, *family[1:]):
                    template_rendered.send(template, template=template, context=context)
            parts = plan_for(tuple(family), self.names).render(context)
        except Exception as error:
            show_at_its_line(error, family, extends)
            raise
        return SafeString(join_blocks(self.names, parts))


class Plan:
    """What has to run for some blocks of a template with its parents."""

    def __init__(self, family: Sequence[Template], names: Sequence[str]) -> None:
        keys = keys_of(family)
        self.keys = [find_key(name, keys, family[0].name) for name in names]
        cut = Cut(family, dict(zip(self.keys, names, strict=True)))
        self.nodelist = cut.nodelist
        self.local_names = cut.local_names
        blocks = blocks_of(family) if len(family) > 1 else {}
        #: The definitions of each block as Django keeps them for a family.
        self.stacks = {name: nodes[::-1] for name, nodes in blocks.items()}

    def render(self, context: Context) -> list[str]:
        """Return what each of the blocks shows."""
        if self.stacks:
            set_blocks(context, self.stacks)
        given = self.local_names and {
            name for name in self.local_names if is_passed(name, context)
        }
        fragment = context.render_context[FRAGMENT_KEY] = Fragment(given, {})
        for node in self.nodelist:
            node.render_annotated(context)
        return [fragment.output[key] for key in self.keys]


#: How many plans a template keeps: more only arise where its parents vary, or the
#: blocks that are asked for.
MAX_PLANS = 64

#: The plans of each template. They hold nodes, but never the template: they go with it.
_plans: WeakKeyDictionary[Template, dict[tuple[object, ...], Plan]] = (
    WeakKeyDictionary()
)


def plan_for(family: Templates, names: tuple[str, ...]) -> Plan:
    """Return the plan for some blocks: made once, kept with the template."""
    page, *parents = family
    plans = _plans.get(page)
    if plans is None:
        plans = _plans[page] = {}
    key = (names, *parents)
    plan = plans.get(key)
    if plan is None:
        plan = Plan(family, names)
        if len(plans) >= MAX_PLANS:
            plans.clear()
        plans[key] = plan
    return plan
