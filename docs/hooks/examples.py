"""
Show the example site's own files, and exchanges as a request beside its response.

    ::: source monsters/views/list.py MonsterListView
    ::: block monsters/list.html page-and-paging-controls

stand in a page for a class of ``examples/``, and for a block of a template in both
languages, as tabs. ``::: recipes`` is the table of all recipes.
"""

from __future__ import annotations

import ast
import re
import textwrap
from html import escape
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
RECIPES = Path(__file__).parents[1] / "recipes"

#: The languages of the templates, by the folder they stand in.
LANGUAGES = {
    "jinja2": ("Jinja2", "html+jinja"),
    "templates": ("Django's language", "html+django"),
}

BLOCK_TAG = re.compile(r"{%[-+]?\s*(?:block\s+(?P<name>[\w-]+)|endblock)\b[^%]*%}")


def fence(language: str, title: str, text: str) -> str:
    return f'```{language} title="{title}"\n{text.strip()}\n```'


def source(path: str, *names: str) -> str:
    """Return the classes and functions ``names`` of a module, as they stand there."""
    text = (EXAMPLES / path).read_text()
    nodes = {getattr(node, "name", ""): node for node in ast.parse(text).body}
    found = []
    for name in names:
        if name not in nodes:
            raise LookupError(f"examples/{path} has no {name!r}.")
        node: Any = nodes[name]
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        found.append("\n".join(text.splitlines()[first - 1 : node.end_lineno]))
    return fence("python", path, "\n\n\n".join(found))


def block(name: str, *blocks: str) -> str:
    """Return blocks of a template, or all of it, a tab for each language."""
    tabs = []
    for folder, (title, language) in LANGUAGES.items():
        text = (EXAMPLES / "monsters" / folder / name).read_text()
        parts = [cut(text, block, name) for block in blocks] or [text]
        code = fence(language, f"{folder}/{name}", "\n\n".join(parts))
        tabs.append(f'=== "{title}"\n\n{textwrap.indent(code, "    ")}\n')
    return "\n".join(tabs)


def cut(text: str, block: str, name: str) -> str:
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
    raise LookupError(f"{name} has no block {block!r}.")


def recipes(*names: str) -> str:
    """Return a table of all recipes: their titles, and what their first line says."""
    rows = ["| recipe | what it shows |", "|---|---|"]
    for path in sorted(RECIPES.glob("*.md")):
        title, summary, *_ = path.read_text().split("\n\n")
        if path.name != "index.md":
            rows.append(f"| [{title[2:]}]({path.name}) | {summary} |")
    return "\n".join(rows)


WRITERS = {"source": source, "block": block, "recipes": recipes}


def write(match: re.Match[str]) -> str:
    kind, *arguments = match[1].split()
    return WRITERS[kind](*arguments)


def on_page_markdown(text: str, **kwargs: Any) -> str:
    """Put the files in the place of the lines that ask for them."""
    return re.sub(
        rf"^::: ((?:{'|'.join(WRITERS)})\b.*)$", write, text, flags=re.MULTILINE
    )


def exchange(text: str, *args: Any, **kwargs: Any) -> str:
    """Return a request and its response, each in a box of its own."""
    request, _, response = text.partition("\n\n")
    while not response[:3].isdigit():
        body, _, response = response.partition("\n\n")
        request = f"{request}\n\n{body}"
    boxes = "".join(
        f"<p>{title}</p>"
        '<div class="highlight"><pre tabindex="0"><code>'
        f"{highlight(part)}</code></pre></div>"
        for title, part in (("Request", request), ("Response", response))
    )
    return f'<div class="exchange">{boxes}</div>'


def highlight(message: str) -> str:
    """Return a request or a response as HTML: names of headers stand out."""
    head, separator, body = escape(message.strip()).partition("\n\n")
    first, *headers = head.splitlines()
    lines = [f"<strong>{first}</strong>"]
    lines += [re.sub(r"^([\w-]+):", r'<span class="na">\1</span>:', h) for h in headers]
    return "\n".join(lines) + separator + body


def on_config(config: Any) -> Any:
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [{"name": "http", "class": "http", "format": exchange}]
    for section in config.nav:
        if isinstance(section, dict) and section.get("Recipes") == "recipes/":
            # The index comes first, then the pages by their names.
            names = sorted(
                (path.name for path in RECIPES.glob("*.md")), key=index_first
            )
            section["Recipes"] = [f"recipes/{name}" for name in names]
    return config


def index_first(name: str) -> tuple[bool, str]:
    return name != "index.md", name
