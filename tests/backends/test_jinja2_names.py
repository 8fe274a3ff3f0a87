"""Blocks with hyphens in their names."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from django.template import TemplateSyntaxError

from tests.backends.jinja2_engine import make_engine, render


def own_delimiters(**options: Any) -> jinja2.Environment:
    return jinja2.Environment(
        **options,
        block_start_string="<%",
        block_end_string="%>",
        line_statement_prefix="#",
    )


@pytest.mark.parametrize("asked", ["page-and-controls", "page_and_controls"])
@pytest.mark.parametrize(
    "page",
    [
        "<{% block page-and-controls %}P{% endblock %}>",
        "<{% block page-and-controls %}P{% endblock page-and-controls %}>",
        "<{% block page_and_controls %}P{% endblock page-and-controls %}>",
        "< {%- block page-and-controls -%} P {%- endblock -%} >",
        "<{% block page-and-controls scoped %}P{% endblock %}>",
    ],
)
def test_hyphens_and_underscores_are_the_same(page: str, asked: str) -> None:
    assert render({"page.html": page}) == "<P>"
    assert render({"page.html": page}, asked) == "P"


@pytest.mark.parametrize("name", ["step-2", "step-2nd", "a-1-b-22", "a-2-scoped"])
def test_numbers_in_names(name: str) -> None:
    page = f"{{% block {name} %}}P{{% endblock {name} %}}"

    assert render({"page.html": page}, name) == "P"
    assert make_engine({"p": page}).get_template("p").block_names == {name}


@pytest.mark.parametrize("word", ["scoped", "required"])
def test_what_follows_a_number_is_no_part_of_the_name(word: str) -> None:
    base = (
        f"{{% for x in [1] %}}{{% block row-2 {word} %}}{{% endblock %}}{{% endfor %}}"
    )
    page = "{% extends 'base.html' %}{% block row-2 %}P{% endblock %}"

    assert render({"page.html": page, "base.html": base}) == "P"


def test_a_child_may_write_the_name_in_another_way() -> None:
    templates = {
        "base.html": "<{% block page-title %}base{% endblock %}>",
        "page.html": "{% extends 'base.html' %}"
        "{% block page_title %}page+{{ super() }}+{{ self.page_title is defined }}"
        "{% endblock %}",
    }

    assert render(templates) == "<page+base+True>"
    assert render(templates, "page-title") == "page+base+True"


def test_whitespace_control_stays_whitespace_control() -> None:
    page = "< {% block a -%} x {%- endblock a -%} >"

    assert render({"page.html": page}) == "< x>"


def test_own_delimiters_and_line_statements() -> None:
    page = "<% block a-b %>1<% endblock a-b %>\n# block c-d\n2\n# endblock c-d\n"
    environment = f"{__name__}.own_delimiters"

    html = render({"page.html": page}, "c-d", "a-b", environment=environment)

    assert html == "2\n1"


def test_two_spellings_of_one_name_are_the_usual_error() -> None:
    page = "{% block a-b %}{% endblock %}{% block a_b %}{% endblock %}"

    with pytest.raises(TemplateSyntaxError, match="block 'a_b' defined twice"):
        make_engine({"page.html": page}).get_template("page.html")


@pytest.mark.parametrize("name", ["a-", "a-'b'", "a-1.5"])
def test_a_name_that_goes_on_with_nonsense(name: str) -> None:
    page = f"x\n{{% block {name} %}}{{% endblock %}}"

    with pytest.raises(TemplateSyntaxError) as error:
        make_engine({"page.html": page}).get_template("page.html")

    assert error.value.template_debug["line"] == 2  # type: ignore[attr-defined]
    assert error.value.template_debug["message"] == (  # type: ignore[attr-defined]
        "The name of block 'a-' does not go on with a letter or a number."
    )


def test_other_statements_keep_their_minus() -> None:
    page = "{% set x = 5 %}{% set y = x-2 %}{% block a %}{{ y-1 }}{% endblock %}"

    assert render({"page.html": page}, "a") == "2"


def test_an_unnamed_block_is_jinja2s_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        make_engine({"page.html": "{% block %}{% endblock %}"}).get_template(
            "page.html"
        )
