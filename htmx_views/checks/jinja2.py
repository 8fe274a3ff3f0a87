"""Read Jinja2 templates, from the syntax trees of their own environment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from htmx_views.blocks import block_key
from htmx_views.checks.facts import Binding, Block, Include, TemplateFacts
from htmx_views.checks.jinja2_expressions import (
    Expressions,
    literal,
    literals,
    name_of,
)
from htmx_views.checks.jinja2_names import (
    bindings,
    bound_after,
    declared_by,
    read_names,
)
from htmx_views.checks.markup import Computed, Text


class Jinja2Reader:
    """Reads the templates of a Jinja2 engine of Django's."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.environment = engine.env

    def read(
        self, name: str, skip: Sequence[TemplateFacts] = ()
    ) -> TemplateFacts | None:
        if skip:
            # To Jinja2 a template that extends its own name is a circle.
            return None
        try:
            source, path, _ = self.environment.loader.get_source(self.environment, name)
        except TemplateNotFound:
            return None
        except RuntimeError:
            # A loader of compiled templates has no sources.
            return self.read_compiled(name)
        facts = TemplateFacts(name, path or name)
        parse = partial(self.parse, source, name, path)
        try:
            tree = parse()
            _Visitor(self.environment, facts, parse).read(tree)
        except TemplateSyntaxError as error:
            # Of a template that fails, nothing else is said.
            facts = TemplateFacts(name, path or name, is_extended_dynamically=True)
            facts.error = str(error.message), error.lineno
        return facts

    def parse(self, source: str, name: str, path: str | None) -> nodes.Template:
        """
        Return the syntax tree of a template, for reading alone.

        It is what ``Environment.parse()`` returns before a second walk tells every node
        its environment. Without one the nodes do not compute what is constant.
        """
        parser = Parser(self.environment, source, name, path)
        for tag, parse in parser.extensions.items():
            parser.extensions[tag] = partial(_parse_with_lines, parse)
        return nodes.Template(parser.subparse(), lineno=1)

    def read_compiled(self, name: str) -> TemplateFacts | None:
        try:
            self.environment.get_template(name)
        except TemplateNotFound:
            return None
        return TemplateFacts(name, name, is_extended_dynamically=True)


def _parse_with_lines(
    parse: Callable[[Parser], nodes.Node | list[nodes.Node]], parser: Parser
) -> nodes.Node | list[nodes.Node]:
    """Parse a tag of an extension, which need not say where its nodes stand."""
    line = parser.stream.current.lineno
    found = parse(parser)
    for node in found if isinstance(found, list) else [found]:
        node.set_lineno(line)
    return found


class _Visitor:
    def __init__(
        self,
        environment: Any,
        facts: TemplateFacts,
        parse: Callable[[], nodes.Template],
    ) -> None:
        self.environment = environment
        self.facts = facts
        self.parse = parse
        self.block: Block | None = None
        #: What the loops around the current place define.
        self.bound: dict[str, Binding] = {}
        #: What the block around it has set so far: scoped blocks inside find that.
        self.assigned: dict[str, Binding] = {}
        self.expressions = Expressions(environment)
        self.depth = 0

    def read(self, tree: nodes.Template) -> None:
        self.facts.declared.update(declared_by(tree.body))
        self.expressions.read(tree, self.facts)
        self.visit_all(tree)

    def visit_all(self, node: nodes.Node) -> None:
        for field in node.fields:
            # Where one branch ends, another may begin.
            self.facts.add_boundary()
            children = getattr(node, field)
            for child in children if type(children) is list else [children]:
                if type(child) is nodes.Output:
                    for part in child.nodes:
                        self.visit_output(part)
                elif isinstance(child, nodes.Stmt):
                    self.visit(child)

    def visit(self, node: nodes.Stmt) -> None:
        self.depth += 1
        self.facts.add_boundary()
        if isinstance(node, nodes.Extends):
            parent = literal(node.template)
            if parent is None or self.facts.parent is not None or self.depth > 1:
                self.facts.is_extended_dynamically = True
            else:
                self.facts.parent = parent
                self.facts.parent_line = node.lineno
        elif isinstance(node, (nodes.Include, nodes.Import, nodes.FromImport)):
            names = literals(node.template)
            is_required = len(names or ()) == 1 and not getattr(
                node, "ignore_missing", False
            )
            self.facts.includes += [
                Include(name, node.lineno, is_required) for name in names or ()
            ]
            self.facts.has_unknown_includes |= names is None
        elif isinstance(node, nodes.Block):
            self.visit_block(node)
        else:
            self.visit_wrapper(node)
            outer, outer_assigned = self.bound, self.assigned
            self.bound = {**outer, **dict(bindings(node))}
            self.visit_all(node)
            self.bound = outer
            if not isinstance(node, nodes.If):
                self.assigned = outer_assigned
        if self.block is not None:
            self.assigned = {**self.assigned, **dict(bound_after(node))}
        self.facts.add_boundary()
        self.depth -= 1

    def visit_wrapper(self, node: nodes.Stmt) -> None:
        """Note where something of the project's own makes markup of what it gets."""
        made_by: nodes.Expr | None = None
        if isinstance(node, nodes.CallBlock):
            made_by = node.call
        elif isinstance(node, nodes.FilterBlock):
            made_by = node.filter
        if made_by is not None and self.expressions.may_be_markup(made_by):
            self.facts.pieces.append(Computed(node.lineno, may_be_markup=True))

    def visit_block(self, node: nodes.Block) -> None:
        key = block_key(node.name)
        if key in self.facts.blocks:
            # Jinja2 compares the names when it compiles.
            raise TemplateSyntaxError(f"block {key!r} defined twice", node.lineno)
        # Few blocks are asked: to parse again costs less than to keep every tree.
        read = partial(read_names, self.environment, self.parse, node.name)
        block = Block(
            getattr(node.name, "written", node.name),
            node.lineno,
            self.facts,
            self.block,
            {**self.bound, **self.assigned} if node.scoped else self.bound,
            read,
        )
        self.facts.blocks[key] = block
        outer, outer_assigned = self.block, self.assigned
        self.block, self.assigned = block, {}
        self.visit_all(node)
        self.block, self.assigned = outer, outer_assigned

    def visit_output(self, node: nodes.Expr) -> None:
        if type(node) is nodes.TemplateData:
            self.facts.pieces.append(Text(node.data, node.lineno))
            return
        constants = self.expressions.constants(node)
        if constants is not None:
            self.facts.add_boundary()
            self.facts.pieces += [Text(text, node.lineno) for text in constants]
            self.facts.add_boundary()
            return
        self.facts.pieces.append(
            Computed(
                node.lineno,
                is_output=True,
                may_be_markup=self.expressions.may_be_markup(node),
                url_name=self.expressions.url_name(node),
                attribute=getattr(node, "attr", None) or name_of(node) or None,
            )
        )
