"""Find the templates that a template names: those that it includes and builds on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Any, NamedTuple

import jinja2
from django.template import Template
from django.template.base import Node
from django.template.loader_tags import ExtendsNode, IncludeNode

from htmx_views.backends.jinja2.family import FACTS


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
    # Those that another environment compiled do not tell.
    facts = template.root_render_func.__globals__.get(FACTS)
    path = template.filename
    # One of a dictionary, or compiled beforehand, has no file to show.
    if path is None or not path.endswith(str(template.name)):
        path = str(template.name)
    for name, line in facts["templates"] if facts else ():
        yield Reference(name, path, line)
