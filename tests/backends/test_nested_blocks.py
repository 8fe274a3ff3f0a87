"""Which blocks show inside of others, told before anything renders."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from htmx_views.backends.django import DjangoTemplatesWithFragments
from htmx_views.backends.jinja2 import Jinja2WithFragments

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


def jinja2_engine(templates: dict[str, str]) -> Any:
    templates = {
        name: source.replace("SUPER", "super()") for name, source in templates.items()
    }
    return Jinja2WithFragments(
        {
            "NAME": "jinja2",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": {"loader": jinja2.DictLoader(templates)},
        }
    )


def django_engine(templates: dict[str, str]) -> Any:
    templates = {
        name: source.replace("SUPER", "block.super")
        for name, source in templates.items()
    }
    loader = ("django.template.loaders.locmem.Loader", templates)
    return DjangoTemplatesWithFragments(
        {
            "NAME": "django",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": {"loaders": [loader]},
        }
    )


@pytest.fixture(params=[jinja2_engine, django_engine])
def engine(request: pytest.FixtureRequest) -> Any:
    return request.param(TEMPLATES)


@pytest.mark.parametrize(
    ("template_name", "names", "shown"),
    [
        ("base.html", ["title"], {"title"}),
        ("base.html", ["main"], {"main", "aside", "ad"}),
        ("base.html", ["aside", "title"], {"aside", "ad", "title"}),
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
    engine: Any, template_name: str, names: list[str], shown: set[str]
) -> None:
    assert engine.get_template(template_name).nested_blocks(names) == shown


@pytest.mark.parametrize(
    ("template_name", "names"),
    [
        ("dynamic.html", ["foot"]),
        ("dynamic.html", ["main", "title"]),
        ("orphan.html", ["title"]),
    ],
)
def test_a_parent_chosen_while_rendering_may_show_more(
    engine: Any, template_name: str, names: list[str]
) -> None:
    assert engine.get_template(template_name).nested_blocks(names) is None


def test_blocks_that_jinja2_calls_by_name() -> None:
    template = jinja2_engine(
        {
            "a.html": "{% block b %}{{ self.c() }}{% endblock %}"
            "{% block c %}{% endblock %}"
        }
    ).get_template("a.html")

    assert template.nested_blocks(["b"]) == {"b", "c"}


@pytest.mark.parametrize("make_engine", [jinja2_engine, django_engine])
@pytest.mark.parametrize("name", ["my-rows", "my_rows"])
def test_hyphens_and_underscores_are_one(make_engine: Any, name: str) -> None:
    template = make_engine(
        {"a.html": "{% block my_rows %}{% block row %}{% endblock %}{% endblock %}"}
    ).get_template("a.html")

    assert template.nested_blocks([name]) == {"my_rows", "row"}
