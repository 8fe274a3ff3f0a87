"""Filters that stand around a block, in Jinja2."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from tests.backends.jinja2_engine import make_engine, render

BLOCK = "{% block a %}{{ x }}c{% endblock %}"


@pytest.mark.parametrize("enable_async", [False, True])
@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("{% filter upper %}{}{% endfilter %}", "&LT;B&GT;C"),
        ("{% filter replace('c', '<c>') %}{}{% endfilter %}", "&lt;b&gt;&lt;c&gt;"),
        (
            "{% filter replace('c', 'cc', count=1)|upper %}{}{% endfilter %}",
            "&LT;B&GT;CC",
        ),
        (
            "{% filter upper %}{% filter replace('c', 'dd') %}{}{% endfilter %}"
            "{% endfilter %}",
            "DD",
        ),
        ("{% set y = 1 %}{% filter upper %}{}{% endfilter %}{% set y = 2 %}", "C"),
        ("{% filter upper %}{% if yes %}{}{% endif %}{% endfilter %}", "C"),
        ("{% for y in 'z' %}{% filter upper %}{}{% endfilter %}{% endfor %}", "C"),
        (
            "{% autoescape false %}{% filter escape %}{}{% endfilter %}"
            "{% set y = 2 %}{% endautoescape %}{% set y = 1 %}",
            "&amp;lt;b&amp;gt;c",
        ),
        ("{% filter upper %}{% block b %}{}{% endblock %}{% endfilter %}", "C"),
        (
            "{% filter upper %}{% block b %}{% filter replace('C', 'no') %}{}"
            "{% endfilter %}{% endblock %}{% endfilter %}",
            "C",
        ),
        ("{% filter list|join('-') %}{}{% endfilter %}", "-c"),
    ],
)
def test_a_block_alone_is_filtered_as_on_the_page(
    around: str, expected: str, enable_async: bool
) -> None:
    templates = {"page.html": around.replace("{}", BLOCK)}
    options: dict[str, Any] = {
        "context": {"x": "<b>", "yes": 1},
        "enable_async": enable_async,
    }
    page = render(templates, **options)

    assert expected in page
    assert render(templates, "a", **options) == page
    assert render(templates, "a", "a", **options) == page * 2


FAMILY = {
    "base.html": "{% filter upper %}{% block main %}{% endblock %}{% endfilter %}"
    "{% block foot %}{% filter replace('f', 'd') %}{% block inner %}f{% endblock %}"
    "{% endfilter %}{% endblock %}",
    "page.html": "{% extends 'base.html' %}"
    "{% filter replace('r', 'no') %}{% block x %}{% endblock %}{% endfilter %}"
    "{% block main %}{% filter replace('r', 'l') %}{% block rows %}row{% endblock %}"
    "{% endfilter %}{% endblock %}",
    "super.html": "{% extends 'page.html' %}{% block rows %}-{{ super() }}"
    "{% endblock %}{% block foot %}{% filter upper %}{{ super() }}{% endfilter %}"
    "{% endblock %}",
}


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("base.html", {"main": "", "foot": "d", "inner": "d"}),
        ("page.html", {"main": "LOW", "rows": "LOW", "inner": "d"}),
        ("super.html", {"main": "-LOW", "rows": "-LOW", "foot": "D"}),
    ],
)
def test_filters_of_a_family(name: str, blocks: dict[str, str]) -> None:
    page = render(FAMILY, name=name)

    for block, expected in blocks.items():
        assert expected in page
        assert render(FAMILY, block, name=name) == expected


@pytest.mark.parametrize(
    "around",
    ["truncate(length)", "replace(*pair)", "replace(**pair)", "replace('r', new=x)"],
)
def test_filters_with_computed_arguments_are_left_out(around: str) -> None:
    page = f"{{% filter {around} %}}{{% block a %}}row{{% endblock %}}{{% endfilter %}}"

    assert render({"page.html": page}, "a", context={"x": "l"}) == "row"


def test_blocks_that_call_each_other_are_filtered_once() -> None:
    page = (
        "{% block a %}{% filter upper %}a{{ self.b() if b }}{% endfilter %}"
        "{% endblock %}{% block b %}b{{ self.a() if a }}{% endblock %}"
        "{% filter upper %}{% block c %}c{% endblock %}{% endfilter %}"
    )

    assert render({"page.html": page}) == "AbC"
    assert render({"page.html": page}, "a", "b", "c") == "AbC"


def test_an_unknown_filter_is_jinja2s_error() -> None:
    page = "{% filter nope %}{% block a %}{% endblock %}{% endfilter %}"
    context: dict[str, Any] = {"RENDER_BLOCKS": ["a"]}

    with pytest.raises(Exception, match="No filter named 'nope'"):
        make_engine({"page.html": page}).get_template("page.html").render(context)


async def shout(text: str) -> str:
    return f"{text}!"


def shouting_environment(**options: Any) -> jinja2.Environment:
    env = jinja2.Environment(enable_async=True, **options)
    env.filters["shout"] = shout
    return env


def test_an_async_filter() -> None:
    page = {"page.html": "{% filter shout|upper %}" + BLOCK + "{% endfilter %}"}
    environment = f"{__name__}.shouting_environment"

    assert render(page, environment=environment) == "C!"
    assert render(page, "a", environment=environment) == "C!"


def test_super_without_a_parent_is_passed_by() -> None:
    page = "{% filter upper %}{% block a %}a{{ super() if no }}{% endblock %}"
    page += "{% endfilter %}"

    assert render({"page.html": page}, "a") == "A"


def test_a_block_that_the_page_does_not_show_has_no_filters_around_it() -> None:
    templates = {
        "base.html": "{% filter upper %}{% block a %}{% endblock %}{% endfilter %}",
        "page.html": "{% extends 'base.html' %}"
        "{% block b %}{% block a %}a{% endblock %}{% endblock %}"
        "{% block c %}{% block d %}{{ self.c() if no }}d{% endblock %}{% endblock %}",
    }

    assert render(templates) == "A"
    # Another block that is not shown contains it as well.
    assert render(templates, "a") == "A"
    assert render(templates, "d") == "d"


def test_a_parent_that_is_chosen_while_rendering() -> None:
    templates = {
        "base.html": "{% filter upper %}{% block a %}{% endblock %}{% endfilter %}",
        "section.html": "{% if layout %}{% extends layout %}{% endif %}"
        "{% filter replace('b', 'c') %}{% block b %}b{% endblock %}{% endfilter %}"
        "{% block a %}{% block d %}d{% endblock %}{% endblock %}",
        "page.html": "{% extends 'section.html' %}"
        "{% block a %}{% block e %}{{ self.d() }}{% endblock %}{% endblock %}",
    }
    context = {"layout": "base.html"}

    assert render(templates, context=context).endswith("D")
    assert render(templates, "d", context=context) == "D"
    assert render(templates) == "cd"
    assert render(templates, "b") == "c"


def test_a_super_without_a_parent_leads_nowhere() -> None:
    page = (
        "{% filter upper %}{% block c %}{{ super() if no }}{% endblock %}"
        "{% block b %}{% block a %}a{% endblock %}{% endblock %}{% endfilter %}"
    )

    assert render({"page.html": page}) == "A"
    assert render({"page.html": page}, "a") == "A"
