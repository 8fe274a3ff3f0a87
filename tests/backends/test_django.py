from __future__ import annotations

from typing import Any

import pytest
from django.template import TemplateDoesNotExist

from htmx_views.backends.django import DjangoTemplatesWithFragments
from htmx_views.blocks import BlockDoesNotExist

LIBRARIES = {"i18n": "django.templatetags.i18n"}


def engine(templates: dict[str, str], **options: Any) -> DjangoTemplatesWithFragments:
    """Return a backend whose templates are these."""
    loader = ("django.template.loaders.locmem.Loader", templates)
    options.setdefault("loaders", [("django.template.loaders.cached.Loader", [loader])])
    return DjangoTemplatesWithFragments(
        {"NAME": "django", "DIRS": [], "APP_DIRS": False, "OPTIONS": options}
    )


FAMILY = {
    "base.html": (
        "{% firstof 'early' as when %}<h1>"
        "{% block title %}{{ when }} {{ place }}{% block inner %}{% endblock %}"
        "{% endblock %}</h1>{% firstof 'late' as when %}"
    ),
    "page.html": (
        "{% extends 'base.html' %}"
        "{% block title %}[{{ block.super }}]{% endblock %}"
        "{% block inner %} in {{ when }}{% endblock %}"
        "{% block oob %}{{ when }}{% endblock %}"
    ),
}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["title"], "[early &lt;b&gt; in early]"),
        (["inner"], " in early"),
        (["inner", "title", "inner"], " in early[early &lt;b&gt; in early] in early"),
        (["oob"], "late"),
        ([], ""),
    ],
)
def test_blocks_render_as_on_the_page(names: list[str], expected: str) -> None:
    page = engine(FAMILY).get_template("page.html")

    assert page.render({"place": "<b>"}) == "<h1>[early &lt;b&gt; in early]</h1>"
    assert page.render({"place": "<b>", "RENDER_BLOCKS": names}) == expected


def test_an_address_renders_one_block() -> None:
    backend = engine(FAMILY)

    assert backend.get_template("page.html#inner").render() == " in early"
    include = backend.from_string("<p>{% include 'page.html#inner' %}</p>")
    assert include.render() == "<p> in early</p>"


@pytest.mark.parametrize(
    ("name", "error"),
    [("page.html#iner", BlockDoesNotExist), ("none.html#inner", TemplateDoesNotExist)],
)
def test_an_address_of_nothing(name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        engine(FAMILY).get_template(name)
