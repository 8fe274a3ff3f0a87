"""
Show each template of a page in both languages, as tabs.

A sample ``jinja2/…`` is written once. Its tab in Django's language is made of it, as
the tests make it: what has no translation here is an error.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

#: Pages about one language alone, or with a text of its own for each.
ONE_LANGUAGE = {
    "start/jinja2.md",
    "start/django-jinja.md",
    "explanation/fidelity.md",
}

#: What Jinja2 writes otherwise than Django's language, as patterns.
TRANSLATIONS = {
    r"\{\{ csrf_input \}\}": "{% csrf_token %}",
    r"\{\{ (login_status|htmx_views_script)\(\) \}\}": r"{% \1 %}",
    r"\{\{ (login_status|htmx_views_script)\((\S+)\) \}\}": r"{% \1 \2 %}",
    r"(\w)\(\)": r"\1",
    r"(\w)\[(\d+)\]": r"\1.\2",
    r"\{%-": "{%",
    r"-%\}": "%}",
    r" scoped %\}": " %}",
}

#: Tags of this library, which a template of Django's loads.
OWN_TAG = re.compile(r"{% (?:login_status|htmx_views_script) ")

#: What only Jinja2 has: a call with arguments, a statement.
UNTRANSLATED = re.compile(r"{% (?:set|macro|import|from|call|do) |{[{%][^}]*?\w\(")

SAMPLE = re.compile(
    r'^```html\+jinja title="jinja2/(?P<name>[^"]+)"\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


def translate(text: str) -> str:
    """Return a template of Jinja2's in Django's language."""
    for pattern, replacement in TRANSLATIONS.items():
        text = re.sub(pattern, replacement, text)
    if left := UNTRANSLATED.search(text):
        raise LookupError(f"No translation of {left[0]!r} to Django's language.")
    if not OWN_TAG.search(text):
        return text
    first, *lines = text.splitlines(keepends=True)
    is_child = first.startswith("{% extends ")
    load = "{% load htmx_views %}\n"
    return "".join([first, load, *lines] if is_child else [load, first, *lines])


def tab(title: str, language: str, path: str, text: str) -> str:
    code = f'```{language} title="{path}"\n{text}```'
    return f'=== "{title}"\n\n{textwrap.indent(code, "    ")}\n'


def tabs(match: re.Match[str]) -> str:
    name, text = match["name"], match["text"]
    return "\n".join(
        [
            tab("Jinja2", "html+jinja", f"jinja2/{name}", text),
            tab(
                "Django's language",
                "html+django",
                f"templates/{name}",
                translate(text),
            ),
        ]
    )


def on_page_markdown(text: str, *, page: Any, **kwargs: Any) -> str:
    """Put both languages in the place of one."""
    if page.file.src_uri in ONE_LANGUAGE:
        return text
    return SAMPLE.sub(tabs, text)
