"""Lazy values in the context of Django's template language."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.test import RequestFactory

from htmx_views.backends.django import lazy
from htmx_views.blocks import LazyValue
from tests.backends.django_engine import make_engine

TAGS = {"pages": "tests.backends.pages_tags", "cards": "tests.backends.cards"}


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


def user(request: HttpRequest) -> dict[str, Any]:
    return {"user": "reader"}


@pytest.fixture(params=[None, "/"])
def request_(request: pytest.FixtureRequest) -> HttpRequest | None:
    """Return a request or none, since contexts differ."""
    return RequestFactory().get(request.param) if request.param else None


def render(page: str, request: HttpRequest | None, *blocks: str, **context: Any) -> str:
    templates = {
        "page.html": "{% extends 'base.html' %}{% block a %}" + page + "{% endblock %}",
        "base.html": "<{% block a %}{% endblock %}>{% block b %}{{ x }}{% endblock %}",
        "include.html": "{{ x }}{{ y }}",
        "included.html": "{{ x }}",
    }
    engine = make_engine(
        templates, libraries=TAGS, context_processors=[f"{__name__}.user"]
    )
    if blocks:
        context["RENDER_BLOCKS"] = blocks
    return engine.get_template("page.html").render(context, request)


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        ("{{ x }}", "<1>", "&lt;1&gt;"),
        ("{{ x.0 }}{{ x.0 }}", [1], "11"),
        ("{% if x is None %}none{% endif %}", None, "none"),
        ("{% if x %}true{% else %}false{% endif %}", [], "false"),
        ("{% for i in x %}{{ i }}{% endfor %}", [1, 2], "12"),
        ("{% with z=x %}{{ z }}{% endwith %}", 1, "1"),
        ("{% include 'include.html' %}", 1, "1"),
        ("{% include 'include.html' with y=x only %}", 1, "1"),
        ("{% load pages %}{% read 'x' %}", 1, "1 1 1"),
        ("{% load pages %}{% flat 'x' %}", 1, "1"),
        ("{% load pages %}{% pushed 'x' %}", 1, "1"),
        ("{% load pages %}{% return_context %}", 1, "1"),
        ("{% firstof x as z %}{{ z }}", 1, "1"),
        ("{% blocktranslate with z=x %}{{ z }}{% endblocktranslate %}", 1, "1"),
        # A callable is called, as any other.
        ("{{ x }}", lambda: "called", "called"),
        ("{{ x.upper }}", lambda: "called", "CALLED"),
    ],
)
def test_templates_see_the_value_itself(
    tag: str, value: Any, expected: str, request_: HttpRequest | None
) -> None:
    for blocks in ((), ("a",)):
        compute = Counted(value)
        html = render("{% load i18n %}" + tag, request_, *blocks, x=LazyValue(compute))
        assert expected in html
        assert compute.calls == 1
    assert html == expected


def test_what_is_not_read_is_not_computed(request_: HttpRequest | None) -> None:
    compute = Counted(1)
    context = {"x": LazyValue(compute), "y": 2}

    assert render("{{ y }}", request_, "a", **context) == "2"
    assert compute.calls == 0
    assert render("{{ y }}", request_, "a", "b", **context) == "21"
    assert compute.calls == 1
    assert render("{{ y }}", request_, **context) == "<2>1"
    assert compute.calls == 1


def test_the_view_s_context_is_left_alone(request_: HttpRequest | None) -> None:
    value = LazyValue(lambda: 1)
    context = {"x": value}
    template = make_engine({"page.html": "{{ x }}"}).get_template("page.html")

    assert template.render(context, request_) == "1"
    assert context == {"x": value}


def test_blocks_that_are_rendered_apart_compute_once() -> None:
    compute = Counted(1)
    page = (
        "{% if yes %}{% firstof x as y %}{% block c %}{{ x }}{% endblock %}{% endif %}"
        "{% block d %}{{ x }}{{ y }}{% endblock %}"
    )

    assert render(page, None, "c", "d", x=LazyValue(compute), yes=True) == "111"
    assert compute.calls == 1


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x }}",
        "{% if x == 1 %}{% endif %}",
        "{% if x %}{% endif %}",
        "{% include 'include.html' %}",
        "{{ x }}{{ none.none|date:'x'|add:y }}",
        "{% if x == 1 %}{% endif %}{% include 'missing.html' %}",
    ],
)
@pytest.mark.parametrize("error_class", [ObjectDoesNotExist, ValueError, KeyError])
@pytest.mark.parametrize("blocks", [(), ("a",)])
def test_an_error_is_an_error_of_the_page(
    tag: str, error_class: type[Exception], blocks: tuple[str, ...]
) -> None:
    error = error_class("an error")

    with pytest.raises(error_class) as raised:
        render(tag, None, *blocks, x=LazyValue(Counted(error)))

    assert raised.value is error


def test_an_error_of_what_is_not_read_is_none() -> None:
    value = LazyValue(Counted(ValueError()))

    assert render("a", None, "a", x=value) == "a"


def test_without_lazy_values_the_context_is_djangos(
    monkeypatch: pytest.MonkeyPatch, request_: HttpRequest | None
) -> None:
    monkeypatch.setattr(lazy.LazyLayer, "__init__", None)
    monkeypatch.setattr(lazy.LazyLayer, "__getitem__", None)

    assert render("{{ x }}", request_, x=1) == "<1>1"
    assert render("{{ x }}", request_, "a", x=1) == "1"


def test_a_context_processor_does_not_win() -> None:
    html = render("{{ user }}", RequestFactory().get("/"), user=LazyValue(lambda: "me"))

    assert html == "<me>"


def test_who_lists_a_context_computes_nothing() -> None:
    compute = Counted(1)
    layer = lazy.LazyLayer(x=LazyValue(compute), y=2)

    assert [*layer] == [*layer.keys()] == ["x", "y"]
    assert "x" in layer
    assert layer.get("z") is None
    assert layer.copy().items() == layer.items()
    assert type(layer.copy()) is lazy.LazyLayer
    assert compute.calls == 0
    assert dict(layer) == {**layer} == {"x": 1, "y": 2}
    assert layer.get("x") == 1
    assert compute.calls == 1
