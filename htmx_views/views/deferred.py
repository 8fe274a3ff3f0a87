"""Blocks that a page comes without, and fetches when it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from htmx_views.views.urls import request_path, request_url

#: The query parameter whose value "no" asks for the page with all of its blocks.
DEFERRED_PARAMETER = "_deferred"

#: What stands on the page in the place of a block, for the site to override.
TEMPLATE_NAME = "htmx_views/deferred.html"


class Placeholder(NamedTuple):
    """What the template of a placeholder reads as ``deferred``."""

    #: The block that takes its place.
    block: str
    #: The id of its element.
    id: str
    #: What makes htmx fetch the block, in the tag of its element.
    attributes: SafeString
    #: The page with all of its blocks, for who has no JavaScript.
    page_url: str


def placeholder_id(block: str) -> str:
    """Return the id of the element in the place of ``block``, htmx's target."""
    return f"deferred-{block}"


def is_whole(request: HttpRequest) -> bool:
    """Return whether its page has all blocks: the answer to a form, or on demand."""
    is_on_demand = request.GET.get(DEFERRED_PARAMETER) == "no"
    return is_on_demand or request.method not in ("GET", "HEAD")


def whole_page_url(request: HttpRequest) -> str:
    """Return the URL of the page with all of its blocks."""
    params = request.GET.copy()
    params[DEFERRED_PARAMETER] = "no"
    return f"{request_path(request)}?{params.urlencode()}"


class PageWithout:
    """A template of a page, with placeholders for some of its blocks."""

    def __init__(
        self, page: Any, request: HttpRequest, deferred: Mapping[str, str]
    ) -> None:
        for block in deferred:
            page.check_block(block)
        self.page = page
        self.request = request
        self.deferred = deferred

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def render(self, context: dict[str, Any], request: HttpRequest) -> str:
        """Render the page as the parent of a template that overrides the blocks."""
        engine = self.page.backend
        template = engine.get_template(TEMPLATE_NAME)
        placeholders = [
            mark_safe(template.render({"deferred": placeholder}).strip())
            for placeholder in self.placeholders()
        ]
        names = {
            "htmx_views_page": self.page.template,
            "htmx_views_placeholders": placeholders,
        }
        child = overriding(engine, tuple(self.deferred))
        rendered: str = child.render({**context, **names}, request)
        return rendered

    def placeholders(self) -> Iterator[Placeholder]:
        """Yield what the template of each placeholder reads."""
        page_url = whole_page_url(self.request)
        for block, trigger in self.deferred.items():
            # What htmx 2 inherits from around it must not reach this request, and
            # Chromium's cache lets requests for one URL wait for each other.
            attributes = format_html(
                'hx-get="{}" hx-trigger="{}" hx-target="this" hx-swap="outerHTML"'
                ' hx-push-url="false" hx-params="none"'
                ' hx-headers=\'{{"Cache-Control": "no-cache"}}\'',
                request_url(self.request),
                trigger,
            )
            yield Placeholder(block, placeholder_id(block), attributes, page_url)


@lru_cache(maxsize=256)
def overriding(engine: Any, blocks: tuple[str, ...]) -> Any:
    """Return a template that extends a page and shows placeholders for ``blocks``."""
    # An environment of Jinja2 may have other delimiters.
    syntax: Any = getattr(engine, "env", None)
    start = getattr(syntax, "block_start_string", "{%")
    end = getattr(syntax, "block_end_string", "%}")
    show = getattr(syntax, "variable_start_string", "{{")
    shown = getattr(syntax, "variable_end_string", "}}")
    return engine.from_string(
        f"{start} extends htmx_views_page {end}"
        + "".join(
            f"{start} block {block} {end}{show} htmx_views_placeholders.{number} "
            f"{shown}{start} endblock {end}"
            for number, block in enumerate(blocks)
        )
    )
