"""Read the expressions of a Jinja2 template."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.filters import FILTERS

from htmx_views.backends.jinja2.syntax import get_item
from htmx_views.blocks import block_key
from htmx_views.checks.facts import TemplateFacts
from htmx_views.checks.jinja2_names import bindings, defined_by
from htmx_views.checks.markup import RENDERING_METHODS
from htmx_views.checks.origin import is_from
from htmx_views.checks.urlconf import is_reverse

#: Functions that put nothing on the page that an hx-target could name.
KNOWN_MODULES = ("builtins.", "django.", "django_htmx.", "htmx_views.", "jinja2.")
KNOWN_NAMES = {"super", "caller", "loop", "self", "varargs", "kwargs", "_"}
TRANSLATIONS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}

#: Methods that Django's template language calls by itself, and Jinja2 does not.
PAGE_METHODS = {
    "has_next",
    "has_previous",
    "has_other_pages",
    "next_page_number",
    "previous_page_number",
    "start_index",
    "end_index",
}
ANY_METHODS = {"get_absolute_url"}

#: What only the context knows.
LOOKUPS = {nodes.Name, nodes.Getattr, nodes.Getitem}
#: Most of what is in a tree, where nothing else is to be read.
LEAVES = {nodes.TemplateData, nodes.Name, nodes.Const, str, bool, type(None)}


class Expressions:
    """Tells what the expressions of a template may put on the page."""

    def __init__(self, environment: Any) -> None:
        self.environment = environment
        #: The macros and modules that the template defines.
        self.defined: set[str] = set()
        #: The names that its loops and the like define.
        self.local: set[str] = set()

    def read(self, tree: nodes.Template, facts: TemplateFacts) -> None:
        """
        Collect what is defined anywhere, and the methods that are not called.

        Raise ``TemplateSyntaxError`` for a filter or test that the environment lacks.
        """
        filters, tests = self.environment.filters, self.environment.tests
        is_faulty = False
        called = set()
        read: list[nodes.Getattr] = []
        todo: list[Any] = [tree]
        # Few lines of the checks run as often as these; iter_child_nodes() is several
        # times slower. Jinja2 lets nobody derive from its types of nodes.
        for node in todo:
            kind = type(node)
            if kind in LEAVES:
                continue
            if kind is list:
                todo += node
                continue
            for field in getattr(kind, "fields", ()):
                todo.append(getattr(node, field))
            if kind is nodes.Getattr or kind is nodes.Getitem:
                if isinstance(name := get_item(node), str):
                    facts.called_blocks.add(block_key(name))
                if kind is nodes.Getattr:
                    read.append(node)
            elif kind is nodes.Call:
                called.add(id(node.node))
                facts.functions.add(name_of(node.node))
            elif kind is nodes.Test:
                called.add(id(node.node))
                is_faulty |= node.name not in tests
            elif kind is nodes.Filter:
                is_faulty |= node.name not in filters
            elif kind is not nodes.Output and isinstance(node, nodes.Stmt):
                self.defined.update(defined_by(node))
                self.local.update(name for name, _ in bindings(node))
        if is_faulty:
            self.raise_missing(tree)
        for node in sorted(read, key=attrgetter("lineno")):
            name = name_of(node.node)
            is_method = node.attr in ANY_METHODS or (
                name == "page_obj" and node.attr in PAGE_METHODS
            )
            if is_method and id(node) not in called:
                method = f"{name or '…'}.{node.attr}"
                facts.uncalled.append((method, node.lineno))

    def raise_missing(self, node: nodes.Node, *, is_ignored: bool = False) -> None:
        """
        Raise an error for the first filter or test that stops Jinja2's compiler.

        It leaves those under a condition to the moment when they run, and does not
        look at what a child puts out between its blocks.
        """
        for child in node.iter_child_nodes():
            if isinstance(child, (nodes.Filter, nodes.Test)) and not is_ignored:
                is_filter = isinstance(child, nodes.Filter)
                known = (
                    self.environment.filters if is_filter else self.environment.tests
                )
                if child.name not in known:
                    kind = "filter" if is_filter else "test"
                    raise TemplateSyntaxError(
                        f"No {kind} named {child.name!r}.", child.lineno
                    )
            if isinstance(child, nodes.Block):
                # It is compiled by itself.
                self.raise_missing(child)
            elif isinstance(child, nodes.Extends):
                is_ignored = True
            else:
                is_conditional = isinstance(child, (nodes.If, nodes.CondExpr))
                self.raise_missing(child, is_ignored=is_ignored or is_conditional)

    def constants(self, node: nodes.Node | None) -> list[str] | None:
        """Return all that ``node`` may output, if it is known."""
        if type(node) in LOOKUPS:
            return None
        if node is None:
            return []
        if isinstance(node, nodes.TemplateData):
            return [node.data]
        if isinstance(node, nodes.Const):
            return [str(node.value)]
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
        if type(node) in LOOKUPS:
            return False
        if isinstance(node, nodes.Filter):
            if node.name == "safe" or not self.is_known_filter(node.name):
                return True
            return node.node is not None and self.may_be_markup(node.node)
        if isinstance(node, nodes.MarkSafe):
            return True
        if isinstance(node, (nodes.Concat, nodes.CondExpr, nodes.And, nodes.Or)):
            return any(map(self.may_be_markup, node.iter_child_nodes()))
        if isinstance(node, nodes.Const):
            return "<" in str(node.value)
        if not isinstance(node, nodes.Call):
            return False
        called = node.node
        if isinstance(called, nodes.Getattr):
            is_rendering = called.attr in RENDERING_METHODS
            return is_rendering and not self.is_known(name_of(called.node))
        name = name_of(called)
        return name not in self.local and not self.is_known(name)

    def is_known(self, name: str) -> bool:
        """Return whether the output of a function is known not to be a widget."""
        if name in KNOWN_NAMES | self.defined:
            return True
        function = self.environment.globals.get(name)
        return is_from(function, KNOWN_MODULES) or name in ("url", "static")

    def is_known_filter(self, name: str) -> bool:
        function = self.environment.filters.get(name)
        # That of markupsafe is among Jinja2's own.
        return function is FILTERS.get(name) or is_from(function, KNOWN_MODULES)

    def url_name(self, node: nodes.Node) -> str | None:
        """Return the name in ``url("name")``."""
        if isinstance(node, nodes.Call) and node.args:
            name = name_of(node.node)
            known = self.environment.globals
            # A context processor may add it under the name that Django's docs use.
            if is_reverse(known[name]) if name in known else name == "url":
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
