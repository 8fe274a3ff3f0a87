from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.views.generic import ListView, TemplateView, UpdateView
from django_filters.views import FilterView

from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from tests.checks.conftest import Check

BASE = "<main>{% block content %}{% endblock %}</main>"
PAGE = """{% extends "base.html" %}
{% block content %}
  {% block rows %}{% endblock %}
  {% block page-controls %}{% endblock %}
{% endblock %}"""
TEMPLATES = {"base.html": BASE, "page.html": PAGE}


class PageView(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"


def page_view(**attributes: Any) -> type[PageView]:
    return type("View", (PageView,), {"__module__": "shop.views", **attributes})


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"fragment_blocks": ["rows"]},
        {"fragment_blocks": ("rows", "content")},
        {"fragment_blocks": ["page-controls", "page_controls"]},
        {"fragment_blocks": {"a": ["rows"], "b": ("content",)}},
        {"oob_blocks": ["rows"]},
        {"lazy_context": {"rows": "get_rows"}, "get_rows": lambda self: {}},
        {"lazy_context": {"rows": lambda self: {}}},
        {"oob_blocks": {"rows": "beforeend"}},
    ],
)
def test_blocks_that_exist(
    check: Check, language: str, attributes: dict[str, Any]
) -> None:
    assert check(page_view(**attributes), **{language: TEMPLATES}) == []


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        ({"fragment_blocks": ["row"]}, "fragment_blocks"),
        ({"fragment_blocks": {"a": ["rows", "row"]}}, "fragment_blocks['a']"),
        ({"oob_blocks": ["row"]}, "oob_blocks"),
        ({"success_blocks": ["row"]}, "success_blocks"),
        ({"filter_error_blocks": ("row",)}, "filter_error_blocks"),
        ({"validation_block": "row"}, "validation_block"),
    ],
)
def test_a_block_that_the_template_lacks(
    check: Check, language: str, attributes: dict[str, Any], where: str
) -> None:
    (finding,) = check(page_view(**attributes), **{language: TEMPLATES})

    assert finding.id == "htmx_views.E001"
    assert finding.obj == "shop.views.View"
    assert finding.msg == (
        f"{where} names the block 'row', which the template 'page.html' lacks "
        "(page.html, line 3)."
    )
    assert finding.hint == (
        "Did you mean 'rows'? Its blocks are: 'content', 'page-controls', 'rows'."
    )


def test_a_block_that_is_like_none(check: Check, language: str) -> None:
    (finding,) = check(page_view(fragment_blocks=["xyz"]), **{language: TEMPLATES})

    assert finding.msg.endswith("(page.html, line 1).")
    assert finding.hint == "Its blocks are: 'content', 'page-controls', 'rows'."


def test_a_template_without_blocks(check: Check, language: str) -> None:
    view = page_view(fragment_blocks=["rows"])

    (finding,) = check(view, **{language: {"page.html": ""}})

    assert finding.hint == "It has none."


def test_a_parent_that_only_a_request_tells(check: Check, language: str) -> None:
    page = "{% extends parent %}{% block rows %}{% endblock %}"

    view = page_view(fragment_blocks=["rows", "content"])

    assert check(view, **{language: {"page.html": page}}) == []


@pytest.mark.parametrize(
    ("attributes", "message", "hint"),
    [
        (
            {"fragment_blocks": "rows"},
            "fragment_blocks must be a list of block names, or a mapping from target "
            "ids to such lists, but it is 'rows'.",
            "Write ['rows'].",
        ),
        (
            {"fragment_blocks": {"a": "rows"}},
            "fragment_blocks['a'] must be a list of block names, but it is 'rows'.",
            "Write ['rows'].",
        ),
        (
            {"oob_blocks": {"rows"}},
            "oob_blocks must be a list of block names, but it is {'rows'}.",
            "Name blocks by strings.",
        ),
        (
            {"fragment_blocks": [1]},
            "fragment_blocks must be a list of block names, or a mapping from target "
            "ids to such lists, but it is [1].",
            "Name blocks by strings.",
        ),
        (
            {"validation_block": ["row"]},
            "validation_block must be the name of a block, but it is ['row'].",
            "Name one block, which shows one field.",
        ),
        (
            {"lazy_context": ["rows"]},
            "lazy_context must be a mapping from names of the context to methods, but "
            "it is ['rows'].",
            'Write {"name": "method"}.',
        ),
        (
            {"fragment_blocks": {None: ["rows"]}},
            "fragment_blocks must be a mapping from target ids, which are strings, but "
            "it has the key None.",
            "Name it by a string.",
        ),
    ],
)
def test_an_attribute_of_a_wrong_type(
    check: Check, attributes: dict[str, Any], message: str, hint: str
) -> None:
    (finding,) = check(page_view(**attributes), jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E002", "shop.views.View")
    assert (finding.msg, finding.hint) == (message, hint)


@pytest.mark.parametrize(
    ("method", "hint"),
    [
        ("get_row", "Did you mean 'get_rows'?"),
        ("xyz", "Name a method of the view."),
        (7, "Name a method of the view."),
    ],
)
def test_a_method_of_lazy_context_that_the_view_lacks(
    check: Check, method: Any, hint: str
) -> None:
    view = page_view(lazy_context={"rows": method}, get_rows=lambda self: {})

    (finding,) = check(view, jinja2=TEMPLATES)

    assert (finding.id, finding.obj) == ("htmx_views.E008", "shop.views.View")
    assert finding.msg == (
        f"lazy_context['rows'] names {method!r}, which is no method of the view."
    )
    assert finding.hint == hint


def test_arguments_of_as_view_count(check: Check) -> None:
    (finding,) = check(PageView.as_view(fragment_blocks=["row"]), jinja2=TEMPLATES)

    assert finding.id == "htmx_views.E001"


def test_the_view_of_each_mount_is_checked(check: Check) -> None:
    findings = check(
        PageView.as_view(fragment_blocks=["row"]),
        PageView.as_view(fragment_blocks=["contents"]),
        jinja2=TEMPLATES,
    )

    assert ["'row'" in f.msg for f in findings] == [True, False]


def test_what_only_a_request_tells_is_not_guessed(check: Check) -> None:
    class Overriding(PageView):
        fragment_blocks = ["row"]

        def get_fragment_blocks(self) -> list[str]:
            return ["rows"]

    class Assigning(PageView):
        fragment_blocks = ["row"]

        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            self.fragment_blocks = ["rows"]
            return super().get_context_data(**kwargs)

    class OverridingContext(PageView):
        lazy_context = {"row": "get_rows"}

        def get_lazy_context(self) -> dict[str, Any]:
            return {}

    class Computing(PageView):
        @property
        def fragment_blocks(self) -> list[str]:  # type: ignore[override]
            return ["rows"]

    views = [Overriding, Assigning, OverridingContext, Computing]

    assert check(*views, jinja2=TEMPLATES) == []


LOOPS = {
    "jinja2": [
        """{% for monster in monsters %}
        {% block row scoped %}{{ monster.name }}{% endblock %}{% endfor %}""",
        """{% for x, monster in monsters %}
        {% block row scoped %}{% if 1 %}{{ monster }}{% set y = 1 %}{{ y }}
        {% endif %}{% endblock %}
        {% endfor %}""",
        """{% for monster in monsters %}{% block outer scoped %}
        {% block row scoped %}{{ monster }}{% endblock %}{% endblock %}{% endfor %}""",
    ],
    "django": [
        """{% for monster in monsters %}
        {% block row %}{{ monster.name }}{% endblock %}{% endfor %}""",
        """{% for x, monster in monsters %}
        {% block row %}{% if 1 %}{{ 1|add:monster }}{% endif %}{% endblock %}
        {% endfor %}""",
        """{% for monster in monsters %}{% block outer %}
        {% block row %}{% if a and monster %}{% endif %}{% endblock %}{% endblock %}
        {% endfor %}""",
        """{% for monster in monsters %}
        {% block row %}{% include "row.html" with row=monster %}{% endblock %}
        {% endfor %}""",
    ],
}


@pytest.mark.parametrize(
    ("language", "page"),
    [(language, page) for language, pages in LOOPS.items() for page in pages],
)
def test_a_name_that_only_a_loop_around_the_block_defines(
    check: Check, language: str, page: str
) -> None:
    view = page_view(fragment_blocks=["row"])

    (finding,) = check(view, **{language: {"page.html": page, "row.html": ""}})

    assert (finding.id, finding.obj) == ("htmx_views.W005", "shop.views.View")
    assert finding.msg == (
        "The block 'row' reads 'monster', which only a {% for %} around it defines "
        "(page.html, line 2): rendered alone, it does not find it."
    )
    assert finding.hint == (
        "Put 'monster' into the context of the fragment, or move the {% for %} "
        "(line 1) into the block."
    )


def test_a_parent_may_nest_its_blocks_the_other_way_round(
    check: Check, language: str
) -> None:
    parent = (
        "{% block a %}{% for b in c %}{% block row %}{% endblock %}{% endfor %}"
        "{% endblock %}"
    )
    child = (
        '{% extends "parent.html" %}'
        "{% block row %}{{ b }}{% block a %}{% endblock %}{% endblock %}"
    )

    findings = check(
        page_view(fragment_blocks=["row"]),
        **{language: {"page.html": child, "parent.html": parent}},
    )

    assert [finding.id for finding in findings] == ["htmx_views.W005"]


def test_the_loop_may_stand_in_a_parent(check: Check, language: str) -> None:
    parent = (
        "{% for monster in monsters %}{% block row SCOPED %}{% endblock %}{% endfor %}"
    ).replace("SCOPED", "scoped" if language == "jinja2" else "")
    child = '{% extends "parent.html" %}\n{% block row %}{{ monster }}{% endblock %}'
    templates = {"parent.html": parent, "page.html": child}

    (finding,) = check(page_view(fragment_blocks=["row"]), **{language: templates})

    assert finding.id == "htmx_views.W005"
    assert "(page.html, line 2)" in finding.msg


@pytest.mark.parametrize(
    ("language", "page", "tag"),
    [
        ("jinja2", "{% with monster = 1 %}BLOCK{% endwith %}", "with"),
        ("jinja2", "{% macro m(monster) %}BLOCK{% endmacro %}", "macro"),
        (
            "django",
            "{% for m in ms %}{% with monster=m %}BLOCK{% endwith %}{% endfor %}",
            "with",
        ),
    ],
)
def test_other_tags_that_define_names(
    check: Check, language: str, page: str, tag: str
) -> None:
    page = page.replace("BLOCK", "{% block row %}{{ monster }}{% endblock %}")

    (finding,) = check(
        page_view(fragment_blocks=["row"]), **{language: {"page.html": page}}
    )

    assert finding.id == "htmx_views.W005"
    assert f"{{% {tag} %}}" in finding.msg


SET_IN_A_BLOCK = [
    ("set", "{% set monster = 1 %}ROW"),
    ("set", "{% set monster %}1{% endset %}ROW"),
    ("set", "{% if x %}{% set monster = 1 %}{% endif %}ROW"),
    ("import", "{% import 'm.html' as monster %}ROW"),
    ("from", "{% from 'm.html' import monster %}ROW"),
    ("macro", "{% macro monster() %}{% endmacro %}ROW"),
    ("set", "{% for x in y %}{% set monster = 1 %}ROW{% endfor %}"),
    ("set", "{% set monster = 1 %}{% block m scoped %}PLAIN{% endblock %}"),
    # What the block does not find on the page either.
    (None, "{% set monster = 1 %}PLAIN"),
    (None, "ROW{% set monster = 1 %}"),
    (None, "{% for x in y %}{% set monster = 1 %}{% endfor %}ROW"),
    (None, "{% set monster = 1 %}{% block m %}ROW{% endblock %}"),
    (None, "{% block m %}{% set monster = 1 %}{% endblock %}ROW"),
]


FOR = "{% for monster in monsters %}"
READ_BY_SUPER = [
    ("both", "SUPER", True),
    ("both", "{% if x %}SUPER{% endif %}", True),
    ("both", "{% block inner %}SUPER{% endblock %}", False),
    ("both", "{{ x }}", False),
    ("jinja2", "{{ super()|upper }}", True),
    ("jinja2", "{{ super.super() }}", False),
    ("django", "{{ block.super|upper }}", True),
    ("django", FOR + "SUPER{% endfor %}", False),
    ("django", "{% with monster=1 %}SUPER{% endwith %}", False),
    ("django", "{{ block.name }}", False),
    ("django", "{{ 'super' }}", False),
]


@pytest.mark.parametrize(
    ("language", "text", "is_read"),
    [
        (language, *rest)
        for languages, *rest in READ_BY_SUPER
        for language in ("jinja2", "django")
        if languages in (language, "both")
    ],
)
def test_a_name_that_the_block_of_the_parent_reads(
    check: Check, language: str, text: str, is_read: bool
) -> None:
    shown = {"jinja2": "{{ super() }}", "django": "{{ block.super }}"}[language]
    block = "{% block row scoped %}" if language == "jinja2" else "{% block row %}"
    templates = {
        # To show what no parent has is nothing.
        "base.html": f"{FOR}\n{block}{{{{ monster }}}}SUPER{{% endblock %}}"
        "{% endfor %}",
        "site.html": '{% extends "base.html" %}{% block row %}SUPER{% endblock %}',
        "page.html": '{% extends "site.html" %}{% block row %}TEXT{% endblock %}',
    }
    templates = {
        name: source.replace("TEXT", text).replace("SUPER", shown)
        for name, source in templates.items()
    }

    findings = check(page_view(fragment_blocks=["row"]), **{language: templates})

    # A block inside another one's child is in no parent's place.
    found = [f for f in findings if f.id == "htmx_views.W005"]
    assert len(found) == is_read
    assert all("(base.html, line 2)" in finding.msg for finding in found)


@pytest.mark.parametrize(
    ("text", "is_missing"),
    [
        ("{% blocktranslate %}Hi {{ monster }}{% endblocktranslate %}", True),
        (
            "{% blocktranslate count n=ns|length %}A{% plural %}{{ monster }}"
            "{% endblocktranslate %}",
            True,
        ),
        (
            "{% blocktranslate count monster=ns|length %}A{% plural %}{{ monster }}"
            "{% endblocktranslate %}",
            False,
        ),
        (
            "{% blocktranslate with monster=x %}{{ monster }}{% endblocktranslate %}",
            False,
        ),
        ("{% blocktranslate with x=monster %}{{ x }}{% endblocktranslate %}", True),
        ("{% blocktranslate %}monster{% endblocktranslate %}", False),
        ("{% url 'other' 1 as monster %}{{ monster }}", False),
        ("{% now 'Y' as monster %}{% if x %}{{ monster }}{% endif %}", False),
        ("{% regroup x by y as monster %}{{ monster }}", False),
        ("{% regroup monster by y as x %}{{ x }}", True),
        ("{% if x %}{% firstof a b as monster %}{% endif %}{{ monster }}", False),
        ("{% cycle 'a' 'b' as monster %}{{ monster }}", False),
        ("{% load static %}{% static 'a' as monster %}{{ monster }}", False),
        ("{% get_current_language as monster %}{{ monster }}", False),
        ("{% load project %}{% widget as monster %}{{ monster }}", False),
        ("{% url 'other' monster as monster %}", True),
        ("{{ monster }}{% now 'Y' as monster %}", True),
        ("{% now 'Y' as x %}{{ monster }}", True),
        ("{% now 'Y' %}{{ monster }}", True),
    ],
)
def test_tags_of_djangos_language_that_read_and_define_names(
    check: Check, text: str, is_missing: bool
) -> None:
    page = f"{FOR}{{% block row %}}{text}{{% endblock %}}{{% endfor %}}"

    findings = check(page_view(fragment_blocks=["row"]), django={"page.html": page})

    assert [f.id for f in findings] == ["htmx_views.W005"] * is_missing


@pytest.mark.parametrize(("tag", "text"), SET_IN_A_BLOCK)
def test_a_name_that_the_block_around_it_sets(
    check: Check, tag: str | None, text: str
) -> None:
    for name, scope in (("ROW", " scoped"), ("PLAIN", "")):
        block = f"{{% block row{scope} %}}{{{{ monster }}}}{{% endblock %}}"
        text = text.replace(name, block)
    templates = {"page.html": f"{{% block o %}}{text}{{% endblock %}}", "m.html": ""}

    findings = check(page_view(fragment_blocks=["row"]), jinja2=templates)

    assert [f.id for f in findings] == ["htmx_views.W005"] * (tag is not None)
    assert all(f"which only a {{% {tag} %}} around it" in f.msg for f in findings)


BLOCK = "{% block row %}{{ monster }}{% endblock %}"
UNBOUND = [
    # The loop stands in the block.
    (
        "both",
        "{% block row %}{% for monster in monsters %}{{ monster }}{% endfor %}"
        "{% endblock %}",
        {},
    ),
    (
        "both",
        "{% for monster in a %}{% block row %}{% for monster in monsters %}"
        "{{ monster }}{% endfor %}{% endblock %}{% endfor %}",
        {},
    ),
    # The block reads another name.
    ("both", "{% for m in monsters %}" + BLOCK + "{% endfor %}", {}),
    # The view has the name.
    (
        "both",
        "{% for monster in monsters %}" + BLOCK + "{% endfor %}",
        {"extra_context": {"monster": 1}},
    ),
    (
        "both",
        "{% for monster in monsters %}" + BLOCK + "{% endfor %}",
        {
            "get_context_data": lambda self, **kwargs: {
                **TemplateView.get_context_data(self),
                "monster": 1,
            }
        },
    ),
    (
        "both",
        "{% for field in form %}{% block row %}{{ field }}{% endblock %}{% endfor %}",
        {"validation_block": "row", "fragment_blocks": None},
    ),
    (
        "both",
        "{% for monster in monsters %}" + BLOCK + "{% endfor %}",
        {"context_object_name": "monster"},
    ),
    (
        "both",
        "{% for monster in monsters %}" + BLOCK + "{% endfor %}",
        {"get_context_data": lambda self: ({"monster": m} for m in self)},
    ),
    # Defined elsewhere, too.
    (
        "jinja2",
        "{% set monster = 1 %}{% for monster in ms %}" + BLOCK + "{% endfor %}",
        {},
    ),
    (
        "jinja2",
        "{% if a %}{% import 'm.html' as monster %}{% endif %}"
        "{% with monster = 1 %}" + BLOCK + "{% endwith %}",
        {},
    ),
    (
        "jinja2",
        "{% from 'm.html' import a, m as monster %}"
        "{% with monster = 1 %}" + BLOCK + "{% endwith %}",
        {},
    ),
    (
        "jinja2",
        "{% macro monster() %}{% endmacro %}{% with monster = 1 %}"
        + BLOCK
        + "{% endwith %}",
        {},
    ),
    # Django's language runs a with around the block.
    ("django", "{% with monster=1 %}" + BLOCK + "{% endwith %}", {}),
    (
        "django",
        "{% for a in b %}{% block row %}{% with a=1 %}{{ a }}{% endwith %}"
        "{% endblock %}{% endfor %}",
        {},
    ),
]


@pytest.mark.parametrize(
    ("language", "page", "attributes"),
    [
        (language, page, attributes)
        for languages, page, attributes in UNBOUND
        for language in ("jinja2", "django")
        if languages in (language, "both")
    ],
)
def test_names_that_a_fragment_finds(
    check: Check, language: str, page: str, attributes: dict[str, Any]
) -> None:
    view = page_view(**{"fragment_blocks": ["row"], **attributes})
    templates = {"page.html": page, "m.html": ""}

    assert check(view, **{language: templates}) == []


class Groups(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
    template_name = "page.html"
    fragment_blocks = ["row"]


class GroupForm(HtmxFormMixin, UpdateView):  # type: ignore[type-arg]
    template_name = "page.html"
    fragment_blocks = ["row"]
    fields = ["name"]


class Polled(HtmxPollingMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["row"]


class Filtered(HtmxFilterMixin, FilterView):  # type: ignore[misc]
    template_name = "page.html"
    fragment_blocks = ["row"]
    filterset_fields = ["name"]


#: The names that a loop may have as well, and whether the view has them.
LOOP_NAMES: list[tuple[Any, dict[str, bool]]] = [
    (page_view(fragment_blocks=["row"]), {"user": True, "is_fragment": True}),
    (page_view(fragment_blocks=["row"]), {"object": False, "form": False}),
    (page_view(fragment_blocks=["row"]), {"filter": False, "page_obj": False}),
    (Groups.as_view(model=Group), {"object": False, "group": False, "form": False}),
    (Groups.as_view(model=Group), {"object_list": True, "is_paginated": True}),
    (Groups.as_view(model=Group), {"group_list": True, "page_links": True}),
    (Groups.as_view(model=Group), {"polling": False, "user_list": False}),
    (GroupForm.as_view(model=Group), {"object": True, "group": True, "form": True}),
    (GroupForm.as_view(model=Group), {"group_list": False, "object_list": False}),
    (Polled, {"polling": True, "page_links": False}),
    (Filtered.as_view(model=Group), {"filter": True, "form": False}),
]


@pytest.mark.parametrize(
    ("view", "name", "is_known"),
    [
        (view, name, known)
        for view, names in LOOP_NAMES
        for name, known in names.items()
    ],
)
def test_names_that_a_base_class_puts_into_the_context(
    check: Check, language: str, view: Any, name: str, is_known: bool
) -> None:
    page = (
        f"{{% for {name} in them %}}{{% block row %}}{{{{ {name} }}}}{{% endblock %}}"
        "{% endfor %}"
    )

    findings = check(view, **{language: {"page.html": page}})

    assert [f.id for f in findings] == ["htmx_views.W005"] * (not is_known)


def test_the_template_of_a_list_is_found_by_its_model(check: Check) -> None:
    from django.contrib.auth.models import User

    class Users(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
        model = User
        fragment_blocks = ["row"]

    (finding,) = check(Users, jinja2={"auth/user_list.html": PAGE, "base.html": BASE})

    assert "the template 'auth/user_list.html' lacks" in finding.msg
