"""What is kept with a compiled template: for how long, and in which company."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import jinja2
import pytest

from tests.backends.jinja2_engine import make_engine
from tests.backends.test_jinja2_addresses import touch

FAMILY = {
    "base.html": "{% set x = 'base' %}{% block a %}{{ x }}{% endblock %}"
    "{% set x = 'late' %}{% block b %}{{ x }}{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% set y = 'page' %}"
    "{% block a %}{{ y }}+{{ super() }}{% endblock %}",
}


def write(directory: Path, templates: dict[str, str]) -> jinja2.FileSystemLoader:
    for name, source in templates.items():
        (directory / name).write_text(source)
    return jinja2.FileSystemLoader(directory)


def render(engine: Any, *blocks: str, name: str = "page.html") -> str:
    html: str = engine.get_template(name).render({"RENDER_BLOCKS": blocks})
    return html


def test_a_changed_parent_is_followed(tmp_path: Path) -> None:
    engine = make_engine(loader=write(tmp_path, FAMILY), auto_reload=True)
    kept = engine.get_template("page.html")
    assert render(engine, "a", "b") == "page+baselate"

    changed = FAMILY["base.html"].replace("base", "new").replace("late", "later")
    (tmp_path / "base.html").write_text(changed)
    touch(tmp_path / "base.html")

    assert render(engine, "a", "b") == "page+newlater"
    assert kept.render({"RENDER_BLOCKS": ["a"]}) == "page+new"


def test_a_file_that_changed_after_it_was_compiled(tmp_path: Path) -> None:
    """Where nothing is reloaded, the blocks are those of the page that is served."""
    engine = make_engine(loader=write(tmp_path, FAMILY), auto_reload=False)
    page = engine.get_template("page.html").render()

    for name in FAMILY:
        (tmp_path / name).write_text("{% extends 'gone.html' %}")

    assert page == "page+baselate"
    assert render(engine, "a", "b") == "page+baselate"


def test_templates_of_one_name_in_two_environments() -> None:
    page = "{% set x = '{}' %}{% block a %}{{ x }}{% endblock %}"
    one = make_engine({"page.html": page.replace("{}", "one")})
    two = make_engine({"page.html": page.replace("{}", "two")})

    assert [render(engine, "a") for engine in (one, two, one)] == ["one", "two", "one"]


def test_a_bytecode_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    loader = write(tmp_path, FAMILY)
    for _ in range(2):
        cache = jinja2.FileSystemBytecodeCache(str(tmp_path / "cache"))
        engine = make_engine(loader=loader, bytecode_cache=cache)

        assert render(engine, "b", "a") == "latepage+base"
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_bytecode_cache_that_django_filled(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    cache = jinja2.FileSystemBytecodeCache(str(tmp_path / "cache"))
    loader = write(tmp_path, FAMILY)
    other = jinja2.Environment(loader=loader, bytecode_cache=cache, autoescape=True)
    assert other.get_template("page.html").render() == "page+baselate"

    engine = make_engine(loader=loader, bytecode_cache=cache)

    assert render(engine, "b", "a") == "latepage+base"
    assert engine.get_template("page.html").render() == "page+baselate"


@pytest.mark.parametrize("bare", ["b", "{% extends 'gone.html' %}", None])
def test_a_bytecode_cache_behind_a_prefix(tmp_path: Path, bare: str | None) -> None:
    """Django's environment compiled it, under its bare name."""
    (tmp_path / "cache").mkdir()
    cache = jinja2.FileSystemBytecodeCache(str(tmp_path / "cache"))
    family = {
        "base.html": FAMILY["base.html"],
        "page.html": FAMILY["page.html"].replace("base.html", "p/base.html"),
    }
    loader: jinja2.BaseLoader = jinja2.PrefixLoader({"p": jinja2.DictLoader(family)})
    if bare is not None:
        others = jinja2.DictLoader(dict.fromkeys(family, bare))
        loader = jinja2.ChoiceLoader([loader, others])
    other = jinja2.Environment(loader=loader, bytecode_cache=cache, autoescape=True)
    assert other.get_template("p/page.html").render() == "page+baselate"

    engine = make_engine(loader=loader, bytecode_cache=cache)

    assert render(engine, "b", "a", name="p/page.html") == "latepage+base"


def test_compiled_templates_of_the_engines_environment(tmp_path: Path) -> None:
    make_engine(FAMILY).env.compile_templates(tmp_path, zip=None)
    engine = make_engine(loader=jinja2.ModuleLoader(tmp_path))

    assert render(engine, "b", "a") == "latepage+base"
    assert render(engine, name="page.html#b") == ""
    assert engine.get_template("page.html#b").render() == "late"


def test_compiled_templates_of_another_environment(tmp_path: Path) -> None:
    other = jinja2.Environment(loader=jinja2.DictLoader(FAMILY))
    other.compile_templates(tmp_path, zip=None)
    template = make_engine(loader=jinja2.ModuleLoader(tmp_path)).get_template(
        "page.html"
    )

    assert template.render() == "page+baselate"
    with pytest.raises(jinja2.TemplateRuntimeError) as error:
        template.render({"RENDER_BLOCKS": ["a"]})
    assert str(error.value) == (
        "The blocks of template 'page.html' cannot be rendered alone: another "
        "environment compiled it, and its source cannot be read. Compile it with this "
        "engine's environment, engine.env.compile_templates()."
    )


def test_tests_see_a_page_whose_plan_cannot_be_made(
    tmp_path: Path, client: Any
) -> None:
    from pytest_django.asserts import assertTemplateUsed

    other = jinja2.Environment(loader=jinja2.DictLoader(FAMILY))
    other.compile_templates(tmp_path, zip=None)
    engine = make_engine(loader=jinja2.ModuleLoader(tmp_path))

    with assertTemplateUsed("page.html"):
        assert engine.get_template("page.html").render() == "page+baselate"


def test_a_parent_that_another_environment_made_from_a_string() -> None:
    parent = jinja2.Environment().from_string("{% block a %}{% endblock %}")
    template = make_engine().from_string(
        "{% extends parent %}{% block a %}A{% endblock %}"
    )

    assert template.render({"parent": parent}) == "A"
    with pytest.raises(jinja2.TemplateRuntimeError, match="template None cannot be"):
        template.render({"parent": parent, "RENDER_BLOCKS": ["a"]})


def test_an_import_sees_the_globals_of_the_importing_template() -> None:
    """The one case in which Jinja2 does not share the module of an import."""
    engine = make_engine(
        {"lib.html": "{% macro m() %}{{ extra }}{% endmacro %}"}, autoescape=False
    )
    code = "{% import 'lib.html' as lib %}{% block a %}{{ lib.m() }}{% endblock %}"
    for extra in ("one", "two"):
        template = engine.from_string(code)
        template.template.globals["extra"] = extra

        assert template.render() == extra
        assert template.render({"RENDER_BLOCKS": ["a"]}) == extra


def test_what_is_kept_dies_with_the_template() -> None:
    engine = make_engine(FAMILY, cache_size=0)
    render(engine, "a")
    gc.collect()

    def count() -> int:
        gc.collect()
        # Not isinstance(), which would evaluate lazy objects of other tests.
        return sum(issubclass(type(each), jinja2.Template) for each in gc.get_objects())

    before = count()
    for _ in range(10):
        render(engine, "a", "b")

    assert count() <= before
