"""Read which names a Jinja2 template defines, and which it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import meta, nodes

from htmx_views.checks.facts import Binding, Reads

#: The tags whose names hold for what stands behind them.
DEFINING_TAGS: dict[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.Import: "import",
    nodes.FromImport: "from",
}


def declared_by(body: Iterable[nodes.Node]) -> Iterator[str]:
    """Yield the names that hold for every block of the page."""
    for node in body:
        if isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            yield from _names_in(node.target)
        elif isinstance(node, nodes.If):
            yield from declared_by([*node.body, *node.elif_, *node.else_])
        else:
            yield from defined_by(node)


def defined_by(node: nodes.Node) -> list[str]:
    """Return the macros and modules that ``node`` defines."""
    if isinstance(node, nodes.Macro):
        return [node.name]
    if isinstance(node, nodes.Import):
        return [node.target]
    if isinstance(node, nodes.FromImport):
        return [name if isinstance(name, str) else name[1] for name in node.names]
    return []


def bound_after(node: nodes.Stmt) -> Iterator[tuple[str, Binding]]:
    """Yield the names that a statement defines for what stands behind it."""
    tag = DEFINING_TAGS.get(type(node))
    if tag is not None:
        for name in declared_by([node]):
            yield name, Binding(tag, node.lineno)


def bindings(node: nodes.Stmt) -> Iterator[tuple[str, Binding]]:
    """Yield the names that only hold inside ``node``."""
    if isinstance(node, nodes.For):
        for name in [*_names_in(node.target), "loop"]:
            yield name, Binding("for", node.lineno)
    elif isinstance(node, nodes.With):
        for target in node.targets:
            for name in _names_in(target):
                yield name, Binding("with", node.lineno)
    elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
        for argument in node.args:
            yield argument.name, Binding("macro", node.lineno)


def _names_in(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    for name in target.find_all(nodes.Name):
        yield name.name


def read_names(
    environment: Any, parse: Callable[[], nodes.Template], name: str
) -> Reads:
    """Return the names that a block reads and does not define, with their lines."""
    (block,) = (b for b in parse().find_all(nodes.Block) if b.name == name)
    tree = nodes.Template(block.body, lineno=1)
    tree.set_environment(environment)
    undeclared = meta.find_undeclared_variables(tree)
    lines: dict[str, int] = {}
    for read in tree.find_all(nodes.Name):
        if read.name in undeclared and read.ctx == "load":
            lines.setdefault(read.name, read.lineno)
    return Reads(lines, _shows_super(tree))


def _shows_super(node: nodes.Node) -> bool:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call):
            called = child.node
            if isinstance(called, nodes.Name) and called.name == "super":
                return True
        # In a block inside, it is another one.
        if not isinstance(child, nodes.Block) and _shows_super(child):
            return True
    return False
