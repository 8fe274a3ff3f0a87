"""Tell which blocks of a Jinja2 template show which others."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import Template

from htmx_views.backends.jinja2.plan import get_known_family, get_plan
from htmx_views.blocks import block_key


def nested_blocks(template: Template, names: Iterable[str]) -> frozenset[str] | None:
    """
    Return the named blocks and those that show inside of them, as Jinja2 knows them.

    Return ``None`` where a parent that is chosen while rendering may add more.
    """
    family, is_complete = get_known_family(template)
    found: set[str] = set()
    todo = [(block_key(name), 0) for name in names]
    while todo:
        name, depth = todo.pop()
        versions = [member for member in family if name in member.blocks]
        if depth >= len(versions):
            if not is_complete:
                return None
            continue
        found.add(name)
        for content in get_plan(versions[depth]).contents.get(name, ()):
            if isinstance(content, int):
                todo.append((name, depth + content))
            elif content not in found:
                todo.append((content, 0))
    return frozenset(found)
