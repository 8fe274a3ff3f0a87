"""``"list.html#rows"`` in Jinja2: a block addressed as a template."""

from __future__ import annotations

import copy
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.template import TemplateDoesNotExist

from htmx_views.blocks import BlockDoesNotExist
from tests.backends.jinja2_engine import make_engine, render

PAGES = {
    "base.html": "<title>{% block title %}Monsters{% endblock %}</title>"
    "{% block main %}{% endblock %}",
    "list.html": "{% extends 'base.html' %}{% set size = items|length %}"
    "{% block main %}<ul>{% block the-rows %}{{ size }}:"
    "{% for item in items %}<li>{{ item }}{% endfor %}{% endblock %}</ul>"
    "{% endblock %}",
}


@pytest.mark.parametrize("address", ["list.html#the-rows", "list.html#the_rows"])
def test_an_address_is_the_block(address: str) -> None:
    template = make_engine(PAGES).get_template(address)

    assert template.render({"items": ["<a>", "b"]}) == "2:<li>&lt;a&gt;<li>b"
    assert template.name == address
    assert template.origin.template_name == address


def test_a_block_of_a_parent_is_addressed_through_the_child() -> None:
    assert render(PAGES, name="list.html#title") == "Monsters"


def test_a_file_whose_name_holds_the_separator_wins(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text("{% block rows %}block{% endblock %}")
    (tmp_path / "list.html#rows").write_text("file")
    (tmp_path / "odd#name.html").write_text("{% block rows %}odd{% endblock %}")
    engine = make_engine(loader=jinja2.FileSystemLoader(tmp_path))

    assert engine.get_template("list.html#rows").render() == "file"
    assert engine.get_template("odd#name.html").render() == "odd"
    assert engine.get_template("odd#name.html#rows").render() == "odd"


def test_a_missing_block_is_an_error_when_the_template_is_loaded() -> None:
    engine = make_engine(PAGES)

    with pytest.raises(BlockDoesNotExist) as error:
        engine.get_template("list.html#rows")

    assert str(error.value) == (
        "Template 'list.html' has no block 'rows'. Did you mean 'the-rows'? Its "
        "blocks are: 'main', 'the-rows', 'title'."
    )
    assert error.value.backend is engine


def test_a_missing_block_of_an_unknown_parent_is_an_error_when_it_renders() -> None:
    engine = make_engine({**PAGES, "page.html": "{% extends layout %}"})
    template = engine.get_template("page.html#rows")

    with pytest.raises(BlockDoesNotExist, match=r"page.html. has no block .rows."):
        template.render({"layout": "base.html"})
    assert engine.get_template("page.html#title").render({"layout": "base.html"}) == (
        "Monsters"
    )


@pytest.mark.parametrize("name", ["none.html#rows", "none.html#", "#rows"])
def test_a_missing_template_is_djangos_error(name: str) -> None:
    engine = make_engine(PAGES)

    with pytest.raises(TemplateDoesNotExist) as error:
        engine.get_template(name)

    assert not isinstance(error.value, BlockDoesNotExist)
    assert error.value.args == (name,)
    assert error.value.backend is engine


def test_an_include_renders_the_block_with_its_own_context() -> None:
    page = (
        "{% set items = ['x'] %}{% for y in [1, 2] %}"
        "{% include 'row.html#cell' %}{% include 'row.html#cell' without context %}"
        "{% endfor %}"
    )
    row = (
        "{% set z = 'z' %}<td>{% block cell %}{{ items }}{{ y }}{{ z }};{% endblock %}"
    )

    assert render({"page.html": page, "row.html": row}) == (
        "[&#39;x&#39;]1z;z;[&#39;x&#39;]2z;z;"
    )


def test_an_include_of_a_missing_block() -> None:
    page = "<{% include 'list.html#nope' ignore missing %}>"

    assert render({**PAGES, "page.html": page}) == "<>"
    with pytest.raises(BlockDoesNotExist, match=r"list.html. has no block .nope."):
        render({**PAGES, "page.html": page.replace(" ignore missing", "")})


def test_an_address_follows_its_file(tmp_path: Path) -> None:
    file = tmp_path / "list.html"
    file.write_text("{% block rows %}old{% endblock %}")
    engine = make_engine(loader=jinja2.FileSystemLoader(tmp_path), auto_reload=True)
    kept = engine.get_template("list.html#rows")
    assert kept.render() == "old"

    file.write_text("{% block rows %}new{% endblock %}")
    touch(file)

    assert engine.get_template("list.html#rows").render() == "new"
    assert kept.render() == "new"

    file.write_text("{% block lines %}newer{% endblock %}")
    touch(file, 2)

    with pytest.raises(BlockDoesNotExist):
        engine.get_template("list.html#rows")


def touch(file: Path, seconds: int = 1) -> None:
    """Let the file be changed later than a coarse clock would say."""
    changed = file.stat().st_mtime + seconds
    os.utime(file, (changed, changed))


def test_addresses_keep_the_loader(tmp_path: Path) -> None:
    file_loader = jinja2.FileSystemLoader(tmp_path)
    (tmp_path / "list.html").write_text("source")
    env: Any = make_engine(loader=file_loader).env

    assert env.loader.searchpath == [str(tmp_path)]
    assert env.list_templates() == ["list.html"]
    assert env.loader.get_source(env, "list.html")[0] == "source"
    assert env.loader.has_source_access


@pytest.mark.parametrize(
    "bare", [{}, {"page.html": "{% block b %}other{% endblock %}"}]
)
def test_an_address_behind_a_prefix(bare: dict[str, str]) -> None:
    """The loader behind a prefix compiles the template under its bare name."""
    page = "{% set x = 'right' %}{% block b %}{{ x }}{% endblock %}"
    page += "{% block c %}{% endblock %}"
    prefixed = jinja2.PrefixLoader({"p": jinja2.DictLoader({"page.html": page})})
    loader = jinja2.ChoiceLoader([prefixed, jinja2.DictLoader(bare)])
    engine = make_engine(loader=loader)
    template = engine.get_template("p/page.html#b")

    assert template.render() == "right"
    assert template.render({"RENDER_BLOCKS": ["c", "b"]}) == "right"
    assert template.block_names == {"b", "c"}
    with pytest.raises(BlockDoesNotExist, match=r"'p/page\.html' has no block 'd'"):
        engine.get_template("p/page.html#d")


def test_the_error_for_a_missing_block_is_named_as_jinja2_would() -> None:
    with pytest.raises(jinja2.TemplateNotFound) as error:
        make_engine(PAGES).env.get_template("list.html#rows")

    for exc in (error.value, pickle.loads(pickle.dumps(error.value))):
        assert exc.name == "list.html#rows"
        assert exc.templates == ["list.html#rows"]
        assert str(exc).startswith("Template 'list.html' has no block 'rows'.")


class StatefulLoader(jinja2.DictLoader):
    """A loader that says itself how it is copied."""

    def __getstate__(self) -> dict[str, Any]:
        return {"mapping": self.mapping}


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
)
@pytest.mark.parametrize("loader_class", [jinja2.DictLoader, StatefulLoader])
def test_the_loader_can_be_copied(
    copied: Callable[[Any], Any], loader_class: type[jinja2.DictLoader]
) -> None:
    engine = make_engine(loader=loader_class(PAGES))
    loader = engine.env.loader

    engine.env.loader = copied(loader)

    assert type(engine.env.loader) is type(loader)
    assert engine.get_template("list.html#title").render() == "Monsters"
