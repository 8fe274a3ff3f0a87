"""What stands around a block, in Django's template language."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from htmx_views.blocks import BlockDoesNotExist, BlockRefused
from tests.backends.django_engine import make_engine, render
from tests.engines import needs_partials

PAGES_TAGS = {"pages": "tests.backends.pages_tags"}


@pytest.mark.parametrize(
    ("around", "block", "expected"),
    [
        ("autoescape off", "{{ x }}", "<b>"),
        ("language 'en'", "{{ day|date:'l' }} {{ price }}", "Sunday 1.5"),
        ("localize off", "{{ price }}", "1.5"),
        ("localtime off", "{{ day|date:'H' }}", "12"),
        ("timezone 'Asia/Tokyo'", "{{ day|date:'H' }}", "21"),
        ("spaceless", "<p> <b>x</b> </p>", "<p><b>x</b></p>"),
        ("with y=x|upper z='z'", "{{ y }}{{ z }}", "&lt;B&gt;z"),
        ("cache 60 test_around", "abc", "abc"),
    ],
)
def test_what_a_tag_around_a_block_does_to_it(
    around: str, block: str, expected: str
) -> None:
    end = around.split()[0]
    page = (
        "{% load cache i18n l10n tz %}"
        f"{{% {around} %}}{{% block a %}}{block}{{% endblock %}}{{% end{end} %}}"
    )
    day = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.timezone.utc)
    context = {"x": "<b>", "day": day, "price": 1.5}

    with translation.override("de"):
        whole = render({"page.html": page}, context=context)
        fragment = render({"page.html": page}, "a", context=context)

    assert fragment == expected
    assert expected in whole


@pytest.mark.parametrize(
    "around",
    ["filter upper", "ifchanged", "wrap", "each", "capture", "picture x"],
)
def test_tags_around_a_block_that_nothing_can_repeat(around: str) -> None:
    page = (
        "{% load pages %}{% block b %}b{% endblock %}\n"
        f"{{% {around} %}}{{% autoescape off %}}{{% block a %}}a{{% endblock %}}"
        f"{{% endautoescape %}}{{% end{around.split()[0]} %}}"
    )
    engine = make_engine({"page.html": page}, libraries=PAGES_TAGS)
    template = engine.get_template("page.html")

    assert template.render({"RENDER_BLOCKS": ["b"]}) == "b"
    template.check_block("b")
    for ask in (
        lambda: template.render({"RENDER_BLOCKS": ["b", "a"]}),
        lambda: template.check_block("a"),
    ):
        with pytest.raises(BlockRefused) as error:
            ask()
        assert str(error.value) == (
            f"Block 'a' cannot be rendered alone: {{% {around} %}} in line 2 of "
            "'page.html' stands around it. Move it into the block, or render a block "
            "around it."
        )


def test_a_tag_of_ones_own_that_renders_as_djangos_does() -> None:
    page = "{% load pages %}{% ours %}{% block a %}{{ x }}{% endblock %}{% endours %}"

    assert render({"page.html": page}, libraries=PAGES_TAGS) == "1"
    assert render({"page.html": page}, "a", libraries=PAGES_TAGS) == "1"


@pytest.mark.parametrize("tag", ["frame", "render_block"])
def test_a_tag_that_shows_what_it_holds_as_it_is(tag: str) -> None:
    end = "{% endframe %}" if tag == "frame" else ""
    templates = {
        "base.html": "{% load pages %}{% firstof 1 as x %}"
        f"{{% {tag} %}}{{% firstof 2 as x %}}{{% block a %}}{{% endblock %}}{end}",
        "page.html": "{% extends 'base.html' %}{% block a %}{{ x }}{% endblock %}",
    }

    assert render(templates, libraries=PAGES_TAGS) == "<2>"
    assert render(templates, "a", libraries=PAGES_TAGS) == "2"


def test_tags_in_each_other_around_a_block() -> None:
    page = (
        "{% spaceless %}{% autoescape off %}{% firstof x as y %}{% with z=y %}"
        "{% language 'de' %}x{% block a %}<p> {{ y }}{{ z }} <b>{% endblock %}"
        "{% endlanguage %}{% endwith %}{% endautoescape %}{% endspaceless %}"
    )
    page = "{% load i18n %}" + page

    assert render({"page.html": page}, context={"x": "<i>"}) == "x<p><i><i><b>"
    assert render({"page.html": page}, "a", context={"x": "<i>"}) == "<p><i><i><b>"


def test_a_cached_part_does_not_hide_its_blocks(settings: Any) -> None:
    page = (
        "{% load cache %}{% cache 60 test_django_cut %}<{% block a %}{{ x }}"
        "{% endblock %}>{% endcache %}"
    )
    assert render({"page.html": page}, context={"x": 1}) == "<1>"

    assert render({"page.html": page}, "a", context={"x": 2}) == "2"
    assert render({"page.html": page}, context={"x": 2}) == "<1>"


def test_what_the_view_passes_wins_over_a_local_variable() -> None:
    page = (
        "{% firstof 'declared' as y %}{% for row in rows %}"
        "{% with y=row.name z=row.id %}"
        "{% block a %}{{ y }}{{ z }}{% endblock %}{% endwith %}{% endfor %}"
    )
    row = {"name": "n", "id": 7}

    assert render({"page.html": page}, "a", context={"row": row}) == "n7"
    assert render({"page.html": page}, "a", context={"row": row, "z": 8}) == "n8"


def owner(request: HttpRequest) -> dict[str, Any]:
    return {"user": "reader", "x": "x"}


@pytest.mark.parametrize(
    ("context", "expected"), [({}, "owner x"), ({"user": "passed"}, "passed x")]
)
def test_a_local_variable_wins_over_a_context_processor(
    context: dict[str, Any], expected: str
) -> None:
    page = (
        "{% with user='owner' %}{% block a %}{{ user }} {{ x }}{% endblock %}"
        "{% endwith %}{% block b %}{{ user }}{% endblock %}"
    )
    processors = [f"{__name__}.owner"]
    engine = make_engine({"page.html": page}, context_processors=processors)
    template = engine.get_template("page.html")
    request = RequestFactory().get("/")

    assert template.render({}, request) == "owner xreader"
    assert template.render({**context, "RENDER_BLOCKS": ["a"]}, request) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [("a", "1"), ("b", "2"), ("c", "3"), ("abc", "123"), ("cba", "321"), ("bb", "22")],
)
def test_blocks_under_conditions_do_not_disturb_each_other(
    names: str, expected: str
) -> None:
    page = (
        "{% if no %}{% firstof '1' as x %}{% block a %}{{ x }}{% endblock %}"
        "{% else %}{% firstof '2' as x %}{% block b %}{{ x }}{% endblock %}"
        "{% firstof '3' as x %}{% endif %}{% block c %}{{ x }}{% endblock %}"
    )

    assert render({"page.html": page}, context={"no": False}) == "23"
    assert render({"page.html": page}, *names, context={"no": False}) == expected


def test_a_block_asked_for_with_a_block_around_it() -> None:
    page = (
        "{% cycle 'x' 'y' as turn silent %}{% block a %}<{% block b %}"
        "{% cycle turn %}{{ turn }}{% endblock %}>{% endblock %}"
    )

    assert render({"page.html": page}) == "<y>"
    assert render({"page.html": page}, "a", "b") == "<y>y"
    assert render({"page.html": page}, "b", "a", "b") == "y<y>y"


def test_super_in_a_declaration() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% block a %}"
        "{% firstof block.super as x %}"
        "{% block b %}{{ x }}!{% endblock %}{% endblock %}",
        "base.html": "{% block a %}base{% endblock %}",
    }

    assert render(templates) == "base!"
    assert render(templates, "b") == "base!"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ block.super|upper|safe }}",
        "{% firstof block.super as x %}",
        "{% with x=block.super %}{{ x }}{% endwith %}",
        "{% if block.super %}{{ block.super }}{% endif %}",
    ],
)
def test_super_through_something_else(tag: str) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% block a %}"
        f"{tag}{{% block c %}}c{{% endblock %}}{{% endblock %}}",
        "base.html": "{% block a %}[{% block b %}<b>{% endblock %}]{% endblock %}",
    }

    assert render(templates, "c") == "c"
    with pytest.raises(BlockRefused) as error:
        render(templates, "b")
    assert error.value.around == re.match("{.*?}}?", tag)[0]  # type: ignore[index]


def test_super_around_a_block() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% block a %}{% firstof '1' as x %}"
        "{% autoescape off %}{{ block.super }}{% endautoescape %}{% endblock %}",
        "base.html": "{% block a %}{% firstof block.name as y %}"
        "{% block b %}{{ x }}{{ y }}{{ z }}{% endblock %}{% endblock %}",
    }

    assert render(templates, context={"z": "<"}) == "1a<"
    assert render(templates, "b", context={"z": "<"}) == "1a<"


def test_super_without_a_parent_fails_as_on_the_page() -> None:
    template = make_engine().from_string(
        "{% block a %}{% block b %}{{ block.super }}{% endblock %}{% endblock %}"
    )

    for names in (None, ["a"], ["b"]):
        with pytest.raises(Exception, match="in a base template"):
            template.render({"RENDER_BLOCKS": names})


def test_blocks_that_stand_in_each_other() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}"
        "{% block b %}b({% block a %}a {{ block.super }}{% endblock %}){% endblock %}",
        "base.html": "{% block c %}c{% endblock %}"
        "{% block a %}A[{% block b %}B{% endblock %}]{% endblock %}",
    }

    assert render(templates) == "ca A[b(a )]"
    assert render(templates, "c") == "c"
    for name in ("a", "b"):
        with pytest.raises(BlockRefused):
            render(templates, name)


MOVED = {
    "page.html": "{% extends 'base.html' %}"
    "{% block a %}{% block b %}<b>{{ x }}{% endblock %}{% endblock %}",
    "base.html": "{% if yes %}{% block a %}{% endblock %}{% endif %}"
    "{% firstof '1' as x %}{% block b %}{% endblock %}",
}


def test_a_block_whose_first_place_shows_on_a_condition_only() -> None:
    assert render(MOVED, context={"yes": False}) == "<b>1"
    assert render(MOVED, context={"yes": True}) == "<b><b>1"
    assert render(MOVED, "a") == "<b>"
    with pytest.raises(BlockRefused) as error:
        render(MOVED, "b")
    assert error.value.around == "{% if yes %}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Both places are the same to the block.
        ("{% firstof '1' as x %}", "", "<b>"),
        # The first always shows.
        ("{% if yes %}", "{% spaceless %}", "<b>"),
    ],
)
def test_a_block_with_two_places(old: str, new: str, expected: str) -> None:
    base = MOVED["base.html"].replace(old, new)
    if "spaceless" in base:
        base = base.replace("endif", "endspaceless")

    assert render({**MOVED, "base.html": base}, "b") == expected


def test_a_block_that_the_page_places_nowhere() -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% firstof 'never' as x %}"
        "{% block a %}{% firstof 'no' as y %}{% block b %}{{ x }}{{ y }}{% endblock %}"
        "{% endblock %}",
        "base.html": "{% firstof 'base' as x %}",
    }

    assert render(templates) == ""
    assert render(templates, "b") == "baseno"
    assert render(templates, "a", "b") == "basenobaseno"


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% cycle '1' '2' %}", ["1", "2"]),
        ("{% cycle '1' '2' as x %}", ["1", "2"]),
        ("{% ifchanged %}1{% endifchanged %}", ["1", ""]),
        ("{% for y in 'abc' %}{% cycle '1' '2' %}{% endfor %}", ["121", "212"]),
    ],
)
def test_a_block_that_shows_another_one_again(tag: str, shown: list[str]) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}"
        "{% block a %}({% block b %}{{ block.super }}{% endblock %}){% endblock %}",
        "base.html": f"{{% block b %}}{tag}{{% endblock %}}"
        "{% block a %}{% endblock %}{% block c %}{{ x }}{% endblock %}",
    }

    assert render(templates) == f"{shown[0]}({shown[1]})"
    assert render(templates, "b") == shown[0]
    assert render(templates, "c") == ""
    with pytest.raises(BlockRefused, match="Block 'a' cannot be rendered") as error:
        render(templates, "a")
    assert error.value.around == "{% block b %}"


@needs_partials
def test_a_partial_that_a_block_shows_twice() -> None:
    page = (
        "{% partialdef p %}{% cycle '1' '2' %}{% endpartialdef %}{% partial p %}"
        "{% block a %}{% partial p %}{% partial p %}{% endblock %}"
    )

    assert render({"page.html": page}, "a") == "11"


def test_a_tag_that_no_template_names() -> None:
    page = "{% load pages %}{% made %}{% block a %}a{% endblock %}{% endmade %}"

    assert render({"page.html": page}, libraries=PAGES_TAGS) == "<a>"
    with pytest.raises(BlockRefused, match="alone: CaptureNode in line 0 of the temp"):
        render({"page.html": page}, "a", libraries=PAGES_TAGS)


def test_a_cycle_that_turns_around_a_block_under_a_condition() -> None:
    page = (
        "{% firstof 'none' as x %}{% if yes %}{% with y=1 %}{% cycle '1' '2' as x %}"
        "{% block a %}{{ x }}{% endblock %}{% endwith %}{% endif %}"
        "{% block b %}{{ x }}{% endblock %}"
    )

    assert render({"page.html": page}, "a", "b", context={"yes": True}) == "11"
    assert render({"page.html": page}, "a", "b", context={"yes": False}) == "1none"


def test_blocks_apart_that_turn_a_cycle() -> None:
    page = (
        "{% cycle 'x' 'y' 'z' as turn silent %}"
        "{% if yes %}{% cycle turn %}{% block a %}{{ turn }}{% endblock %}{% endif %}"
        "{% if yes %}{% cycle turn %}{% block b %}{{ turn }}{% endblock %}{% endif %}"
    )

    assert render({"page.html": page}, context={"yes": True}) == "yz"
    assert render({"page.html": page}, "a", "b", context={"yes": True}) == "yz"
    assert render({"page.html": page}, "b", "a", context={"yes": False}) == "yy"


@needs_partials
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["rows"], "[1 2]"),
        (["row"], "2"),
        (["foot"], "f1i1"),
        (["never"], "n2"),
        (["in-foot"], "i1"),
        (["in_foot", "rows", "row"], "i1[1 2]2"),
        (["main"], "<[1 2]f1i1>"),
    ],
)
def test_partials(names: list[str], expected: str) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% partialdef never %}n{{ y }}"
        "{% endpartialdef %}",
        "base.html": "{% partialdef foot %}f{{ x }}{% partial in-foot %}"
        "{% endpartialdef %}"
        "{% partialdef in-foot %}i{{ x }}{% endpartialdef %}"
        "{% firstof '1' as x %}{% block main %}<{% partialdef rows inline %}[{{ x }} "
        "{% firstof '2' as y %}{% partialdef row inline %}{{ y }}{% endpartialdef %}]"
        "{% endpartialdef %}{% partial foot %}>{% endblock %}{% firstof '2' as y %}",
    }
    assert render(templates) == "<[1 2]f1i1>"
    assert render(templates, *names) == expected


@needs_partials
def test_a_partial_asked_for_by_its_address_is_djangos() -> None:
    templates = {
        "page.html": "{% firstof '1' as x %}{% block rows %}block{% endblock %}"
        "{% partialdef rows inline %}partial{{ x }}{% endpartialdef %}",
    }

    # As Django renders it: without what the page declares.
    assert render(templates, name="page.html#rows") == "partial"
    assert render(templates, "rows") == "block"


@needs_partials
def test_render_blocks_are_looked_for_on_the_page_of_a_partial() -> None:
    page = (
        "{% partialdef pp %}{% partialdef p inline %}{{ x }}{% endpartialdef %}"
        "{% endpartialdef %}"
        "{% firstof 'y' as y %}{% block b %}{{ y }}{% block c %}{% endblock %}"
        "{% endblock %}{% block d %}{% endblock %}"
    )
    template = make_engine({"page.html": page}).get_template("page.html#pp")

    assert template.render({"x": "x", "RENDER_BLOCKS": ["b", "p"]}) == "yx"
    assert template.render({"x": "x"}) == "x"
    assert template.block_names == {"pp", "p", "b", "c", "d"}
    with pytest.raises(BlockDoesNotExist, match=r"'page\.html' has no block 'z'"):
        template.render({"RENDER_BLOCKS": ["z"]})


@needs_partials
def test_blocks_of_a_partial() -> None:
    templates = {
        "page.html": "{% partialdef p %}<{% block a %}a{% endblock %}>"
        "{% endpartialdef %}"
    }

    assert render(templates, "a", name="page.html#p") == "a"
    with pytest.raises(BlockDoesNotExist):
        render(templates, "b", name="page.html#p")


@needs_partials
def test_a_partial_that_is_missing_is_djangos_error() -> None:
    page = "{% partial nothing %}{% block a %}{% partial nothing %}{% endblock %}"

    for names in ([], ["a"]):
        with pytest.raises(Exception, match="Partial 'nothing' is not defined"):
            render({"page.html": page}, *names)
