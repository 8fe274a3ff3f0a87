"""Lazy values in the context of Jinja2 templates."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from django.core.exceptions import ObjectDoesNotExist
from jinja2.runtime import Context

from htmx_views.blocks import LazyValue
from tests.backends.jinja2_engine import render


class Counted:
    """A function that knows how often it was called."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.calls = 0

    def __call__(self) -> Any:
        self.calls += 1
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value


class OwnContext(Context):
    """What a project may have in the place of Jinja2's context."""

    def resolve_or_missing(self, key: str) -> Any:
        return "own" if key == "own" else super().resolve_or_missing(key)


class OwnEnvironment(jinja2.Environment):
    context_class = OwnContext


@jinja2.pass_context
def read(context: Any, name: str) -> str:
    """Read a context in all ways that it has."""
    values = dict(context.items())
    assert list(context.values()) == list(values.values())
    return f"{context[name]} {context.get(name)} {context.resolve(name)} {values[name]}"


TEMPLATES = {
    "base.html": "<{% block a %}{% endblock %}>{% block b %}{{ x }}{% endblock %}",
    "include.html": "{{ x }}{{ y }}",
    "lib.html": "{% macro m() %}{{ x }}{% endmacro %}",
}


def render_page(page: str, *blocks: str, **context: Any) -> str:
    page = "{% extends 'base.html' %}{% block a %}" + page + "{% endblock %}"
    return render(
        {**TEMPLATES, "page.html": page}, *blocks, context={"read": read, **context}
    )


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        ("{{ x }}", "<1>", "&lt;1&gt;"),
        ("{{ x[0] }}{{ x[0] }}", [1], "11"),
        ("{% if x is none %}none{% endif %}", None, "none"),
        ("{{ 'true' if x else 'false' }}", [], "false"),
        ("{% for i in x %}{{ i }}{% endfor %}", [1, 2], "12"),
        ("{% with z = x %}{{ z }}{% endwith %}", 1, "1"),
        ("{% set z = x %}{{ z }}", 1, "1"),
        ("{% set x = x + 1 %}{{ x }}", 1, "2"),
        ("{% macro m() %}{{ x }}{% endmacro %}{{ m() }}", 1, "1"),
        ("{% include 'include.html' %}", 1, "1"),
        ("{% import 'lib.html' as lib with context %}{{ lib.m() }}", 1, "1"),
        ("{% block c scoped %}{{ x }}{% endblock %}", 1, "1"),
        ("{{ read('x') }}", 1, "1 1 1 1"),
        ("{{ x() }}", lambda: "called", "called"),
    ],
)
def test_templates_see_the_value_itself(tag: str, value: Any, expected: str) -> None:
    for blocks in ((), ("a",)):
        compute = Counted(value)
        html = render_page(tag, *blocks, x=LazyValue(compute))
        assert expected in html
        assert compute.calls == 1
    assert html == expected


@pytest.mark.parametrize(
    "top_level",
    [
        "{{ x }}",
        "{% if x %}{{ x }}{% endif %}",
        "{% for i in x %}{{ i }}{% endfor %}",
        "{% include 'include.html' %}",
        "{% if x %}{% block c %}{% endblock %}{% endif %}",
        "{% for i in x %}{% block c %}{% endblock %}{% endfor %}",
        "{% with y = x %}{% block c scoped %}{% endblock %}{% endwith %}",
        "{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{{ x }}",
        "{% filter upper %}{{ x }}{% set y = 1 %}{% endfilter %}",
        "{% if no %}{% set y = x %}{% endif %}",
    ],
)
def test_what_no_rendered_block_reads_is_not_computed(top_level: str) -> None:
    page = "{% set z = 1 %}" + top_level + "{% block d %}{% set w = 1 %}{{ x }}"
    page += "{% block a %}{{ z }}{% endblock %}{% endblock %}"
    compute = Counted([1])

    html = render(
        {**TEMPLATES, "page.html": page}, "a", context={"x": LazyValue(compute)}
    )

    assert html == "1"
    assert compute.calls == 0


@pytest.mark.parametrize(
    "top_level",
    [
        "{% set y = x %}",
        "{% if x %}{% set y = x %}{% endif %}",
        "{{ x }}{% set y = x %}",
        "{% for i in [1] %}{% set _ = seen.append(x) %}{% endfor %}{% set y = x %}",
        "{% for i in [1] %}{% set x = x %}{% set ns.y = x %}{% endfor %}"
        "{% set y = ns.y %}",
        "{% set y %}{{ x }}{% endset %}",
        "{% macro m() %}{{ x }}{% endmacro %}{{ x }}{% set y = m() %}",
        "{% import 'lib.html' as lib with context %}{% set y = lib.m() %}",
    ],
)
def test_what_is_declared_reads_the_value_itself(top_level: str) -> None:
    page = "{% set ns = namespace() %}" + top_level
    page += "{% block a %}{{ y }}{% endblock %}"
    compute = Counted(7)
    context = {"x": LazyValue(compute), "seen": []}

    html = render({**TEMPLATES, "page.html": page}, "a", context=context)

    assert html == "7"
    assert compute.calls == 1


def test_several_blocks_compute_once() -> None:
    compute = Counted(1)

    assert render_page("{{ x }}", "a", "b", "a", x=LazyValue(compute)) == "111"
    assert compute.calls == 1


def test_the_view_s_context_is_left_alone() -> None:
    context = {"x": LazyValue(lambda: 1)}
    before = dict(context)

    assert render({"page.html": "{{ x }}"}, context=context) == "1"
    assert context == before


@pytest.mark.parametrize(
    "tag",
    ["{{ x }}", "{% if x == 1 %}{% endif %}", "{{ read('x') }}", "{{ swallow('x') }}"],
)
@pytest.mark.parametrize(
    "error_class",
    [ObjectDoesNotExist, ValueError, KeyError, StopIteration, jinja2.TemplateNotFound],
)
@pytest.mark.parametrize("blocks", [(), ("a",)])
def test_an_error_is_an_error_of_the_page(
    tag: str, error_class: type[Exception], blocks: tuple[str, ...]
) -> None:
    error = error_class("an error")

    @jinja2.pass_context
    def swallow(context: Context, name: str) -> object:
        try:
            return context[name]
        except Exception:
            return ""

    with pytest.raises(error_class) as raised:
        render_page(tag, *blocks, x=LazyValue(Counted(error)), swallow=swallow)

    assert raised.value is error


def test_an_error_of_what_is_not_read_is_none() -> None:
    assert render_page("a", "a", x=LazyValue(Counted(ValueError()))) == "a"


def test_the_environment_s_own_context_class_stays() -> None:
    page = {"page.html": "{% block a %}{{ own }}{{ x }}{% endblock %}"}
    environment = f"{__name__}.OwnEnvironment"

    for blocks in ((), ("a",)):
        context = {"x": LazyValue(lambda: 1)}
        html = render(page, *blocks, context=context, environment=environment)
        assert html == "own1"
    assert OwnEnvironment.context_class is OwnContext
