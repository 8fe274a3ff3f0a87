"""What the assertions know of the blocks of a page, whatever stands around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from htmx_views.blocks import RENDER_BLOCKS, BlockDoesNotExist, OobBlock
from htmx_views.testing import (
    AsyncHtmxClient,
    HtmxClient,
    aassert_fragment_matches_page,
    assert_fragment_matches_page,
)
from tests.engines import needs_partials
from tests.testing.urls import Page, engine

ENGINES = ["jinja2", "django"]

Compare = Callable[..., None]


class Differing(Page):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_htmx = "HX-Request" in self.request.headers
        return super().get_context_data(**kwargs, is_htmx=is_htmx)


@pytest.fixture(params=["sync", "async"])
def compare(request: pytest.FixtureRequest, settings: Any) -> Compare:
    """Return what serves ``page.html`` and compares its fragments with it."""

    def compare(
        engine_name: str,
        page: str | dict[str, str],
        *fragment_blocks: str,
        context: dict[str, Any] | None = None,
        view: type[Page] = Page,
        **options: Any,
    ) -> None:
        templates = {"page.html": page} if isinstance(page, str) else page
        settings.TEMPLATES = [engine(engine_name, templates)]
        view_function = view.as_view(
            fragment_blocks=list(fragment_blocks), extra_context=context
        )
        settings.ROOT_URLCONF = (path("", view_function),)
        if request.param == "sync":
            assert_fragment_matches_page(HtmxClient(), "/", **options)
        else:
            client = AsyncHtmxClient()
            async_to_sync(aassert_fragment_matches_page)(client, "/", **options)

    return compare


@needs_partials
@pytest.mark.parametrize(
    "page",
    [
        "<body>{% partialdef the-rows inline %}R{% endpartialdef %}",
        "{% partialdef the-rows %}R{% endpartialdef %}<body>{% partial the-rows %}",
        # A partial shows another one, and a block.
        "{% partialdef the-rows %}R{% endpartialdef %}{% partialdef list %}<ul>"
        "{% partial the-rows %}</ul>{% endpartialdef %}<body>{% partial list %}",
        "{% partialdef list %}{% block the-rows %}R{% endblock %}{% endpartialdef %}"
        "<body>{% partial list %}",
        # It shows itself.
        "{% partialdef the-rows %}{{ n }}{% if not n %}{% with n=1 %}"
        "{% partial the-rows %}{% endwith %}{% endif %}{% endpartialdef %}"
        "<body>{% partial the-rows %}",
        # A block of its name is what a fragment has.
        "<body>{% partialdef the-rows inline %}<ul>{% block the-rows %}R{% endblock %}"
        "</ul>{% endpartialdef %}",
    ],
)
def test_a_partial_is_known_as_a_block_is(compare: Compare, page: str) -> None:
    compare("django", page, "the-rows")


@needs_partials
def test_a_partial_that_differs_from_the_page(compare: Compare) -> None:
    page = "{% partialdef rows inline %}{{ is_htmx }}{% endpartialdef %}"
    with pytest.raises(AssertionError, match=r"\n-False\n\+True$"):
        compare("django", page, "rows", view=Differing)


@needs_partials
@pytest.mark.parametrize(
    "page",
    [
        # It is defined, but not shown.
        "{% partialdef rows %}R{% endpartialdef %}",
        # Another template's has its name.
        {
            "page.html": "{% partialdef rows %}R{% endpartialdef %}"
            '{% include "other.html" %}',
            "other.html": "{% partialdef rows inline %}R{% endpartialdef %}",
        },
        # A partial includes another template, which has a block of that name.
        {
            "page.html": "{% if no %}{% block rows %}R{% endblock %}{% endif %}"
            '{% partialdef list inline %}{% include "other.html" %}{% endpartialdef %}'
            "{% partial list %}",
            "other.html": "{% block rows %}R{% endblock %}",
        },
    ],
)
def test_a_partial_that_the_page_does_not_render_cannot_be_compared(
    compare: Compare, page: str | dict[str, str]
) -> None:
    with pytest.raises(AssertionError, match="which the page does not render"):
        compare("django", page, "rows")


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(
    "page",
    [
        # A filter beside a block, or in it.
        "{% filter upper %}f{% endfilter %}{% block rows %}r{% endblock %}",
        "{% block rows %}{% filter upper %}r{% endfilter %}r{% endblock %}",
        # An include's blocks are none of the page.
        {
            "page.html": '{% filter upper %}{% include "other.html" %}{% endfilter %}'
            "{% block rows %}r{% endblock %}",
            "other.html": "{% block rows %}o{% endblock %}",
        },
    ],
)
def test_a_page_may_have_filters(
    compare: Compare, engine_name: str, page: str | dict[str, str]
) -> None:
    compare(engine_name, page, "rows")


def test_spaceless_around_a_block_is_applied_to_it(compare: Compare) -> None:
    page = (
        "<body>{% spaceless %}{% block rows %} <p> </p> <b></b>{% endblock %}"
        "{% endspaceless %}"
    )

    compare("django", page, "rows")


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_row_is_any_row_of_the_page(compare: Compare, engine_name: str) -> None:
    class Row(Page):
        """Asks for one row of the page, and has it as ``n``."""

        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            return super().get_context_data(**kwargs, n=self.n)

        n = 2

    scoped = "" if engine_name == "django" else "scoped"
    page = (
        f"{{% for n in '123' %}}<p>{{% block rows {scoped} %}}({{{{ n }}}})"
        "{% endblock %}{% endfor %}"
    )

    compare(engine_name, page, "rows", view=Row)
    with pytest.raises(AssertionError, match=r"\n-\(1\)\n\+\(4\)$"):
        compare(engine_name, page, "rows", view=type("Other", (Row,), {"n": 4}))


def test_a_template_that_the_view_compiles_itself_is_included(compare: Compare) -> None:
    class Including(Page):
        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            environment: Any = engines.all()[0]
            other = environment.env.from_string("{% block rows %}o{% endblock %}")
            return super().get_context_data(**kwargs, other=other)

    page = "{% include other %}{% block rows %}r{% endblock %}"

    compare("jinja2", page, "rows", view=Including)


def test_a_template_that_another_environment_compiled_is_imported(
    compare: Compare,
) -> None:
    other = jinja2.Environment().from_string("{% set text = 'r' %}")
    page = "{% import other as other %}{% block rows %}{{ other.text }}{% endblock %}"

    compare("jinja2", page, "rows", context={"other": other})


class OutOfBand(Differing):
    """Has ``rows`` swapped out of band, by the order of a view of its own."""

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        if context["is_htmx"]:
            context[RENDER_BLOCKS] = ["main", OobBlock("rows")]
        return super().render_to_response(context, **response_kwargs)


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(
    "rows",
    [
        "<p id='rows'{% if is_htmx %} hx-swap-oob='true'{% endif %}>r</p>",
        # Nothing to say leaves what the page has.
        "{% if not is_htmx %}<p id='rows' role='status'></p>{% endif %}",
        # A row does not go without.
        "{% if is_htmx %}<template hx type='partial'>{% endif %}"
        "<tr id='rows'><td></td></tr>{% if is_htmx %}</template>{% endif %}",
        "\n<p id='rows'></p>{% if not is_htmx %}\n{% endif %}",
    ],
)
def test_a_block_out_of_band_has_the_element_of_the_page(
    compare: Compare, engine_name: str, rows: str
) -> None:
    page = "{% block rows %}" + rows + "{% endblock %}{% block main %}{% endblock %}"

    compare(engine_name, page, "main", view=OutOfBand)


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_title_out_of_band_comes_first(compare: Compare, engine_name: str) -> None:
    page = "{% block main %}m{% endblock %}{% block rows %}TITLE{% endblock %}"

    compare(
        engine_name,
        page.replace("TITLE", "<title>The page</title>"),
        "main",
        view=OutOfBand,
    )
    differs = page.replace("TITLE", "<title>{{ is_htmx }}</title>")
    with pytest.raises(AssertionError, match="<title>False</title>"):
        compare(engine_name, differs, "main", view=OutOfBand)


@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_block_out_of_band_that_differs_from_the_page(
    compare: Compare, engine_name: str
) -> None:
    page = "{% block rows %}{{ is_htmx }}{% endblock %}{% block main %}{% endblock %}"

    with pytest.raises(AssertionError, match=r"\n-False\n\+True$"):
        compare(engine_name, page, "main", view=OutOfBand)


CLOCK = "{% block the_clock %}{{ is_htmx }}{% endblock %}"
SHOWN_BY_PARENT = {
    "page.html": '{% extends "base.html" %}'
    "{% block the_clock %}{{ is_htmx }}{% endblock %}",
    "base.html": "<body>{% block rows %}a{% block the_clock %}?{% endblock %}"
    "{% endblock %}",
}


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(
    "page",
    [
        "<body>{% block rows %}a" + CLOCK + "b{% endblock %}",
        "{% block rows %}{% block list %}<i>" + CLOCK + "</i>{% endblock %}"
        "{% endblock %}",
        "{% block rows %}{% filter upper %}a" + CLOCK + "{% endfilter %}{% endblock %}",
        SHOWN_BY_PARENT,
        # The block of an include.
        {
            "page.html": '{% block rows %}a{% include "other.html" %}{% endblock %}',
            "other.html": CLOCK,
        },
        {
            "page.html": "{% block rows %}a"
            '{% include "other.html#the_clock" %}{% endblock %}',
            "other.html": "<p>" + CLOCK,
        },
    ],
)
def test_a_block_in_a_block_is_ignored(
    compare: Compare, engine_name: str, page: str | dict[str, str]
) -> None:
    compare(engine_name, page, "rows", view=Differing, ignore=["the-clock"])
    with pytest.raises(AssertionError, match="differs from the page"):
        compare(engine_name, page, "rows", view=Differing, ignore=["title"])


@pytest.mark.parametrize("engine_name", ENGINES)
def test_what_stands_around_an_ignored_block_is_compared(
    compare: Compare, engine_name: str
) -> None:
    page = "{% block rows %}{{ is_htmx }}" + CLOCK + "{% endblock %}"

    with pytest.raises(AssertionError) as error:
        compare(engine_name, page, "rows", view=Differing, ignore=["the_clock"])

    assert str(error.value).endswith("\n-False<ignored>\n+TrueTrue")


@pytest.mark.parametrize("engine_name", ENGINES)
def test_an_ignored_block_may_be_around_or_beside_the_others(
    compare: Compare, engine_name: str
) -> None:
    page = (
        "{% block main %}{{ is_htmx }}{% block rows %}r" + CLOCK + "{% endblock %}"
        "{% endblock %}"
    )
    fragment_blocks = ["the_clock", "rows"]

    compare(
        engine_name,
        page,
        *fragment_blocks,
        view=Differing,
        ignore=["main", "the_clock"],
    )


@pytest.mark.parametrize(
    ("engine_name", "super_"),
    [
        ("jinja2", "super()"),
        ("django", "block.super"),
    ],
)
def test_an_ignored_block_may_show_that_of_its_parent(
    compare: Compare, engine_name: str, super_: str
) -> None:
    page = {
        **SHOWN_BY_PARENT,
        "page.html": '{% extends "base.html" %}{% block the_clock %}{{ is_htmx }}'
        f"{{{{ {super_} }}}}{{% endblock %}}",
    }

    compare(engine_name, page, "rows", view=Differing, ignore=["the_clock"])


@needs_partials
def test_a_partial_in_a_block_is_ignored(compare: Compare) -> None:
    page = (
        "{% partialdef clock %}{{ is_htmx }}{% endpartialdef %}"
        "{% block rows %}a{% partial clock %}b{% endblock %}"
    )

    compare("django", page, "rows", view=Differing, ignore=["clock"])


@needs_partials
def test_a_partial_that_shows_nothing_has_no_placeholder(compare: Compare) -> None:
    page = (
        "{% block rows %}{{ is_htmx }}{% partialdef clock %}t{% endpartialdef %}"
        "{% endblock %}"
    )

    with pytest.raises(AssertionError, match=r"\n-False\n\+True$"):
        compare("django", page, "rows", view=Differing, ignore=["clock"])


def test_what_a_block_shows_of_its_parent_is_not_all_of_it(compare: Compare) -> None:
    page = {
        "page.html": '{% extends "base.html" %}{% block rows %}{{ block.super }}'
        "{% if not is_htmx %}!{% endif %}{% endblock %}",
        "base.html": "{% block rows %}r{% endblock %}",
    }

    with pytest.raises(AssertionError, match="differs from the page"):
        compare("django", page, "rows", view=Differing)


@pytest.mark.parametrize("engine_name", ENGINES)
def test_an_ignored_block_that_does_not_exist_is_the_error_of_the_engine(
    compare: Compare, engine_name: str
) -> None:
    with pytest.raises(BlockDoesNotExist):
        compare(engine_name, "{% block rows %}{% endblock %}", "row", ignore=["row"])
