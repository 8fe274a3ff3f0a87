"""
Render blocks of a template of Django's template language.

Django's own nodes do the work. A ``BlockTemplate`` walks up the ``{% extends %}``
chain as ``ExtendsNode`` does, and where Django would render the root of the family
it renders the plan that ``django_plan`` made of it: what the block needs, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.template import Context, Template
from django.template.base import Node, NodeList, Origin
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.safestring import SafeString

from htmx_views.backends.django.family import (
    blocks_of,
    extends_node,
    find_name,
    known_family,
    partials_of,
)
from htmx_views.backends.django.nodes import (
    FRAGMENT_CONTEXT_KEY,
    CollectNode,
    FragmentContext,
    Key,
    is_passed,
)
from htmx_views.backends.django.plan import Planner
from htmx_views.blocks import BlockDoesNotExist, join_blocks

#: How many plans a template keeps; more only arise where its parents vary.
MAX_PLANS = 64

#: The origin of errors that no line of a template is to blame for.
NOWHERE = Origin("htmx_views", loader=object())  # type: ignore[arg-type]


class StandIn(Template):
    """
    A template of the family with another nodelist.

    It renders through ``Template._render()``, which Django's test runner replaces
    to send ``template_rendered``: so tests see each template that takes part.
    """

    def __init__(self, page: Template, node: Node) -> None:
        # Nothing is compiled: the page has been.
        self.__dict__.update(page.__dict__)
        self.page = page
        self.nodelist = NodeList([node])

    def get_exception_info(self, exception: Exception, token: Any) -> dict[str, Any]:
        return self.page.get_exception_info(exception, token)


class BlockTemplate(StandIn):
    """A template that renders to some blocks of a page."""

    def __init__(
        self, page: Template, block_names: Iterable[str], name: str | None = None
    ) -> None:
        self.block_names = tuple(block_names)
        super().__init__(page, PageNode(page, self.block_names))
        if name is not None:
            self.name = name

    def check(self) -> None:
        """Raise ``BlockDoesNotExist`` for a block that can be known to lack."""
        *_, last = family = list(known_family(self.page))
        if extends_node(last) is None:
            plan_for(family, self.block_names)


class FamilyNode(Node):
    """Stands in the place of a template's ``{% extends %}``, or of the whole root."""

    child_nodelists = ()

    def __init__(self, template: Template) -> None:
        self.template = template
        self.extends = extends_node(template)
        # Errors of {% extends %} are shown at its own line.
        if self.extends is None:
            self.origin = NOWHERE
        else:
            self.origin, self.token = self.extends.origin, self.extends.token

    def render_from(
        self, family: list[Template], block_names: tuple[str, ...], context: Context
    ) -> SafeString:
        """Render the parent if there is one, else the plan."""
        if self.extends is None:
            return render_plan(plan_for(family, block_names), block_names, context)
        parent = self.extends.get_parent(context)
        node = ParentNode(parent, [*family, parent], block_names)
        with context.render_context.push_state(parent, isolated_context=False):
            stand_in: Any = StandIn(parent, node)
            return SafeString(stand_in._render(context))


class PageNode(FamilyNode):
    """The template that was asked for. It is shared between threads."""

    def __init__(self, template: Template, block_names: tuple[str, ...]) -> None:
        super().__init__(template)
        self.block_names = block_names

    def render(self, context: Context) -> SafeString:
        return self.render_from([self.template], self.block_names, context)


class ParentNode(FamilyNode):
    """A parent of the page, made anew for each render."""

    def __init__(
        self, template: Template, family: list[Template], block_names: tuple[str, ...]
    ) -> None:
        super().__init__(template)
        self.family = family
        self.block_names = block_names

    def render(self, context: Context) -> SafeString:
        return self.render_from(self.family, self.block_names, context)


class Plan:
    """What has to run for some blocks of a page."""

    def __init__(self, family: Sequence[Template], names: Sequence[str]) -> None:
        *_, root = family
        self.has_parents = len(family) > 1
        self.blocks = blocks_of(family)
        partials = partials_of(family)
        self.keys = [self.find(name, partials, family[0]) for name in names]
        self.local_names: set[str] = set()
        # A block inside of another one is rendered in a pass of its own: it must not
        # find what its first rendering left behind, such as a turned {% cycle %}.
        self.passes: list[NodeList] = []
        wanted = set(self.keys)
        while wanted:
            planner = Planner(self.blocks, wanted, family)
            nodes = planner.plan_page(root)
            # What the page places nowhere comes after all that it declares.
            for key in dict.fromkeys(self.keys):
                if key in planner.wanted:
                    node = self.blocks[key][0] if isinstance(key, str) else key
                    nodes.append(CollectNode(node, key))
            self.passes.append(NodeList(nodes))
            self.local_names |= planner.local_names
            wanted = planner.waiting

    def find(self, name: str, partials: dict[str, Any], page: Template) -> Key:
        """Return the block of this name, else the partial; ``-`` and ``_`` are one."""
        found = find_name(name, self.blocks, partials)
        if found is not None:
            return found if found in self.blocks else partials[found]
        raise BlockDoesNotExist(page.name, name, {*self.blocks, *partials})


def plan_for(family: Sequence[Template], block_names: tuple[str, ...]) -> Plan:
    """Return the plan of these blocks: made once, kept with the page's template."""
    page, *parents = family
    plans: dict[tuple[Any, ...], Plan] = vars(page).setdefault("_block_plans", {})
    key = (block_names, *parents)
    plan = plans.get(key)
    if plan is None:
        plan = Plan(family, block_names)
        if len(plans) >= MAX_PLANS:
            plans.clear()
        plans[key] = plan
    return plan


def render_plan(plan: Plan, names: Sequence[str], context: Context) -> SafeString:
    """Render the blocks in the order of the page, then join them as asked for."""
    given = {name for name in plan.local_names if is_passed(name, context)}
    output: dict[Any, str] = {}
    contexts = [context, *(fresh_copy(context) for _ in plan.passes[1:])]
    for nodelist, own_context in zip(plan.passes, contexts, strict=False):
        render_context = own_context.render_context
        if plan.has_parents:
            block_context = BlockContext()
            for name, blocks in plan.blocks.items():
                block_context.blocks[name] = blocks[::-1]
            render_context[BLOCK_CONTEXT_KEY] = block_context
        render_context[FRAGMENT_CONTEXT_KEY] = FragmentContext(given, output)
        nodelist.render(own_context)
    return SafeString(join_blocks(names, [output[key] for key in plan.keys]))


def fresh_copy(context: Context) -> Context:
    """Return a copy that what happens to ``context`` does not reach."""
    copied = copy(context)
    copied.dicts = [dict(names) for names in context.dicts]
    copied.render_context.dicts[-1] = dict(context.render_context.dicts[-1])
    return copied
