"""What a fragment costs, next to whatever else renders it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django
import jinja2
import jinja2_fragments
import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from render_block import render_block_to_string  # type: ignore[import-untyped]

from htmx_views.backends.jinja2 import Jinja2WithFragments
from tests.benchmarks.conftest import OURS, Measure

# The same in both languages.
ROWS = (
    '{% for monster in monsters %}<tr id="monster-{{ monster.id }}"'
    '{% if monster.level > 7 %} class="strong"{% endif %}>'
    '<td><a href="/monsters/{{ monster.id }}/">{{ monster.name }}</a></td>'
    "<td>{{ monster.kind.name }}</td><td>{{ monster.level }}</td>"
    "<td>{% if monster.is_tame %}tame{% else %}wild{% endif %}</td></tr>\n"
    "{% endfor %}"
)
BLOCK = f"<table>{{% block rows %}}{ROWS}{{% endblock %}}</table>"
JINJA2 = {
    "list.html": f"<html><title>Monsters</title>{BLOCK}</html>",
    "macros.html": "{% macro badge(text) %}<b>{{ text }}</b>{% endmacro %}",
    "base.html": "<html><title>{% block title %}{% endblock %}</title>"
    "{% block main %}{% endblock %}</html>",
    "section.html": "{% extends 'base.html' %}{% import 'macros.html' as macros %}"
    "{% block main %}<main>{% block content %}{% endblock %}</main>{% endblock %}",
    "inherited.html": "{% extends 'section.html' %}"
    "{% from 'macros.html' import badge %}"
    f"{{% block content %}}{BLOCK}{{% endblock %}}",
}
DJANGO = {
    "list.html": JINJA2["list.html"],
    "partial.html": f"<table>{{% partialdef rows inline %}}{ROWS}{{% endpartialdef %}}",
}


def make_params(**options: Any) -> dict[str, Any]:
    options.setdefault("loader", jinja2.DictLoader(JINJA2))
    return {"NAME": "jinja2", "DIRS": [], "APP_DIRS": False, "OPTIONS": options}


def make_context() -> dict[str, Any]:
    kinds = [SimpleNamespace(name=name) for name in ("ogre", "dragon & kin")]
    return {
        "monsters": [
            SimpleNamespace(
                id=number,
                name=f"<Monster {number}>",
                kind=kinds[number % 2],
                level=number % 10,
                is_tame=number % 3 == 0,
            )
            for number in range(20)
        ]
    }


def bare_function(engine: Jinja2WithFragments) -> Callable[[], str]:
    """Return what calls the block's compiled function, and nothing else."""
    template = engine.get_template("list.html").template
    data = make_context()

    def render() -> str:
        context = template.new_context(dict(data))
        return engine.env.concat(template.blocks["rows"](context))

    return render


def our_block(engine: Jinja2WithFragments, name: str) -> Callable[[], str]:
    template = engine.get_template(name)
    data = {**make_context(), "RENDER_BLOCKS": ["rows"]}
    return lambda: str(template.render(data))


def our_block_by_name(engine: Jinja2WithFragments) -> Callable[[], str]:
    data = {**make_context(), "RENDER_BLOCKS": ["rows"]}
    return lambda: str(engine.get_template("list.html").render(data))


def jinja2_fragments_block(engine: Jinja2WithFragments, name: str) -> Callable[[], str]:
    data = make_context()
    return lambda: jinja2_fragments.render_block(engine.env, name, "rows", data)


def djangos_partial() -> Callable[[], str]:
    template = engines["django"].get_template("partial.html#rows")
    data = make_context()
    return lambda: str(template.render(data))


def django_render_block() -> Callable[[], str]:
    data = make_context()
    return lambda: str(render_block_to_string("list.html", "rows", data))


@pytest.fixture(scope="module")
def engine() -> Jinja2WithFragments:
    return Jinja2WithFragments(make_params())


@pytest.fixture
def django_engine(settings: Any) -> None:
    loaders = [
        (
            "django.template.loaders.cached.Loader",
            [("django.template.loaders.locmem.Loader", DJANGO)],
        )
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": loaders},
        }
    ]


class TestBlock:
    """20 rows that stand in one template."""

    group = "a block of 20 rows, next to its compiled function"

    def test_the_compiled_function(
        self, measure: Measure, engine: Jinja2WithFragments
    ) -> None:
        html = measure(self.group, "the bare function", bare_function(engine))

        assert html.count("<tr") == 20

    def test_ours(self, measure: Measure, engine: Jinja2WithFragments) -> None:
        limit = bare_function(engine)

        html = measure(
            self.group, OURS, our_block(engine, "list.html"), limit=limit, bound=1.05
        )

        assert html == limit()


class TestJinja2Fragments:
    """The same, found by name, on a template that jinja2-fragments can render."""

    group = "a block of 20 rows, found by the template's name"

    def test_jinja2_fragments(
        self, measure: Measure, engine: Jinja2WithFragments
    ) -> None:
        render = jinja2_fragments_block(engine, "list.html")

        html = measure(self.group, "jinja2-fragments", render)

        assert html.count("<tr") == 20

    def test_ours(self, measure: Measure, engine: Jinja2WithFragments) -> None:
        limit = jinja2_fragments_block(engine, "list.html")
        render = our_block_by_name(engine)

        html = measure(self.group, OURS, render, limit=limit, bound=1.1)

        assert html == limit()


class TestDjangosLanguage:
    """The same markup in Django's template language."""

    @pytest.mark.skipif(django.VERSION < (6, 0), reason="Django 6 brought partials")
    def test_partial(self, measure: Measure, django_engine: None) -> None:
        html = measure(
            "a block of 20 rows, next to a partial of Django 6",
            "Django's partial",
            djangos_partial(),
        )

        assert html.count("<tr") == 20

    @pytest.mark.skipif(django.VERSION < (6, 0), reason="Django 6 brought partials")
    def test_ours_next_to_the_partial(
        self, measure: Measure, engine: Jinja2WithFragments, django_engine: None
    ) -> None:
        measure(
            "a block of 20 rows, next to a partial of Django 6",
            OURS,
            our_block(engine, "list.html"),
            limit=djangos_partial(),
            bound=1 / 6,
        )

    def test_django_render_block(self, measure: Measure, django_engine: None) -> None:
        html = measure(
            "a block of 20 rows, next to django-render-block",
            "django-render-block",
            django_render_block(),
        )

        assert html.count("<tr") == 20

    def test_ours_next_to_django_render_block(
        self, measure: Measure, engine: Jinja2WithFragments, django_engine: None
    ) -> None:
        measure(
            "a block of 20 rows, next to django-render-block",
            OURS,
            our_block_by_name(engine),
            limit=django_render_block(),
            bound=1 / 6,
        )


class TestInheritance:
    """Two parents and two imports, next to the same block without them."""

    group = "a block of 20 rows, with two parents and two imports"

    def test_one_template(self, measure: Measure, engine: Jinja2WithFragments) -> None:
        html = measure(self.group, "one template", our_block(engine, "list.html"))

        assert html.count("<tr") == 20

    def test_ours(self, measure: Measure, engine: Jinja2WithFragments) -> None:
        limit = our_block(engine, "list.html")
        render = our_block(engine, "inherited.html")

        html = measure(self.group, OURS, render, limit=limit, bound=1.15)

        assert html == limit()

    def test_jinja2_fragments(
        self, measure: Measure, engine: Jinja2WithFragments
    ) -> None:
        measure(
            self.group,
            "jinja2-fragments",
            jinja2_fragments_block(engine, "inherited.html"),
            limit=our_block(engine, "list.html"),
            wrong="`badge` and `macros` are undefined in the block",
        )


class TestFirstUse:
    """Load, compile and render templates that nobody has used before."""

    @pytest.mark.parametrize(
        ("who", "engine_class", "blocks"),
        [
            ("Django, the page", Jinja2, None),
            (OURS + ", the page", Jinja2WithFragments, None),
            (OURS, Jinja2WithFragments, ["rows"]),
        ],
    )
    def test_first_use(
        self,
        measure: Measure,
        who: str,
        engine_class: type[Jinja2],
        blocks: list[str] | None,
    ) -> None:
        is_django = engine_class is Jinja2

        html = measure(
            "the first use of a page with two parents and two imports",
            who,
            first_use(engine_class, blocks),
            limit=None if is_django else first_use(Jinja2, None),
            bound=None if is_django else 1.5,
        )

        assert html.count("<tr") == 20


def first_use(
    engine_class: type[Jinja2], blocks: list[str] | None
) -> Callable[[], str]:
    # A cache of this size keeps nothing.
    engine = engine_class(make_params(cache_size=0))
    data = make_context() | ({"RENDER_BLOCKS": blocks} if blocks else {})
    return lambda: str(engine.get_template("inherited.html").render(data))
