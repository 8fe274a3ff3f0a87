"""What a page assigns before a block, in Django's template language."""

from __future__ import annotations

from functools import wraps
from typing import Any

import pytest
from django.template import Context, Node
from django.templatetags.i18n import BlockTranslateNode
from django.utils import timezone, translation

from htmx_views.backends.django.assigns import writes, writes_itself
from tests.backends.django_engine import make_engine, render
from tests.engines import needs_partials

PAGES_TAGS = {"pages": "tests.backends.pages_tags"}
LOADS = "{% load cache i18n l10n pages static tz %}"
INCLUDED = {"included.html": "{{ no_such_thing.boom }}included"}


def last_block(before: str, context: dict[str, Any] | None = None) -> str:
    """Return what a block shows of ``x`` after this, checked against the page."""
    page = LOADS + before + "{% block a %}[{{ x }}]{% endblock %}"
    templates = {"page.html": page, **INCLUDED}
    fragment = render(templates, "a", context=context, libraries=PAGES_TAGS)
    assert fragment in render(templates, context=context, libraries=PAGES_TAGS)
    return fragment


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% firstof nothing 'one' as x %}", "one"),
        ("{% now '\\o\\n\\e' as x %}", "one"),
        ("{% url 'no-such-view' as x %}", ""),
        ("{% widthratio 1 2 10 as x %}", "5"),
        ("{% cycle 'one' 'two' as x %}", "one"),
        ("{% cycle 'one' 'two' as x silent %}{% cycle x %}", "two"),
        ("{% cycle 'one' 'two' as x %}{% cycle x %}{% resetcycle x %}", "two"),
        ("{% regroup rows by 0 as y %}{% firstof y.0.grouper as x %}", "a"),
        ("{% get_current_language as x %}", "en"),
        ("{% get_current_timezone as x %}", "America/Chicago"),
        ("{% get_language_info for 'de' as y %}{% firstof y.code as x %}", "de"),
        ("{% get_static_prefix as x %}", "/static/"),
        ("{% static 'x.css' as x %}", "/static/x.css"),
        ("{% translate 'Monday' as x %}", "Monday"),
        ("{% blocktranslate asvar x %}Monday{% endblocktranslate %}", "Monday"),
        ("{% value 'one' as x %}", "one"),
        ("{% wrap as x %}one{% endwrap %}", "(one)"),
        ("{% put 'x' 'one' %}", "one"),
        ("{% put_and_include 'x' 'one' %}", "one"),
        ("{% let x one %}", "one"),
        ("{% capture %}one{% endcapture %}", "one"),
        ("{% capture %}{% block b %}one{% endblock %}{% endcapture %}", "one"),
        ("{% each %}{% let x one %}{% endeach %}", ""),
        ("{% said x one %}", "one"),
        ("{% made %}one{% endmade %}", "one"),
    ],
)
def test_tags_that_assign(tag: str, expected: str) -> None:
    with timezone.override("America/Chicago"), translation.override("en"):
        assert last_block(tag, {"rows": ["a", "b"]}) == f"[{expected}]"


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("{{% if yes %}}{}{{% endif %}}", "one"),
        ("{{% if no %}}{}{{% endif %}}", ""),
        ("{{% if no %}}{{% else %}}{}{{% endif %}}", "one"),
        ("{{% autoescape off %}}{}{{% endautoescape %}}", "one"),
        ("{{% language 'de' %}}{}{{% endlanguage %}}", "one"),
        ("{{% filter upper %}}{}{{% endfilter %}}", "one"),
        ("{{% spaceless %}}{}{{% endspaceless %}}", "one"),
        ("{{% ifchanged %}}{} {{% endifchanged %}}", "one"),
        ("{{% ifchanged %}}{{% if yes %}}{}{{% endif %}}{{% endifchanged %}}", "one"),
        ("{{% cache 60 test_assigns %}}{}{{% endcache %}}", "one"),
        ("{{% wrap %}}{}{{% endwrap %}}", "one"),
        ("{{% with z=1 %}}{}{{% endwith %}}", ""),
        ("{{% for z in 'ab' %}}{}{{% endfor %}}", ""),
        ("{{% block other %}}{}{{% endblock %}}", ""),
        ("{{% comment %}}{}{{% endcomment %}}", ""),
    ],
)
def test_tags_around_what_assigns(around: str, expected: str) -> None:
    before = around.format("{% firstof 'one' as x %}")

    assert last_block(before, {"yes": True, "no": False}) == f"[{expected}]"


@pytest.mark.parametrize("content", ["{}", "{} ", "{{% if yes %}}{}{{% endif %}}"])
@pytest.mark.parametrize("arguments", ["", " 1"])
def test_ifchanged_renders_what_is_in_it_as_often_as_on_the_page(
    content: str, arguments: str
) -> None:
    tag = content.format("{% cycle 'one' 'two' as x silent %}")
    before = f"{{% ifchanged{arguments} %}}{tag}{{% endifchanged %}}"
    is_twice = not arguments and content != "{} "

    assert last_block(before, {"yes": 1}) == ("[two]" if is_twice else "[one]")


def test_what_a_cached_part_declares() -> None:
    # On the page, only the first visit finds it declared: the cached text assigns none.
    page = (
        "{% load cache %}{% cache 60 part %}{% firstof 'one' as x %}{% endcache %}"
        "{% block a %}[{{ x }}]{% endblock %}"
    )

    assert render({"page.html": page}, "a") == "[one]"


@pytest.mark.parametrize("scope", ["for y in 'ab'", "with y=1"])
def test_a_cycle_assigns_to_an_outer_variable_of_its_name(scope: str) -> None:
    before = (
        f"{{% {scope} %}}{{% cycle 'one' 'two' as x %}}{{% end{scope.split()[0]} %}}"
    )

    assert last_block(before) == "[]"
    assert last_block(before, {"x": "old"}) in ("[one]", "[two]")


def test_a_cycle_that_goes_on_after_a_loop() -> None:
    before = (
        "{% for y in 'abc' %}{% cycle 'one' 'two' as x %}{% endfor %}"
        "{% if yes %}{% cycle x %}{% endif %}"
    )

    assert last_block(before, {"yes": True}) == "[two]"


class Counted(list[int]):
    """A list that knows how often it was looped over."""

    loops = 0

    def __iter__(self) -> Any:
        self.loops += 1
        return super().__iter__()


def test_a_loop_whose_cycle_nobody_sees_does_not_run() -> None:
    page = (
        "{% for row in rows %}{% cycle 'one' 'two' as x %}{% endfor %}"
        "{% block a %}[{{ x }}]{% endblock %}"
    )
    rows = Counted([1, 2])

    assert render({"page.html": page}, "a", context={"rows": rows}) == "[]"
    assert rows.loops == 0
    assert render({"page.html": page}, "a", context={"rows": rows, "x": 1}) == "[two]"
    assert rows.loops == 1


def test_tags_that_do_not_assign_do_not_run() -> None:
    page = (
        "{% load pages %}{% value boom %}{% firstof boom %}{% now boom %}{% show %}"
        "{% wrap %}{% show %}{% endwrap %}{% if boom %}{% show %}{% endif %}"
        "{% include 'missing.html' %}{% said_not %}"
        "{% block a %}a{% endblock %}"
    )

    assert render({"page.html": page}, "a", libraries=PAGES_TAGS) == "a"


def test_what_of_a_tag_shows_that_it_may_assign() -> None:
    assert writes(storing)
    assert writes(calling)
    assert writes(wrapped)
    # What is no Python function cannot be looked into.
    assert writes(dict)
    assert not writes(reading)
    # Django's own tags say what they assign.
    assert not writes(BlockTranslateNode.render)
    assert writes_itself(DrawingNode)
    assert not writes_itself(QuietNode)


def storing(context: Context) -> None:
    context["x"] = 1


def calling(context: Context) -> None:
    context.set_upward("x", 1)


def reading(context: Context) -> Any:
    return context["x"], context.get("y"), context.flatten()


@wraps(storing)
def wrapped(*args: Any) -> None:
    storing(*args)


class DrawingNode(Node):
    def render(self, context: Context) -> str:
        return self.draw(context)

    def draw(self, context: Context) -> str:
        context["x"] = 1
        return ""


class QuietNode(Node):
    def __init__(self) -> None:
        self.values = {}
        self.values["x"] = 1

    def render(self, context: Context) -> str:
        return str(context["x"])


def test_an_error_in_a_declaration_is_shown_at_its_line() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}",
        "base.html": "\n{% widthratio 1 2 'no' as x %}{% block a %}{% endblock %}",
    }
    template = make_engine(templates, debug=True).get_template("page.html")

    with pytest.raises(Exception, match="must be a number") as error:
        template.render({"RENDER_BLOCKS": ["a"]})

    debug = error.value.template_debug  # type: ignore[attr-defined]
    assert debug["during"] == "{% widthratio 1 2 'no' as x %}"
    assert debug["line"] == 2


@needs_partials
@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("{% partialdef p inline %}{% let x one %}{% endpartialdef %}", "one"),
        ("{% partialdef p %}{% let x one %}{% endpartialdef %}", ""),
        ("{% partialdef p %}{% let x one %}{% endpartialdef %}{% partial p %}", "one"),
        (
            "{% partialdef p %}{% let x one %}{% if no %}{% partial p %}{% endif %}"
            "{% endpartialdef %}{% partial p %}",
            "one",
        ),
        ("{% if no %}{% partial missing %}{% endif %}", ""),
    ],
)
def test_what_a_partial_declares(before: str, expected: str) -> None:
    assert last_block(before, {"no": False}) == f"[{expected}]"
