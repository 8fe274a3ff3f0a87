"""What searches have found, each by name: right, or refused. And all of it linear."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import django
import pytest

from htmx_views.blocks import BlockRefused
from tests.backends import django_engine, jinja2_engine

#: The page, the block, and what it is on the page. More templates stand beside it.
JINJA2: dict[str, tuple[str, str, str]] = {
    "autoescape around a block in another one": (
        "{% autoescape no %}{% block a %}{% autoescape not no %}{% block b %}{{ x }}"
        "{% endblock %}{% endautoescape %}{% endblock %}{% endautoescape %}",
        "b",
        "&lt;x&gt;",
    ),
    "a block of a child that nothing prints": (
        "{% extends 'base.html' %}"
        "{% set cap %}{% block b %}b{% endblock %}{% endset %}",
        "b",
        "refused",
    ),
    "a block that one shows which no page shows": (
        "{% extends 'base.html' %}{% set y = 2 %}{% block none %}{{ self.nav() }}"
        "{% endblock %}",
        "none",
        "nav",
    ),
    "a block before it stands in a capture": (
        "{% block a %}{{ self.b() }}{% set y %}{% block b %}b{% endblock %}{% endset %}"
        "{% endblock %}",
        "b",
        "b",
    ),
}
DJANGO: dict[str, tuple[str, str, str]] = {
    "ifchanged without output around what assigns": (
        "{% ifchanged %}{% firstof 1 as y %}{% ifchanged %}{% firstof 2 as z %}"
        "{% endifchanged %}{% endifchanged %}{% block b %}{{ y }}{{ z }}{% endblock %}",
        "b",
        "12",
    ),
    "a block under an if that is false": (
        "{% if no %}{% firstof 1 as y %}{% block b %}b{{ y }}{% endblock %}{% endif %}",
        "b",
        "b1",
    ),
    "a cycle in a block that shows twice, the second time with its variable": (
        "{% extends 'twice.html' %}{% block a %}{% block c %}{% cycle 1 2 as y %}"
        "{% endblock %}{% endblock %}",
        "b",
        "2",
    ),
    "a cycle in a loop whose turns assign its variable": (
        "{% firstof 'x' as y %}{% for n in 'ab' %}{% with z=1 %}{% cycle 1 2 as u %}"
        "{% endwith %}{% cycle u u as y %}{% firstof 3 as u %}{% endfor %}"
        "{% block b %}{{ y }}{% endblock %}",
        "b",
        "2",
    ),
    "a block in a tag that hides it from Django, which cannot be overridden": (
        "{% extends 'wrapped.html' %}{% load pages %}{% wrap %}{% block b %}child"
        "{% endblock %}{% endwrap %}",
        "b",
        "refused",
    ),
    "a block under an if that is false, in a parent's block that shows again": (
        "{% extends 'base.html' %}{% block nav %}{% if no %}{% firstof 1 as y %}"
        "{% block in_nav %}b{{ y }}{% endblock %}{{ block.super }}{% endif %}"
        "{{ block.super }}{% endblock %}",
        "in_nav",
        "refused",
    ),
    "a tag that pushes a name, around a block": (
        "{% load pages %}{% picture im %}{% block b %}{{ im }}{% endblock %}"
        "{% endpicture %}",
        "b",
        "refused",
    ),
    "super() that is changed around a block": (
        "{% extends 'base.html' %}{% block nav %}{{ block.super|upper }}{% endblock %}",
        "in_nav",
        "refused",
    ),
    "a capture around a block": (
        "{% load pages %}{% capture %}{% block b %}b{% endblock %}{% endcapture %}",
        "b",
        "refused",
    ),
}
if django.VERSION >= (6,):
    DJANGO |= {
        "a named cycle in a partial": (
            "{% firstof 'none' as y %}{% partialdef p inline %}{% cycle 1 2 as y %}"
            "{% endpartialdef %}{% partial p %}{% block b %}{{ y }}{% endblock %}",
            "b",
            "1",
        ),
        "a partial under an if that is false, which shows after something else": (
            "{% if no %}{% partialdef p inline %}{{ y }}{% endpartialdef %}{% endif %}"
            "{% firstof 1 as y %}{% partial p %}",
            "p",
            "refused",
        ),
        "a partial under one of two ifs, with a block between them": (
            "{% partialdef p %}[{{ y }}]{% endpartialdef %}{% if no %}{% partial p %}"
            "{% endif %}{% block a %}{% firstof 1 as y %}{% endblock %}{% if not no %}"
            "{% partial p %}{% endif %}",
            "p",
            "[]",
        ),
        "a block under an if that is false, shown in a tag of its own": (
            "{% partialdef p %}{% firstof 1 as y %}{% block b %}b{{ y }}{% endblock %}"
            "{% endpartialdef %}{% if no %}{% partial p %}{% endif %}"
            "{% autoescape off %}{% partial p %}{% endautoescape %}",
            "b",
            "refused",
        ),
    }
TWICE = (
    "{% block c %}{% endblock %}{% firstof 3 as y %}{% block a %}{% endblock %}"
    "{% block b %}{{ y }}{% endblock %}"
)
BASE = "{% block nav %}{% block in_nav %}nav{% endblock %}{% endblock %}"
CASES = [
    pytest.param(engine, *case, id=f"{language}: {name}")
    for language, engine, cases in (
        ("jinja2", jinja2_engine, JINJA2),
        ("django", django_engine, DJANGO),
    )
    for name, case in cases.items()
]


def make_template(engine: Any, page: str) -> Any:
    options: dict[str, Any] = {}
    templates = {"page.html": page, "base.html": BASE}
    if engine is django_engine:
        options["libraries"] = {"pages": "tests.backends.pages_tags"}
        templates["twice.html"] = TWICE
        templates["wrapped.html"] = (
            "{% load pages %}{% wrap %}{% block b %}b{% endblock %}{% endwrap %}"
        )
    return engine.make_engine(templates, **options).get_template("page.html")


@pytest.mark.parametrize(("engine", "page", "block", "expected"), CASES)
def test_right_or_refused(engine: Any, page: str, block: str, expected: str) -> None:
    template = make_template(engine, page)
    context = {"x": "<x>", "RENDER_BLOCKS": [block]}

    if expected != "refused":
        if not any(each in page for each in ("if no", "none %}")):
            assert expected in template.render({**context, "RENDER_BLOCKS": None})
        assert template.render(context) == expected
        return
    with pytest.raises(BlockRefused):
        template.render(context)


def test_a_condition_that_calls_a_block_does_not_show_it() -> None:
    page = (
        "{% block a %}{% if self.c() %}a{% endif %}{% endblock %}{% set y = 1 %}"
        "{% if self.c() %}{% set z = 1 %}{% endif %}{% set y = 2 %}"
        "{% block c %}{{ y }}{% endblock %}"
    )
    template = make_template(jinja2_engine, page)

    assert template.render({}) == "2"
    assert template.render({"RENDER_BLOCKS": ["a", "c"]}) == "2"


#: On the page ``a`` shows nothing: the condition is false.
UNDER_A_CONDITION = (
    "{% set y = 1 %}CHANGE{% if no %}{% set z = 2 %}"
    "{% block a %}{{ y }}{{ z }}{{ seen|join }}{% endblock %}{% endif %}"
    "{% block b %}b{% endblock %}"
)


def test_a_block_under_a_condition_is_asked_for_with_another() -> None:
    template = make_template(jinja2_engine, UNDER_A_CONDITION.replace("CHANGE", ""))

    assert template.render({"RENDER_BLOCKS": ["a", "b"]}) == "12b"


def test_a_block_under_a_condition_and_what_may_not_run_twice() -> None:
    change = "{% set _ = seen.append(1) %}"
    template = make_template(jinja2_engine, UNDER_A_CONDITION.replace("CHANGE", change))

    assert template.render({"seen": [], "RENDER_BLOCKS": ["a"]}) == "121"
    for names in (["a", "b"], ["b", "a"]):
        with pytest.raises(BlockRefused, match=r"with others, in line 1 "):
            template.render({"seen": [], "RENDER_BLOCKS": names})


def count_calls(function: Callable[[], object]) -> int:
    """Return how many functions are called, those in C included."""
    count = 0

    def count_one(frame: Any, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_one)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def repeat(pattern: str, number: int, end: str = "") -> str:
    return "".join(pattern.replace("#", str(n)) for n in range(number)) + end


BLOCK = "{% block b# %}{% endblock %}"
CONDITION = "{% if x %}" + BLOCK + "{% endif %}"
END = "{% block a %}{% endblock %}"


@pytest.mark.parametrize(
    ("engine", "pattern", "end", "number"),
    [
        (django_engine, "{% firstof # as y %}" + CONDITION, END, 60),
        (django_engine, "{% if x %}{% firstof # as y %}{% endif %}", END, 60),
        (django_engine, "{% firstof # as y# %}", END, 300),
        (jinja2_engine, CONDITION, END, 60),
        (jinja2_engine, "{% if x %}{% set y# = 1 %}" + BLOCK + "{% endif %}", END, 60),
        (jinja2_engine, "{% set y# = # %}", END, 300),
        (jinja2_engine, "{% block b# %}{{ self.a() }}{% endblock %}", END, 60),
    ],
)
def test_the_cost_is_linear(engine: Any, pattern: str, end: str, number: int) -> None:
    def first_use(number: int, names: list[str]) -> int:
        page = repeat(pattern, number, end)
        context = {"x": 1, "RENDER_BLOCKS": names}
        return count_calls(lambda: make_template(engine, page).render(context))

    first_use(1, ["a"])
    names = [f"b{n}" for n in range(number)] if "b#" in pattern else []
    for wanted in (["a"], [*names, "a"]):
        once, twice = first_use(number, wanted), first_use(number * 2, wanted)
        assert twice < 2.3 * once


@pytest.mark.skipif(django.VERSION < (6,), reason="Django 6 brought partials")
def test_partials_that_show_each_other_twice_cost_no_more() -> None:
    def first_use(number: int) -> int:
        shown = "{% partial p+ %}{% partial p+ %}"
        page = "".join(
            f"{{% partialdef p{n} %}}{shown.replace('+', str(n + 1))}"
            "{% endpartialdef %}"
            for n in range(number)
        )
        page += f"{{% partialdef p{number} %}}{END}{{% endpartialdef %}}"
        page += "{% partial p0 %}"
        template = make_template(django_engine, page)
        return count_calls(lambda: template.render({"RENDER_BLOCKS": ["a"]}))

    first_use(1)
    assert first_use(20) < 2.5 * first_use(10)
