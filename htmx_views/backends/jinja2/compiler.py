"""
Compile, beside each Jinja2 template, what it declares at top level.

The compiled module of a template gets one more global: its plan. The plan holds the
source of a second template, made of the same statements without their output. Run
on a context it declares what the page declares, extends what the page extends, and
yields a ``Place`` wherever the page would show a block.

``Environment.code_generator_class`` is Jinja2's hook for this. So the plan is as old
as the template, also where its file has changed since, and it travels with it through
bytecode caches and ``Environment.compile_templates()``.
"""

from __future__ import annotations

from io import StringIO
from typing import TypedDict

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame

from htmx_views.backends.jinja2.contents import Filters, get_contents, get_filters
from htmx_views.backends.jinja2.declarations import get_declarations, is_place
from htmx_views.backends.jinja2.names import HyphenatedName

#: The name of the plan among the globals of a compiled template.
PLAN = "htmx_views_plan"


class PlanData(TypedDict):
    """The plan as it stands in a compiled template: literals only."""

    #: The source of the declarations, None if there is nothing to run.
    declarations: str | None
    #: The parent's name where it is known without a context.
    extends: str | None
    #: Whether the parent is chosen while rendering.
    extends_dynamically: bool
    #: What each block shows: names of blocks, and depths of ``super``.
    contents: dict[str, list[str | int]]
    #: The filter blocks around each block.
    filters: dict[str, list[Filters]]
    #: The blocks that a child must define.
    required: list[str]
    #: The names of blocks as the template writes them, where they have hyphens.
    written: dict[str, str]


class PlanGenerator(CodeGenerator):
    """Write the plan behind the code that Jinja2 generates."""

    declarations_class: type[CodeGenerator]

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        self.writeline(f"{PLAN} = {self.get_plan(node)!r}")

    def get_plan(self, node: nodes.Template) -> PlanData:
        blocks = list(node.find_all(nodes.Block))
        extends = list(node.find_all(nodes.Extends))
        # Jinja2 loads a parent that stands under no condition before anything else
        # can be known of it; two of them are its own error while rendering.
        parent = None
        if extends and extends[0] in node.body:
            template = extends[0].template
            if isinstance(template, nodes.Const) and isinstance(template.value, str):
                parent = template.value
        return {
            "declarations": self.get_declarations_source(node),
            "extends": parent,
            "extends_dynamically": bool(extends) and parent is None,
            "contents": get_contents(node) if blocks else {},
            "filters": get_filters(node),
            "required": [block.name for block in blocks if block.required],
            "written": {
                block.name: block.name.written
                for block in blocks
                if isinstance(block.name, HyphenatedName)
            },
        }

    def get_declarations_source(self, node: nodes.Template) -> str | None:
        body = get_declarations(node)
        if not body:
            return None
        stream = StringIO()
        self.declarations_class(
            self.environment,
            self.name,
            self.filename,
            stream,
            self.defer_init,
            self.optimized,
        ).visit(nodes.Template(body, lineno=1, environment=self.environment))
        return stream.getvalue()


class DeclarationsGenerator(CodeGenerator):
    """
    Generate a root function that declares, and yields the places of blocks.

    It calls ``Place``, ``get_module`` and ``get_parent`` of ``jinja2_plan``.
    """

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.buffer is not None or frame.block is not None:
            return super().visit_Output(node, frame)
        # get_declarations() left places here, and names that the compiler has seen
        # by now. As blocks do, places count while no parent has taken over the page.
        if not is_place(node):
            return None
        name, is_passed = node.nodes
        if frame.require_output_check:
            if self.has_known_extends:
                return None
            if not self.extends_so_far and is_passed == nodes.Const(True):
                # It was passed because the parent is to show it, as a rule.
                return None
            self.writeline("if parent_template is None:")
            self.indent()
        self.writeline("yield Place(", node)
        self.visit(name, frame)
        self.write(", ")
        self.visit(is_passed, frame)
        self.write(")")
        if frame.require_output_check:
            self.outdent()
        return None

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        # What is captured stands on the page in children, too.
        if frame.buffer is None and frame.block is None:
            for block in node.find_all(nodes.Block):
                self.writeline(f"yield Place({block.name!r}, False)", block)
        super().visit_AssignBlock(node, frame)

    def _import_common(
        self, node: nodes.Import | nodes.FromImport, frame: Frame
    ) -> None:
        if node.with_context or self.environment.is_async:
            return super()._import_common(node, frame)
        self.write("get_module(environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}), context)")
        return None

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:
        super().visit_Extends(node, frame)
        # Jinja2 ends the root function with the parent's: let it be the parent's
        # declarations.
        self.writeline("parent_template = get_parent(parent_template)")


def use_plans(environment: Environment) -> None:
    """Let ``environment`` add a plan to each template that it compiles."""
    environment.code_generator_class = get_generator_class(environment)


def get_generator_class(environment: Environment) -> type[PlanGenerator]:
    """Return the environment's own code generator with plans added."""
    base = environment.code_generator_class
    if issubclass(base, PlanGenerator):
        return base
    declarations_class = type(
        "DeclarationsGenerator", (DeclarationsGenerator, base), {}
    )
    return type(
        "PlanGenerator",
        (PlanGenerator, base),
        {"declarations_class": declarations_class},
    )
