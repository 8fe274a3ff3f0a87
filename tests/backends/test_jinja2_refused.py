"""Blocks that cannot be rendered alone: what refuses them, and what does not."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from jinja2 import TemplateNotFound, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from htmx_views.blocks import BlockDoesNotExist, BlockRefused
from tests.backends.jinja2_engine import make_engine, render

A = "{% block a %}a{% endblock %}"


class Box(Extension):
    """Tags that nobody knows: ``{% box %}…{% endbox %}``, ``{% cell %}``."""

    tags = {"box", "cell"}

    def parse(self, parser: Parser) -> nodes.Node:
        tag = next(parser.stream)
        body = parser.parse_statements((f"name:end{tag.value}",), drop_needle=True)
        if tag.value == "box":
            return nodes.OverlayScope(nodes.Dict([]), body, lineno=tag.lineno)
        call = self.call_method("_call")
        return nodes.CallBlock(call, [], [], body, lineno=tag.lineno)

    def _call(self, caller: Any) -> str:
        return str(caller())


def environment(**options: Any) -> jinja2.Environment:
    return jinja2.Environment(extensions=["jinja2.ext.do", Box], **options)


REFUSED = {
    "{% filter upper %}": "{% filter upper %}{}{% endfilter %}",
    "{% call %}": "{% macro m() %}{% endmacro %}{% call m() %}{}{% endcall %}",
    "{% macro %}": "{% macro m() %}{}{% endmacro %}{{ m() }}",
    "{% set %}": "{% set x %}{}{% endset %}",
    "the recursive {% for %}": "{% for x in [1] recursive %}{}{% endfor %}",
    "{% for %} that changes something": (
        "{% for x in [1] %}{% do [].append(x) %}{}{% endfor %}"
    ),
    "the tag of an extension": "{% box %}{}{% endbox %}",
}
CALLED = ("the tag of an extension", "{% cell %}{}{% endcell %}")


@pytest.mark.parametrize(("around", "page"), [*REFUSED.items(), CALLED])
def test_what_stands_around_a_block_refuses_it(around: str, page: str) -> None:
    page = f"\n{page.replace('{}', '{% block b %}' + A + '{% endblock %}')}"
    engine = make_engine(
        {"page.html": page + "{% block c %}c{% endblock %}"},
        environment=f"{__name__}.environment",
    )
    template = engine.get_template("page.html")

    for name in ("a", "b"):
        message = (
            f"Block '{name}' cannot be rendered alone: {around} in line 2 of "
            "'page.html' stands around it. Move it into the block, or render a block "
            "around it."
        )
        with pytest.raises(BlockRefused) as rendered:
            template.render({"RENDER_BLOCKS": ["c", name]})
        with pytest.raises(BlockRefused) as checked:
            template.check_block(name)
        assert str(rendered.value) == str(checked.value) == message
    template.check_block("c")
    assert template.render({"RENDER_BLOCKS": ["c"]}) == "c"


@pytest.mark.parametrize(
    "shown",
    [
        "{{ super()|upper }}",
        "{{ super() ~ '!' }}",
        "{% set x = super() %}{{ x }}",
        "{% set x %}{{ super() }}{% endset %}{{ x }}",
        "{% filter upper %}{{ super.super() }}{% endfilter %}",
        "{{ self.c()|upper }}",
        "{{ self['c']()|upper }}",
        "{% if 1 %}{{ self.c()|upper if 1 else super() }}{% endif %}",
    ],
)
def test_what_changes_a_block_that_is_called_refuses_it(shown: str) -> None:
    templates = {
        "base.html": "{% block b %}" + A + "{% endblock %}",
        "section.html": "{% extends 'base.html' %}{% block b %}{{ super() }}"
        "{% endblock %}{% block c %}{{ self.a() }}{% endblock %}",
        "page.html": "{% extends 'section.html' %}"
        "{% block b %}" + shown + "{% endblock %}",
    }
    template = make_engine(templates).get_template("page.html")

    with pytest.raises(BlockRefused, match="'a' cannot be rendered alone"):
        template.render({"RENDER_BLOCKS": ["a"]})
    template.render({"RENDER_BLOCKS": ["b"]})


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("{{ super() }}", "a"),
        ("{{ super()|safe }}", "a"),
        ("{{ super()|string }}", "a"),
        ("{{ super() if super is defined }}", "a"),
        ("{% if super()|length > 100 %}{% else %}{{ super() }}{% endif %}", "a"),
    ],
)
def test_what_leaves_a_block_as_it_is(shown: str, expected: str) -> None:
    templates = {
        "base.html": "{% block b %}" + A + "{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block b %}"
        + shown
        + "{% endblock %}",
    }
    make_engine(templates).get_template("page.html").check_block("a")

    assert render(templates, "a") == expected


def test_the_first_place_decides() -> None:
    before = "{{ self.a() }}{% set x = 2 %}{% filter upper %}{}{% endfilter %}"
    after = "{% filter upper %}{}{% endfilter %}{{ self.a() }}"
    block = "{% block a %}a{{ x }}{% endblock %}"
    before, after = before.replace("{}", block), after.replace("{}", block)

    assert render({"page.html": before}) == "aA2"
    assert render({"page.html": before}, "a") == "a"
    with pytest.raises(BlockRefused):
        render({"page.html": after}, "a")


def test_an_expression_that_escapes_a_block_once_more_refuses_it() -> None:
    templates = {
        "base.html": "{% autoescape false %}{% block b %}<{% block a %}<{% endblock %}"
        "{% endblock %}{% endautoescape %}",
        "page.html": "{% extends 'base.html' %}{% block b %}{{ super() }}"
        "{% endblock %}",
    }

    assert render(templates) == "&lt;&lt;"
    assert render(templates, "b") == "&lt;&lt;"
    with pytest.raises(BlockRefused, match="an expression that escapes it in line 1"):
        render(templates, "a")
    assert render(templates, "a", autoescape=False) == "<"


class TestLoops:
    def test_a_block_has_the_names_of_one_turn(self) -> None:
        page = (
            "{% for x, (y, z) in rows %}{% if x %}{% continue %}{% endif %}"
            "{% set s = x ~ y ~ z %}{% with w = s ~ '!' %}"
            "{% block row scoped %}{{ w }}{{ loop.index }}{% endblock %}{% endwith %}"
            "{% else %}{% block none %}none{% endblock %}{% endfor %}"
        )
        options: dict[str, Any] = {"extensions": ["jinja2.ext.loopcontrols"]}
        context = {"x": 0, "y": 2, "z": 3, "loop": {"index": 1}}

        page_ = render({"page.html": page}, context={"rows": [(0, (2, 3))]}, **options)
        assert page_ == "023!1"
        assert render({"page.html": page}, "row", context=context, **options) == page_
        assert render({"page.html": page}, "none", context=context, **options) == "none"

    def test_a_loop_that_is_not_the_only_place_refuses_the_block(self) -> None:
        page = (
            "{% for x in xs %}{{ self.a() }}{% endfor %}{% set x = 1 %}"
            "{% block a %}{{ x }}{% endblock %}{% block b %}b{% endblock %}"
        )

        with pytest.raises(BlockRefused, match="one of its places, in line"):
            render({"page.html": page}, "a")
        assert render({"page.html": page}, "b") == "b"

    def test_a_loop_of_a_template_that_extends_refuses_the_block(self) -> None:
        templates = {
            "base.html": A,
            "page.html": "{% extends 'base.html' %}{% for x in [] %}"
            + A
            + "{% endfor %}",
        }

        with pytest.raises(
            BlockRefused, match="that is in a template that extends in line 1"
        ):
            render(templates, "a")

    def test_a_view_does_not_change_what_a_top_level_set_is(self) -> None:
        page = (
            "{% set x = 1 %}{% for x in [2] %}{% block a scoped %}{{ x }}{% endblock %}"
            "{% endfor %}"
        )

        assert render({"page.html": page}, "a", context={"x": 5}) == "5"
        assert render({"page.html": page}, "a") == "1"


class TestWhatIsKnownBeforehand:
    def test_a_missing_block(self) -> None:
        templates = {
            "page.html": "{% extends 'base.html' %}{% block the-rows %}{% endblock %}",
            "base.html": A,
        }
        engine = make_engine(templates)
        template = engine.get_template("page.html")

        template.check_block("the-rows")
        template.check_block("a")
        with pytest.raises(BlockDoesNotExist, match="Its blocks are: 'a', 'the-rows'"):
            template.check_block("none")

    def test_a_parent_that_is_chosen_while_rendering(self) -> None:
        page = "{% extends layout %}{% filter upper %}" + A + "{% endfilter %}"
        template = make_engine({"page.html": page}).get_template("page.html")

        template.check_block("a")
        template.check_block("none")

    def test_a_parent_that_is_missing(self) -> None:
        page = "{% extends 'none.html' %}"
        template = make_engine({"page.html": page}).get_template("page.html")

        with pytest.raises(TemplateNotFound, match=r"none\.html"):
            _ = template.block_names

    def test_a_block_with_a_place_that_nothing_refuses(self) -> None:
        page = "{% filter upper %}{{ self.a() }}{% endfilter %}" + A
        template = make_engine({"page.html": page}).get_template("page.html")

        template.check_block("a")

    def test_a_block_that_no_page_shows(self) -> None:
        templates = {
            "base.html": "{% filter upper %}{% block b %}{% endblock %}{% endfilter %}",
            "page.html": "{% extends 'base.html' %}" + A,
        }

        make_engine(templates).get_template("page.html").check_block("a")
        assert render(templates, "a") == "a"

    def test_a_block_that_another_one_refuses(self) -> None:
        page = (
            "{% block b %}{% filter upper %}{% block c %}" + A + "{% endblock %}"
            "{% endfilter %}{% endblock %}"
        )
        template = make_engine({"page.html": page}).get_template("page.html")

        template.check_block("b")
        for name in "ac":
            with pytest.raises(BlockRefused, match=f"Block '{name}' cannot"):
                template.check_block(name)
