"""Read the templates of Django's own language, from their compiled nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from inspect import unwrap
from typing import Any

from django.template import Node, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import FilterExpression, TextNode, VariableNode
from django.template.defaultfilters import safe
from django.template.defaulttags import (
    FilterNode,
    ForNode,
    URLNode,
    VerbatimNode,
    WithNode,
)
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode

from htmx_views.backends.django.internals import PartialDefNode, child_nodelists
from htmx_views.backends.django.plan import page_of
from htmx_views.blocks import block_key
from htmx_views.checks.django_names import line_of, names_in, read_names
from htmx_views.checks.facts import Binding, Block, Include, TemplateFacts
from htmx_views.checks.markup import RENDERING_METHODS, Computed, Text
from htmx_views.checks.origin import is_from

#: Tags and filters that put nothing on the page that an hx-target could name.
KNOWN_MODULES = ("django.", "django_htmx.", "htmx_views.")


class DjangoReader:
    """Reads the templates of an engine for Django's template language."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def read(
        self, name: str, skip: Sequence[TemplateFacts] = ()
    ) -> TemplateFacts | None:
        engine = self.engine.engine
        try:
            if skip:
                origins = [facts.origin for facts in skip]
                template, _ = engine.find_template(name, skip=origins)
            else:
                template = engine.get_template(name)
        except TemplateDoesNotExist:
            return None
        except TemplateSyntaxError as error:
            facts = TemplateFacts(name, name)
            token = getattr(error, "token", None)
            facts.error = str(error), getattr(token, "lineno", None) or 1
            facts.is_extended_dynamically = True
            return facts
        if page_of(template) is not template:
            # It stands for a block of a page, which tells more.
            return None
        facts = TemplateFacts(name, template.origin.name, template.origin)
        _Visitor(facts).visit_all(template.nodelist)
        return facts


class _Visitor:
    def __init__(self, facts: TemplateFacts) -> None:
        self.facts = facts
        self.block: Block | None = None
        self.bound: dict[str, Binding] = {}

    def visit_all(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.visit(node)

    def visit(self, node: Node) -> None:
        line = line_of(node)
        if isinstance(node, TextNode):
            self.facts.pieces.append(Text(node.s, line))
        elif isinstance(node, VerbatimNode):
            self.facts.pieces.append(Text(node.content, line))
        elif isinstance(node, BlockTranslateNode):
            self.visit_translation(node, line)
        elif isinstance(node, VariableNode):
            self.visit_variable(node, line)
        else:
            self.facts.pieces.append(Computed(line, **self.output(node)))
            self.visit_tag(node, line)
            self.facts.add_boundary()

    def visit_variable(self, node: VariableNode, line: int) -> None:
        variable = node.filter_expression.var
        is_known = _has_known_filters(node.filter_expression)
        if isinstance(variable, str) and is_known:
            self.facts.pieces.append(Text(variable, line))
            return
        attribute = (getattr(variable, "lookups", None) or (None,))[-1]
        is_safe = any(
            function is safe for function, _ in node.filter_expression.filters
        )
        self.facts.pieces.append(
            Computed(
                line,
                is_output=True,
                may_be_markup=(
                    is_safe or not is_known or attribute in RENDERING_METHODS
                ),
                attribute=attribute,
            )
        )

    def visit_translation(self, node: BlockTranslateNode, line: int) -> None:
        for token in [*node.singular, *node.plural]:
            if token.token_type.name == "TEXT":
                self.facts.pieces.append(Text(token.contents, token.lineno or line))
            else:
                self.facts.pieces.append(Computed(line, is_output=True))

    def visit_tag(self, node: Node, line: int) -> None:
        if isinstance(node, ExtendsNode):
            self.facts.parent = _literal(node.parent_name)
            self.facts.parent_line = line
            self.facts.is_extended_dynamically = self.facts.parent is None
        elif isinstance(node, (IncludeNode, InclusionNode)):
            self.visit_include(node, line)
        outer_block, outer_bound = self.block, self.bound
        if isinstance(node, (BlockNode, PartialDefNode)):
            name = getattr(node, "name", None) or node.partial_name  # type: ignore[union-attr]
            read = partial(read_names, node.nodelist)
            is_partial = isinstance(node, PartialDefNode)
            self.block = Block(
                name, line, self.facts, outer_block, outer_bound, read, is_partial
            )
            # The engine prefers the block of two that have one name.
            if not is_partial or block_key(name) not in self.facts.blocks:
                self.facts.blocks[block_key(name)] = self.block
        self.bound = {**outer_bound, **self.bindings(node, line)}
        for nodelist in child_nodelists(node):
            # Where one branch ends, another may begin.
            self.facts.add_boundary()
            self.visit_all(nodelist)
        self.block, self.bound = outer_block, outer_bound

    def visit_include(self, node: Any, line: int) -> None:
        if isinstance(node, IncludeNode):
            name = _literal(node.template)
        else:
            name = node.filename if isinstance(node.filename, str) else None
        if name is None:
            self.facts.has_unknown_includes = True
        else:
            self.facts.includes.append(Include(name, line))

    def bindings(self, node: Node, line: int) -> dict[str, Binding]:
        """Return the names that only hold inside ``node``."""
        if isinstance(node, ForNode):
            names = [*node.loopvars, "forloop"]
            return {name: Binding("for", line) for name in names}
        if isinstance(node, WithNode):
            # The engine runs a with that stands around a block. One that reads what
            # a loop defines finds nothing.
            return {
                name: Binding("with", line)
                for name, value in node.extra_context.items()
                if any(read in self.bound for read in names_in([value]))
            }
        return {}

    def output(self, node: Node) -> dict[str, Any]:
        """Return what ``Computed`` says of the output of a tag."""
        if isinstance(node, URLNode) and not node.asvar:
            return {"is_output": True, "url_name": _literal(node.view_name)}
        if isinstance(node, SimpleNode):
            if node.target_var is not None:
                return {}
            self.facts.functions.add(node.func.__name__)
            is_known = is_from(node.func, KNOWN_MODULES)
        elif isinstance(node, FilterNode):
            is_known = _has_known_filters(node.filter_expr)
        else:
            is_known = is_from(type(node), KNOWN_MODULES)
        is_output = not child_nodelists(node)
        return {"is_output": is_output, "may_be_markup": not is_known}


def _has_known_filters(expression: FilterExpression) -> bool:
    return all(
        is_from(unwrap(function), KNOWN_MODULES) for function, _ in expression.filters
    )


def _literal(expression: Any) -> str | None:
    is_literal = isinstance(expression, FilterExpression) and not expression.filters
    if is_literal and isinstance(expression.var, str):
        return str(expression.var)
    return None
