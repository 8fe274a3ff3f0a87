"""What is known of Django's tags, and of those of other packages."""

from __future__ import annotations

from typing import Any

from django.template.base import Node
from django.template.defaulttags import (
    AutoEscapeControlNode,
    CycleNode,
    ForNode,
    IfChangedNode,
    IfNode,
    SpacelessNode,
    WithNode,
)
from django.templatetags.cache import CacheNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode

#: Tags whose effect holds for everything that renders inside of them.
STATE_NODES = (
    AutoEscapeControlNode,
    LanguageNode,
    LocalizeNode,
    LocalTimeNode,
    SpacelessNode,
    TimezoneNode,
)
#: Tags with content of which it is known when that renders.
KNOWN_NODES = (CacheNode, ForNode, IfNode, WithNode)
#: Tags that depend on how often they were shown before.
MEMORY_NODES = (CycleNode, IfChangedNode)
#: Tags of other libraries that show what they hold as it is, with what comes first or
#: last: a node class says so itself by ``shows_content = True``.
SHOWING_NODES = {
    # All that stands behind {% render_block %} is in it. Seen in django-sekizai 4.1.
    "sekizai.templatetags.sekizai_tags.RenderBlock",
}


def kind_of(node: Node) -> type[Node]:
    """Return which tag this is; ``Node`` where it renders as no tag that is known."""
    for kind in (*KNOWN_NODES, *STATE_NODES):
        if isinstance(node, kind) and type(node).render is kind.render:
            return kind
    return Node


def shows_content(node: Any) -> bool:
    """Return whether a tag shows what it holds as it is."""
    kind = type(node)
    name = f"{kind.__module__}.{kind.__qualname__}"
    return name in SHOWING_NODES or getattr(
        node, "shows_content", kind_of(node) is CacheNode
    )


def source_of(node: Node) -> tuple[str | None, str, int]:
    """Return where a node stands: the template's name, its own text and its line."""
    token = node.token
    if token is None:
        return None, type(node).__name__, 0
    brackets = "{{ %s }}" if token.token_type.name == "VAR" else "{%% %s %%}"
    name: Any = node.origin.template_name
    return name, brackets % token.contents, token.lineno or 0


def text_of(node: Node) -> str:
    """Return what stands between the brackets of a tag or variable."""
    return node.token.contents if node.token else ""
