"""What the assertions know of the blocks of a page, whatever stands around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django
import pytest
from asgiref.sync import async_to_sync
from django.urls import path

from htmx_views.test import (
    AsyncHtmxClient,
    HtmxClient,
    aassert_fragment_matches_page,
    assert_fragment_matches_page,
)
from tests.test.urls import Page, engine

needs_partials = pytest.mark.skipif(
    django.VERSION < (6,), reason="Django 5.2 has no partials"
)

Compare = Callable[..., None]


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
    class Differing(Page):
        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            is_htmx = "HX-Request" in self.request.headers
            return super().get_context_data(**kwargs, is_htmx=is_htmx)

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
