"""
Each name of Django's that the engine relies on and that no documentation promises.

Where a test fails, the engine has to do in another way what it used the name for: they
stand in ``htmx_views/backends/django/internals.py``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import chain
from typing import Any

import django
import pytest
from django.http import HttpRequest
from django.template import Context, Engine, Template
from django.template.base import Node, NodeList
from django.template.context import RenderContext, RequestContext
from django.template.defaulttags import CycleNode, ForNode, IfChangedNode
from django.template.library import SimpleBlockNode, SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode

from htmx_views.backends.django import internals

SEEN = {versions: names.split() for versions, names in internals.SEEN.items()}
ENGINE = Engine(debug=True, libraries={"pages": "tests.backends.pages_tags"})


def node_of(source: str, index: int = 0) -> Any:
    return ENGINE.from_string(source).nodelist[index]


def parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def render(source: str, **values: Any) -> Any:
    """Render a template and return the context as it is then."""
    context = Context(values)
    template = ENGINE.from_string(source)
    with context.bind_template(template):
        context.render_context.template = template
        template.nodelist.render(context)
    return context


def error() -> Any:
    with pytest.raises(ZeroDivisionError) as error:
        render("\n{{ zero|divisibleby:zero }}", zero=0)
    return error.value


def family() -> Any:
    layout = ENGINE.from_string("{% block a %}<{% endblock %}")
    page = "{% extends layout %}{% block a %}{{ block.super }}{% endblock %}"
    return render(page, layout=layout)


def stack() -> list[Any]:
    blocks = family().render_context[internals.BLOCK_CONTEXT_KEY]
    return list(blocks.blocks["a"])


def is_state_of_cycles_known() -> bool:
    state = render("{% cycle 1 2 as x %}").render_context.dicts[-1].copy()
    [turns] = [turns for node, turns in state.items() if isinstance(node, CycleNode)]
    return str(next(turns).resolve(Context())) == "2"


def is_pushed() -> bool:
    context = RenderContext()
    context["x"] = 1
    with context.push_state(ENGINE.from_string("")):
        return "x" not in context and context.template is not None


def has_block_a_context() -> bool:
    node = BlockNode("a", NodeList())
    with pytest.raises(Exception, match="has no attribute 'context'"):
        node.super()
    node.context = family()
    return "<" in node.super()


PARTIALS = "{% partialdef p %}{% endpartialdef %}{% partial p %}"
PROBES: dict[str, Callable[[], Any]] = {
    "BLOCK_CONTEXT_KEY": lambda: internals.BLOCK_CONTEXT_KEY in family().render_context,
    "BlockContext.blocks": lambda: (
        len(stack()) == 2 and stack()[0].nodelist[0].s == "<"
    ),
    "BlockNode.context": has_block_a_context,
    "Context.dicts": lambda: Context({"x": 1}).dicts[1:] == [{"x": 1}],
    "RenderContext.dicts": is_state_of_cycles_known,
    "CycleNode.variable_name": lambda: (
        node_of("{% cycle 1 2 as x %}").variable_name == "x"
        and node_of("{% cycle 1 2 %}").variable_name is None
    ),
    "ExtendsNode.get_parent()": lambda: (
        parameters(ExtendsNode.get_parent) == ["self", "context"]
    ),
    "ExtendsNode.parent_name.is_var": lambda: (
        node_of("{% extends base %}").parent_name.is_var
        and not node_of("{% extends 'base' %}").parent_name.is_var
    ),
    "IfNode.conditions_nodelists": lambda: (
        [
            len(branch)
            for branch in node_of("{% if x %}{% endif %}").conditions_nodelists
        ]
        == [2]
    ),
    "Node.child_nodelists": lambda: (
        Node.child_nodelists == ("nodelist",)
        and ForNode.child_nodelists == ("nodelist_loop", "nodelist_empty")
        and IfChangedNode.child_nodelists == ("nodelist_true", "nodelist_false")
    ),
    "Node.origin": lambda: node_of("{{ x }}").origin.template_name is None,
    "Node.render_annotated()": lambda: (
        parameters(Node.render_annotated) == ["self", "context"]
    ),
    "Node.token": lambda: (
        node_of("{{ x }}").token.contents == "x"
        and node_of("{{ x }}").token.lineno == 1
        and node_of("{{ x }}").token.token_type.name == "VAR"
    ),
    "NodeList.get_nodes_by_type()": lambda: (
        len(
            ENGINE.from_string(
                "{% if x %}{% block a %}{% endblock %}{% endif %}"
            ).nodelist.get_nodes_by_type(BlockNode)
        )
        == 1
    ),
    "RenderContext.push_state()": is_pushed,
    "RequestContext._processors_index": lambda: (
        RequestContext(HttpRequest())._processors_index == 1  # type: ignore[attr-defined]
    ),
    "ResetCycleNode.node": lambda: (
        node_of("{% cycle 1 2 as x %}{% resetcycle x %}", 1).node.variable_name
    ),
    "SimpleBlockNode.nodelist": lambda: (
        issubclass(SimpleBlockNode, SimpleNode)
        and SimpleBlockNode.child_nodelists == ()
        and len(node_of("{% load pages %}{% wrap %}x{% endwrap %}", 1).nodelist) == 1
    ),
    "SimpleNode.func": lambda: (
        node_of("{% load pages %}{% put 'x' 1 %}", 1).func.__name__ == "put"
        and node_of("{% load pages %}{% put 'x' 1 %}", 1).takes_context
    ),
    "Template._render()": lambda: (
        parameters(Template._render) == ["self", "context"]  # type: ignore[attr-defined]
    ),
    "Template.get_exception_info()": lambda: (
        parameters(Template.get_exception_info) == ["self", "exception", "token"]
    ),
    "Template.nodelist": lambda: isinstance(ENGINE.from_string("").nodelist, NodeList),
    "WithNode.extra_context": lambda: (
        list(node_of("{% with x=1 %}{% endwith %}").extra_context) == ["x"]
    ),
    "error._culprit_node": lambda: error()._culprit_node.token.lineno == 2,
    "error.template_debug": lambda: error().template_debug["line"] == 2,
    "PartialDefNode.inline": lambda: node_of(PARTIALS).inline is False,
    "PartialNode.partial_mapping": lambda: (
        node_of(PARTIALS, 1).partial_mapping["p"].nodelist == []
    ),
    "Template.extra_data": lambda: (
        list(ENGINE.from_string(PARTIALS).extra_data["partials"]) == ["p"]
    ),
}


@pytest.mark.parametrize("name", PROBES)
def test_django_still_has_it(name: str) -> None:
    versions = next(seen for seen, names in SEEN.items() if name in names)
    if not versions.startswith("5.2") and django.VERSION < (6,):
        with pytest.raises(Exception, match="partial"):
            PROBES[name]()
        return
    try:
        is_there = PROBES[name]()
    except (AttributeError, KeyError, TypeError, ValueError):
        is_there = False

    assert is_there, (
        f"htmx_views.backends.django relies on {name} of Django {versions}, which "
        f"is gone or another thing in Django {django.__version__}."
    )


def test_there_is_a_test_for_each_name() -> None:
    assert sorted(chain(*SEEN.values())) == sorted(PROBES)
