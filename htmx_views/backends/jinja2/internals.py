"""
What the engine uses of Jinja2 and Django that no documentation promises.

Each name stands with the version of its package in which it was last seen. A test for
each tells when it goes. What begins with an underscore is used here only.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

JINJA2: Final = "Jinja2 3.1.6"
DJANGO: Final = "Django 6.1.3"

#: Attributes of classes, or of their objects, and names in modules.
NAMES: Final[dict[str, tuple[str, str]]] = {
    "jinja2.compiler.CodeGenerator": (
        JINJA2,
        "blocks blockvisit derive_context enter_frame extends_so_far func "
        "get_context_ref has_known_extends indent leave_frame name newline outdent "
        "temporary_identifier visit visit_Extends visit_For visit_Name visit_Scope "
        "visit_ScopedEvalContextModifier visit_Template write write_commons writeline "
        "_import_common",
    ),
    "jinja2.compiler.Frame": (
        JINJA2,
        "block buffer eval_ctx inner require_output_check soft symbols toplevel",
    ),
    "jinja2.idtracking": (JINJA2, "VAR_LOAD_ALIAS VAR_LOAD_RESOLVE"),
    "jinja2.idtracking.Symbols": (
        JINJA2,
        "analyze_node declare_parameter find_load ref",
    ),
    "jinja2.environment.Environment": (
        JINJA2,
        "code_generator_class concat handle_exception template_class",
    ),
    "jinja2.environment.Template": (
        JINJA2,
        "_get_default_module _module from_code root_render_func",
    ),
    "jinja2.runtime.Context": (
        JINJA2,
        "derived eval_ctx get_all globals_keys parent resolve_or_missing",
    ),
    "jinja2.utils": (JINJA2, "internalcode"),
    "django.template.backends.jinja2": (DJANGO, "Jinja2 Template"),
}

#: What stands in the code that Jinja2 generates.
GENERATED: Final[dict[str, str]] = {
    "name = ": JINJA2,
    "def root(context, ": JINJA2,
    "def block_a(context, ": JINJA2,
    "blocks = {'a': block_a}": JINJA2,
    "resolve = context.resolve_or_missing": JINJA2,
    "l_0_x = resolve('x')": JINJA2,
    "parent_template = environment.get_template(": JINJA2,
    "yield from parent_template.root_render_func(context)": JINJA2,
    "if parent_template is None:": JINJA2,
}

#: What ``{% trans n=count() %}`` assigns to before its output.
PLURAL: Final = ("_trans", JINJA2)


class Generator(CodeGenerator):
    """Jinja2's generator of code."""

    def _import_common(
        self, node: nodes.Import | nodes.FromImport, frame: Frame
    ) -> None:
        self.write_module(node, frame)

    def write_module(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Write what loads the module of an imported template."""
        super()._import_common(node, frame)


def get_module(template: Template, context: Context) -> TemplateModule:
    """Return the module of an imported template, as Jinja2 does, but sooner."""
    # Jinja2 makes a new module where the importing template knows more globals. To
    # find that out takes it longer than all the rest.
    module = template._module
    if module and context.globals_keys <= template.environment.globals.keys():
        return module
    return template._get_default_module(context)


def with_root(page: Template, root: Any, name: str | None) -> Template:
    """Return a template that is ``page`` but for its root function."""
    template: Template = object.__new__(type(page))
    changed = {"name": name, "root_render_func": root, "_module": None}
    template.__dict__ = {**page.__dict__, **changed}
    return template
