"""The engine: options, request data, errors, and what tests see of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import path
from django.views.debug import ExceptionReporter
from pytest_django.asserts import assertTemplateNotUsed, assertTemplateUsed

from htmx_views.blocks import BlockDoesNotExist
from tests.backends.jinja2_engine import make_engine

PAGE = "<{% block a %}A{{ x }}{% endblock %}|{% block b %}B{{ x }}{% endblock %}>"


def a_processor(request: HttpRequest) -> dict[str, Any]:
    return {"x": "processed", "RENDER_BLOCKS": ["b"]}


PROCESSORS = [f"{__name__}.a_processor"]


def shared_environment(**options: Any) -> jinja2.Environment:
    return SHARED


SHARED = jinja2.Environment(loader=jinja2.DictLoader({"page.html": PAGE}))


def test_an_empty_list_renders_nothing() -> None:
    assert make_engine().from_string(PAGE).render({"RENDER_BLOCKS": []}) == ""


def test_two_engines_may_share_an_environment() -> None:
    options: dict[str, Any] = {"environment": f"{__name__}.shared_environment"}
    engines = [make_engine(**options), make_engine(**options)]

    for engine in engines:
        template = engine.get_template("page.html#a")
        assert template.render({"x": 2}) == "A2"


def test_an_environment_without_a_loader() -> None:
    engine = make_engine(loader=None)

    assert engine.from_string(PAGE).render({"RENDER_BLOCKS": ["a"]}) == "A"
    with pytest.raises(TypeError, match="no loader"):
        engine.get_template("page.html")


class TestRequestData:
    def test_it_is_djangos(self, rf: RequestFactory) -> None:
        request = rf.get("/")
        page = (
            "{% block a %}{{ request.path }} {{ csrf_input }} {{ csrf_token }} {{ x }}"
            "{% endblock %}"
        )
        options: dict[str, Any] = {
            "loader": jinja2.DictLoader({"page.html": page}),
            "context_processors": PROCESSORS,
        }
        token = get_token(request)
        context: dict[str, Any] = {"x": "view", "RENDER_BLOCKS": ["a"]}

        html = make_engine(**options).get_template("page.html").render(context, request)

        # Masked anew each time, the tokens differ but for their lengths.
        assert html.startswith('/ <input type="hidden" name="csrfmiddlewaretoken"')
        assert html.endswith(" processed")
        assert len(html.split()[-2]) == len(token)
        assert context == {"x": "view", "RENDER_BLOCKS": ["a"]}


class TestMissingBlock:
    def test_it_names_the_blocks_as_the_templates_write_them(self) -> None:
        templates = {
            "base.html": "{% block page-title %}{% endblock %}{% block main %}"
            "{% endblock %}",
            "page.html": "{% extends 'base.html' %}{% block main %}"
            "{% block the-rows %}{% endblock %}{% endblock %}",
        }
        engine = make_engine(templates)

        with pytest.raises(BlockDoesNotExist) as error:
            engine.get_template("page.html").render({"RENDER_BLOCKS": ["the-row"]})

        assert str(error.value) == (
            "Template 'page.html' has no block 'the-row'. Did you mean 'the-rows'? "
            "Its blocks are: 'main', 'page-title', 'the-rows'."
        )
        assert error.value.backend is engine

    def test_a_template_without_a_name(self) -> None:
        with pytest.raises(BlockDoesNotExist) as error:
            make_engine().from_string("page").render({"RENDER_BLOCKS": ["a"]})

        assert str(error.value) == "The template has no block 'a'. It has no blocks."

    def test_the_others_do_not_count(self) -> None:
        template = make_engine().from_string(PAGE)

        with pytest.raises(BlockDoesNotExist):
            template.render({"RENDER_BLOCKS": ["a", "c"]})

    @pytest.mark.parametrize("blocks", [None, ["a"]])
    def test_a_syntax_error_of_an_included_template(
        self, blocks: list[str] | None
    ) -> None:
        templates = {
            "page.html": "{% block a %}{% include 'bad.html' %}{% endblock %}",
            "bad.html": "fine\n{% oops %}\n",
        }
        template = make_engine(templates).get_template("page.html")

        with pytest.raises(TemplateSyntaxError) as error:
            template.render({"RENDER_BLOCKS": blocks})

        debug = error.value.template_debug  # type: ignore[attr-defined]
        assert debug["line"] == 2
        assert debug["during"] == "{% oops %}"

    @pytest.mark.parametrize(
        ("source", "line", "text"),
        [
            (
                "{% set x = 1 %}\n\n{% block a %}\n{{ 1 // zero }}{% endblock %}",
                4,
                "//",
            ),
            ("\n\n{% set x = 1 // zero %}\n{% block a %}{% endblock %}", 3, "set x"),
            (
                "\n{% extends layout %}\n{% block a %}\n{{ 1 // zero }}{% endblock %}",
                4,
                "//",
            ),
        ],
    )
    def test_the_debug_page_shows_the_templates_own_line(
        self, source: str, line: int, text: str, tmp_path: Path, rf: RequestFactory
    ) -> None:
        file = tmp_path / "page.html"
        file.write_text(source)
        (tmp_path / "base.html").write_text(
            "{% set y = 1 %}{% block a %}{% endblock %}"
        )
        engine = make_engine(loader=jinja2.FileSystemLoader(tmp_path))
        context = {"zero": 0, "layout": "base.html", "RENDER_BLOCKS": ["a"]}

        with pytest.raises(ZeroDivisionError) as error:
            engine.get_template("page.html").render(context)

        reporter = ExceptionReporter(
            rf.get("/"), error.type, error.value, error.value.__traceback__
        )
        frames = [
            frame
            for frame in reporter.get_traceback_frames()
            if frame["filename"] == str(file)
        ]
        assert frames[-1]["lineno"] == line
        assert text in frames[-1]["context_line"]
        assert str(file) in reporter.get_traceback_html()


def a_view(request: HttpRequest, blocks: str = "") -> HttpResponse:
    context: dict[str, Any] = {"x": 7}
    if blocks:
        context["RENDER_BLOCKS"] = blocks.split(",")
    return TemplateResponse(request, "page.html", context)


urlpatterns = [path("", a_view), path("<str:blocks>/", a_view)]


class TestWhatTestsSee:
    @pytest.fixture(autouse=True)
    def project(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text("{% extends 'base.html' %}")
        (tmp_path / "base.html").write_text(PAGE)
        settings.ROOT_URLCONF = __name__
        settings.MIDDLEWARE = []
        settings.TEMPLATES = [
            {
                "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
                "DIRS": [tmp_path],
            }
        ]

    @pytest.mark.parametrize(
        ("url", "html"), [("/", b"<A7|B7>"), ("/a/", b"A7"), ("/b,a/", b"B7A7")]
    )
    def test_the_template_and_its_context(
        self, client: Client, url: str, html: bytes
    ) -> None:
        response: Any = client.get(url)

        assert response.content == html
        assertTemplateUsed(response, "page.html")
        assertTemplateUsed(response, "base.html")
        assertTemplateNotUsed(response, "other.html")
        assert [template.name for template in response.templates] == [
            "page.html",
            "base.html",
        ]
        assert response.context["x"] == 7
        assert response.context["request"].path == url
        assert "csrf_token" in response.context
        assert "x" in response.context.keys()  # noqa: SIM118 - Django's own method

    def test_a_template_that_was_rendered_by_hand(self) -> None:
        with assertTemplateUsed("page.html"):
            get_template("page.html").render({"RENDER_BLOCKS": ["a"]})

    def test_the_context_is_a_copy(self, client: Client) -> None:
        context: dict[str, Any] = {"x": 1}
        seen = []

        from django.test.signals import template_rendered

        def listen(context: Any, **kwargs: Any) -> None:
            seen.append(context)

        template_rendered.connect(listen)
        try:
            get_template("page.html").render(context)
        finally:
            template_rendered.disconnect(listen)
        context["x"] = 2

        assert seen[0]["x"] == 1


@override_settings(DEBUG=True)
def test_debug_shows_what_is_undefined() -> None:
    template = make_engine().from_string(PAGE)

    assert template.render({"RENDER_BLOCKS": ["a"]}) == "A{{ x }}"


def test_the_blocks_that_are_known() -> None:
    templates = {
        "base.html": "{% block title %}{% endblock %}",
        "page.html": "{% extends 'base.html' %}{% block the-rows %}{% endblock %}",
        "any.html": "{% extends layout %}{% block a %}{% endblock %}",
        "loop.html": "{% extends 'loop.html' %}{% block a %}{% endblock %}",
    }
    engine = make_engine(templates)

    assert engine.get_template("page.html").block_names == {"title", "the-rows"}
    assert engine.get_template("page.html#title").block_names == {"title", "the-rows"}
    for name in ("any.html", "loop.html"):
        assert engine.get_template(name).block_names == {"a"}
