"""A block alone is, byte for byte, what it is on the page: for any templates."""

from __future__ import annotations

from collections import Counter
from copy import copy
from itertools import chain
from typing import Any

import pytest
from django.template.base import NodeList
from django.template.defaulttags import WithNode
from jinja2 import nodes
from jinja2.utils import missing

from htmx_views.backends.jinja2.blocks import run_nothing
from htmx_views.backends.jinja2.syntax import DECLARATIONS
from tests.backends.search import CHECKS, is_refused_too_often, search


@pytest.mark.parametrize("language", CHECKS)
def test_a_block_alone_is_what_it_is_on_the_page(language: str) -> None:
    for seed in range(100):
        CHECKS[language](seed, Counter())


@pytest.mark.slow
@pytest.mark.parametrize("language", CHECKS)
def test_many_blocks_alone_are_what_they_are_on_the_page(language: str) -> None:
    tally, different = search(language, 400)

    assert not different
    assert not is_refused_too_often(tally)


def render_nothing(self: Any, context: Any) -> str:
    return ""


def render_in_place(self: Any, context: Any) -> str:
    return str(self.nodelist.render(context))


def forget_the_tag(node: Any, nodelists: Any) -> Any:
    return WithNode(None, None, NodeList(chain(*nodelists)))


def copy_without_cycles(context: Any) -> Any:
    copied = copy(context)
    copied.dicts = [names.copy() for names in context.dicts]
    return copied


def leave_out(declaration: type[nodes.Node]) -> dict[str, Any]:
    kept = tuple(each for each in DECLARATIONS if each is not declaration)
    return {"jinja2.declarations.DECLARATIONS": kept}


#: What the engines do, each time without one thing.
WITHOUT_IN_JINJA2: dict[str, dict[str, Any]] = {
    **{each.__name__: leave_out(each) for each in DECLARATIONS},
    "what leads to a block": {"jinja2.calls.get_wanted": lambda *args: []},
    "the branch of a block": {"jinja2.calls.get_branch": lambda *args: None},
    "what conditions say": {"jinja2.blocks.Fragment.has_one_place": lambda *args: True},
    "the turn of a loop": {"jinja2.calls.has_turn": lambda *args: False},
    "the names of a loop": {"jinja2.calls.get_local": lambda context, name: missing},
    "super": {"jinja2.calls.get_super": lambda context, name, block, depth: (name, 99)},
    "refusals": {"jinja2.calls.refuse": lambda *args: None},
    "turns that change something": {
        "jinja2.declarations.changes_something": lambda node: 0
    },
    "parents": {"jinja2.blocks.Fragment.go_on": lambda *args: run_nothing},
    "with": {"jinja2.declarations.DeclarationWriter.declare_With": lambda *args: None},
    "autoescape": {
        "jinja2.declarations.DeclarationWriter.declare_ScopedEvalContextModifier": (
            lambda self, node, frame: self.visit_Scope(nodes.Scope(node.body), frame)
        )
    },
    "scoped": {
        "jinja2.declarations.DeclarationWriter.derive_context": lambda *args: None
    },
    "what changes something": {"jinja2.compiler.changes_something": lambda node: 0},
    "what blocks show": {"jinja2.syntax.get_item": lambda node: None},
}
WITHOUT_IN_DJANGO: dict[str, dict[str, Any]] = {
    "tags around a block": {"django.cut.with_nodelists": forget_the_tag},
    "locals around a block": {"django.nodes.InWithNode.render": render_in_place},
    "blocks around a block": {"django.nodes.InBlockNode.render": render_in_place},
    "partials around a block": {"django.nodes.InPartialNode.render": render_in_place},
    "the way through block.super": {"django.cut.Cut.super": lambda *args: []},
    "names behind as": {"django.assigns.NAME_ATTRIBUTES": ()},
    "the code of tags": {"django.assigns.writes": lambda function: False},
    "cycles in what is over": {"django.nodes.TurningNode.render": render_nothing},
    "what runs apart": {"django.nodes.ApartNode.render": render_in_place},
    "the state of what runs apart": {"django.nodes.fresh_copy": copy_without_cycles},
}
MUTATIONS = [
    pytest.param(language, changes, id=f"{language}, without {name}")
    for language, without in (
        ("jinja2", WITHOUT_IN_JINJA2),
        ("django", WITHOUT_IN_DJANGO),
    )
    for name, changes in without.items()
]


@pytest.mark.mutation
@pytest.mark.parametrize(("language", "changes"), MUTATIONS)
def test_without_any_one_thing_it_is_not(
    language: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, change in changes.items():
        monkeypatch.setattr(f"htmx_views.backends.{name}", change)

    def check_all() -> None:
        for seed in range(3000):
            CHECKS[language](seed, Counter())

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever comes of it
        check_all()
