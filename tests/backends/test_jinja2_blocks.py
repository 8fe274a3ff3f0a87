"""Single facts about blocks alone, beside what random families prove of them."""

from __future__ import annotations

from typing import Any

import jinja2
import jinja2.nativetypes
import jinja2.sandbox
import pytest

from htmx_views.blocks import LazyValue, OobBlock
from tests.backends.jinja2_engine import make_engine, render


def native_environment(**options: Any) -> jinja2.Environment:
    return jinja2.nativetypes.NativeEnvironment(**options)


def sandboxed_environment(**options: Any) -> jinja2.Environment:
    return jinja2.sandbox.SandboxedEnvironment(**options)


class Calls(list[str]):
    """Record each call; return what was recorded."""

    def __call__(self, text: str) -> str:
        self.append(text)
        return text


def test_nothing_else_runs() -> None:
    templates = {
        "base.html": (
            "{{ call('base') }}{% include 'inc.html' %}"
            "{% if call('condition') %}{% block head %}{{ call('head') }}{% endblock %}"
            "{% endif %}{% for x in [call('loop')] %}{{ x }}{% endfor %}"
            "{% block main %}{{ call('main') }}{% block rows %}{% endblock %}"
            "{% endblock %}{% macro m() %}{{ call('macro') }}{% endmacro %}"
            "{{ m() }}{% call m() %}{% endcall %}{% filter upper %}{{ call('filter') }}"
            "{% endfilter %}{% set late = call('late') %}"
        ),
        "inc.html": "{{ call('inc') }}",
        "page.html": (
            "{{ call('before') }}{% extends 'base.html' %}{{ call('after') }}"
            "{% block rows %}{{ call('rows') }}{% endblock %}"
            "{% block head %}{{ call('own head') }}{{ super() }}{% endblock %}"
        ),
    }
    calls = Calls()
    context = {"call": calls}

    assert render(templates, "rows", context=context) == "rows"
    assert calls == ["rows"]


def test_what_is_declared_runs_once_for_all_blocks() -> None:
    page = (
        "{% set x = call('x') %}{% block a %}{{ x }}{% endblock %}"
        "{% set y = call('y') %}{% block b %}{{ y }}{% endblock %}"
        "{% set z = call('z') %}{% block c %}{{ z }}{% endblock %}"
    )
    calls = Calls()

    assert render({"page.html": page}, "b", "a", "b", context={"call": calls}) == "yxy"
    assert calls == ["x", "y"]


class TestPlace:
    """What is declared before the place of a block is seen, what comes after is not."""

    PARENT = "{% set x = 'before' %}{}{% set x = 'after' %}"

    @pytest.mark.parametrize(
        "place",
        [
            "{% block a %}{{ x }}{% endblock %}",
            "{% if no %}{% block a %}{{ x }}{% endblock %}{% endif %}",
            "{% if no %}{% set y = 1 %}{% block a %}{{ x }}{% endblock %}{% endif %}",
            "{% if no %}{% elif no %}{% set y = 1 %}{% block a %}{{ x }}{% endblock %}"
            "{% endif %}",
            "{% for y in [] %}{% block a %}{{ x }}{% endblock %}{% endfor %}",
            "{% with x = 'local' %}{% block a %}{{ x }}{% endblock %}{% endwith %}",
            "{% block b %}{% block a %}{{ x }}{% endblock %}{% endblock %}",
            "{% block b %}{% if no %}{% block a %}{{ x }}{% endblock %}{% endif %}"
            "{% endblock %}",
        ],
    )
    def test_before_and_after(self, place: str) -> None:
        page = self.PARENT.replace("{}", place)

        html = render({"page.html": page}, "a", extensions=["jinja2.ext.do"])

        assert html == "before"

    @pytest.mark.parametrize(
        ("output", "x"),
        [
            ("{{ self['a']() }}", "before"),
            ("{{ self.a() }}", "before"),
            ("{{ self.a()|string }}", "before"),
            ("{{ self.a() if yes }}", "before"),
            ("{{ '' if no else self.a() }}", "before"),
            ("{{ self.a() if self.a is defined }}", "before"),
            ("{% with y = 1 %}{{ self.a() }}{% endwith %}", "before"),
            ("{% if no %}{% elif yes %}{{ self.a() }}{% endif %}", "before"),
            # What is not output shows nothing.
            ("{{ self.a() if no }}", "after"),
            ("{{ 'defined' if self.a is defined }}", "after"),
            ("{% if no %}{{ self.a() }}{% endif %}", "after"),
        ],
    )
    def test_a_block_is_shown_first_where_self_calls_it(
        self, output: str, x: str
    ) -> None:
        templates = {
            "page.html": self.PARENT.replace("{}", output)
            + "{% block a %}{{ x }}{% endblock %}"
        }
        context = {"yes": True}

        page = render(templates, context=context)
        assert page.removeprefix("defined") in (x, f"{x}after")
        assert render(templates, "a", context=context) == x

    def test_to_ask_for_super_is_not_to_show_it(self) -> None:
        templates = {
            "base.html": "{% block b %}{{ self.a() }}{% endblock %}{% set x = 1 %}"
            "{% block c %}{% endblock %}",
            "page.html": "{% extends 'base.html' %}{% block b %}"
            "{{ 'b' if super is defined }}{% endblock %}"
            "{% block c %}{% block a %}{{ x }}{% endblock %}{% endblock %}",
        }

        assert render(templates) == "b1"
        assert render(templates, "a") == "1"

    def test_a_place_that_was_passed_gives_way_to_a_certain_one(self) -> None:
        templates = {
            "base.html": self.PARENT.replace(
                "{}", "{% if no %}{% block a %}{% endblock %}{% endif %}"
            )
            + "{% block b %}{% endblock %}",
            "page.html": "{% extends 'base.html' %}{% block b %}<{% block a %}{{ x }}"
            "{% endblock %}>{% endblock %}",
        }

        assert render(templates) == "<after>"
        assert render(templates, "a") == "after"

    def test_a_block_passed_before_extends_stands_in_the_parent(self) -> None:
        templates = {
            "base.html": "{% set x = 'base' %}{% block a %}{% endblock %}",
            "page.html": "{% if no %}{% block a %}{{ x }}{% endblock %}{% endif %}"
            "{% set y = 1 %}{% extends 'base.html' %}",
        }

        assert render(templates) == "base"
        assert render(templates, "a") == "base"

    def test_a_block_that_is_gone_from_the_page_sees_all(self) -> None:
        templates = {
            "base.html": self.PARENT.replace(
                "{}", "{% block b %}{% block a %}{{ x }}{% endblock %}{% endblock %}"
            ),
            "page.html": "{% extends 'base.html' %}{% block b %}{% endblock %}",
        }

        assert render(templates) == ""
        assert render(templates, "a") == "after"

    def test_blocks_that_show_each_other_come_to_an_end(self) -> None:
        page = (
            "{% block a %}{{ self.b() if no }}A{% endblock %}{% set x = 1 %}"
            "{% block b %}{{ self.a() if no }}B{% endblock %}{% set y = 1 %}"
        )

        assert render({"page.html": page}, "b", "a") == "BA"


@pytest.mark.parametrize("read", ["{{ x }}", "{% if x %}.{% endif %}", ""])
def test_a_macro_sees_what_its_template_has_read(read: str) -> None:
    templates = {
        "base.html": "{% set x = 'base' %}{% block a %}{{ m() }}{% endblock %}",
        "page.html": "{% extends 'base.html' %}" + read + "{% macro m() %}{{ x }}"
        "{% endmacro %}",
    }
    context = {"x": "context"}

    html = render(templates, context=context)

    assert html == ("context" if read else "base")
    assert render(templates, "a", context=context) == html


class TestRequired:
    BASE = "{% block a %}{% block b required %}{% endblock %}{% endblock %}"

    def test_a_child_that_has_it(self) -> None:
        page = "{% extends 'base.html' %}{% block b %}B{% endblock %}"
        templates = {"page.html": page, "base.html": self.BASE}

        assert render(templates, "b", "a") == "BB"

    @pytest.mark.parametrize("block", ["a", "b"])
    def test_a_child_that_lacks_it(self, block: str) -> None:
        templates = {"page.html": "{% extends 'base.html' %}", "base.html": self.BASE}

        with pytest.raises(
            jinja2.TemplateRuntimeError, match=r"^Required block 'b' not found$"
        ):
            render(templates, block)


def test_an_environment_with_enable_async_renders_pages_only() -> None:
    page = "{% extends 'base.html' %}{% block a %}{{ x }}{% endblock %}"
    templates = {"page.html": page, "base.html": "{% block a %}{% endblock %}"}
    engine = make_engine(templates, enable_async=True)
    template = engine.get_template("page.html")

    assert template.render({"x": LazyValue(lambda: 1)}) == "1"
    message = (
        r"^The blocks of template 'page\.html' cannot be rendered alone: its "
        r"environment has enable_async\. Leave that away: "
    )
    with pytest.raises(jinja2.TemplateRuntimeError, match=message):
        template.render({"x": 1, "RENDER_BLOCKS": ["a"]})
    with pytest.raises(jinja2.TemplateRuntimeError, match=message):
        template.check_block("a")
    with pytest.raises(jinja2.TemplateRuntimeError, match=message):
        engine.get_template("page.html#a")


def test_a_sandbox_stays_closed() -> None:
    environment = f"{__name__}.sandboxed_environment"
    page = "{% set x = ''.__class__ %}{% block a %}{{ x.mro() }}{% endblock %}"

    with pytest.raises(jinja2.exceptions.SecurityError):
        render({"page.html": page}, "a", environment=environment)


def test_a_native_environment_returns_what_the_block_is() -> None:
    environment = f"{__name__}.native_environment"
    page = "{% set x = [1] %}<{% block a %}{{ x }}{% endblock %}>"
    engine = make_engine({"page.html": page}, environment=environment)

    template: Any = engine.get_template("page.html")

    assert template.render({"RENDER_BLOCKS": ["a"]}) == [1]
    assert template.render({"RENDER_BLOCKS": ["a", "a"]}) == "[1][1]"
    assert template.render({"RENDER_BLOCKS": []}) == ""


def test_finalize_runs_once_for_addresses() -> None:
    page = "{% include 'rows.html#a' %}{{ 'x' }}"
    templates = {"page.html": page, "rows.html": "{% block a %}{{ 'y' }}{% endblock %}"}

    assert render(templates, finalize=lambda value: f"({value})") == "(y)(x)"


class Shouted(OobBlock):
    def out_of_band(self, html: str, main: str) -> str:
        return f"{html.upper()}({main})"


@pytest.mark.parametrize("before", ["", "{% set x = 1 %}"])
@pytest.mark.parametrize(
    ("blocks", "expected"),
    [([Shouted("a")], "A()"), ([Shouted("a"), "b", Shouted("b")], "bA(b)B(b)")],
)
def test_blocks_that_go_out_of_band(
    before: str, blocks: list[str], expected: str
) -> None:
    page = before + "{% block a %}a{% endblock %}{% block b %}b{% endblock %}"
    engine = make_engine({"page.html": page})

    html = engine.get_template("page.html").render({"RENDER_BLOCKS": blocks})

    assert html == expected
