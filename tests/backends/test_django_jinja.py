"""The engine for sites on django-jinja."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils.safestring import SafeString
from django_jinja.backend import Jinja2

from htmx_views.backends.django_jinja import Jinja2WithFragments
from htmx_views.blocks import BlockDoesNotExist, BlockRefused, LazyValue

TEMPLATES = {
    "base.jinja": "{% set y = '!' %}<{% block rows %}{% endblock %}>",
    "page.jinja": "{% extends 'base.jinja' %}"
    "{% block rows %}{{ x }}{{ y }}{{ request.path if request }}{% endblock %}",
    "around.jinja": "{% filter upper %}{% block a %}{% endblock %}{% endfilter %}",
    "broken.jinja": "{% oops %}",
    "page.html": "{% block rows %}Django{% endblock %}",
}


def shout(text: str) -> str:
    return f"{text}!"


def is_loud(text: str) -> bool:
    return text.endswith("!")


def site(request: Any) -> dict[str, Any]:
    return {"site": "ours"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, source in TEMPLATES.items():
        (tmp_path / name).write_text(source)
    return tmp_path


def make_engine(folder: Path, **options: Any) -> Any:
    return Jinja2WithFragments(
        {"NAME": "jinja", "DIRS": [folder], "APP_DIRS": False, "OPTIONS": options}
    )


def test_blocks_and_pages(folder: Path) -> None:
    template = make_engine(folder).get_template("page.jinja")
    context = {"x": "<1>"}

    for blocks, expected in ((None, "<&lt;1&gt;!/>"), (["rows"], "&lt;1&gt;!/")):
        given = {**context, "RENDER_BLOCKS": blocks}
        html = template.render(given, RequestFactory().get("/"))
        assert html == expected
        assert isinstance(html, SafeString)
        assert given == {**context, "RENDER_BLOCKS": blocks}
    assert template.block_names == {"rows"}
    assert template.name == "page.jinja"


def test_a_context_of_django(folder: Path) -> None:
    template = make_engine(folder).get_template("page.jinja")

    assert template.render(Context({"x": 1})) == "<1!>"
    assert template.render(Context({"x": 1, "RENDER_BLOCKS": ["rows"]})) == "1!"
    assert template.render() == "<!>"


def test_refusals_and_errors(folder: Path) -> None:
    engine = make_engine(folder)

    with pytest.raises(BlockRefused):
        engine.get_template("around.jinja").render({"RENDER_BLOCKS": ["a"]})
    with pytest.raises(BlockDoesNotExist) as missing:
        engine.get_template("page.jinja").render({"RENDER_BLOCKS": ["none"]})
    backend: Any = missing.value.backend
    assert backend is engine
    with pytest.raises(TemplateSyntaxError):
        engine.get_template("broken.jinja")


def test_lazy_values(folder: Path) -> None:
    template = make_engine(folder).get_template("page.jinja")

    assert template.render({"x": LazyValue(lambda: 1)}) == "<1!>"
    error = ValueError()

    def fail() -> None:
        raise error

    with pytest.raises(ValueError) as raised:  # noqa: PT011 - it is the very error
        template.render({"x": LazyValue(fail), "RENDER_BLOCKS": ["rows"]})
    assert raised.value is error


def test_our_own_templates_and_tags(folder: Path, settings: Any) -> None:
    (folder / "own.jinja").write_text(
        "{{ notices() }}{{ htmx_views_script() }}{{ htmx_script() }}"
        "{% block m %}{% include 'htmx_views/messages.html' %}{% endblock %}"
    )
    engine = Jinja2WithFragments(
        {
            "NAME": "jinja",
            "DIRS": [folder],
            # Those of Django's language have the same names.
            "APP_DIRS": True,
            "OPTIONS": {
                "globals": {
                    "notices": "htmx_views.auth.tags.notices",
                    "htmx_views_script": "htmx_views.auth.tags.htmx_views_script",
                    "htmx_script": "django_htmx.jinja.htmx_script",
                },
            },
        }
    )
    request: Any = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}
    template = engine.get_template("own.jinja")

    html = template.render({"messages": []}, request)
    assert "<template data-notice=" in html
    assert "htmx_views/htmx-views.js" in html
    context = {"RENDER_BLOCKS": ["m"], "messages": ["<&>"]}
    assert "&lt;&amp;&gt;</p>" in template.render(context, request)


class TestAddresses:
    def test_they_match_as_their_template_does(self, folder: Path) -> None:
        engine = make_engine(folder)

        assert engine.get_template("page.jinja#rows").render({"x": 1}) == "1!"
        for name in ("page.html", "page.html#rows", "none.jinja#rows"):
            with pytest.raises(TemplateDoesNotExist):
                engine.get_template(name)
        with pytest.raises(BlockDoesNotExist) as missing:
            engine.get_template("page.jinja#none")
        assert missing.value.backend is engine

    def test_a_file_whose_name_holds_the_separator(self, folder: Path) -> None:
        (folder / "odd#name.jinja").write_text("odd")

        assert make_engine(folder).get_template("odd#name.jinja").render() == "odd"

    def test_beside_an_engine_for_the_other_templates(
        self, folder: Path, settings: Any
    ) -> None:
        ours, other = (
            "htmx_views.backends.django_jinja.Jinja2WithFragments",
            "htmx_views.backends.django.DjangoTemplatesWithFragments",
        )
        settings.TEMPLATES = [
            {"BACKEND": backend, "DIRS": [folder], "NAME": backend}
            for backend in (ours, other)
        ]

        assert render_to_string("page.html#rows") == "Django"
        assert render_to_string("page.jinja#rows", {"x": 2}) == "2!"
        template: Any = get_template("page.jinja")
        assert template.backend is engines[ours]
        assert Jinja2.get_default() is engines[ours]


def test_all_options(folder: Path) -> None:
    (folder / "all.html").write_text(
        "{% do seen.append(1) %}{% block a %}{{ 'a'|shout }}{{ 'a!' is loud }}"
        "{{ hello() }}{{ answer }}{{ _('%(n)s', n=1) }}{{ none }}{{ '<' }}{{ site }}"
        "{% endblock %}"
    )
    engine = make_engine(
        folder,
        match_extension=".html",
        match_regex=r"^all",
        app_dirname="jinja2",
        filters={"shout": f"{__name__}.shout"},
        tests={"loud": is_loud},
        globals={"hello": "builtins.dict"},
        constants={"answer": 42, "seen": []},
        policies={"ext.i18n.trimmed": True},
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
        newstyle_gettext=True,
        undefined="jinja2.ChainableUndefined",
        autoescape=False,
        context_processors=[f"{__name__}.site"],
        bytecode_cache={"enabled": True},
    )

    for _ in range(2):
        template = engine.get_template("all.html")
        html = template.render({"RENDER_BLOCKS": ["a"]}, RequestFactory().get("/"))
        assert html == "a!True{}421None<ours"
    assert engine.env.policies["ext.i18n.trimmed"]
    assert engine.env.undefined is jinja2.ChainableUndefined
    assert engine.match_extension == ".html"
    with pytest.raises(TemplateDoesNotExist):
        engine.get_template("page.html")


@pytest.mark.parametrize("debug", [False, True])
def test_each_template_is_listed_once(folder: Path, debug: bool) -> None:
    told: list[str | None] = []

    def listen(template: Any, **kwargs: Any) -> None:
        told.append(template.name)

    template_rendered.connect(listen)
    try:
        template = make_engine(folder, debug=debug).get_template("page.jinja")
        assert template.render({"x": 1}) == "<1!>"
        assert template.render({"x": 1, "RENDER_BLOCKS": ["rows"]}) == "1!"
    finally:
        template_rendered.disconnect(listen)

    assert told == ["page.jinja", "base.jinja"] * 2
