"""
What the engine uses of Jinja2 and Django that no documentation promises.

Each name stands with the version of its package in which it was last seen. A test for
each tells when it goes.
"""

from __future__ import annotations

from typing import Final

JINJA2: Final = "Jinja2 3.1.6"
DJANGO: Final = "Django 6.1.3"

#: Attributes of classes, or of their objects, and names in modules.
NAMES: Final[dict[str, tuple[str, str]]] = {
    "jinja2.compiler.CodeGenerator": (
        JINJA2,
        "blocks blockvisit choose_async derive_context enter_frame extends_so_far func "
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
