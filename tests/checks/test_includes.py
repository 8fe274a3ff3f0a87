from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.template import engines
from django.views.generic import TemplateView

from htmx_views.checks.includes import references
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["rows"]


BLOCK = "{% block rows %}{% endblock %}"


def test_an_include_that_is_not_there(check: Check, language: str) -> None:
    text = f'{BLOCK}\n{{% include "welcom.html" %}}'

    (finding,) = check(Page, **{language: {"page.html": text}})

    assert (finding.id, finding.obj) == ("htmx_views.E004", "page.html")
    assert finding.msg.startswith(
        "The template 'welcom.html', which it names, does not exist ("
    )
    assert finding.msg.endswith("page.html, line 2).")
    assert finding.hint == "Create that template, or name another one."


def test_an_include_of_an_include_or_a_parent(check: Check, language: str) -> None:
    templates = {
        "page.html": '{% extends "base.html" %}' + BLOCK,
        "base.html": f'{BLOCK}{{% include "part.html" %}}',
        "part.html": '{% include "missing.html" %}',
    }

    (finding,) = check(Page, **{language: templates})

    assert (finding.id, finding.obj) == ("htmx_views.E004", "part.html")


def test_an_include_that_cannot_be_read(check: Check, language: str) -> None:
    templates = {"page.html": BLOCK + '{% include "part.html" %}'}
    templates["part.html"] = "{% endif %}"

    (finding,) = check(Page, **{language: templates})

    assert (finding.id, finding.obj) == ("htmx_views.E005", "part.html")


def test_an_import_that_is_not_there(check: Check) -> None:
    text = BLOCK + '{% from "macros.html" import card %}{% import "more.html" as m %}'

    found = check(Page, jinja2={"page.html": text})

    assert [finding.msg.split("'")[1] for finding in found] == [
        "macros.html",
        "more.html",
    ]


@pytest.mark.parametrize(
    "tag",
    [
        '{% include "part.html" %}',
        "{% include name %}",
        '{% include "missing.html" ignore missing %}',
        '{% include ["missing.html", "part.html"] %}',
        '{% include "page.html" %}',
    ],
)
def test_includes_without_fault(check: Check, language: str, tag: str) -> None:
    if language == "django" and ("ignore" in tag or "[" in tag):
        tag = '{% include "part.html" with a=1 only %}{% include name|lower %}'

    templates = {"page.html": BLOCK + tag, "part.html": "", "macros.html": ""}

    assert check(Page, **{language: templates}) == []


def test_templates_that_name_nothing(tmp_path: Path, check: Check) -> None:
    template: Any = jinja2.Environment().from_string("{% include 'a.html' %}")

    assert [*references(template)] == []
    assert [*references(object())] == []


def test_templates_that_were_compiled_before(check: Check, tmp_path: Path) -> None:
    check(Page, jinja2={"page.html": '{% include "a.html" %}'})
    environment: Any = engines["jinja2"]
    environment.env.compile_templates(tmp_path, zip=None)
    environment.env.loader = jinja2.ModuleLoader(tmp_path)

    template = environment.env.get_template("page.html")

    assert [*references(template)] == [("a.html", "page.html", 1)]


def test_the_file_that_names_a_template(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text('\n{% include "a.html" %}')
    check(Page, jinja2={})
    environment: Any = engines["jinja2"]
    environment.env.loader = jinja2.FileSystemLoader(tmp_path)
    template = environment.get_template("page.html").template

    assert [*references(template)] == [("a.html", str(path), 2)]
