"""What is declared around a block, in blocks and in ``with``, counts up to it."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from htmx_views.blocks import BlockRefused
from tests.backends.jinja2_engine import render

LIBRARY = {"lib.html": "{% macro m(x) %}[{{ x }}]{% endmacro %}"}
SCOPED = {
    "set": "{% set y = 1 %}{% block b scoped %}[{{ y }}]{% endblock %}",
    "import": "{% import 'lib.html' as lib %}"
    "{% block b scoped %}{{ lib.m(1) }}{% endblock %}",
    "from": "{% from 'lib.html' import m %}"
    "{% block b scoped %}{{ m(1) }}{% endblock %}",
    "macro": "{% macro m(x) %}[{{ x }}]{% endmacro %}"
    "{% block b scoped %}{{ m(1) }}{% endblock %}",
    "with": "{% with y = 1 %}{% block b scoped %}[{{ y }}]{% endblock %}{% endwith %}",
    "with of a set": "{% set y = 0 %}{% with y = y + 1 %}"
    "{% block b scoped %}[{{ y }}]{% endblock %}{% endwith %}",
    "if": "{% if 1 %}{% set y = 1 %}{% endif %}"
    "{% block b scoped %}[{{ y }}]{% endblock %}",
    "namespace": "{% set ns = namespace(y=0) %}{% set ns.y = 1 %}"
    "{% block b scoped %}[{{ ns.y }}]{% endblock %}{% set ns.y = 2 %}",
    "block in block": "{% set y = 1 %}{% block c scoped %}{% set z = y %}"
    "{% block b scoped %}[{{ z }}]{% endblock %}{% endblock %}",
    "two targets": "{% with y, z = (1, 2) %}{% block b scoped %}[{{ y }}]{% endblock %}"
    "{% endwith %}",
}


@pytest.mark.parametrize("inner", SCOPED.values(), ids=SCOPED)
def test_a_scoped_block_sees_what_the_blocks_around_it_declare(inner: str) -> None:
    templates = {
        **LIBRARY,
        "page.html": "{% block a %}" + inner + "{% endblock %}",
        "child.html": "{% extends 'page.html' %}{% set y = 9 %}"
        "{% block a %}{% set y = 8 %}{{ super() }}{% endblock %}",
    }

    for name in ("page.html", "child.html"):
        for block in ("a", "b"):
            assert render(templates, block, name=name) == "[1]"


def test_a_block_that_is_not_scoped_does_not_see_it() -> None:
    page = (
        "{% block a %}{% set y = 1 %}{% with z = call() %}"
        "{% block b %}[{{ y }}{{ z }}]{% endblock %}{% endwith %}{% endblock %}"
    )
    templates = {"page.html": page}

    assert render(templates, context={"call": lambda: 1}) == "[]"
    assert render(templates, "b", context={"call": lambda: 1}) == "[]"


@pytest.mark.parametrize("around", ["{}", "{% block a %}{}{% endblock %}"])
def test_a_name_that_the_view_passes_wins_over_with(around: str) -> None:
    page = (
        "{% with total = 3, half = total / 2 %}"
        "{% block foot scoped %}[{{ total }}]{% endblock %}{% endwith %}"
    )
    templates = {"page.html": around.replace("{}", page)}

    assert render(templates, context={"total": 5}) == "[3]"
    assert render(templates, "foot", context={"total": 5}) == "[5]"


def test_a_set_in_a_block_around_is_the_page_s() -> None:
    page = (
        "{% block a %}{% set y = y|upper %}{% block b scoped %}{{ y }}{% endblock %}"
        "{% endblock %}"
    )

    assert render({"page.html": page}, "b", context={"y": "y"}) == "Y"


def test_with_that_changes_something_does_so_for_what_follows() -> None:
    page = (
        "{% set ns = namespace(y=0) %}{% with y = 1 %}{% set ns.y = y %}"
        "{% block a scoped %}{{ y }}{% endblock %}{% endwith %}"
        "{% block b %}{{ ns.y }}{% endblock %}"
    )

    assert render({"page.html": page}, "b", context={"y": 5}) == "1"
    assert render({"page.html": page}, "a", context={"y": 5}) == "5"


class TestSideEffects:
    """What changes an object runs once, in the order of the page."""

    DO: dict[str, Any] = {"extensions": ["jinja2.ext.do"]}
    PAGE = (
        "{% do seen.append(1) %}{% block a %}{% do seen.append(2) %}"
        "{% block b %}{{ seen|join }}{% endblock %}{% do seen.append(3) %}"
        "{{ seen|join }}{% endblock %}"
    )

    @pytest.mark.parametrize(
        ("blocks", "expected"),
        [
            (["b"], "12"),
            (["a"], "12123"),
        ],
    )
    def test_in_blocks(self, blocks: list[str], expected: str) -> None:
        html = render(
            {"page.html": self.PAGE},
            *blocks,
            context={"seen": []},
            **self.DO,
        )

        assert html == expected

    @pytest.mark.parametrize("blocks", [["a", "b"], ["b", "a"]])
    def test_in_a_block_that_is_asked_for_as_well(self, blocks: list[str]) -> None:
        context: dict[str, Any] = {"seen": []}

        with pytest.raises(BlockRefused) as error:
            render({"page.html": self.PAGE}, *blocks, context=context, **self.DO)

        assert error.value.block_name == "b"
        assert error.value.around == "{% block a %}, asked for as well,"
        assert error.value.lineno == 1

    def test_what_changes_no_object_runs_for_each(self) -> None:
        templates = {
            "base.html": "{% set x = 1 %}{% block a %}{% set y = 2 %}"
            "{% block b scoped %}{{ x }}{{ y }}{% endblock %}3{% endblock %}",
            "page.html": "{% extends 'base.html' %}{% block b %}<{{ super() }}>"
            "{% endblock %}",
        }

        assert render(templates, "a", "b") == "<12>3<12>"


def test_a_plural_is_not_counted_for_a_block() -> None:
    page = (
        "{% trans n=count() %}one{% pluralize %}{{ n }} many{% endtrans %}"
        "{% block b %}b{% endblock %}{% set x = 1 %}"
    )
    options: dict[str, Any] = {
        "environment": "tests.backends.jinja2_families.environment"
    }

    def count() -> int:
        raise AssertionError("this must not run")

    assert render({"page.html": page}, "b", context={"count": count}, **options) == "b"
    assert render({"page.html": page}, context={"count": lambda: 2}, **options) == (
        "2 manyb"
    )


class TestConditions:
    """A block under a false condition renders, as if the condition were true."""

    def test_its_branch_runs(self) -> None:
        page = (
            "{% if no %}{% set x = 1 %}{% block a %}{{ x }}{% endblock %}"
            "{% elif yes %}{% set x = 2 %}{% block b %}{{ x }}{% endblock %}"
            "{% else %}{% set x = 3 %}{% block c %}{{ x }}{% endblock %}{% endif %}"
            "{% block d %}{{ x }}{% endblock %}"
        )
        context = {"no": False, "yes": True}

        for block, expected in zip("abcd", "1232", strict=True):
            assert render({"page.html": page}, block, context=context) == expected

    def test_it_is_not_asked(self) -> None:
        page = "{% if call() %}{% block a %}a{% endblock %}{% endif %}{% set x = 1 %}"

        assert render({"page.html": page}, "a") == "a"

    def test_what_only_a_hidden_block_needs_is_not_seen_by_others(self) -> None:
        page = (
            "{% if no %}{% set x = 1 %}{% block a %}{{ x }}{% endblock %}{% endif %}"
            "{% block b %}[{{ x }}]{% endblock %}"
        )

        assert render({"page.html": page}, "b", "a") == "[]1"

    def test_it_is_asked_where_the_block_shows_elsewhere(self) -> None:
        page = (
            "{% if asked() %}{{ self.a() }}{% endif %}{% set x = 1 %}"
            "{% block a %}{{ x }}{% endblock %}"
        )

        assert render({"page.html": page}, "a", context={"asked": lambda: 0}) == "1"
        assert render({"page.html": page}, "a", context={"asked": lambda: 1}) == ""

    def test_a_block_that_calls_it_and_that_no_page_shows(self) -> None:
        templates = {
            "base.html": "{% set x = 1 %}{% if no %}{% block nav %}[{{ x }}]"
            "{% endblock %}{% endif %}{% set x = 2 %}",
            "page.html": "{% extends 'base.html' %}"
            "{% block z %}{{ self.nav() }}{% endblock %}",
        }

        assert render(templates, "nav") == "[1]"


class ScopeExtension(Extension):
    """A tag that is a scope and nothing else."""

    tags = {"scope"}

    def parse(self, parser: Parser) -> nodes.Node:
        lineno = next(parser.stream).lineno
        body = parser.parse_statements(("name:endscope",), drop_needle=True)
        return nodes.Scope(body, lineno=lineno)


@pytest.mark.parametrize(
    "before",
    ["{{ super() }}", "{{ monster.super }}", "{% scope %}text{% endscope %}"],
)
def test_what_stands_before_a_block_leads_nowhere(before: str) -> None:
    page = (
        "{% block a %}" + before + "{% set y = 1 %}"
        "{% block b scoped %}{{ y }}{% endblock %}{% endblock %}"
    )
    options: dict[str, Any] = {"extensions": [ScopeExtension]}

    assert render({"page.html": page}, "b", context={"monster": {}}, **options) == "1"
