"""
Tell which tags assign variables.

Such a tag is run before a block that stands after it, and what it prints is thrown
away. Where that is not certain of a tag, it counts as one: to run it is right, if not
for nothing.
"""

from __future__ import annotations

import dis
from collections.abc import Callable
from functools import cache
from inspect import isfunction, unwrap
from typing import Any

from django.template.base import Node
from django.template.defaulttags import ResetCycleNode
from django.template.library import TagHelperNode

#: Attributes under which Django's nodes keep the name behind their ``as``.
NAME_ATTRIBUTES = (
    "asvar",
    "target_var",
    "var_name",
    "variable",
    "variable_name",
    "varname",
)

#: Methods by which a context gets variables.
WRITING_METHODS = {"push", "set_upward", "setdefault", "update"}


def assigns(node: Node) -> bool:
    """
    Return whether rendering a node may assign variables.

    A node class may say it itself, by ``assigns_context``. Django's own tags keep a
    name. Of others the code tells.
    """
    said = getattr(node, "assigns_context", None)
    if said is not None:
        return bool(said)
    node_class: Any = type(node)  # To mypy it is not hashable.
    return (
        isinstance(node, ResetCycleNode)
        or any(isinstance(getattr(node, name, None), str) for name in NAME_ATTRIBUTES)
        or (
            isinstance(node, TagHelperNode) and node.takes_context and writes(node.func)
        )
        or writes_itself(node_class)
    )


@cache
def writes_itself(node_class: type[Node]) -> bool:
    """Return whether a method of a node class may write into a context."""
    return any(
        writes(method)
        for base in node_class.__mro__
        for name, method in vars(base).items()
        if isfunction(method) and name != "__init__"
    )


def writes(function: Callable[..., Any]) -> bool:
    """
    Return whether a function may write into a context.

    It may if it stores anything under a key, or calls what contexts have for that.
    Django's own code does not count: its tags say what they assign.
    """
    function = unwrap(function)
    if (getattr(function, "__module__", None) or "").startswith("django."):
        return False
    code = getattr(function, "__code__", None)
    return (
        code is None
        or not WRITING_METHODS.isdisjoint(code.co_names)
        or any(step.opname == "STORE_SUBSCR" for step in dis.get_instructions(code))
    )
