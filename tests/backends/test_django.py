"""The backend for Django's template language: what is its own, beside the contract."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template, TemplateDoesNotExist
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

from htmx_views.backends.django import DjangoTemplatesWithFragments, Engine
from htmx_views.blocks import BlockDoesNotExist, BlockRefused
from tests.backends.django_engine import make_engine, render

FAMILY = {
    "base.html": "<h1>{% block title %}base{% endblock %}</h1>",
    "page.html": "{% extends 'base.html' %}{% block title %}[{{ block.super }}]"
    "{% endblock %}{% block rows %}{{ x }}{% endblock %}",
    "dynamic.html": "{% extends layout %}{% block rows %}{{ x }}{% endblock %}",
    "orphan.html": "{% extends 'none.html' %}{% block rows %}{% endblock %}",
}


def test_it_is_djangos_own_backend_with_another_engine() -> None:
    backend = make_engine(FAMILY, string_if_invalid="?")

    assert isinstance(backend.engine, Engine)
    assert repr(backend.engine).startswith("<Engine: app_dirs=False")
    assert backend.get_template("page.html").template.engine is backend.engine
    assert backend.from_string("{{ y }}").render() == "?"


@pytest.mark.parametrize(
    ("name", "block_names"),
    [
        ("base.html", {"title"}),
        ("page.html", {"title", "rows"}),
        ("page.html#rows", {"title", "rows"}),
        ("dynamic.html", {"rows"}),
    ],
)
def test_the_names_known_before_rendering(name: str, block_names: set[str]) -> None:
    assert make_engine(FAMILY).get_template(name).block_names == block_names


def test_no_names_are_known_where_a_parent_is_missing() -> None:
    template = make_engine(FAMILY).get_template("orphan.html")

    with pytest.raises(TemplateDoesNotExist, match=r"none\.html"):
        _ = template.block_names


def test_checking_a_block_before_rendering() -> None:
    engine = make_engine(FAMILY)

    for name in ("title", "rows"):
        engine.get_template("page.html").check_block(name)
    # A parent may have it.
    engine.get_template("dynamic.html").check_block("none")
    with pytest.raises(BlockDoesNotExist, match=r"'page\.html' has no block 'none'"):
        engine.get_template("page.html#rows").check_block("none")


def test_an_address_of_what_cannot_be_rendered_alone() -> None:
    page = {
        "page.html": "{% filter upper %}{% block a %}a{% endblock %}{% endfilter %}"
    }
    template = make_engine(page).get_template("page.html#a")

    with pytest.raises(BlockRefused, match="filter upper"):
        template.render()


def test_an_address_whose_parents_are_chosen_while_rendering() -> None:
    template = make_engine(FAMILY).get_template("dynamic.html#title")

    assert template.render({"layout": "base.html"}) == "base"
    with pytest.raises(BlockDoesNotExist, match="no block 'title'"):
        template.render({"layout": Template("", engine=template.template.engine)})


@pytest.mark.parametrize("name", ["none.html", "none.html#rows", "#rows", "", None])
def test_names_under_which_there_is_no_template(name: Any) -> None:
    with pytest.raises(TemplateDoesNotExist):
        make_engine(FAMILY).get_template(name)


def test_options_reach_the_block() -> None:
    page = {"page.html": "<{% block a %}{{ x }}{% no_load %}{{ y }}{% endblock %}>"}
    builtins = ["tests.backends.pages_tags"]
    page["page.html"] = page["page.html"].replace("no_load", "value '&'")

    fragment = render(page, "a", builtins=builtins, string_if_invalid="INVALID")

    assert fragment == "INVALID&INVALID"


@pytest.mark.parametrize("cached", [True, False])
def test_a_template_that_changes(cached: bool) -> None:
    templates = dict(FAMILY)
    loader = ("django.template.loaders.locmem.Loader", templates)
    cached_loader = ("django.template.loaders.cached.Loader", [loader])
    backend = make_engine(loaders=[cached_loader if cached else loader])
    context = {"RENDER_BLOCKS": ["title"]}
    held = backend.get_template("page.html")
    assert held.render(dict(context)) == "[base]"

    templates["base.html"] = "{% block title %}new{% endblock %}"
    for template_loader in backend.engine.template_loaders:
        template_loader.reset()

    assert held.render(dict(context)) == "[new]"
    assert backend.get_template("page.html").render(dict(context)) == "[new]"


def test_templates_of_one_name_in_two_engines() -> None:
    one = make_engine({"page.html": "{% block a %}one{% endblock %}"})
    two = make_engine({"page.html": "{% block a %}two{% endblock %}"})

    for backend, expected in ((one, "one"), (two, "two"), (one, "one")):
        template = backend.get_template("page.html")
        assert template.render({"RENDER_BLOCKS": ["a"]}) == expected


def test_the_context_that_the_view_keeps_is_used_as_on_the_page() -> None:
    page = {"page.html": "{% firstof 'one' as y %}{% block a %}{{ y }}{% endblock %}"}
    seen = []

    def receiver(sender: Any, template: Any, context: Any, **kwargs: Any) -> None:
        seen.append((template.name, context))

    template_rendered.connect(receiver)
    try:
        assert render(page, "a", context={"x": 1}) == "one"
    finally:
        template_rendered.disconnect(receiver)

    [(name, context)] = seen
    assert name == "page.html"
    assert context["x"] == 1
    assert context["y"] == "one"


@pytest.mark.parametrize(
    ("name", "names", "expected"),
    [
        ("page.html", ["rows"], ["page.html", "base.html"]),
        ("page.html", None, ["page.html", "base.html"]),
        ("page.html#rows", None, ["page.html#rows", "base.html"]),
    ],
)
def test_tests_see_the_page_and_its_parents(
    name: str, names: list[str] | None, expected: list[str]
) -> None:
    template = make_engine(FAMILY).get_template(name)
    seen = []

    def receiver(sender: Any, template: Any, **kwargs: Any) -> None:
        assert isinstance(template, Template)
        seen.append(template.name)

    template_rendered.connect(receiver)
    try:
        template.render({"RENDER_BLOCKS": names})
    finally:
        template_rendered.disconnect(receiver)

    assert seen == expected


def test_a_dictionary_is_required_as_by_django() -> None:
    template: Any = make_engine(FAMILY).get_template("page.html")

    for context in ([("RENDER_BLOCKS", ["rows"])], 5, "RENDER_BLOCKS"):
        with pytest.raises(TypeError, match="context must be a dict rather than"):
            template.render(context)


def test_a_missing_parent_is_shown_at_its_line(settings: Any) -> None:
    template = make_engine(FAMILY, debug=True).get_template("orphan.html")

    with pytest.raises(TemplateDoesNotExist, match=r"none\.html") as error:
        template.render({"RENDER_BLOCKS": ["rows"]})

    debug = error.value.template_debug  # type: ignore[attr-defined]
    assert debug["during"] == "{% extends 'none.html' %}"
    assert error.value.backend is template.backend


def test_a_missing_block_is_no_lines_fault() -> None:
    template = make_engine(FAMILY, debug=True).get_template("page.html")

    with pytest.raises(BlockDoesNotExist) as error:
        template.render({"RENDER_BLOCKS": ["none"]})

    assert not hasattr(error.value, "template_debug")


def test_an_included_block_is_safe() -> None:
    templates = {
        "page.html": "{% block a %}<b>{% endblock %}",
        "around.html": "{% include 'page.html#a' %}",
    }
    template = make_engine(templates).get_template("page.html#a").template

    assert isinstance(template.render(Context()), SafeString)
    assert render(templates, name="around.html") == "<b>"


def test_djangos_default_engine_is_ours(settings: Any) -> None:
    settings.TEMPLATES = [
        {"BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments"}
    ]

    assert isinstance(Engine.get_default(), Engine)
    assert DjangoTemplatesWithFragments.supports_fragments is True
