"""Tools that look at what renders, as django-debug-toolbar does."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest
from django.template.backends import jinja2 as django_backend
from django.template.context import make_context
from django.test import RequestFactory
from django.test.signals import template_rendered

from tests.backends.jinja2_engine import make_engine

TEMPLATES = {
    "base.html": "<{% block a %}{% endblock %}>",
    "page.html": "{% extends 'base.html' %}{% block a %}A{{ x }}{% endblock %}",
}


@pytest.fixture
def watched() -> Iterator[list[Any]]:
    """Return a list that gets what a tool is told of."""
    told: list[Any] = []

    def listen(template: Any, context: Any, **kwargs: Any) -> None:
        told.append((template.name, template.origin.template_name, context.get("x")))

    template_rendered.connect(listen)
    yield told
    template_rendered.disconnect(listen)


@pytest.fixture
def toolbar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do to Django's backend what django-debug-toolbar does."""
    render = django_backend.Template.render

    @functools.wraps(render)
    def wrapped(self: Any, context: Any = None, request: Any = None) -> Any:
        self.name = self.template.name
        template_rendered.send(
            sender=self, template=self, context=make_context(context, request)
        )
        return render(self, context, request)

    monkeypatch.setattr(django_backend.Template, "render", wrapped)


@pytest.mark.parametrize(
    ("blocks", "expected"), [(None, "<A1>"), (["a"], "A1"), ([], "")]
)
@pytest.mark.parametrize("name", ["page.html", "page.html#a"])
@pytest.mark.parametrize("request_", [None, RequestFactory().get("/")])
def test_each_template_is_listed_once(
    watched: list[Any],
    toolbar: None,
    blocks: list[str] | None,
    expected: str,
    name: str,
    request_: Any,
) -> None:
    template = make_engine(TEMPLATES).get_template(name)
    if blocks is None and "#" in name:
        expected = "A1"

    html = template.render({"x": 1, "RENDER_BLOCKS": blocks}, request_)

    assert html == expected
    assert [told[0] for told in watched] == [name, "base.html"]


def test_each_template_is_listed_once_without_the_tool(watched: list[Any]) -> None:
    template = make_engine(TEMPLATES).get_template("page.html")

    for context in ({"x": 1}, {"x": 1, "RENDER_BLOCKS": ["a"]}):
        template.render(context)

    assert watched == [(name, name, 1) for name in ("page.html", "base.html")] * 2


def test_a_template_takes_what_is_set_on_it(toolbar: None) -> None:
    template = make_engine(TEMPLATES).get_template("page.html")
    django_template = django_backend.Template(template.template, template.backend)

    assert vars(template).keys() == {*vars(django_template), "name"}
    for name in (*vars(template), "anything"):
        setattr(template, name, getattr(template, name, None))
    assert template.render({"x": 1}) == "<A1>"
    assert template.render({"x": 1, "RENDER_BLOCKS": ["a"]}) == "A1"
