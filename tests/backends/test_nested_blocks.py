"""Which blocks show inside of others, told before anything renders."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.utils import EngineHandler

from tests.engines import engine, needs_partials

TEMPLATES = {
    "base.html": """<title>{% block title %}{% endblock %}</title>
        {% block main %}{% block aside %}{% block ad %}{% endblock %}{% endblock %}
        {% endblock %}{% block foot %}{% block legal %}{% endblock %}{% endblock %}""",
    "page.html": """{% extends "base.html" %}
        {% block main %}{% if a %}{% block rows %}{% for row in a %}{% block row %}
        {% endblock %}{% endfor %}{% endblock %}{% endif %}{% endblock %}""",
    "super.html": """{% extends "page.html" %}
        {% block foot %}{{ SUPER }}{% endblock %}""",
    "grandparent.html": """{% extends "super.html" %}
        {% block main %}<p>{{ SUPER }}</p>{% block extra %}{% endblock %}{% endblock %}
        """,
    "dynamic.html": """{% extends base %}
        {% block main %}{% block rows %}{% endblock %}{% endblock %}
        {% block foot %}{{ SUPER }}{% endblock %}""",
    "orphan.html": """{% extends "missing.html" %}
        {% block rows %}{% block row %}{% endblock %}{% endblock %}""",
}


def templates_of(engine_name: str, sources: dict[str, str]) -> Any:
    return EngineHandler([engine(engine_name, sources)])[engine_name]


@pytest.fixture(params=["django"])
def templates(request: pytest.FixtureRequest) -> Any:
    return templates_of(request.param, TEMPLATES)


@pytest.mark.parametrize(
    ("template_name", "names", "shown"),
    [
        ("base.html", ["title"], {"title"}),
        ("base.html", ["main"], {"main", "aside", "ad"}),
        ("base.html", ["aside", "title"], {"aside", "ad", "title"}),
        ("base.html", ["main", "aside"], {"main", "aside", "ad"}),
        ("base.html", ["aside", "main"], {"main", "aside", "ad"}),
        ("page.html", ["main"], {"main", "rows", "row"}),
        ("page.html", ["foot"], {"foot", "legal"}),
        ("super.html", ["foot"], {"foot", "legal"}),
        ("grandparent.html", ["main"], {"main", "rows", "row", "extra"}),
        ("dynamic.html", ["main"], {"main", "rows"}),
        ("orphan.html", ["rows"], {"rows", "row"}),
        ("base.html", ["nothing"], set()),
    ],
)
def test_the_blocks_that_show(
    templates: Any, template_name: str, names: list[str], shown: set[str]
) -> None:
    assert templates.get_template(template_name).nested_blocks(names) == shown


@pytest.mark.parametrize(
    ("template_name", "names"),
    [
        ("dynamic.html", ["foot"]),
        ("dynamic.html", ["main", "title"]),
        ("orphan.html", ["title"]),
    ],
)
def test_a_parent_chosen_while_rendering_may_show_more(
    templates: Any, template_name: str, names: list[str]
) -> None:
    assert templates.get_template(template_name).nested_blocks(names) is None


@pytest.mark.parametrize("engine_name", ["django"])
@pytest.mark.parametrize("name", ["my-rows", "my_rows"])
def test_hyphens_and_underscores_are_one(engine_name: str, name: str) -> None:
    source = "{% block my_rows %}{% block row %}{% endblock %}{% endblock %}"
    template = templates_of(engine_name, {"a.html": source}).get_template("a.html")

    assert template.nested_blocks([name]) == {"my_rows", "row"}


@pytest.mark.parametrize(("name", "inner"), [("a-b", "x"), ("a_b", "y")])
def test_twins_are_told_apart_where_the_engine_does(name: str, inner: str) -> None:
    """Django's blocks ``a-b`` and ``a_b`` may stand on one page."""
    source = "{% block a-b %}{% block x %}{% endblock %}{% endblock %}"
    source += "{% block a_b %}{% block y %}{% endblock %}{% endblock %}"
    template = templates_of("django", {"a.html": source}).get_template("a.html")

    assert template.nested_blocks([name]) == {name, inner}


@needs_partials
def test_partials_of_django() -> None:
    source = "{% partialdef rows %}{% partialdef row inline %}{% endpartialdef %}"
    source += "{% block more %}{% endblock %}{% endpartialdef %}"
    source += "{% block main %}{% partial rows %}{% endblock %}"
    template = templates_of("django", {"a.html": source}).get_template("a.html")

    assert template.nested_blocks(["rows"]) == {"rows", "row", "more"}
    assert template.nested_blocks(["main"]) == {"main", "rows", "row", "more"}
