from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views import HtmxFragmentMixin
from tests.checks import urls
from tests.checks.conftest import Check
from tests.engines import needs_partials

BASE = (
    '<html><body><i id="messages"></i>{% block content %}{% endblock %}</body></html>'
)


class PageView(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"


class OtherView(HtmxFragmentMixin, TemplateView):
    template_name = "other.html"


def content(text: str) -> dict[str, str]:
    page = '{% extends "base.html" %}\n{% block content %}' + text + "{% endblock %}"
    return {"base.html": BASE, "page.html": page}


def ids(findings: list[CheckMessage]) -> list[str]:
    return [str(finding.id) for finding in findings]


def test_a_target_whose_id_exists_nowhere(check: Check, language: str) -> None:
    templates = content('<p id="rows"></p>\n<a\n hx-target="#row">')

    (finding,) = check(PageView, **{language: templates})

    assert (finding.id, finding.obj) == ("htmx_views.W006", f"{__name__}.PageView")
    assert finding.msg == (
        "hx-target=\"#row\": no element of the page 'page.html' has that id "
        "(page.html, line 4)."
    )
    assert finding.hint == (
        "Did you mean 'rows'? The ids of the page are: 'messages', 'rows'."
    )


def test_a_target_on_a_page_without_ids(check: Check, language: str) -> None:
    templates = {"page.html": '<html><a hx-target="#row"></html>'}

    (finding,) = check(PageView, **{language: templates})

    assert finding.hint == "The page has no ids."


@pytest.mark.parametrize(
    "tag",
    [
        '<a hx-target="#row">',
        '<p id="{{ field.auto_id }}"><a hx-target="#row">',
        '<p id="{{ field.id_for_label }}_x"><a hx-target="#row">',
        "<a hx-target='#row'>",
        "<a hx-target=#row>",
        '<a data-hx-target="#row">',
        '<a hx-target:inherited="#row">',
        '<a class="{{ x }}" hx-target="#row">',
        '<a {% if x %}hx-target="#row"{% endif %}>',
        '<a{% if x %} hidden{% endif %} hx-target="#row">',
        '<!-- <p id="row"> --><a hx-target="#row">',
        '<h{{ level }} hx-target="#row">',
        '<p {{ polling }}><a hx-target="#row">',
    ],
)
def test_targets_are_read_however_they_are_written(
    check: Check, language: str, tag: str
) -> None:
    assert ids(check(PageView, **{language: content(tag)})) == ["htmx_views.W006"]


@pytest.mark.parametrize(
    "tag",
    [
        '<p id="row">',
        "<p id=row>",
        '<p {% if x %}id="row"{% else %}id="column"{% endif %}>',
        '<p id="{% if x %}row{% else %}column{% endif %}">',
        '<p id="{{ x }}">',
        '<p id="{% if x %}{{ row }}{% endif %}">',
        '<p id="r{{ x }}">',
        '<p id="{{ x }}w">',
        "<p {{ attributes }}>",
        '<{{ tag }} id="row">',
        '{% include "included.html" %}',
        "{% include name %}",
        '{% block other %}<p id="row">{% endblock %}',
    ],
)
def test_targets_that_the_page_has_or_may_have(
    check: Check, language: str, tag: str
) -> None:
    templates = content(f'{tag}</p><a hx-target="#row">')
    templates["included.html"] = '<p id="row">'

    assert check(PageView, **{language: templates}) == []


@pytest.mark.parametrize(
    "target",
    ["this", "body", "closest tr", "find .row", "#row .cell", "#r{{ x }}", "", "#id_a"],
)
def test_targets_that_name_no_id_or_compute_it(
    check: Check, language: str, target: str
) -> None:
    templates = content(f'<a hx-target="{target}">')

    assert check(PageView, **{language: templates}) == []


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("jinja2", "{{ widget() }}"),
        ("jinja2", "{{ widget()|upper }}"),
        ("jinja2", "{{ table.as_html(request) }}"),
        ("jinja2", "{% for panel in panels %}{{ panel.render() }}{% endfor %}"),
        ("jinja2", '{% import "macros.html" as m %}{{ m.row() }}'),
        ("jinja2", '{% from "macros.html" import row with context %}{{ row() }}'),
        ("jinja2", '{% include ["missing.html", "included.html"] %}'),
        ("jinja2", '{% macro m() %}<p id="row">{% endmacro %}{{ m() }}'),
        ("jinja2", """{% trans %}<p id="row">{{ x }}</p>{% endtrans %}"""),
        ("jinja2", """{{ _('<p id="row">') }}"""),
        ("jinja2", """{{ '<p id="row">' if x else '' }}"""),
        ("jinja2", """{{ '<p id="row">' ~ x }}"""),
        ("jinja2", "{{ x ~ widget() }}{{ y }}"),
        ("jinja2", "{{ widget() if x }}"),
        ("jinja2", "{{ text|safe }}"),
        ("jinja2", "{{ text|safe|trim }}"),
        ("jinja2", "{{ x or text|safe }}"),
        ("jinja2", "{{ text|boxed }}"),
        ("jinja2", "{{ text|boxed|upper }}"),
        ("jinja2", "{% filter upper|boxed %}{% endfilter %}"),
        ("jinja2", "{% call widget() %}{% endcall %}"),
        ("jinja2", "{% card %}"),
        ("jinja2", "{% box %}{% endbox %}"),
        ("jinja2", """<p{{ ' id="row"' if x }}>"""),
        ("jinja2", """{% call f() %}<p id="row">{% endcall %}"""),
        ("jinja2", """{% filter upper %}<p id="row">{% endfilter %}"""),
        ("jinja2", """{% set x %}<p id="row">{% endset %}"""),
        ("django", "{% load project %}{% widget %}"),
        ("django", "{% load project %}{% included %}"),
        (
            "django",
            """{% blocktranslate %}<p id="row">{{ x }}</p>{% endblocktranslate %}""",
        ),
        ("django", """{% verbatim %}<p id="row">{% endverbatim %}"""),
        ("django", """{{ '<p id="row">'|safe }}"""),
        ("django", "{{ text|safe }}"),
        ("django", "{{ text|default:x|safe|truncatewords:3 }}"),
        ("django", "{% load project %}{{ text|boxed }}"),
        ("django", "{% load project %}{{ text|boxed|upper }}"),
        ("django", "{% load project %}{{ text|boxed_text }}"),
        ("django", "{% load project %}{{ 'text'|boxed }}"),
        ("django", "{% load project %}{% filter upper|boxed %}{% endfilter %}"),
        ("django", "{{ table.as_html }}"),
        ("django", "{{ page.panel.render }}"),
        ("django", """{% for x in y %}{% empty %}<p id="row">{% endfor %}"""),
        ("django", """{% autoescape off %}<p id="row">{% endautoescape %}"""),
    ],
)
def test_what_else_a_page_consists_of(check: Check, language: str, tag: str) -> None:
    templates = content(f'{tag}<a hx-target="#row">')
    templates["included.html"] = '<p id="row">'
    templates["macros.html"] = '{% macro row() %}<p id="row">{% endmacro %}'

    assert check(PageView, **{language: templates}) == []


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("jinja2", "{{ text }}{{ form.field }}{{ text|upper }}{{ monster.name() }}"),
        ("jinja2", "{{ url('other', args=[1]) }}{{ range(3) }}{{ super() }}"),
        ("jinja2", "{{ text|e }}{{ text|escape }}{{ text|forceescape }}{{ a|int }}"),
        ("jinja2", "{{ texts|join(', ')|title }}{{ texts|length }}"),
        ("jinja2", "{% filter upper|trim %}{{ text }}{% endfilter %}"),
        ("jinja2", "{% call m() %}{% endcall %}{% macro m() %}{% endmacro %}"),
        ("jinja2", """<i class="{{ text|boxed }}">"""),
        ("jinja2", '<i class="{{ widget() }}">'),
        ("jinja2", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}"),
        ("jinja2", "{% do rows.append(1) %}{% set x = widget() %}"),
        ("jinja2", "{% for f in fs %}{{ f() }}{% endfor %}{{ 'a' ~ b }}{{ _(a) }}"),
        ("jinja2", "{{ login_status() }}{{ htmx_views_script() }}"),
        ("django", "{{ text }}{{ form.field }}{{ text|upper }}{{ monster.name }}"),
        (
            "django",
            "{% load static %}{% static 'a.css' %}{% csrf_token %}{% now 'Y' %}",
        ),
        ("django", '{% load project %}<i class="{% widget %}">{% widget as x %}'),
        ("django", """{% load project %}<i class="{{ text|boxed }}">"""),
        ("django", "{{ text|escape }}{{ texts|join:', '|title }}{{ 'a'|upper }}"),
        ("django", "{% load humanize %}{{ 1|intcomma }}{{ text|date:'Y' }}"),
        ("django", "{% filter upper|force_escape %}{{ text }}{% endfilter %}"),
        ("django", "{% url 'other' 1 %}{% url 'other' 2 as x %}{# widget #}"),
        ("django", "{% load htmx_views %}{% login_status %}{% htmx_views_script %}"),
    ],
)
def test_what_puts_no_target_on_the_page(
    check: Check, language: str, tag: str, settings: Any
) -> None:
    settings.CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"
    templates = content(f'{tag}<a hx-target="#row">')

    assert ids(check(PageView, **{language: templates})) == ["htmx_views.W006"]


def test_a_piece_of_a_page_may_target_what_another_page_has(
    check: Check, language: str
) -> None:
    assert check(PageView, **{language: {"page.html": '<a hx-target="#row">'}}) == []


def test_a_parent_may_target_what_only_some_of_its_pages_have(
    check: Check, language: str
) -> None:
    base = f'<a hx-target="#row">{BASE}'
    page = '{% extends "base.html" %}{% block content %}<p id="row">{% endblock %}'
    other = '{% extends "base.html" %}'
    templates = {"base.html": base, "page.html": page, "other.html": other}

    assert check(OtherView, PageView, **{language: templates}) == []
    assert check(PageView, OtherView, **{language: templates}) == []
    assert ids(check(OtherView, **{language: templates})) == ["htmx_views.W006"]


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ('<a hx-get="#rws"\n hx-swap=none\n hx-target="#rws">', 3),
        ("<a class=x\n DATA-HX-Target:inherited = '#rws'>", 2),
        ("<a class=x\n hx-target=#rws>", 2),
        # The value is not in the source as it is, so the tag has to do.
        ('<a class=x\n hx-target="&#35;rws">', 1),
    ],
)
def test_the_line_of_a_target(check: Check, language: str, tag: str, line: int) -> None:
    (finding,) = check(PageView, **{language: content(f'<p id="rows">\n{tag}')})

    assert finding.id == "htmx_views.W006"
    assert finding.msg.endswith(f"(page.html, line {line + 2}).")


def test_a_target_of_the_view_that_the_page_lacks(check: Check, language: str) -> None:
    view = PageView.as_view(
        fragment_blocks={"row": ["content"], "id_name": ["content"]}
    )

    (finding,) = check(view, **{language: content('<p id="rows">')})

    assert (finding.id, finding.obj) == ("htmx_views.W007", f"{__name__}.PageView")
    assert finding.msg == (
        "fragment_blocks has the target 'row', but no element of the page 'page.html' "
        "has that id (page.html, line 1)."
    )
    assert finding.hint == (
        "Did you mean 'rows'? The ids of the page are: 'messages', 'rows'."
    )


@pytest.mark.parametrize(
    "text", ['<p id="row">', '<p id="r{{ x }}">', "{% include name %}"]
)
def test_a_target_of_the_view_that_the_page_has_or_may_have(
    check: Check, language: str, text: str
) -> None:
    view = PageView.as_view(fragment_blocks={"row": ["content"]})

    assert check(view, **{language: content(text)}) == []


def test_a_target_of_a_view_that_renders_a_piece_of_a_page(
    check: Check, language: str
) -> None:
    view = PageView.as_view(fragment_blocks={"row": ["content"]})
    templates = {"page.html": "{% block content %}{% endblock %}"}

    assert check(view, **{language: templates}) == []


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("{% name %}{% line %}", []),
        ('{% state %}<a hx-target="#row">', []),
        ('{% line %}<a hx-target="#row">', [("W006", 2)]),
        ("\n\n{% button %}", [("W006", 4)]),
        ("<p>\n{% link %}", [("W008", 3)]),
    ],
)
def test_a_tag_of_an_extension_whose_nodes_have_no_lines(
    check: Check, tags: str, found: list[tuple[str, int]]
) -> None:
    findings = check(PageView, jinja2=content(tags))

    assert ids(findings) == [f"htmx_views.{id}" for id, _ in found]
    for finding, (_, line) in zip(findings, found, strict=True):
        assert f"(page.html, line {line})" in finding.msg


URL = {"jinja2": "{{ url('NAME') }}", "django": "{% url 'NAME' %}"}


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete"])
def test_a_url_name_that_does_not_resolve(
    check: Check, language: str, verb: str
) -> None:
    url = URL[language].replace("NAME", "othr")
    templates = content(f'<p>\n<a hx-{verb}="{url}?q=1">')

    (finding,) = check(PageView, **{language: templates})

    assert (finding.id, finding.obj) == ("htmx_views.E009", f"{__name__}.PageView")
    assert finding.msg == (
        f"hx-{verb} is built from the URL name 'othr', which the URLconf lacks "
        "(page.html, line 3)."
    )
    assert finding.hint == "Did you mean 'other'?"


def test_a_url_name_like_none(check: Check, language: str) -> None:
    url = URL[language].replace("NAME", "xyz")

    (finding,) = check(PageView, **{language: content(f'<a hx-get="{url}">')})

    assert finding.hint == "Add a path() of that name."


@pytest.mark.parametrize(
    "name", ["shop:crt", "shp:cart", "branch:crt", "shop:cart:cart", ""]
)
def test_a_name_in_a_namespace_that_does_not_resolve(
    check: Check, language: str, name: str
) -> None:
    url = URL[language].replace("NAME", name)

    findings = check(PageView, **{language: content(f'<a hx-get="{url}">')})

    assert ids(findings) == ["htmx_views.E009"]


def test_the_nearest_name_in_a_namespace(check: Check, language: str) -> None:
    url = URL[language].replace("NAME", "branch:crt")

    (finding,) = check(PageView, **{language: content(f'<a hx-get="{url}">')})

    assert finding.hint == "Did you mean 'branch:cart'?"


def test_only_one_branch_of_a_condition_is_wrong(check: Check, language: str) -> None:
    good, bad = (URL[language].replace("NAME", name) for name in ("other", "othr"))
    tag = f'<a hx-get="{{% if x %}}{good}{{% else %}}{bad}{{% endif %}}">'

    assert ids(check(PageView, **{language: content(tag)})) == ["htmx_views.E009"]


@pytest.mark.parametrize("name", ["other", "shop:cart", "branch:cart", "view0"])
def test_url_names_that_resolve(check: Check, language: str, name: str) -> None:
    url = URL[language].replace("NAME", name)

    assert check(PageView, **{language: content(f'<a hx-get="{url}">')}) == []


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("jinja2", '<a hx-get="{{ url(name) }}">'),
        ("jinja2", '<a hx-get="{{ url() }}">'),
        ("jinja2", '<a hx-get="{{ link }}">'),
        ("jinja2", '<a href="{{ url("othr") }}">'),
        ("jinja2", '<a hx-get="{{ other_function("othr") }}">'),
        ("django", '<a hx-get="{% url name %}">'),
        ("django", '<a hx-get="{% url "othr"|add:x %}">'),
        ("django", '<a hx-get="{{ link }}">'),
        ("django", '<a href="{% url "othr" %}">'),
        ("django", '{% url "othr" as link %}<a hx-get="{{ link }}">'),
    ],
)
def test_urls_that_are_computed_or_not_htmxs(
    check: Check, language: str, tag: str
) -> None:
    assert check(PageView, **{language: content(tag)}) == []


@pytest.mark.parametrize(
    ("function", "is_reverse"),
    [
        ("path_of", True),
        ("lazy_path_of", True),
        ("own_path_of", True),
        ("short_path_of", True),
        ("cart_path_of", False),
        ("twice_path_of", False),
        ("widget", False),
        ("partial_path_of", False),
    ],
)
def test_reverse_may_have_another_name(
    check: Check, function: str, is_reverse: bool
) -> None:
    templates = content(f'<a hx-get="{{{{ {function}("othr") }}}}">')

    found = ids(check(PageView, jinja2=templates))

    assert found == ["htmx_views.E009"] * is_reverse


@pytest.mark.parametrize(
    ("function", "is_reverse"),
    # Without a global of that name it comes from a context processor.
    [(str.upper, False), (None, True)],
)
def test_a_function_called_url(
    check: Check, function: Any, is_reverse: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def environment(**options: Any) -> Any:
        env = original(**options)
        del env.globals["url"]
        if function is not None:
            env.globals["url"] = function
        return env

    original = urls.environment
    monkeypatch.setattr(urls, "environment", environment)
    templates = content("<a hx-get=\"{{ url('othr') }}\">")

    assert ids(check(PageView, jinja2=templates)) == ["htmx_views.E009"] * is_reverse


@pytest.mark.parametrize(
    "method",
    [
        "page_obj.has_next",
        "page_obj.has_previous",
        "page_obj.has_other_pages",
        "page_obj.next_page_number",
        "page_obj.previous_page_number",
        "page_obj.start_index",
        "page_obj.end_index",
        "monster.get_absolute_url",
    ],
)
def test_a_method_that_jinja2_does_not_call(check: Check, method: str) -> None:
    templates = content(f"\n{{% if {method} %}}{{% endif %}}")

    (finding,) = check(PageView, jinja2=templates)

    assert (finding.id, finding.obj) == ("htmx_views.W008", f"{__name__}.PageView")
    assert finding.msg == (
        f"'page.html' reads {method} without calling it (page.html, line 3): Jinja2 "
        "does not call methods by itself."
    )
    assert finding.hint == f"Write {method}()."


@pytest.mark.parametrize(
    "expression",
    [
        "page_obj.has_next()",
        "page_obj.number",
        "has_next",
        "other.has_next",
        "page_obj.has_next is callable",
        "monster.get_absolute_url()",
    ],
)
def test_what_jinja2_need_not_call(check: Check, expression: str) -> None:
    assert check(PageView, jinja2=content(f"{{{{ {expression} }}}}")) == []


def test_djangos_language_calls_methods(check: Check) -> None:
    assert check(PageView, django=content("{{ page_obj.has_next }}")) == []


def test_a_method_of_something_that_has_no_name(check: Check) -> None:
    (finding,) = check(PageView, jinja2=content("{{ rows[0].get_absolute_url }}"))

    assert finding.hint == "Write ….get_absolute_url()."


def test_a_block_that_the_parent_has_under_another_name(
    check: Check, language: str
) -> None:
    templates = content("{% block rows %}{% endblock %}")
    templates["base.html"] = BASE.replace("content", "contents")

    (finding,) = check(
        PageView.as_view(fragment_blocks=["rows"]), **{language: templates}
    )

    assert (finding.id, finding.obj) == ("htmx_views.W009", f"{__name__}.PageView")
    assert finding.msg == (
        "The block 'content' of 'page.html' is in none of its parents, so the page "
        "never shows it (page.html, line 2)."
    )
    assert finding.hint == (
        "Did you mean 'contents'? The blocks of its parents are: 'contents'."
    )


@pytest.mark.parametrize(
    ("blocks", "parent", "is_fault"),
    [
        # The view names the block itself, and the parent has one of almost that name.
        ({"fragment_blocks": ["content"]}, "contents", True),
        # Nothing shows it: neither the page nor a fragment.
        ({}, "main", True),
        ({"fragment_blocks": ["rows"]}, "main", True),
        # Fragments alone show it.
        ({"fragment_blocks": ["content"]}, "main", False),
        ({"oob_blocks": ["content"]}, "main", False),
    ],
)
def test_whether_a_block_that_no_parent_has_is_a_fault(
    check: Check, language: str, blocks: dict[str, Any], parent: str, is_fault: bool
) -> None:
    templates = content("{% block rows %}{% block cell %}{% endblock %}{% endblock %}")
    templates["base.html"] = BASE.replace("content", parent)

    findings = check(PageView.as_view(**blocks), **{language: templates})

    assert ids(findings) == ["htmx_views.W009"] * is_fault


def test_another_view_may_name_the_block(check: Check, language: str) -> None:
    templates = content("")
    templates["base.html"] = BASE.replace("content", "main")

    assert (
        check(
            PageView,
            PageView.as_view(oob_blocks=["content"]),
            **{language: templates},
        )
        == []
    )


class Overriding(PageView):
    def get_fragment_blocks(self) -> list[str]:
        return ["content"] if "content" in self.request.GET else []


class Assigning(PageView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.oob_blocks = [self.request.GET["block"]]
        return super().get(request, *args, **kwargs)


class Rendering(PageView):
    def get_render_blocks(self) -> list[str] | None:
        return ["content"]


class Choosing(PageView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(RENDER_BLOCKS=["content"], **kwargs)


class ChoosingByConstant(PageView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        def choose() -> dict[str, Any]:
            return {RENDER_BLOCKS: ["content"]}

        return super().get_context_data(**choose(), **kwargs)


class ComputingContext(PageView):
    @property
    def extra_context(self) -> dict[str, Any]:  # type: ignore[override]  # a property
        return {}


class NamingTemplates(PageView):
    template_name = "other.html"

    def get_template_names(self) -> list[str]:
        return ["page.html"]


class Addressing(PageView):
    template_name = "other.html"

    def get_template_names(self) -> list[str]:
        return ["page.html#content"]


def function_view(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html#content")


def choosing_function_view(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"RENDER_BLOCKS": ["content"]})


def page_function_view(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


def including_function_view(request: HttpRequest) -> HttpResponse:
    return render(request, "including.html")


def wrapped(view: Any) -> Any:
    def wrapper(request: HttpRequest) -> Any:
        return view(request)

    return wrapper


def plain(name: str) -> Any:
    return TemplateView.as_view(template_name=name)


@pytest.mark.parametrize(
    ("view", "is_shown"),
    [
        (Overriding, True),
        (Assigning, True),
        (Rendering, True),
        (Choosing, True),
        (ChoosingByConstant, True),
        (PageView.as_view(extra_context={RENDER_BLOCKS: ["content"]}), True),
        (PageView.as_view(extra_context={"blocks": ["content"]}), False),
        (ComputingContext, False),
        (NamingTemplates, False),
        (NamingTemplates.as_view(fragment_blocks=["content"]), True),
        (NamingTemplates.as_view(fragment_blocks=["rows"]), False),
        (Addressing, True),
        (plain("page.html#content"), True),
        (plain("page.html#rows"), False),
        (plain("page.html"), False),
        (plain("other.html#content"), False),
        (plain("none.html#content"), False),
        (plain("including.html"), True),
        (function_view, True),
        (wrapped(function_view), True),
        (partial(function_view), True),
        (choosing_function_view, True),
        (page_function_view, False),
        (including_function_view, True),
    ],
)
def test_another_view_may_show_a_block_that_no_parent_has(
    check: Check, language: str, view: Any, is_shown: bool
) -> None:
    templates = content("{% block rows %}{% endblock %}") | {
        "other.html": "{% block content %}{% endblock %}",
        "including.html": '{% include "page.html#content" %}',
    }
    templates["base.html"] = BASE.replace("content", "main")

    findings = check(PageView, view, **{language: templates})

    assert ids(findings) == ["htmx_views.W009"] * (not is_shown)


@pytest.mark.parametrize("view", [Overriding, plain("page.html#content")])
def test_a_name_that_is_almost_a_parents_is_a_fault_whatever_views_show(
    check: Check, language: str, view: Any
) -> None:
    templates = content("") | {"base.html": BASE.replace("content", "contents")}

    findings = check(PageView, view, **{language: templates})

    assert ids(findings) == ["htmx_views.W009"]


@pytest.mark.parametrize("parent", ["main", "contents"])
def test_a_block_that_a_template_includes_by_its_address(
    check: Check, language: str, parent: str
) -> None:
    templates = {
        "base.html": BASE.replace("content", parent),
        "page.html": '{% extends "base.html" %}{% block PARENT %}'
        '{% include "page.html#CONTENT" %}{% endblock %}'
        "{% block content %}{% endblock %}",
    }
    shown, other = (
        templates["page.html"].replace("PARENT", parent).replace("CONTENT", block)
        for block in ("content", parent)
    )

    assert check(PageView, **{language: templates | {"page.html": shown}}) == []
    findings = check(PageView, **{language: templates | {"page.html": other}})
    assert ids(findings) == ["htmx_views.W009"]


def test_a_grandparent_may_have_the_block(check: Check, language: str) -> None:
    templates = {
        "base.html": BASE,
        "site.html": '{% extends "base.html" %}',
        "page.html": '{% extends "site.html" %}{% block content %}{% endblock %}',
    }

    assert check(PageView, **{language: templates}) == []


def test_a_block_of_a_parent_is_said_once(check: Check, language: str) -> None:
    templates = {
        "base.html": BASE,
        "site.html": '{% extends "base.html" %}{% block contnt %}{% endblock %}',
        "page.html": '{% extends "site.html" %}',
        "other.html": '{% extends "site.html" %}',
    }

    findings = check(PageView, OtherView, **{language: templates})

    assert ids(findings) == ["htmx_views.W009"]
    assert "(site.html, line 1)" in findings[0].msg


def test_a_parent_that_only_a_request_tells_may_have_the_block(
    check: Check, language: str
) -> None:
    templates = {
        "page.html": '{% extends "site.html" %}{% block content %}{% endblock %}',
        "site.html": "{% extends parent %}",
    }

    assert check(PageView, **{language: templates}) == []


def test_a_parent_that_does_not_exist(check: Check, language: str) -> None:
    templates = {"page.html": '{% extends "site.html" %}', "site.html": ""}
    templates["site.html"] = '\n{% extends "bas.html" %}'

    (finding,) = check(PageView, **{language: templates})

    assert (finding.id, finding.obj) == ("htmx_views.E004", f"{__name__}.PageView")
    assert finding.msg == (
        "'site.html' extends 'bas.html', which does not exist (site.html, line 2)."
    )
    assert finding.hint == "Create that template, or extend another one."


@pytest.mark.parametrize("page", ["", '{% extends "site.html" %}'])
def test_a_template_that_cannot_be_read(check: Check, language: str, page: str) -> None:
    templates = {"site.html": "\n{% block %}", "page.html": page or "\n{% block %}"}

    (finding,) = check(
        PageView.as_view(fragment_blocks=["rows"]), **{language: templates}
    )

    name = "site.html" if page else "page.html"
    assert (finding.id, finding.obj) == ("htmx_views.E005", f"{__name__}.PageView")
    assert finding.msg.startswith(f"'{name}' cannot be read: ")
    assert finding.msg.endswith(f"({name}, line 2).")
    assert finding.hint == "Correct the template."


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("{{ x|nofilter }}", "No filter named 'nofilter'.", 3),
        ("{{ x|upper|nofilter|trim }}", "No filter named 'nofilter'.", 3),
        ("{{ (x if y)|nofilter }}", "No filter named 'nofilter'.", 3),
        ("{% filter nofilter %}{% endfilter %}", "No filter named 'nofilter'.", 3),
        ("{% for a in b if a is evn %}{% endfor %}", "No test named 'evn'.", 3),
        (
            "{% if x %}\n{% block rows %}{{ x|nofilter }}{% endblock %}{% endif %}",
            "No filter named 'nofilter'.",
            4,
        ),
        (
            "{% block rows-a %}{% endblock %}\n{% block rows_a %}{% endblock %}",
            "block 'rows_a' defined twice",
            4,
        ),
        (
            "{% for x in y %}{% block a %}\n{% block a %}{{ x }}{% endblock %}"
            "{% endblock %}{% endfor %}",
            "block 'a' defined twice",
            4,
        ),
    ],
)
@pytest.mark.parametrize("is_parent", [True, False])
def test_what_jinja2_refuses_when_it_compiles(
    check: Check, text: str, message: str, line: int, is_parent: bool
) -> None:
    templates = content(f"{{% block orphan %}}{{% endblock %}}\n{text}")
    templates["page.html"] += "<a hx-target='#row'>{% block orphan2 %}{% endblock %}"
    templates["other.html"] = '{% extends "page.html" %}{% block b %}{% endblock %}'
    view = OtherView if is_parent else PageView

    (finding,) = check(
        view.as_view(fragment_blocks=["orphan", "none"]), jinja2=templates
    )

    assert finding.id == "htmx_views.E005"
    assert finding.msg == (
        f"'page.html' cannot be read: {message} (page.html, line {line})."
    )


@pytest.mark.parametrize(
    "page",
    [
        "{% if x %}{{ x|nofilter }}{% elif x is evn %}{% else %}{{ y|no }}{% endif %}",
        "{{ x|nofilter if x is evn else y|nofilter }}",
        '{% extends "base.html" %}{{ x|nofilter }}',
    ],
)
def test_what_jinja2_does_not_compile_at_once(check: Check, page: str) -> None:
    assert check(PageView, jinja2={"page.html": page, "base.html": BASE}) == []


def backend(language: str, *directories: Path) -> dict[str, Any]:
    names = {"jinja2": "Jinja2WithFragments", "django": "DjangoTemplatesWithFragments"}
    return {
        "BACKEND": f"htmx_views.backends.{language}.{names[language]}",
        "DIRS": directories,
    }


def test_a_template_that_is_no_text(
    check: Check, language: str, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_bytes(b"<p>\n\xe9{% block rows %}{% endblock %}")
    view = PageView.as_view(fragment_blocks=["rows"])

    (finding,) = check(view, TEMPLATES=[backend(language, tmp_path)])

    assert finding.id == "htmx_views.E005"
    assert "'page.html' cannot be read: 'utf-8' codec can't decode" in finding.msg
    assert finding.msg.endswith("(page.html, line 2).")


@pytest.mark.parametrize(
    ("directory", "found"), [("site-packages", []), ("site", ["htmx_views.W009"])]
)
def test_a_template_of_an_installed_package(
    check: Check, language: str, tmp_path: Path, directory: str, found: list[str]
) -> None:
    templates = content("") | {"base.html": BASE.replace("content", "main")}
    folder = tmp_path / directory
    folder.mkdir()
    for name, source in templates.items():
        (folder / name).write_text(source)

    assert ids(check(PageView, TEMPLATES=[backend(language, folder)])) == found


@pytest.fixture
def overriding(tmp_path: Path) -> dict[str, Any]:
    """Django's engine over a template that extends two others of its own name."""
    sources = [
        '{% extends "page.html" %}{% block rows %}<p id="rows">{% endblock %}',
        '{% extends "page.html" %}{% block content %}{% block rows %}{% endblock %}'
        "{% endblock %}",
        BASE,
    ]
    directories = [tmp_path / str(number) for number in range(3)]
    for directory, source in zip(directories, sources, strict=True):
        directory.mkdir()
        (directory / "page.html").write_text(source)
    return backend("django", *directories)


@pytest.mark.parametrize(
    ("blocks", "found"), [(["rows", "content"], []), (["contents"], ["E001"])]
)
def test_a_template_that_extends_another_of_its_name(
    check: Check, overriding: dict[str, Any], blocks: list[str], found: list[str]
) -> None:
    view = PageView.as_view(fragment_blocks={"rows": blocks})

    findings = check(view, TEMPLATES=[overriding])

    assert ids(findings) == [f"htmx_views.{id}" for id in found]


@pytest.mark.parametrize(
    "circle",
    [{"site.html": "site.html"}, {"site.html": "base.html", "base.html": "site.html"}],
)
def test_a_template_that_extends_itself(
    check: Check, language: str, circle: dict[str, str]
) -> None:
    templates = {name: f'{{% extends "{parent}" %}}' for name, parent in circle.items()}
    templates["page.html"] = '{% extends "site.html" %}'
    last = list(circle)[-1]

    (finding,) = check(PageView, **{language: templates})

    assert finding.id == "htmx_views.E004"
    assert finding.msg == (
        f"'{last}' extends 'site.html', which leads back to it: there is no other "
        f"template of that name ({last}, line 1)."
    )


@pytest.mark.parametrize("name", ["self.content", "self['content']"])
def test_a_block_that_a_parent_shows_by_its_name(check: Check, name: str) -> None:
    shown = f"{{% if {name} %}}{{{{ {name}() }}}}{{% endif %}}"
    templates = content("") | {"base.html": f"<html>{shown}</html>"}

    assert check(PageView, jinja2=templates) == []


def test_a_block_that_another_block_of_the_page_shows_by_its_name(
    check: Check,
) -> None:
    templates = content("{{ self.own_row() }}")
    templates["page.html"] += "{% block own-row %}{% endblock %}"

    assert check(PageView, jinja2=templates) == []


def test_an_address_of_a_block_that_is_included(check: Check, language: str) -> None:
    text = '{% include "parts.html#row-part" %}<a hx-target="#row">'
    templates = content(text) | {
        "parts.html": '{% extends "all.html" %}{% block other %}{% endblock %}',
        "all.html": '<html>{% block row_part %}<p id="row">{% endblock %}'
        "{% block other %}{% endblock %}</html>",
    }
    missing = text.replace("#row-part", "#row-prt")

    assert check(PageView, **{language: templates}) == []
    (finding,) = check(PageView, **{language: templates | content(f"\n{missing}")})

    assert (finding.id, finding.obj) == ("htmx_views.E001", f"{__name__}.PageView")
    assert finding.msg == (
        "'page.html' includes the block 'row-prt', which the template 'parts.html' "
        "lacks (page.html, line 3)."
    )
    assert finding.hint == (
        "Did you mean 'row_part'? Its blocks are: 'other', 'row_part'."
    )


def test_pages_that_include_blocks_of_each_other(check: Check, language: str) -> None:
    templates = {
        "page.html": "<html>{% block a %}{% include 'other.html#b' %}{% endblock %}"
        "{% include 'page.html#c' %}{% block c %}<a hx-target='#row'>{% endblock %}",
        "other.html": "{% block b %}<i id='b'></i>{% endblock %}"
        "{% block d %}{% include 'page.html#a' %}{% endblock %}",
    }

    (finding,) = check(PageView, **{language: templates})

    assert (finding.id, finding.hint) == (
        "htmx_views.W006",
        "The ids of the page are: 'b'.",
    )


def test_a_piece_that_includes_a_block_of_a_page(check: Check, language: str) -> None:
    templates = {
        "page.html": '{% include "other.html#b" %}<a hx-target="#row">',
        "other.html": "<html>{% block b %}{% endblock %}</html>",
    }

    assert check(PageView, **{language: templates}) == []


def test_an_included_template_may_have_a_parent(check: Check, language: str) -> None:
    templates = content('{% include "part.html" %}<a hx-target="#row">')
    templates["part.html"] = "{% extends 'box.html' %}{% block box %}{% endblock %}"

    box = '<p id="row">{% block box %}{% endblock %}'
    assert check(PageView, **{language: templates | {"box.html": box}}) == []
    for box in ("{% extends name %}", '{% extends "none.html" %}'):
        assert check(PageView, **{language: templates | {"box.html": box}}) == []


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("jinja2", '{% include "base.html#x" ignore missing %}'),
        ("jinja2", '{% include ["base.html#x", "included.html"] %}'),
        ("jinja2", '{% include "none.html#x" %}'),
        ("jinja2", '{% include "any.html#x" %}'),
        ("django", '{% include "none.html#x" %}'),
        ("django", '{% include "any.html#x" %}'),
        ("django", "{% include name %}"),
        ("jinja2", '{% include "a#b.html" %}'),
    ],
)
def test_an_address_that_may_have_its_block(
    check: Check, language: str, tag: str
) -> None:
    templates = {"a#b.html": "", "a": "", "any.html": "{% extends name %}"}

    assert check(PageView, **{language: content(tag) | templates}) == []


@needs_partials
class TestPartials:
    PARTIAL = '{% partialdef row %}<a hx-target="#a">{% endpartialdef %}'

    def test_no_parent_has_to_place_them(self, check: Check) -> None:
        templates = content("")
        templates["page.html"] += "{% partialdef contents %}{% endpartialdef %}"
        view = PageView.as_view(fragment_blocks=["contents"])

        assert check(view, django=templates) == []

    def test_they_place_no_block(self, check: Check) -> None:
        templates = content("")
        templates["base.html"] = (
            "<html>{% partialdef content %}{% endpartialdef %}</html>"
            "{% block main %}{% endblock %}"
        )

        (finding,) = check(PageView, django=templates)

        assert (finding.id, finding.hint) == (
            "htmx_views.W009",
            "The blocks of its parents are: 'main'.",
        )

    @pytest.mark.parametrize("is_first", [True, False])
    def test_a_block_of_the_same_name(self, check: Check, is_first: bool) -> None:
        block, partial = (
            "{% block row %}{% endblock %}",
            "{% partialdef row %}{% endpartialdef %}",
        )
        templates = content("")
        templates["page.html"] += partial + block if is_first else block + partial

        assert ids(check(PageView, django=templates)) == ["htmx_views.W009"]

    def test_only_the_one_that_is_included_counts(self, check: Check) -> None:
        templates = content('{% include "parts.html#row" %}')
        templates["parts.html"] = f"{self.PARTIAL}<p id='a'></p>"

        (finding,) = check(PageView, django=templates)

        assert finding.id == "htmx_views.W006"
        assert "(parts.html, line 1)" in finding.msg

    def test_its_page_is_checked_too(self, check: Check) -> None:
        templates = content('{% include "other.html#row" %}<p id="a"></p>')
        templates["other.html"] = (
            '{% extends "base.html" %}{% partialdef row %}{% endpartialdef %}'
            "{% block contnt %}{% endblock %}"
        )

        findings = check(PageView, OtherView, django=templates)

        assert ids(findings) == ["htmx_views.W009"]
