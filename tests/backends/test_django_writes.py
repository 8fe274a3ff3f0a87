"""What the source of a tag tells of its writing into the context."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Node
from django.templatetags.i18n import BlockTranslateNode

from htmx_views.backends.django.writes import Writes, writes_of, writes_of_node

STAYS = Writes(stay=True)
PASSES = Writes(pass_=True)
NOTHING = Writes()


def plain(context: Context) -> None:
    context["x"] = 1


def updating(context: Context) -> None:
    context.update({"x": 1})


def pushing(context: Context) -> None:
    context.push(x=1)


def defaulting(context: Context) -> None:
    context.setdefault("x", 1)


def reading(context: Context) -> Any:
    other = {"x": context["x"]}
    other["x"] = context.get("x")
    return other


def popping(context: Context) -> None:
    context.push()
    context["x"] = 1
    context.pop()


def popping_too_much(context: Context) -> None:
    context.pop()
    context["x"] = 1


def within(context: Context) -> None:
    with open("x"), context.update({"x": 1}), context.push():
        context["y"] = 1


def before_a_layer(context: Context) -> None:
    context["x"] = 1
    with context.push():
        pass


def after_a_layer(context: Context) -> None:
    with context.push():
        context.flatten()
    context["x"] = 1


def under_a_layer(context: Context) -> None:
    with context.push():
        context.set_upward("x", 1)


def both(context: Context) -> None:
    with context.push(x=1):
        pass
    context["x"] = 1


class Callable:
    def __call__(self, context: Context) -> None:
        context["x"] = 1


def no_arguments(*args: Any) -> None:
    args[0]["x"] = 1


def positional(context: Context, /) -> None:
    context["x"] = 1


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (plain, STAYS),
        (updating, STAYS),
        (pushing, STAYS),
        (defaulting, STAYS),
        (positional, STAYS),
        (popping_too_much, STAYS),
        (before_a_layer, STAYS),
        (after_a_layer, STAYS),
        (under_a_layer, STAYS),
        (popping, PASSES),
        (within, PASSES),
        (both, Writes(stay=True, pass_=True)),
        (reading, NOTHING),
        (lambda context: context.update(x=1), NOTHING),
        (Callable(), NOTHING),
        (no_arguments, NOTHING),
        (len, NOTHING),
    ],
)
def test_functions(function: Any, expected: Writes) -> None:
    assert writes_of(function, 0) == expected


class Tag(Node):
    def render(self, context: Context) -> str:
        return self.draw("x", context) + other.draw("x", context)

    def draw(self, name: str, context: Context) -> str:
        return ""

    def again(self, name: str, context: Context) -> str:
        context[name] = 1
        return self.again(name, context)


class Drawing(Tag):
    def draw(self, name: str, context: Context) -> str:
        context[name] = 1
        return ""


class Scoping(Tag):
    def draw(self, name: str, context: Context) -> str:
        with context.push():
            return self.again(name, context)


class Missing(Tag):
    draw = None  # type: ignore[assignment]


class Private(Tag):
    def draw(self, name: str, context: Context) -> str:
        return self.again(name, Context())


other = Drawing()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (Tag, NOTHING),
        (Drawing, STAYS),
        (Scoping, PASSES),
        (Missing, NOTHING),
        (Private, NOTHING),
        (BlockTranslateNode, Writes(stay=True, pass_=True)),
    ],
)
def test_tags_and_their_methods(tag: Any, expected: Writes) -> None:
    assert writes_of_node(tag) == expected
