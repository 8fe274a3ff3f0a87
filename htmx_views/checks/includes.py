"""Find the templates that a template names: those that it includes and builds on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Any, NamedTuple

import jinja2
from django.template import Template
from django.template.base import Node
from django.template.loader_tags import ExtendsNode, IncludeNode
from jinja2 import nodes


class Reference(NamedTuple):
    """The name of a template that another one writes out, and where."""

    name: str
    path: str
    line: int | None


@singledispatch
def references(template: Any) -> Iterator[Reference]:
    """Yield the templates that ``template`` names; what it computes is not known."""
    yield from ()


@references.register
def _(template: Template) -> Iterator[Reference]:
    found: list[Node] = [
        *template.nodelist.get_nodes_by_type(IncludeNode),
        *template.nodelist.get_nodes_by_type(ExtendsNode),
    ]
    for node in found:
        name: Any = getattr(node, "template", getattr(node, "parent_name", None))
        # A name in quotes is a string, anything else is a variable.
        if isinstance(getattr(name, "var", None), str) and not name.filters:
            line = node.token.lineno if node.token else 1
            yield Reference(str(name.var), str(node.origin), line)


@references.register
def _(template: jinja2.Template) -> Iterator[Reference]:
    environment, name = template.environment, template.name
    loader = environment.loader
    # Templates that were compiled before have no source.
    if loader is None or name is None or not loader.has_source_access:
        return
    source, path, _ = loader.get_source(environment, name)
    tree = environment.parse(source, name, path)
    kinds = nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends
    for node in tree.find_all(kinds):
        written: Any = getattr(node, "template", None)
        # Of a list one is enough.
        if isinstance(written, nodes.Const) and not getattr(
            node, "ignore_missing", False
        ):
            yield Reference(str(written.value), path or name, node.lineno)
