"""
Write, where a Jinja2 template would show a block, a call of ``show()``.

Where what stands around it changes it, that is a call of ``refuse()``.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import Frame

from htmx_views.backends.jinja2.family import ROOT, Refusal
from htmx_views.backends.jinja2.internals import Generator
from htmx_views.backends.jinja2.syntax import get_item, get_items


class PlaceWriter(Generator):
    """A generator of code that writes the places of blocks in place of output."""

    is_declaring = False
    #: Whether what shows at hand is refused, so that it has no place.
    is_silent = False
    is_child: bool
    # As in the facts.
    declares: set[str]
    shows: dict[str, list[tuple[str | int, Refusal | None]]]

    def declare_Block(self, node: nodes.Block, frame: Frame) -> None:
        # As on the page: at top level only while there is no parent.
        if not frame.toplevel or not self.has_known_extends:
            context = self.derive_context(frame) if node.scoped else None
            self.write_place(node, frame, str(node.name), frame.toplevel, context)

    def declare_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check and self.has_known_extends:
            return
        for expr in node.nodes:
            # They leave a block as it is.
            while isinstance(expr, nodes.Filter) and expr.name in ("safe", "string"):
                expr = expr.node or expr
            item = get_item(expr.node) if isinstance(expr, nodes.Call) else None
            if item is not None:
                self.write_place(node, frame, item, frame.require_output_check)
            elif isinstance(expr, nodes.CondExpr):
                body, else_ = (
                    [nodes.Output([each], lineno=node.lineno)] if each else []
                    for each in (expr.expr1, expr.expr2)
                )
                branch = nodes.If(expr.test, body, [], else_, lineno=node.lineno)
                self.visit(branch, frame)
            else:
                self.refuse(frame, "an expression", node, expr)

    def write_place(
        self,
        node: nodes.Node,
        frame: Frame,
        item: str | int,
        is_toplevel: bool,
        context: str | None = None,
    ) -> None:
        if self.is_silent:
            return
        self.shows.setdefault(frame.block or ROOT, []).append((item, None))
        escapes = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        escapes = escapes and isinstance(node, nodes.Output)
        is_checked = is_toplevel and self.extends_so_far
        self.writeline("if parent_template is None and " if is_checked else "if ", node)
        self.write(f"fragments.show({context or self.get_context_ref()}, ")
        version = self.get_version(frame, item)
        self.write(f"{version}, {node.lineno}, {escapes}): return")

    def refuse(
        self, frame: Frame, around: str, node: nodes.Node, *parts: nodes.Node
    ) -> None:
        """Write that what shows in ``parts`` is refused."""
        items = [*get_items(*parts)]
        if items and not self.is_silent:
            self.declares.add(frame.block or ROOT)
            refusal = (self.name, around, node.lineno)
            shown = self.shows.setdefault(frame.block or ROOT, [])
            shown += [(item, refusal) for item in items]
            versions = self.get_versions(frame, *parts)
            self.writeline(f"fragments.refuse(context, {versions}, {refusal!r})", node)

    def get_versions(self, frame: Frame, *parts: nodes.Node) -> str:
        """Return the code of what shows in ``parts``."""
        versions = [self.get_version(frame, item) for item in get_items(*parts)]
        return f"[{', '.join(versions)}]"

    def get_version(self, frame: Frame, item: str | int) -> str:
        if isinstance(item, str):
            return f"({item!r}, 0)"
        block = f"{frame.block!r}, block_{frame.block}"
        return f"fragments.get_super(context, {block}, {item})"
