"""What the cookbook shows of a pattern: the sources of its views and blocks."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import View
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

BLOCK_TAG = re.compile(r"{%[-+]?\s*(?:block\s+(?P<name>[\w-]+)|endblock)\b[^%]*%}")


@dataclass(frozen=True)
class Source:
    """A piece of a file, highlighted."""

    title: str
    code: SafeString


@dataclass(frozen=True)
class Pattern:
    """
    One page of the cookbook.

    ``url_name`` is the page's URL, without arguments. ``views`` are the classes
    whose source the page shows, the most telling first: the page's own view is one
    of them or inherits from one. ``blocks`` are those of ``template``, ``scripts``
    are static files.
    """

    name: str
    section: str
    summary: str
    url_name: str
    views: Sequence[type[View]]
    template: str
    blocks: Sequence[str]
    scripts: Sequence[str] = ()

    def get_sources(self, engine: str) -> list[Source]:
        """Return the sources of the views, and of the blocks in one engine."""
        sources = [
            Source(
                f"{view.__module__}.{view.__name__}",
                highlighted(inspect.getsource(view), "python"),
            )
            for view in self.views
        ]
        template: Any = get_template(self.template, using=engine)
        text = Path(template.origin.name).read_text()
        sources += [
            Source(
                f"{self.template}#{block}",
                highlighted(block_source(text, block, self.template), "html+django"),
            )
            for block in self.blocks
        ]
        sources += [
            Source(
                script, highlighted(Path(str(find(script))).read_text(), "javascript")
            )
            for script in self.scripts
        ]
        return sources


def block_source(text: str, block: str, template_name: str) -> str:
    """Cut a block, its tags included, out of a template's text."""
    start, depth = None, 0
    for tag in BLOCK_TAG.finditer(text):
        if start is None:
            if tag["name"] == block:
                start, depth = tag.start(), 1
            continue
        depth += 1 if tag["name"] else -1
        if depth == 0:
            line = text.rfind("\n", 0, start) + 1
            return textwrap.dedent(text[line : tag.end()])
    raise LookupError(f"{template_name} has no block {block!r}.")


@cache
def highlighted(code: str, language: str) -> SafeString:
    """Return ``code`` as HTML whose classes the stylesheet colours."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    # Pygments escapes the code.
    html: str = highlight(code, get_lexer_by_name(language), formatter)
    return mark_safe(html.rstrip())
