"""Write the statements of a Jinja2 template that hold others, or that declare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import nodes
from jinja2.compiler import Frame

from htmx_views.backends.jinja2.family import ROOT
from htmx_views.backends.jinja2.internals import PLURAL
from htmx_views.backends.jinja2.places import PlaceWriter
from htmx_views.backends.jinja2.syntax import (
    DECLARATIONS,
    changes_something,
    describe,
    get_items,
    outermost,
)


class DeclarationWriter(PlaceWriter):
    """A generator of code; ``declare_…()`` write a statement without its output."""

    in_loop = False

    # What holds other statements.

    def matters(self, node: nodes.Node) -> bool:
        """Return whether anything comes of a statement that has lost its output."""
        return self.has_declarations(node) or self.has_items(node)

    def has_items(self, node: nodes.Node) -> bool:
        return not self.is_silent and any(get_items(*node.iter_child_nodes()))

    def has_declarations(self, node: nodes.Node) -> bool:
        left = (nodes.Break, nodes.Continue) if self.in_loop else ()
        return any(outermost(node, (*DECLARATIONS, *left)))

    @contextmanager
    def guard(self, node: nodes.Node, frame: Frame) -> Iterator[None]:
        """Let what only shows blocks run where one of them is wanted."""
        if self.has_declarations(node):
            yield
            return
        versions = self.get_versions(frame, node)
        self.writeline(f"if fragments.get_wanted(context, {versions}):", node)
        self.indent()
        yield
        self.outdent()

    @contextmanager
    def silence(self, *, in_loop: bool = False) -> Iterator[None]:
        before = self.is_silent, self.in_loop
        self.is_silent, self.in_loop = True, self.in_loop or in_loop
        yield
        self.is_silent, self.in_loop = before

    def declare_If(self, node: nodes.If, frame: Frame) -> None:
        if not self.matters(node):
            return
        branches = [node, *node.elif_]
        # A block that was asked for renders, whatever the condition says. At the top
        # level of a template that extends another it is not known where else it shows.
        is_forced = self.has_items(node) and (frame.block or not self.is_child)
        with self.guard(node, frame):
            choice = self.temporary_identifier()
            if is_forced:
                bodies = [*(branch.body for branch in branches), node.else_]
                versions = [self.get_versions(frame, *body) for body in bodies]
                self.writeline(f"{choice} = fragments.get_branch(", node)
                self.write(f"context, [{', '.join(versions)}], ")
                refusal = (self.name, "{% if %}, asked for with others,", node.lineno)
                self.write(f"{self.has_declarations(node)}, {refusal!r})")
            inner = frame.soft()
            for index, branch in enumerate(branches):
                self.writeline("elif " if index else "if ", branch)
                if is_forced:
                    self.write(f"{choice} == {index} if {choice} is not None else ")
                self.visit(branch.test, inner)
                self.write(":")
                self.write_body(branch.body, inner)
            self.writeline("else:")
            self.write_body(node.else_, inner)

    def write_body(self, body: list[nodes.Node], frame: Frame) -> None:
        self.indent()
        self.blockvisit(body, frame)
        self.outdent()

    def declare_For(self, node: nodes.For, frame: Frame) -> None:
        self.refuse(frame, "an expression", node, node.iter)
        changes = node.recursive or changes_something(node)
        around = "the recursive {% for %}" if node.recursive else "{% for %}"
        if not changes and self.has_items(node) and (frame.block or not self.is_child):
            refusal = (self.name, f"{around}, one of its places,", node.lineno)
            versions = self.get_versions(frame, node)
            self.writeline("if fragments.has_turn(", node)
            self.write(f"context, {versions}, {refusal!r}):")
            self.indent()
            self.declare_turn(node, frame)
            self.outdent()
            return
        if not node.recursive:
            kind = "changes something" if changes else "is in a template that extends"
            around += f" that {kind}"
        self.refuse(frame, around, node, *node.body, *node.else_)
        if self.has_declarations(node):
            with self.silence(in_loop=True):
                self.visit_For(node, frame)

    def declare_turn(self, node: nodes.For, frame: Frame) -> None:
        """Write one turn of a loop, with the names that the view passes."""
        self.declares.add(frame.block or ROOT)
        inner = frame.inner()
        inner.symbols.declare_parameter("loop")
        inner.symbols.analyze_node(node, for_branch="body")
        self.enter_frame(inner)
        targets = [node.target, *node.target.find_all(nodes.Name)]
        names = [each.name for each in targets if isinstance(each, nodes.Name)]
        for name in ["loop", *names]:
            ref = inner.symbols.ref(name)
            self.writeline(f"{ref} = fragments.get_local(context, {name!r})", node)
        self.blockvisit(node.body, inner)
        self.leave_frame(inner)
        self.visit_Scope(nodes.Scope(node.else_, lineno=node.lineno), frame)

    def declare_With(self, node: nodes.With, frame: Frame) -> None:
        self.refuse(frame, "an expression", node, *node.values)
        if not self.matters(node):
            return
        self.declares.add(frame.block or ROOT)
        with self.guard(node, frame):
            inner = frame.inner()
            inner.symbols.analyze_node(node)
            self.enter_frame(inner)
            for target, value in zip(node.targets, node.values, strict=True):
                self.newline(node)
                self.visit(target, inner)
                self.write(" = ")
                if isinstance(target, nodes.Name) and self.has_items(node):
                    # A name that the view passes wins.
                    name = f"context, {target.name!r}"
                    versions = self.get_versions(frame, node)
                    self.write(f"fragments.get_local({name}) ")
                    self.write(f"if fragments.passes({name}, {versions}) else ")
                self.visit(value, frame)
            self.blockvisit(node.body, inner)
            self.leave_frame(inner)

    def declare_Scope(self, node: nodes.Stmt, frame: Frame) -> None:
        if self.matters(node):
            self.declares.add(frame.block or ROOT)
            with self.guard(node, frame):
                self.visit_as_it_is(node, frame)

    declare_ScopedEvalContextModifier = declare_Scope

    def declare_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        self.refuse(frame, describe(node), node, *node.body)
        if self.has_declarations(node):
            # There is no output to filter.
            with self.silence():
                self.visit_Scope(nodes.Scope(node.body, lineno=node.lineno), frame)

    # All other statements.

    def declare_other(self, node: nodes.Node, frame: Frame) -> None:
        self.refuse(frame, describe(node), node, node)
        # {% trans n=count() %} puts an assignment before its output.
        is_count = (
            isinstance(node, nodes.Assign)
            and isinstance(node.target, nodes.Name)
            and node.target.name == PLURAL[0]
        )
        is_left = self.in_loop and isinstance(node, (nodes.Break, nodes.Continue))
        if is_left or (isinstance(node, DECLARATIONS) and not is_count):
            self.declares.add(frame.block or ROOT)
            self.visit_as_it_is(node, frame)

    def visit_as_it_is(self, node: nodes.Node, frame: Frame) -> None:
        getattr(self, f"visit_{type(node).__name__}")(node, frame)
