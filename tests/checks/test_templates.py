from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, engines
from django.template.backends.base import BaseEngine
from django.views.generic import TemplateView
from django_jinja.backend import Jinja2

from htmx_views.checks.source import place_of
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check, find

BASE = "<main>{% block content %}{% endblock %}</main>"
PAGE = """{% extends "base.html" %}
{% block content %}
  {% block rows %}{% endblock %}
  {% block page-controls %}{% endblock %}
{% endblock %}"""
TEMPLATES = {"base.html": BASE, "page.html": PAGE}


def place(view: type, attribute: str) -> str:
    found = place_of(view, attribute)
    assert found is not None
    return found


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"


class WithoutRows(Page):
    fragment_blocks = ["row"]


class OutOfBand(Page):
    oob_blocks = ["row"]


def page_view(**attributes: Any) -> type[Page]:
    return type("View", (Page,), {"__module__": "shop.views", **attributes})


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"fragment_blocks": ["rows"]},
        {"fragment_blocks": ("rows", "content")},
        {"fragment_blocks": ["page-controls", "page_controls"]},
        {"fragment_blocks": {"a": ["rows"], "b-*": ("content",), "*": None}},
        {"oob_blocks": ["rows"]},
        {"oob_blocks": {"rows": "beforeend"}},
        {"template_name": "page.html#rows"},
    ],
)
def test_blocks_that_exist(
    check: Check, language: str, attributes: dict[str, Any]
) -> None:
    assert check(page_view(**attributes), **{language: TEMPLATES}) == []


@pytest.mark.parametrize(
    ("attributes", "attribute"),
    [
        ({"fragment_blocks": ["row"]}, "fragment_blocks"),
        ({"fragment_blocks": {"a": ["rows", "row"]}}, "fragment_blocks['a']"),
        ({"fragment_blocks": {"a-*": ["row"]}}, "fragment_blocks['a-*']"),
        ({"fragment_blocks": {"*": ["row"]}}, "fragment_blocks['*']"),
        ({"oob_blocks": ["row"]}, "oob_blocks"),
        ({"oob_blocks": {"row": "beforeend"}}, "oob_blocks"),
        ({"template_name": "page.html#row"}, "template_name"),
    ],
)
def test_a_block_that_the_template_lacks(
    check: Check, language: str, attributes: dict[str, Any], attribute: str
) -> None:
    (finding,) = check(page_view(**attributes), **{language: TEMPLATES})

    assert finding.id == "htmx_views.E001"
    assert finding.obj == "shop.views.View"
    assert finding.msg == (
        f"{attribute} names the block 'row', which the template 'page.html' lacks."
    )
    assert finding.hint == (
        "Did you mean 'rows'? Its blocks are: 'content', 'page-controls', 'rows'."
    )


def test_a_block_that_is_like_none(check: Check, language: str) -> None:
    (finding,) = check(page_view(fragment_blocks=["xyz"]), **{language: TEMPLATES})

    assert finding.hint == "Its blocks are: 'content', 'page-controls', 'rows'."


def test_a_template_without_blocks(check: Check, language: str) -> None:
    view = page_view(fragment_blocks=["rows"])

    (finding,) = check(view, **{language: {"page.html": ""}})

    assert finding.hint == "It has no blocks."


def test_a_block_that_several_views_miss_is_one_finding(
    check: Check, language: str
) -> None:
    class Child(WithoutRows):
        pass

    findings = check(Child, WithoutRows, OutOfBand, **{language: TEMPLATES})

    places = [place(WithoutRows, "fragment_blocks"), place(OutOfBand, "oob_blocks")]
    assert [str(finding) for finding in findings] == [
        f"{__name__}.WithoutRows: (htmx_views.E001) fragment_blocks names the block "
        f"'row', which the template 'page.html' lacks ({'; '.join(places)}).\n\tHINT: "
        "Did you mean 'rows'? Its blocks are: 'content', 'page-controls', 'rows'."
    ]


def test_a_parent_that_only_a_request_tells(check: Check, language: str) -> None:
    page = "{% extends parent %}{% block rows %}{% endblock %}"

    view = page_view(fragment_blocks=["rows", "content"])

    assert check(view, **{language: {"page.html": page}}) == []


def test_a_block_that_cannot_be_rendered_alone(check: Check, language: str) -> None:
    page = "\n{% filter upper %}{% block rows %}{% endblock %}{% endfilter %}"
    view = page_view(fragment_blocks=["rows"])

    (finding,) = check(view, **{language: {"page.html": page}})

    assert (finding.id, finding.obj) == ("htmx_views.E010", "shop.views.View")
    assert finding.msg == (
        "fragment_blocks names the block 'rows', which cannot be rendered alone: "
        "{% filter upper %} in line 2 of 'page.html' stands around it."
    )
    assert finding.hint == "Move it into the block, or render a block around it."


def test_a_parent_that_does_not_exist(check: Check, language: str) -> None:
    findings = check(
        page_view(fragment_blocks=["rows", "more"]),
        page_view(template_name="other.html"),
        **{language: {"page.html": PAGE, "other.html": PAGE}},
    )

    assert [str(finding) for finding in findings] == [
        "page.html: (htmx_views.E004) The template 'base.html', which it builds on, "
        "does not exist.\n\tHINT: Create that template, or extend another one."
    ]


def test_a_template_that_does_not_exist(check: Check) -> None:
    (finding,) = check(Page.as_view(template_name="pgae.html"))

    assert (finding.id, finding.obj) == ("htmx_views.E004", f"{__name__}.Page")
    assert (
        finding.msg
        == f"The template 'pgae.html' does not exist ({place(Page, 'template_name')})."
    )
    assert finding.hint == "Create the template, or name another one in template_name."


def test_none_of_several_templates_exists(check: Check) -> None:
    (finding,) = check(page_view(template_name=["a.html", "b.html"]))

    assert finding.msg == "The template 'a.html' or 'b.html' does not exist."


@pytest.mark.parametrize("debug", [True, False])
def test_a_template_that_cannot_be_read(
    check: Check, language: str, debug: bool
) -> None:
    (finding,) = check(
        page_view(fragment_blocks=["rows"]),
        page_view(oob_blocks=["rows"]),
        **{language: {"page.html": "{% block rows %}\n{% endif %}"}},
        DEBUG=debug,
    )

    assert (finding.id, finding.obj) == ("htmx_views.E005", "page.html")
    assert f"The engine '{language}' cannot read it: " in finding.msg
    assert finding.msg.endswith("page.html, line 2).")
    assert finding.hint == "Correct the template."


def test_a_parent_that_cannot_be_read(check: Check, language: str) -> None:
    templates = {
        "base.html": "{{ 1 }}\n\n{% endif %}",
        "page.html": PAGE,
        "other.html": PAGE,
    }

    (finding,) = check(
        Page, page_view(template_name="other.html"), **{language: templates}, DEBUG=True
    )

    assert (finding.id, finding.obj) == ("htmx_views.E005", "page.html")
    assert finding.msg.endswith("base.html, line 3).")


def test_a_template_that_is_not_text(
    check: Check, settings: Any, tmp_path: Path, language: str
) -> None:
    (tmp_path / "page.html").write_bytes(b"\xff")
    check(Page)
    engine = settings.TEMPLATES[language == "django"]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path], "OPTIONS": {}}]

    (finding,) = find()

    assert finding.id == "htmx_views.E005"
    assert "cannot read it: UnicodeDecodeError: 'utf-8' codec" in finding.msg


def test_templates_that_only_exist_compiled(
    check: Check, settings: Any, tmp_path: Path
) -> None:
    check(
        page_view(fragment_blocks=["rows"]),
        page_view(template_name="none.html"),
        jinja2=TEMPLATES,
    )
    engines["jinja2"].env.compile_templates(tmp_path, zip=None)  # type: ignore[attr-defined]
    settings.TEMPLATES[0]["OPTIONS"]["loader"] = jinja2.ModuleLoader(tmp_path)
    settings.TEMPLATES = settings.TEMPLATES[:1]

    (finding,) = find()

    assert finding.msg == "The template 'none.html' does not exist."


class Overriding(Page):
    def get_fragment_blocks(self) -> list[str]:
        return ["rows"]


DJANGOS = {
    "jinja2": (
        "django.template.backends.jinja2.Jinja2",
        "htmx_views.backends.jinja2.Jinja2WithFragments",
    ),
    "django": (
        "django.template.backends.django.DjangoTemplates",
        "htmx_views.backends.django.DjangoTemplatesWithFragments",
    ),
    "django_jinja": (
        "django_jinja.backend.Jinja2",
        "htmx_views.backends.django_jinja.Jinja2WithFragments",
    ),
}


class OwnEngine(Jinja2):  # type: ignore[misc]
    """What a project may have made of django-jinja's."""


@pytest.mark.parametrize(
    "backend", ["django_jinja.backend.Jinja2", f"{__name__}.OwnEngine"]
)
def test_django_jinja_without_fragments(
    check: Check, settings: Any, tmp_path: Path, backend: str
) -> None:
    check(page_view(fragment_blocks=["rows"]))
    (tmp_path / "page.html").write_text("{% set x = 1 %}{% block rows %}{% endblock %}")
    engine: dict[str, Any] = {"DIRS": [tmp_path], "NAME": "plain"}
    engine["OPTIONS"] = {"match_extension": ".html"}
    settings.TEMPLATES = [{**engine, "BACKEND": backend}]

    (finding,) = find()

    assert (finding.id, finding.obj) == ("htmx_views.E003", "TEMPLATES['plain']")
    ours = "htmx_views.backends.django_jinja.Jinja2WithFragments"
    assert finding.hint == f"Set BACKEND of this engine in TEMPLATES to {ours!r}."
    # Django's language cannot read the template, and is not asked to.
    others = {"BACKEND": DJANGOS["django"][0], "DIRS": [tmp_path]}
    settings.TEMPLATES = [{**engine, "BACKEND": ours}, others]
    assert find() == []


@pytest.mark.parametrize("view", [page_view(fragment_blocks=["row"]), Overriding])
def test_an_engine_without_fragments(
    check: Check, settings: Any, view: Any, language: str
) -> None:
    templates = {"page.html": "{% block rows %}{% endblock %}", "other.html": ""}
    check(view, view.as_view(template_name="other.html"), **{language: templates})
    engine = settings.TEMPLATES[language == "django"]
    djangos, ours = DJANGOS[language]
    settings.TEMPLATES = [engine | {"BACKEND": djangos, "NAME": "plain"}]

    (finding,) = find()

    assert (finding.id, finding.obj) == ("htmx_views.E003", "TEMPLATES['plain']")
    assert finding.msg == (
        f"A view renders fragments, but the template engine 'plain' ({djangos}) does "
        "not know RENDER_BLOCKS."
    )
    assert finding.hint == f"Set BACKEND of this engine in TEMPLATES to {ours!r}."


class OtherEngine(BaseEngine):
    """The engine of a template language that nobody has heard of."""

    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> Any:
        if template_name == "page.html":
            return "a template"
        raise TemplateDoesNotExist(template_name)


@pytest.mark.parametrize(
    ("attributes", "ids"),
    [
        ({"fragment_blocks": ["rows"]}, ["htmx_views.E003"]),
        ({}, []),
        ({"template_name": "missing.html"}, ["htmx_views.E004"]),
    ],
)
def test_an_engine_of_another_language(
    check: Check, settings: Any, attributes: dict[str, Any], ids: list[str]
) -> None:
    check(page_view(**attributes))
    settings.TEMPLATES = [{"BACKEND": f"{__name__}.OtherEngine"}]

    findings = find()

    assert [finding.id for finding in findings] == ids
    if ids == ["htmx_views.E003"]:
        ours = [each for _, each in DJANGOS.values()]
        cure = " or ".join(map(repr, ours))
        assert findings[0].hint == f"Set BACKEND of this engine in TEMPLATES to {cure}."


class DynamicEngine(Page):
    fragment_blocks = ["rows"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.template_engine = "django"


Rows = page_view(fragment_blocks=["rows"])


@pytest.mark.parametrize(
    ("view", "found"),
    [
        # The first engine that has the template is Django's choice.
        (Rows, []),
        (Rows.as_view(template_engine="jinja2"), []),
        (Rows.as_view(template_engine="django"), ["htmx_views.E001"]),
        # Any engine may be the view's choice.
        (DynamicEngine, ["htmx_views.E001"]),
        (DynamicEngine.as_view(template_engine="none"), ["htmx_views.E001"]),
    ],
)
def test_the_engine_that_django_takes(
    check: Check, view: Any, found: list[str]
) -> None:
    page = "{% block rows %}{% endblock %}"

    findings = check(view, jinja2={"page.html": page}, django={"page.html": ""})

    assert [finding.id for finding in findings] == found
