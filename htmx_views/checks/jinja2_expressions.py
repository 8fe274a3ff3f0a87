"""Read the expressions of a Jinja2 template."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from jinja2 import nodes

#: Methods whose name says that they return a piece of a page.
RENDERING_METHODS = {"render", "as_html"}
#: Functions that put nothing on the page that an hx-target could name.
KNOWN_MODULES = ("builtins.", "django.", "django_htmx.", "htmx_views.", "jinja2.")
KNOWN_NAMES = {"super", "caller", "loop", "self", "varargs", "kwargs", "_"}
TRANSLATIONS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


class Expressions:
    """Tells what the expressions of a template may put on the page."""

    def __init__(self, environment: Any) -> None:
        self.environment = environment
        #: What the template defines itself: macros, modules and local names.
        self.defined: set[str] = set()

    def constants(self, node: nodes.Node | None) -> list[str] | None:
        """Return all that ``node`` may output, if it is known."""
        if node is None:
            return []
        if isinstance(node, (nodes.Const, nodes.TemplateData)):
            return [str(node.as_const())]
        if isinstance(node, nodes.CondExpr):
            parts = [self.constants(node.expr1), self.constants(node.expr2)]
            return None if None in parts else [t for p in parts for t in p or ()]
        if isinstance(node, (nodes.MarkSafe, nodes.MarkSafeIfAutoescape)):
            return self.constants(node.expr)
        if isinstance(node, nodes.Mod):
            return self.constants(node.left)
        if isinstance(node, nodes.Call) and name_of(node.node) in TRANSLATIONS:
            texts = [literal(argument) for argument in node.args]
            return [text for text in texts if text] or None
        return None

    def may_be_markup(self, node: nodes.Node) -> bool:
        """Return whether ``node`` may output HTML that no template of the page has."""
        while isinstance(node, nodes.Filter) and node.node is not None:
            node = node.node
        if not isinstance(node, nodes.Call):
            return False
        called = node.node
        if isinstance(called, nodes.Getattr):
            is_rendering = called.attr in RENDERING_METHODS
            return is_rendering and not self.is_known(name_of(called.node))
        return not self.is_known(name_of(called))

    def is_known(self, name: str) -> bool:
        """Return whether the output of a function is known not to be a widget."""
        if name in KNOWN_NAMES | self.defined:
            return True
        function = self.environment.globals.get(name)
        module = getattr(function, "__module__", None) or ""
        return f"{module}.".startswith(KNOWN_MODULES) or name in ("url", "static")

    def url_name(self, node: nodes.Node) -> str | None:
        """Return the name in ``url("name")``."""
        if isinstance(node, nodes.Call) and node.args:
            name = name_of(node.node)
            if name == "url" or self.environment.globals.get(name) is reverse:
                return literal(node.args[0])
        return None


def name_of(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def literal(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    return None


def literals(node: nodes.Node) -> list[str] | None:
    """Return the names that an include may have, ``None`` if they are computed."""
    if isinstance(node, (nodes.List, nodes.Tuple)):
        found = [literal(item) for item in node.items]
    else:
        found = [literal(node)]
    return None if None in found else [name for name in found if name]
