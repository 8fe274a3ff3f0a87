"""
Compile, beside each Jinja2 template, what it declares.

A compiled template gets a second root function, ``declare_root``, and a second function
for each block that shows others, ``declare_block_…``. So they are as old as the
template, also where its file has changed since, and travel with it through bytecode
caches and ``Environment.compile_templates()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE

from htmx_views.backends.jinja2.declarations import DeclarationWriter
from htmx_views.backends.jinja2.family import FACTS, Facts
from htmx_views.backends.jinja2.names import HyphenatedName
from htmx_views.backends.jinja2.syntax import changes_something

#: What names other templates.
NAMING: Final = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
CALLS = "htmx_views.backends.jinja2.calls"


class FragmentGenerator(DeclarationWriter):
    """Write, behind the code that Jinja2 generates, the same without output."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        self.shows, self.declares = {}, set()
        blocks = [*self.blocks.values()]
        changes = any(map(changes_something, [node, *blocks]))
        naming = [*node.find_all(NAMING)]
        for block in blocks:
            if not self.has_items(block):
                # It needs no second function, so nothing in it is walked again.
                block.body = []
        extends = [each for each in naming if isinstance(each, nodes.Extends)]
        self.is_child = bool(extends)
        if self.environment.is_async:
            # Django never awaits what a template renders.
            self.writeline(f"{FACTS} = None")
            return
        if blocks or self.is_child:
            self.writeline(f"import {CALLS} as fragments")
            self.writeline("page_blocks = blocks")
            self.blocks = {}
            self.extends_so_far, self.has_known_extends = 0, False
            self.is_declaring = True
            super().visit_Template(node, frame)
            self.is_declaring = False
            self.writeline("blocks = page_blocks")
        names = [block.name for block in blocks]
        facts: Facts = {
            "extends": get_parent(node, extends),
            "declares": sorted(self.declares),
            "changes": changes,
            "shows": self.shows,
            "required": [block.name for block in blocks if block.required],
            "templates": [*get_templates(naming)],
            "written": {n: n.written for n in names if isinstance(n, HyphenatedName)},
        }
        self.writeline(f"{FACTS} = {facts!r}")

    def func(self, name: str) -> str:
        if self.is_declaring and (name == "root" or name.startswith("block_")):
            if name == "root":
                items = self.blocks.items()
                self.blocks = {name: block for name, block in items if block.body}
            name = f"declare_{name}"
        return super().func(name)

    def write_commons(self) -> None:
        super().write_commons()
        if self.is_declaring:
            # Names of what is left out are looked up as well, but not computed.
            self.writeline("resolve = context.look_up")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        is_looked_up = load and load[0] in (VAR_LOAD_RESOLVE, VAR_LOAD_ALIAS)
        is_read = self.is_declaring and node.ctx == "load" and is_looked_up
        self.write("fragments.read(" if is_read else "")
        super().visit_Name(node, frame)
        self.write(")" if is_read else "")

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:
        super().visit_Extends(node, frame)
        if self.is_declaring:
            # Jinja2 ends the root function with the parent's: let that declare, too.
            self.writeline("parent_template = ")
            self.write("fragments.Parent(context, parent_template)")

    def write_module(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if not self.is_declaring or node.with_context:
            return super().write_module(node, frame)
        self.write("fragments.get_module(environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}), context)")
        return None

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


def get_templates(naming: list[nodes.Stmt]) -> Iterator[tuple[str, int]]:
    """Yield the templates that must be there, by name, and where they are named."""
    for node in naming:
        name: Any = getattr(node, "template", None)
        # Of a list one is enough.
        is_name = isinstance(name, nodes.Const) and isinstance(name.value, str)
        if is_name and not getattr(node, "ignore_missing", False):
            yield name.value, node.lineno


def get_parent(node: nodes.Template, extends: list[nodes.Extends]) -> str | bool:
    """Return the name of the parent; True where it is chosen while rendering."""
    # Jinja2 loads a parent that stands under no condition before anything else can be
    # known of it; two of them are its own error while rendering.
    for each in extends:
        name = each.template
        is_known = any(each is statement for statement in node.body)
        return name.value if is_known and isinstance(name, nodes.Const) else True
    return False
