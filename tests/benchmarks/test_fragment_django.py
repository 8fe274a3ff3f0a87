"""What a fragment in Django's template language costs, next to what else renders it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django
import pytest
from django.template import Context
from django.template.backends.django import DjangoTemplates
from django.template.context import make_context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode
from render_block import render_block_to_string  # type: ignore[import-untyped]

from htmx_views.backends.django import DjangoTemplatesWithFragments
from tests.benchmarks.conftest import OURS, Measure

ROWS = (
    '{% for monster in monsters %}<tr id="monster-{{ monster.id }}"'
    '{% if monster.level > 7 %} class="strong"{% endif %}>'
    "<td>{{ monster.name }}</td><td>{{ monster.level }}</td>"
    "<td>{% if monster.is_tame %}tame{% else %}wild{% endif %}</td></tr>\n"
    "{% endfor %}"
)
NAVIGATION = "".join(f'<a href="/{n}">{{{{ site }}}} {n}</a>\n' for n in range(60))
TEMPLATES = {
    "base.html": f"<html><title>{{% block title %}}{{% endblock %}}</title>{NAVIGATION}"
    "{% block main %}{% endblock %}</html>",
    "section.html": "{% extends 'base.html' %}"
    "{% block main %}<main>{% block content %}{% endblock %}</main>{% endblock %}",
    "list.html": "{% extends 'section.html' %}{% block content %}<table>"
    f"{{% block rows %}}{ROWS}{{% endblock %}}</table>{{% endblock %}}",
    "declaring.html": "{% firstof site as name %}{% widthratio 1 2 100 as half %}"
    f"<table>{{% block rows %}}{ROWS}{{% endblock %}}</table>",
    "partial.html": f"<table>{{% partialdef rows inline %}}{ROWS}{{% endpartialdef %}}",
}
GROUP = "a block of 20 rows, Django's template language"


def make_values() -> dict[str, Any]:
    monsters = [
        SimpleNamespace(
            id=number, name=f"<{number}>", level=number % 10, is_tame=number % 3 == 0
        )
        for number in range(20)
    ]
    return {"monsters": monsters, "site": "Monsters"}


@pytest.fixture
def backend(settings: Any) -> Any:
    loader = ("django.template.loaders.locmem.Loader", TEMPLATES)
    cached = ("django.template.loaders.cached.Loader", [loader])
    path = "htmx_views.backends.django.DjangoTemplatesWithFragments"
    settings.TEMPLATES = [{"BACKEND": path, "OPTIONS": {"loaders": [cached]}}]
    from django.template import engines

    return engines["django"]


def bare_block(backend: Any) -> Callable[[], str]:
    """Return what renders the block's node alone, with all that it needs prepared."""
    template = backend.get_template("list.html").template
    [block] = [
        node
        for node in template.nodelist.get_nodes_by_type(BlockNode)
        if node.name == "rows"
    ]

    def render() -> str:
        context: Context = make_context(make_values_once)
        block_context = BlockContext()
        block_context.add_blocks({"rows": block})
        with context.render_context.push_state(template):
            context.render_context[BLOCK_CONTEXT_KEY] = block_context
            with context.bind_template(template):
                return str(block.render(context))

    make_values_once = make_values()
    return render


def test_the_bare_block(measure: Measure, backend: Any) -> None:
    result = measure(GROUP, "BlockNode.render() alone", bare_block(backend))

    assert result.count("<tr") == 20


@pytest.mark.parametrize(
    ("template_name", "what"),
    [
        ("list.html", "two parents"),
        ("declaring.html", "two declarations"),
        ("list.html#rows", "by its address"),
    ],
)
def test_our_block(
    measure: Measure, backend: Any, template_name: str, what: str
) -> None:
    template = backend.get_template(template_name)
    values = {**make_values(), "RENDER_BLOCKS": ["rows"]}
    limit = bare_block(backend)

    result = measure(
        GROUP,
        f"{OURS}, {what}",
        lambda: template.render(values),
        limit=limit,
        bound=1.05,
    )

    assert result == limit()


def test_the_whole_page(measure: Measure, backend: Any) -> None:
    template = backend.get_template("list.html")
    values = make_values()

    result = measure(
        GROUP,
        "the whole page",
        lambda: template.render(values),
        limit=bare_block(backend),
    )

    assert result.count("<tr") == 20


def test_django_render_block(measure: Measure, backend: Any) -> None:
    values = make_values()
    limit = bare_block(backend)

    result = measure(
        GROUP,
        "django-render-block",
        lambda: render_block_to_string("list.html", "rows", values),
        limit=limit,
    )

    assert result == limit()


@pytest.mark.skipif(django.VERSION < (6,), reason="Django 5.2 has no partials")
def test_a_partial(measure: Measure, backend: Any) -> None:
    template = backend.get_template("partial.html#rows")
    values = make_values()
    limit = bare_block(backend)

    result = measure(
        GROUP, "Django's partial", lambda: template.render(values), limit=limit
    )

    assert result == limit()


@pytest.mark.parametrize(
    ("who", "engine_class", "blocks"),
    [
        ("Django, the page", DjangoTemplates, None),
        (f"{OURS}, the page", DjangoTemplatesWithFragments, None),
        (OURS, DjangoTemplatesWithFragments, ["rows"]),
    ],
)
def test_first_use(
    who: str,
    engine_class: type[DjangoTemplates],
    blocks: list[str] | None,
    measure: Measure,
) -> None:
    is_django = engine_class is DjangoTemplates

    html = measure(
        "the first use of a page with two parents, Django's template language",
        who,
        first_use(engine_class, blocks),
        limit=None if is_django else first_use(DjangoTemplates, None),
        bound=None if is_django else 1.5,
    )

    assert html.count("<tr") == 20


def first_use(
    engine_class: type[DjangoTemplates], blocks: list[str] | None
) -> Callable[[], str]:
    loader = ("django.template.loaders.locmem.Loader", TEMPLATES)
    params = {"NAME": "new", "DIRS": [], "APP_DIRS": False}
    engine = engine_class(params | {"OPTIONS": {"loaders": [loader]}})
    values = make_values() | ({"RENDER_BLOCKS": blocks} if blocks else {})
    return lambda: engine.get_template("list.html").render(values)
