"""
What both engines promise, tried with the same pages in both languages.

Where the languages differ only in spelling a page is written once, with ``SUPER`` for
the parent's block, ``SET name = 'value';`` for a variable that the page declares, and
``CALL(name)`` for the result of a function.
"""

from __future__ import annotations

import gc
import re
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string, select_template
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from pytest_django.asserts import assertTemplateNotUsed, assertTemplateUsed

from htmx_views.blocks import BlockDoesNotExist
from tests.backends import django_engine, jinja2_engine

SPELLINGS: dict[str, list[tuple[str, str]]] = {
    "django": [
        (r"SUPER", "{{ block.super }}"),
        (r"SET (\w+) = '(.*?)';", r"{% firstof '\2' as \1 %}"),
        (r"CALL\((\w+)\)", r"{{ \1 }}"),
    ],
    "jinja2": [
        (r"SUPER", "{{ super() }}"),
        (r"SET (\w+) = '(.*?)';", r"{% set \1 = '\2' %}"),
        (r"CALL\((\w+)\)", r"{{ \1() }}"),
    ],
}
BACKENDS = {
    "django": "htmx_views.backends.django.DjangoTemplatesWithFragments",
    "jinja2": "htmx_views.backends.jinja2.Jinja2WithFragments",
}


def spell(source: str, language: str) -> str:
    for pattern, replacement in SPELLINGS[language]:
        source = re.sub(pattern, replacement, source)
    return source


@dataclass
class Language:
    """One engine, and how pages are written for it."""

    name: str

    def engine(self, templates: dict[str, str], **options: Any) -> Any:
        make = {"django": django_engine, "jinja2": jinja2_engine}[self.name]
        spelled = {name: spell(page, self.name) for name, page in templates.items()}
        return make.make_engine(spelled, **options)

    def write(self, folder: Path, templates: dict[str, str]) -> dict[str, Any]:
        """Write the templates to a folder and return the setting that serves them."""
        for name, page in templates.items():
            (folder / name).write_text(spell(page, self.name))
        return {"BACKEND": BACKENDS[self.name], "DIRS": [folder], "OPTIONS": {}}


@pytest.fixture(params=["django", "jinja2"])
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def translated(**options: Any) -> jinja2.Environment:
    """Return the environment of a project that translates its Jinja2 templates."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], **options)
    environment.install_gettext_translations(translation)  # type: ignore[attr-defined]
    return environment


@dataclass
class Page:
    """Templates, of which ``page.html`` is the page, and what its blocks are on it."""

    templates: dict[str, str]
    blocks: dict[str, str]
    context: dict[str, Any] = field(default_factory=dict)


BASE = "<title>{% block title %}base{% endblock %}</title>"

# --- 1. Fidelity -----------------------------------------------------------------

PAGES = {
    "a block of the page": Page(
        {"page.html": "<{% block rows %}[{{ x }}]{% endblock %}>"},
        {"rows": "[&lt;1&gt;]"},
        {"x": "<1>"},
    ),
    "a block that only the parent defines": Page(
        {"page.html": "{% extends 'base.html' %}", "base.html": BASE},
        {"title": "base"},
    ),
    "a block that the page overrides": Page(
        {
            "page.html": "{% extends 'base.html' %}{% block title %}own{% endblock %}",
            "base.html": BASE,
        },
        {"title": "own"},
    ),
    "super": Page(
        {
            "page.html": "{% extends 'base.html' %}"
            "{% block title %}[SUPER]{% endblock %}",
            "base.html": BASE,
        },
        {"title": "[base]"},
    ),
    "super over super": Page(
        {
            "page.html": "{% extends 'section.html' %}"
            "{% block title %}({{ x }} SUPER){% endblock %}",
            "section.html": "{% extends 'site.html' %}",
            "site.html": "{% extends 'base.html' %}"
            "{% block title %}[SUPER]{% endblock %}",
            "base.html": BASE,
        },
        {"title": "(1 [base])"},
        {"x": 1},
    ),
    "a parent that the view chooses": Page(
        {
            "page.html": "{% extends layout %}{% block title %}SUPER!{% endblock %}",
            "base.html": BASE,
        },
        {"title": "base!"},
        {"layout": "base.html"},
    ),
    "blocks in blocks": Page(
        {
            "page.html": "{% block main %}<{% block rows %}[{% block row %}1"
            "{% endblock %}]{% endblock %}>{% endblock %}"
        },
        {"main": "<[1]>", "rows": "[1]", "row": "1"},
    ),
    "blocks in blocks that a parent defines": Page(
        {
            "page.html": "{% extends 'base.html' %}{% block row %}own{% endblock %}"
            "{% block main %}({% block extra %}+{% endblock %}SUPER){% endblock %}",
            "base.html": "{% block main %}<{% block rows %}[{% block row %}1"
            "{% endblock %}]{% endblock %}>{% endblock %}",
        },
        {"main": "(+<[own]>)", "rows": "[own]", "row": "own", "extra": "+"},
    ),
    "what stands before and after the block": Page(
        {
            "page.html": "{% extends 'base.html' %}"
            "{% block a %}a:{{ x }}{% endblock %}",
            "base.html": "SET x = 'one';{% block a %}{% endblock %}"
            "SET x = 'two';{% block b %}b:{{ x }}{% endblock %}SET x = 'three';",
        },
        {"a": "a:one", "b": "b:two"},
        {"x": "zero"},
    ),
    "what a true condition declares": Page(
        {
            "page.html": "{% if yes %}SET x = 'one';{% else %}SET x = 'two';{% endif %}"
            "{% if no %}SET x = 'three';{% elif yes %}SET y = 'four';{% endif %}"
            "{% block a %}{{ x }} {{ y }}{% endblock %}"
        },
        {"a": "one four"},
        {"yes": True, "no": False},
    ),
    "what a block declares stays in it": Page(
        {
            "page.html": "{% block a %}SET x = 'one';a:{{ x }}{% endblock %}"
            "{% block b %}b:{{ x }}{% endblock %}"
        },
        {"a": "a:one", "b": "b:zero"},
        {"x": "zero"},
    ),
    "includes": Page(
        {
            "page.html": "SET x = 'one';{% block a %}[{% include 'row.html' %}]"
            "{% endblock %}",
            "row.html": "{{ x }} {{ y }}",
        },
        {"a": "[one &amp;]"},
        {"y": "&"},
    ),
    "nothing": Page(
        {"page.html": "<{% block a %}{% endblock %}>"},
        {"a": ""},
    ),
    "spaces and line ends": Page(
        {"page.html": "<\n{% block a %}\n  a\n{% endblock %}\n>\n"},
        {"a": "\n  a\n"},
    ),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_block_is_what_it_is_on_the_page(language: Language, page: Page) -> None:
    template = language.engine(page.templates).get_template("page.html")
    whole = template.render(dict(page.context))

    for name, expected in page.blocks.items():
        assert expected in whole
        assert template.render({**page.context, "RENDER_BLOCKS": [name]}) == expected


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_blocks_are_joined_in_the_order_asked_for(
    language: Language, page: Page
) -> None:
    template = language.engine(page.templates).get_template("page.html")
    names = [*page.blocks, *reversed(page.blocks)]

    fragment = template.render({**page.context, "RENDER_BLOCKS": names})

    assert fragment == "".join(page.blocks[name] for name in names)


def test_a_parent_that_is_a_template(language: Language) -> None:
    engine = language.engine(
        {"page.html": "{% extends layout %}{% block title %}[SUPER]{% endblock %}"}
    )
    layout = engine.from_string(BASE)
    if language.name == "jinja2":
        layout = layout.template

    context = {"layout": layout, "RENDER_BLOCKS": ["title"]}

    assert engine.get_template("page.html").render(context) == "[base]"


def test_a_template_from_a_string(language: Language) -> None:
    engine = language.engine({"base.html": BASE})
    source = "{% extends 'base.html' %}{% block title %}[SUPER]{% endblock %}"
    template = engine.from_string(spell(source, language.name))

    assert template.render({"RENDER_BLOCKS": ["title"]}) == "[base]"


@pytest.mark.parametrize(
    ("switch", "expected"),
    [("on", "&lt;b&gt;"), ("off", "<b>")],
)
def test_autoescaping_around_a_block(
    language: Language, switch: str, expected: str
) -> None:
    if language.name == "jinja2":
        switch = {"on": "true", "off": "false"}[switch]
    page = (
        f"{{% autoescape {switch} %}}{{% block a %}}{{{{ x }}}}{{% endblock %}}"
        "{% endautoescape %}"
    )
    if language.name == "jinja2" and switch == "false":
        # In Jinja2 a block does not see what is switched around it.
        expected = "&lt;b&gt;"
    template = language.engine({"page.html": page}).get_template("page.html")

    assert template.render({"x": "<b>"}) == expected
    assert template.render({"x": "<b>", "RENDER_BLOCKS": ["a"]}) == expected


def test_an_engine_without_autoescaping(language: Language) -> None:
    engine = language.engine(
        {"page.html": "<{% block a %}{{ x }}{% endblock %}>"}, autoescape=False
    )
    template = engine.get_template("page.html")

    assert template.render({"x": "<b>", "RENDER_BLOCKS": ["a"]}) == "<b>"


def test_translations(language: Language) -> None:
    sources = {
        "django": "{% load i18n %}{% block day %}{% translate 'Monday' %}"
        "{% endblock %}",
        "jinja2": "{% block day %}{% trans %}Monday{% endtrans %}{% endblock %}",
    }
    options = {
        "django": {},
        "jinja2": {"environment": "tests.backends.test_contract.translated"},
    }
    engine = language.engine(
        {"page.html": sources[language.name]}, **options[language.name]
    )
    template = engine.get_template("page.html")

    with translation.override("de"):
        assert template.render({"RENDER_BLOCKS": ["day"]}) == "Montag"
    with translation.override("fr"):
        assert template.render({"RENDER_BLOCKS": ["day"]}) == "lundi"


def test_a_block_under_a_false_condition_renders(language: Language) -> None:
    page = "<{% if no %}{% block a %}a{% endblock %}{% endif %}>"
    template = language.engine({"page.html": page}).get_template("page.html")

    assert template.render({"no": False}) == "<>"
    assert template.render({"no": False, "RENDER_BLOCKS": ["a"]}) == "a"


def test_a_block_in_a_loop_takes_the_names_from_the_context(
    language: Language,
) -> None:
    scoped = " scoped" if language.name == "jinja2" else ""
    page = (
        f"{{% for row in rows %}}{{% block row{scoped} %}}[{{{{ row }}}}]"
        "{% endblock %}{% endfor %}"
    )
    template = language.engine({"page.html": page}).get_template("page.html")

    assert template.render({"rows": [1, 2]}) == "[1][2]"
    context = {"rows": [1, 2], "row": 2, "RENDER_BLOCKS": ["row"]}
    assert template.render(context) == "[2]"


def test_a_block_under_a_local_variable_takes_it_from_the_context(
    language: Language,
) -> None:
    scoped = " scoped" if language.name == "jinja2" else ""
    page = (
        f"{{% with total = 3 %}}{{% block foot{scoped} %}}[{{{{ total }}}}]"
        "{% endblock %}{% endwith %}"
    )
    if language.name == "django":
        page = page.replace(" = ", "=")
    template = language.engine({"page.html": page}).get_template("page.html")

    assert template.render({}) == "[3]"
    assert template.render({"total": 5, "RENDER_BLOCKS": ["foot"]}) == "[5]"


# --- 2. Nothing else runs --------------------------------------------------------


def boom() -> str:
    raise AssertionError("this must not run")


@pytest.mark.parametrize("name", ["wanted", "inner"])
def test_nothing_else_of_the_page_runs(language: Language, name: str) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}CALL(boom)"
        "{% block main %}CALL(boom){% for x in 'ab' %}CALL(boom){% endfor %}"
        "{% block wanted %}<{% block inner %}CALL(fine){% endblock %}>{% endblock %}"
        "{% include 'missing.html' %}{% endblock %}"
        "{% block other %}CALL(boom){% endblock %}",
        "base.html": "CALL(boom){% if boom %}CALL(boom){% endif %}"
        "{% include 'missing.html' %}{% block other %}CALL(boom){% endblock %}"
        "{% block main %}CALL(boom){% endblock %}CALL(boom)",
    }
    template = language.engine(templates).get_template("page.html")
    calls = []

    def fine() -> str:
        calls.append(1)
        return "fine"

    context = {"boom": boom, "fine": fine}
    with pytest.raises(AssertionError, match="this must not run"):
        template.render(dict(context))
    assert "fine" in template.render({**context, "RENDER_BLOCKS": [name]})
    assert calls == [1]


def test_what_follows_the_block_does_not_run(language: Language) -> None:
    sources = {
        "django": "{% block a %}a{% endblock %}{% firstof boom as x %}",
        "jinja2": "{% block a %}a{% endblock %}{% set x = boom() %}",
    }
    engine = language.engine({"page.html": sources[language.name]})
    context = {"boom": boom, "RENDER_BLOCKS": ["a"]}

    assert engine.get_template("page.html").render(context) == "a"


# --- 3. What is kept is shared between threads, and does not grow -----------------


def test_threads_do_not_disturb_each_other(language: Language) -> None:
    templates = {
        "page.html": "{% extends layout %}{% block a %}{{ x }} SUPER{% endblock %}"
        "{% block b %}{{ x }}{% block c %}{{ y }}{% endblock %}{% endblock %}",
        "one.html": "SET y = 'one';{% block a %}one{% endblock %}"
        "{% block b %}{% endblock %}",
        "two.html": "SET y = 'two';{% block a %}two{% endblock %}"
        "{% block b %}{% endblock %}",
    }
    template = language.engine(templates).get_template("page.html")

    def render(number: int) -> bool:
        layout = ("one", "two")[number % 2]
        names = (["a", "c"], ["c"], ["b"])[number % 3]
        expected = {"a": f"{number} {layout}", "b": f"{number}{layout}", "c": layout}
        context = {"layout": f"{layout}.html", "x": number, "RENDER_BLOCKS": names}
        return bool(
            template.render(context) == "".join(expected[name] for name in names)
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(render, range(600)))


@pytest.mark.slow
def test_10000_renders_of_1000_templates_leave_nothing_behind(
    language: Language,
) -> None:
    templates = {
        "base.html": "SET x = 'base';{% block a %}{% endblock %}"
        "SET x = 'late';{% block c %}{{ x }}{% endblock %}"
    }
    for number in range(1000):
        templates[f"page{number}.html"] = (
            "{% extends 'base.html' %}{% block a %}<{% block b %}"
            f"{number}{{{{ x }}}}{{{{ y }}}}{{% endblock %}}>{{% endblock %}}"
        )
    options = {"cache_size": 2000} if language.name == "jinja2" else {}
    engine = language.engine(templates, **options)

    def render_all() -> None:
        for number in range(1000):
            template = engine.get_template(f"page{number}.html")
            context = {"y": number, "RENDER_BLOCKS": ["c", "b"]}
            assert template.render(context) == f"late{number}base{number}"

    # What is compiled for a template at its first use stays with it.
    render_all()
    render_all()
    tracemalloc.start()
    try:
        render_all()
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(9):
            render_all()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # Less than half a byte a render.
    assert after - before < 5_000


# --- 4. Request data -------------------------------------------------------------


def processor(request: HttpRequest) -> dict[str, Any]:
    return {"from_processor": f"p:{request.path}", "RENDER_BLOCKS": ["other"]}


def test_request_data_and_context_processors(language: Language) -> None:
    page = (
        "<{% block a %}{{ from_processor }} {{ request.path }} {{ csrf_token }} "
        "{{ mine }}{% endblock %}{% block other %}{% endblock %}>"
    )
    engine = language.engine(
        {"page.html": page},
        context_processors=[
            "django.template.context_processors.request",
            f"{__name__}.processor",
        ],
    )
    request = RequestFactory().get("/here")
    template = engine.get_template("page.html")

    fragment = template.render({"mine": 1, "RENDER_BLOCKS": ["a"]}, request)

    assert re.fullmatch(r"p:/here /here \w{64} 1", fragment)


def test_a_context_processor_cannot_choose_blocks(language: Language) -> None:
    engine = language.engine(
        {"page.html": "<{% block other %}o{% endblock %}>"},
        context_processors=[f"{__name__}.processor"],
    )
    request = RequestFactory().get("/")

    assert engine.get_template("page.html").render({}, request) == "<o>"
    assert engine.get_template("page.html").render(None, request) == "<o>"


@pytest.mark.parametrize(
    "card", ["<b>{{ x }}</b>", "<b>{% block a %}{{ x }}{% endblock %}</b>"]
)
def test_blocks_are_those_of_the_view_s_template_alone(
    language: Language, tmp_path: Path, settings: Any, card: str
) -> None:
    page = {
        "django": "<{% load cards %}{% block a %}[{% card %}]{% endblock %}>",
        "jinja2": "<{% block a %}[{{ card() }}]{% endblock %}>",
    }[language.name]
    backend = language.write(tmp_path, {"page.html": page, "card.html": card})
    backend["NAME"] = language.name
    backend["OPTIONS"] = {
        "django": {"libraries": {"cards": "tests.backends.cards"}},
        "jinja2": {"environment": "tests.backends.cards.environment"},
    }[language.name]
    settings.TEMPLATES = [backend]
    template = get_template("page.html")
    context = {"x": 1, "RENDER_BLOCKS": ["a"]}

    assert template.render({"x": 1}) == "<[<b>1</b>]>"
    assert template.render(context) == "[<b>1</b>]"
    assert template.render(context) == "[<b>1</b>]"


# --- 5. Names --------------------------------------------------------------------


@pytest.mark.parametrize("written", ["page-and-controls", "page_and_controls"])
@pytest.mark.parametrize("asked", ["page-and-controls", "page_and_controls"])
def test_hyphens_and_underscores_are_one(
    language: Language, written: str, asked: str
) -> None:
    page = f"<{{% block {written} %}}a{{% endblock {written} %}}>"
    template = language.engine({"page.html": page}).get_template("page.html")

    assert template.render({}) == "<a>"
    assert template.render({"RENDER_BLOCKS": [asked]}) == "a"


ADDRESSED = {
    "page.html": "{% extends 'base.html' %}{% block title %}[SUPER]{% endblock %}"
    "{% block rows %}{{ x }}{{ y }}{% endblock %}",
    "base.html": f"SET y = '!';{BASE}{{% block rows %}}{{% endblock %}}",
    "around.html": "<{% include 'page.html#rows' %}>",
}


def view(request: HttpRequest, template_name: str) -> HttpResponse:
    return TemplateResponse(request, template_name, {"x": 1})


def failing(request: HttpRequest) -> HttpResponse:
    context = {"fail": boom, "RENDER_BLOCKS": ["rows"]}
    return TemplateResponse(request, "page.html", context)


def fragment(request: HttpRequest) -> HttpResponse:
    context = {"x": 1, "RENDER_BLOCKS": ["rows"]}
    return TemplateResponse(request, "page.html", context)


urlpatterns = [
    path("failing", failing),
    path("fragment", fragment),
    path("view/<path:template_name>", view),
]


@pytest.fixture
def site(
    language: Language, settings: Any, tmp_path: Path
) -> Callable[[dict[str, str]], None]:
    """Return a function that makes these the site's templates."""

    def serve(templates: dict[str, str], **options: Any) -> None:
        entry = language.write(tmp_path, templates)
        entry["OPTIONS"] |= options
        settings.TEMPLATES = [entry]

    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    return serve


def test_an_address_names_one_block(site: Callable[..., None]) -> None:
    site(ADDRESSED)

    assert get_template("page.html#rows").render({"x": 1}) == "1!"
    assert render_to_string("page.html#title") == "[base]"
    assert render_to_string("base.html#title") == "base"
    assert render_to_string("around.html", {"x": 1}) == "<1!>"


def test_addresses_among_which_to_select(site: Callable[..., None]) -> None:
    site(ADDRESSED)
    names = ["none.html#rows", "page.html#none", "page.html#rows", "page.html"]

    assert select_template(names).render({"x": 1}) == "1!"
    with pytest.raises(TemplateDoesNotExist, match="none"):
        select_template(names[:2])


def test_the_response_to_an_address(site: Callable[..., None], client: Client) -> None:
    site(ADDRESSED)

    response = client.get("/view/page.html%23rows")

    assert response.content == b"1!"
    assert response.context["x"] == 1


def test_an_address_of_a_missing_template_is_djangos_error(
    site: Callable[..., None],
) -> None:
    site(ADDRESSED)

    with pytest.raises(TemplateDoesNotExist) as error:
        get_template("none.html#rows")
    assert not isinstance(error.value, BlockDoesNotExist)


def test_blocks_of_an_address_are_those_of_the_page(site: Callable[..., None]) -> None:
    site(ADDRESSED)

    assert render_to_string("page.html#rows", {"RENDER_BLOCKS": ["title"]}) == "[base]"


# --- 6. Errors -------------------------------------------------------------------


def test_a_missing_block(language: Language) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}{% block rows %}{% endblock %}",
        "base.html": BASE,
    }
    engine = language.engine(templates)
    template = engine.get_template("page.html")

    with pytest.raises(BlockDoesNotExist) as error:
        template.render({"RENDER_BLOCKS": ["title", "row"]})

    assert str(error.value) == (
        "Template 'page.html' has no block 'row'. Did you mean 'rows'? "
        "Its blocks are: 'rows', 'title'."
    )
    assert error.value.backend is engine


def test_a_missing_block_of_an_address(site: Callable[..., None]) -> None:
    site(ADDRESSED)

    with pytest.raises(TemplateDoesNotExist) as error:
        get_template("page.html#row")

    [reason] = error.value.chain
    assert str(reason) == (
        "Template 'page.html' has no block 'row'. Did you mean 'rows'? "
        "Its blocks are: 'rows', 'title'."
    )
    with pytest.raises(BlockDoesNotExist, match="has no block 'row'"):
        next(iter(engines.all())).from_string("{% include 'page.html#row' %}").render()


def test_blocks_of_an_included_template_are_not_the_pages(language: Language) -> None:
    templates = {
        "page.html": "{% include 'part.html' %}",
        "part.html": "{% block a %}{% endblock %}",
    }
    template = language.engine(templates).get_template("page.html")

    with pytest.raises(BlockDoesNotExist) as error:
        template.render({"RENDER_BLOCKS": ["a"]})
    assert (
        str(error.value) == "Template 'page.html' has no block 'a'. It has no blocks."
    )


def test_a_bare_string(language: Language) -> None:
    template = language.engine({"page.html": BASE}).get_template("page.html")

    with pytest.raises(TypeError) as error:
        template.render({"RENDER_BLOCKS": "title"})
    assert str(error.value) == (
        "RENDER_BLOCKS must be a sequence of block names, but it is the string "
        "'title'. Write ['title']."
    )


def test_a_missing_parent_is_the_error_that_the_page_has(language: Language) -> None:
    templates = {"page.html": "{% extends 'none.html' %}"}
    template = language.engine(templates).get_template("page.html")

    with pytest.raises(Exception, match=r"none\.html") as page_error:
        template.render({})
    with pytest.raises(type(page_error.value), match=r"none\.html"):
        template.render({"RENDER_BLOCKS": ["a"]})


@pytest.mark.parametrize("where", ["page.html", "base.html"])
def test_djangos_debug_page_shows_the_line_that_failed(
    site: Callable[..., None], settings: Any, where: str
) -> None:
    settings.DEBUG = True
    rows = "{% block rows %}\n<p>\nCALL(fail)</p>\n{% endblock %}"
    templates = {
        "page.html": "{% extends 'base.html' %}\n",
        "base.html": "<html>\n{% block rows %}{% endblock %}\n",
    }
    templates[where] = templates[where].splitlines()[0] + "\n" + rows
    site(templates)

    response = Client(raise_request_exception=False).get("/failing")

    assert response.status_code == 500
    assert re.search(
        rf"{where}</code>, (error at )?line (<strong>)?4\b", response.content.decode()
    )


# --- 7. Tests see it --------------------------------------------------------------


def test_djangos_test_client_sees_the_fragment(
    site: Callable[..., None], client: Client
) -> None:
    site(ADDRESSED)

    response = client.get("/fragment")

    assert response.content == b"1!"
    assertTemplateUsed(response, "page.html")
    assertTemplateNotUsed(response, "around.html")
    assert "page.html" in [template.name for template in response.templates]
    assert response.context["x"] == 1
    assert response.context["RENDER_BLOCKS"] == ["rows"]
