"""
Compile, beside each Jinja2 template, what it declares.

A compiled template gets a second root function, ``declare_root``, and a second function
for each block, ``declare_block_…``. They run the same statements without their output;
where the page would show a block, they call ``show()``. So they are as old as the
template, also where its file has changed since, and travel with it through bytecode
caches and ``Environment.compile_templates()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from htmx_views.backends.jinja2 import blocks as runtime
from htmx_views.backends.jinja2.family import FACTS, Facts, Shown
from htmx_views.backends.jinja2.names import HyphenatedName
from htmx_views.backends.jinja2.syntax import (
    DECLARATIONS,
    changes_something,
    get_item,
    get_items,
    outermost,
)


class FragmentGenerator(CodeGenerator):
    """Write, behind the code that Jinja2 generates, the same without output."""

    is_declaring = False
    #: Whether what shows at hand is refused, so that it has no place.
    is_silent = False
    in_loop = False
    declares = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        self.shows: dict[str, list[Shown]] = {}
        self.is_child = node.find(nodes.Extends) is not None
        self.blocks = {}
        self.extends_so_far, self.has_known_extends = 0, False
        self.writeline(f"from {runtime.__name__} import *")
        self.is_declaring = True
        super().visit_Template(node, frame)
        self.is_declaring = False
        self.writeline(f"{FACTS} = {self.get_facts(node)!r}")

    def get_facts(self, node: nodes.Template) -> Facts:
        extends = list(node.find_all(nodes.Extends))
        # Jinja2 loads a parent that stands under no condition before anything else
        # can be known of it; two of them are its own error while rendering.
        parent: str | bool = bool(extends)
        if extends and extends[0] in node.body:
            template = extends[0].template
            if isinstance(template, nodes.Const) and isinstance(template.value, str):
                parent = template.value
        names = [block.name for block in self.blocks.values()]
        return {
            "name": self.name,
            "extends": parent,
            "declares": self.declares,
            "shows": {name: [*map(tuple, each)] for name, each in self.shows.items()},
            "required": [b.name for b in self.blocks.values() if b.required],
            "written": {n: n.written for n in names if isinstance(n, HyphenatedName)},
        }

    def func(self, name: str) -> str:
        if self.is_declaring and (name == "root" or name.startswith("block_")):
            name = f"declare_{name}"
        return super().func(name)

    def write_commons(self) -> None:
        super().write_commons()
        if self.is_declaring:
            # All names are looked up here; what is left out reads some of them.
            self.writeline("resolve = context.look_up")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        is_read = self.is_declaring and node.ctx == "load"
        self.write("read(" if is_read else "")
        super().visit_Name(node, frame)
        self.write(")" if is_read else "")

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        # What has a buffer is a value that is declared, and not output.
        if (
            not self.is_declaring
            or not isinstance(node, nodes.Stmt)
            or args[0].buffer is not None
        ):
            return super().visit(node, *args, **kwargs)
        declare = getattr(self, f"declare_{type(node).__name__}", self.declare_other)
        return declare(node, *args)

    # What shows blocks.

    def declare_Block(self, node: nodes.Block, frame: Frame) -> None:
        # As on the page: at top level only while there is no parent.
        if not frame.toplevel or not self.has_known_extends:
            context = self.derive_context(frame) if node.scoped else None
            self.place(node, frame, str(node.name), frame.toplevel, context)

    def declare_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check and self.has_known_extends:
            return
        for expr in node.nodes:
            # They leave a block as it is.
            while isinstance(expr, nodes.Filter) and expr.name in ("safe", "string"):
                expr = expr.node or expr
            item = get_item(expr.node) if isinstance(expr, nodes.Call) else None
            if item is not None:
                self.place(node, frame, item, frame.require_output_check)
            elif isinstance(expr, nodes.CondExpr):
                body, else_ = (
                    [nodes.Output([each], lineno=node.lineno)] if each else []
                    for each in (expr.expr1, expr.expr2)
                )
                branch = nodes.If(expr.test, body, [], else_, lineno=node.lineno)
                self.declare_If(branch, frame)
            else:
                self.refuse(frame, "an expression", node, expr)

    def place(
        self,
        node: nodes.Node,
        frame: Frame,
        item: str | int,
        is_toplevel: bool,
        context: str | None = None,
    ) -> None:
        """Write that a block shows here."""
        if self.is_silent:
            return
        self.shows.setdefault(frame.block or "", []).append(Shown(item))
        escapes = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        lineno = node.lineno if isinstance(node, nodes.Output) and escapes else 0
        self.writeline(
            (
                "if parent_template is None: "
                if is_toplevel and self.extends_so_far
                else ""
            )
            + self.choose_async("await show_async(", "show(")
            + f"{context or self.get_context_ref()}, "
            f"{self.get_versions(frame, [item])}, {lineno})",
            node,
        )

    def refuse(
        self, frame: Frame, around: str, node: nodes.Node, *parts: nodes.Node
    ) -> None:
        """Write that what shows in ``parts`` is refused."""
        items = [item for part in parts or [node] for item in get_items(part)]
        if items and not self.is_silent:
            self.declares = True
            self.shows.setdefault(frame.block or "", []).extend(
                Shown(item, around, node.lineno) for item in items
            )
            versions = self.get_versions(frame, items)
            where = f"{around!r}, {node.lineno}, {self.name!r}"
            self.writeline(f"refuse(context, {versions}, {where})", node)

    def get_versions(self, frame: Frame, items: Iterable[str | int]) -> str:
        """Return the code of what shows where ``items`` do."""
        super_ = f"get_super(context, {frame.block!r}, block_{frame.block}, "
        versions = [
            f"({item!r}, 0)" if isinstance(item, str) else f"{super_}{item})"
            for item in items
        ]
        return f"({''.join(f'{version}, ' for version in versions)})"

    # What holds other statements.

    def needs(self, node: nodes.Node) -> bool:
        """Return whether anything comes of a statement without its output."""
        return self.has_declarations(node) or (
            not self.is_silent and any(get_items(node))
        )

    def has_declarations(self, node: nodes.Node) -> bool:
        left = (nodes.Break, nodes.Continue) if self.in_loop else ()
        return any(outermost(node, (*DECLARATIONS, *left)))

    @contextmanager
    def guard(
        self, node: nodes.Node, frame: Frame, function: str = "leads", *args: Any
    ) -> Iterator[None]:
        """Let what only shows blocks run where one of them is wanted."""
        is_guarded = not self.has_declarations(node) or args
        if is_guarded:
            values = [self.get_versions(frame, get_items(node)), *map(repr, args)]
            self.writeline(f"if {function}(context, {', '.join(values)}):", node)
            self.indent()
        yield
        if is_guarded:
            self.outdent()

    @contextmanager
    def silence(self, *, in_loop: bool = False) -> Iterator[None]:
        before = self.is_silent, self.in_loop
        self.is_silent, self.in_loop = True, self.in_loop or in_loop
        yield
        self.is_silent, self.in_loop = before

    def declare_If(self, node: nodes.If, frame: Frame) -> None:
        if not self.needs(node):
            return
        branches = [node, *node.elif_]
        items = [
            [item for child in body for item in get_items(child)]
            for body in (*(branch.body for branch in branches), node.else_)
        ]
        # A block that was asked for renders, whatever the condition says.
        forces = not self.is_silent and (frame.block or not self.is_child)
        if_frame = frame.soft()
        with self.guard(node, frame):
            for index, branch in enumerate(branches):
                here, later = items[index], chain(*items[index + 1 :])
                self.writeline("elif " if index else "if ", branch)
                if forces and here:
                    self.write(f"forces(context, {self.get_versions(frame, here)}) or ")
                if forces and any(items[index + 1 :]):
                    versions = self.get_versions(frame, later)
                    self.write(f"not forces(context, {versions}) and ")
                self.visit(branch.test, if_frame)
                self.write(":")
                self.write_body(branch.body, if_frame)
            if node.else_:
                self.writeline("else:")
                self.write_body(node.else_, if_frame)

    def write_body(self, body: Iterable[nodes.Node], frame: Frame) -> None:
        self.indent()
        self.blockvisit(body, frame)
        self.outdent()

    def declare_For(self, node: nodes.For, frame: Frame) -> None:
        if node.recursive:
            # It calls itself from its output, so it must run as it is.
            self.refuse(frame, "the recursive {% for %}", node)
            if self.has_declarations(node):
                self.visit_For(node, frame)
        elif self.is_silent or changes_something(node) or not any(get_items(node)):
            self.refuse(frame, "{% for %} with statements that change something", node)
            if self.has_declarations(node):
                with self.silence(in_loop=True):
                    self.visit_For(node, frame)
        elif self.is_child and not frame.block:
            self.refuse(frame, "{% for %} in a template that extends another", node)
        else:
            with self.guard(node, frame, "turns", node.lineno, self.name):
                self.declare_turn(node, frame)

    def declare_turn(self, node: nodes.For, frame: Frame) -> None:
        """Write one turn of a loop, with the names that the view passes."""
        self.declares = True
        turn = frame.inner()
        turn.symbols.declare_parameter("loop")
        turn.symbols.analyze_node(node, for_branch="body")
        self.enter_frame(turn)
        targets = [node.target, *node.target.find_all(nodes.Name)]
        names = [each.name for each in targets if isinstance(each, nodes.Name)]
        for name in ["loop", *names]:
            ref = turn.symbols.ref(name)
            self.writeline(f"{ref} = get_local(context, {name!r})", node)
        self.blockvisit(node.body, turn)
        self.leave_frame(turn)
        if node.else_:
            self.visit_Scope(nodes.Scope(node.else_, lineno=node.lineno), frame)

    def declare_With(self, node: nodes.With, frame: Frame) -> None:
        if not self.needs(node):
            return
        self.declares = True
        versions = self.get_versions(frame, get_items(node))
        with self.guard(node, frame):
            inner = frame.inner()
            inner.symbols.analyze_node(node)
            self.enter_frame(inner)
            for target, value in zip(node.targets, node.values, strict=True):
                self.newline(node)
                self.visit(target, inner)
                self.write(" = ")
                if isinstance(target, nodes.Name) and not self.is_silent:
                    # A name that the view passes wins.
                    name = repr(target.name)
                    self.write(f"get_local(context, {name}) if ")
                    self.write(f"passes(context, {name}, {versions}) else ")
                self.visit(value, frame)
            self.blockvisit(node.body, inner)
            self.leave_frame(inner)

    def declare_Scope(self, node: nodes.Scope, frame: Frame) -> None:
        if self.needs(node):
            with self.guard(node, frame):
                self.visit_Scope(node, frame)

    def declare_ScopedEvalContextModifier(
        self, node: nodes.ScopedEvalContextModifier, frame: Frame
    ) -> None:
        if self.needs(node):
            self.declares = True
            with self.guard(node, frame):
                self.visit_ScopedEvalContextModifier(node, frame)

    def declare_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        names: list[str] = []
        filter_: nodes.Expr | None = node.filter
        while isinstance(filter_, nodes.Filter):
            names.insert(0, filter_.name)
            filter_ = filter_.node
        self.refuse(frame, f"{{% filter {'|'.join(names)} %}}", node, *node.body)
        if self.has_declarations(node):
            # There is no output to filter.
            with self.silence():
                self.visit_Scope(nodes.Scope(node.body, lineno=node.lineno), frame)

    # All other statements.

    def declare_other(self, node: nodes.Node, frame: Frame) -> None:
        names: dict[type[nodes.Node], str] = {
            nodes.CallBlock: "{% call %}",
            nodes.Macro: "{% macro %}",
        }
        kind = "{% set %}" if isinstance(node, DECLARATIONS) else "a tag"
        self.refuse(frame, names.get(type(node), kind), node)
        # {% trans n=count() %} puts an assignment before its output.
        is_count = (
            isinstance(node, nodes.Assign)
            and isinstance(node.target, nodes.Name)
            and node.target.name == "_trans"
        )
        if isinstance(node, DECLARATIONS) and not is_count:
            self.declares = True
            super().visit(node, frame)
        elif self.in_loop and isinstance(node, (nodes.Break, nodes.Continue)):
            super().visit(node, frame)

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:
        super().visit_Extends(node, frame)
        if self.is_declaring:
            # Jinja2 ends the root function with the parent's: let that declare, too.
            self.writeline("parent_template = extend(context, parent_template)")
