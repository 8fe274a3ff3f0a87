"""Tell what Django's template tags hold, and what they do to it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.template.base import Node, NodeList
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    IfNode,
    SpacelessNode,
)
from django.template.library import SimpleBlockNode
from django.templatetags.cache import CacheNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode

__all__ = [
    "FILTER_NODES",
    "STATE_NODES",
    "TRANSPARENT_NODES",
    "PartialDefNode",
    "PartialNode",
    "PartialTemplate",
    "child_nodelists",
    "partial_of",
    "with_nodelists",
]

try:
    from django.template.base import PartialTemplate
    from django.template.defaulttags import PartialDefNode, PartialNode
except ImportError:  # Django 5.2 has no partials, hence no such nodes.

    class PartialTemplate:  # type: ignore[no-redef]
        """No address names this."""

    class PartialDefNode(Node):  # type: ignore[no-redef]
        """No template has this node."""

    class PartialNode(Node):  # type: ignore[no-redef]
        """No template has this node."""


#: Tags whose effect holds for everything that renders inside them.
STATE_NODES = (
    AutoEscapeControlNode,
    LanguageNode,
    LocalizeNode,
    LocalTimeNode,
    TimezoneNode,
)

#: Tags that change the text that was rendered inside them.
FILTER_NODES = (FilterNode, SpacelessNode)

#: Tags whose content renders exactly once, whatever they then make of it.
TRANSPARENT_NODES = (CacheNode, FilterNode, SimpleBlockNode, SpacelessNode)


def child_nodelists(node: Node) -> list[NodeList]:
    """Return the nodelists inside a node."""
    if isinstance(node, IfNode):
        return [nodelist for _, nodelist in node.conditions_nodelists]
    if isinstance(node, SimpleBlockNode):  # It keeps its own from Django.
        return [node.nodelist]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [nodelist for nodelist in found if nodelist]


def partial_of(node: Node) -> Any:
    """Return the partial that ``{% partial %}`` renders, or ``None``."""
    try:
        return node.partial_mapping[node.partial_name]  # type: ignore[attr-defined]
    except KeyError:
        return None


def with_nodelists(node: Node, change: Callable[[NodeList], list[Node]]) -> Node | None:
    """Return a copy of a node with changed nodelists, or ``None`` if all are empty."""
    changed = copy(node)
    filled = False
    if isinstance(changed, IfNode):
        branches = [
            (condition, NodeList(change(nodelist)))
            for condition, nodelist in changed.conditions_nodelists
        ]
        changed.conditions_nodelists = branches
        return changed if any(nodelist for _, nodelist in branches) else None
    for name in node.child_nodelists:
        nodelist = getattr(node, name, None)
        if nodelist:
            kept = NodeList(change(nodelist))
            filled = filled or bool(kept)
            try:
                setattr(changed, name, kept)
            except AttributeError:  # A property: nobody knows what is behind it.
                return None
    return changed if filled else None
