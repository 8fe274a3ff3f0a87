"""What rare templates and functions read."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.backends.jinja2 import Template as DjangoTemplate
from django.test.signals import template_rendered
from jinja2 import nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser

from htmx_views.backends.jinja2 import Jinja2WithFragments
from htmx_views.blocks import LazyValue


class ScopeExtension(Extension):
    """A tag that is a scope and nothing else."""

    tags = {"scope"}

    def parse(self, parser: Parser) -> nodes.Node:
        lineno = next(parser.stream).lineno
        body = parser.parse_statements(("name:endscope",), drop_needle=True)
        return nodes.Scope(body, lineno=lineno)


def render(source: str, **context: Any) -> str:
    engine = Jinja2WithFragments(
        {
            "NAME": "jinja2",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": {"extensions": [ScopeExtension]},
        }
    )
    engine.env.globals["everything"] = everything
    return str(engine.from_string(source).render(context))


@pass_context
def everything(context: Any) -> str:
    return f"{dict(context.items())['late']} {'computed' in context.values()}"


def test_a_function_reads_lazy_values_of_the_whole_context() -> None:
    late = LazyValue(lambda: "computed")

    assert render("{{ everything() }}", late=late) == "computed True"


@pytest.mark.parametrize(
    "before",
    ["{{ super() }}", "{{ monster.super }}", "{% scope %}text{% endscope %}"],
)
def test_what_stands_before_a_block_leads_nowhere(before: str) -> None:
    source = (
        f"{{% block a %}}{before}{{% set y = 1 %}}{{% block b scoped %}}{{{{ y }}}}"
    )
    source += "{% endblock %}{% endblock %}"

    assert render(source, monster={}, RENDER_BLOCKS=["b"]) == "1"


def test_a_tool_that_tells_of_templates_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Any] = []

    def note(template: Any, **kwargs: Any) -> None:
        told.append(template)

    def render_and_tell(self: Any, context: Any = None, request: Any = None) -> str:
        template_rendered.send(sender=self, template=self, context=context)
        return original(self, context, request)

    original = DjangoTemplate.render
    monkeypatch.setattr(DjangoTemplate, "render", render_and_tell)
    template_rendered.connect(note)
    try:
        assert render("x{% block a %}y{% endblock %}") == "xy"
    finally:
        template_rendered.disconnect(note)
    assert len(told) == 1
