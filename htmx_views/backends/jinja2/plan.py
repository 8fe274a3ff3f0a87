"""Keep with a compiled Jinja2 template what rendering its blocks needs to know."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from jinja2 import Template, TemplateNotFound, TemplateRuntimeError
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from htmx_views.backends.jinja2.compiler import PLAN, PlanData, get_generator_class

#: Under this global a compiled template keeps the name that it was loaded by. It is
#: compiled under another one where its loader stands behind a prefix.
LOADED_AS = "htmx_views_loaded_as"

#: The environment has this attribute where any of its templates has filters around
#: blocks: so the others need not be searched for them.
HAS_FILTERS = "htmx_views_has_filters"


class Place(NamedTuple):
    """Where the page shows a block."""

    block: str
    #: Whether the page may have passed the place without showing the block.
    is_passed: bool


class Plan:
    """What is known of a compiled template; ``PlanData`` describes the attributes."""

    def __init__(self, template: Template, data: PlanData) -> None:
        self.extends = data["extends"]
        self.extends_dynamically = data["extends_dynamically"]
        self.contents = data["contents"]
        self.filters = data["filters"]
        if self.filters:
            vars(template.environment)[HAS_FILTERS] = True
        self.required = frozenset(data["required"])
        self.written = data["written"]
        self.declarations = (
            compile_declarations(template, data["declarations"])
            if data["declarations"]
            else None
        )
        #: The name of the page that an addressed block belongs to.
        self.page: str | None = None


def get_plan(template: Template) -> Plan:
    """Return the plan of ``template``, made where this is its first use."""
    namespace = template.root_render_func.__globals__
    plan = namespace.get(PLAN)
    if type(plan) is not Plan:
        # Two threads may both do this, to the same effect.
        plan = namespace[PLAN] = Plan(template, plan or generate_plan(template))
    return plan


def get_block_plan(block: Any) -> Plan:
    """Return the plan of the template that a block's function is of."""
    plan: Plan = block.__globals__[PLAN]
    return plan


def generate_plan(template: Template) -> PlanData:
    """Return the plan of a template that another environment compiled."""
    environment = template.environment
    try:
        if template.name is None or environment.loader is None:
            raise TemplateNotFound(template.name)
        name = template.root_render_func.__globals__.get(LOADED_AS, template.name)
        source, filename, _ = environment.loader.get_source(environment, name)
    except (TemplateNotFound, RuntimeError) as exc:
        raise TemplateRuntimeError(
            f"The blocks of template {template.name!r} cannot be rendered alone: "
            "another environment compiled it, and its source cannot be read. Compile "
            "it with this engine's environment, engine.env.compile_templates()."
        ) from exc
    generator = get_generator_class(environment)(environment, template.name, filename)
    return generator.get_plan(environment.parse(source, template.name, filename))


def compile_declarations(template: Template, source: str) -> Template:
    filename = template.filename or "<template>"
    namespace: dict[str, Any] = {
        "environment": template.environment,
        "__file__": filename,
        "Place": Place,
        "get_module": get_module,
        "get_parent": get_parent,
    }
    exec(compile(source, filename, "exec"), namespace)
    return type(template).from_module_dict(
        template.environment, namespace, template.globals
    )


def get_module(template: Template, context: Context) -> TemplateModule:
    """Return the module of an imported template, as Jinja2 does, but sooner."""
    # Jinja2 makes a new module where the importing template knows more globals. It
    # collects their names for that, which takes longer than all the rest.
    module = template._module
    if (
        module is not None
        and isinstance(template.globals, ChainMap)
        and not context.globals_keys.difference(*template.globals.maps)
    ):
        return module
    return template._get_default_module(context)


class NothingDeclared:
    """Stands for the declarations of a parent that has none."""

    @staticmethod
    def root_render_func(context: Context) -> Any:
        return nothing_async() if context.environment.is_async else ()


async def nothing_async() -> AsyncIterator[str]:
    return
    yield ""


def get_parent(parent: Template) -> Template | type[NothingDeclared]:
    """Return what to run where a template extends ``parent``."""
    return get_plan(parent).declarations or NothingDeclared


def get_known_family(template: Template) -> tuple[list[Template], bool]:
    """
    Return the template and its parents, and whether these are all.

    A parent that is chosen while rendering, or missing, is not followed.
    """
    family: list[Template] = []
    while template not in family:
        family.append(template)
        plan = get_plan(template)
        if plan.extends is None:
            return family, not plan.extends_dynamically
        try:
            template = template.environment.get_template(plan.extends, template.name)
        except TemplateNotFound:
            break
    return family, False


def get_known_blocks(template: Template) -> tuple[dict[str, str], bool]:
    """
    Return the blocks that are known without a context, and whether they are all.

    They are keyed by the names that Jinja2 uses; the values are what the templates
    write.
    """
    family, is_complete = get_known_family(template)
    known: dict[str, str] = {}
    for member in family:
        written = get_plan(member).written
        for key in member.blocks:
            known.setdefault(key, written.get(key, key))
    return known, is_complete
