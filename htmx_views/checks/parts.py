"""Check templates one by one, whichever pages they are part of."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage

from htmx_views.checks.blocks import blocks_hint, lacks
from htmx_views.checks.facts import TemplateFacts
from htmx_views.checks.findings import finding, place
from htmx_views.checks.templates import Page
from htmx_views.checks.urlconf import UrlNames
from htmx_views.checks.views import ViewFacts
from htmx_views.hints import did_you_mean, nearest


def check_template(
    facts: TemplateFacts, view: ViewFacts, url_names: UrlNames
) -> Iterator[CheckMessage]:
    """Yield what is wrong with a template, whatever page it is part of."""
    if facts.error is not None:
        message, line = facts.error
        yield finding(
            "E005",
            view.name,
            f"{facts.name!r} cannot be read: {message} ({place(facts.path, line)}).",
            "Correct the template.",
        )
    for use in facts.markup.url_names:
        if use.value not in url_names:
            near = nearest(use.value, url_names)
            yield finding(
                "E009",
                view.name,
                f"{use.attribute} is built from the URL name {use.value!r}, which the "
                f"URLconf lacks ({place(facts.path, use.line)}).",
                did_you_mean(near) or "Add a path() of that name.",
            )
    for method, line in facts.uncalled:
        yield finding(
            "W008",
            view.name,
            f"{facts.name!r} reads {method} without calling it "
            f"({place(facts.path, line)}): Jinja2 does not call methods by itself.",
            f"Write {method}().",
        )


def check_includes(
    facts: TemplateFacts, page: Page, view: ViewFacts
) -> Iterator[CheckMessage]:
    """Yield a finding for each included address of a block that its template lacks."""
    for include in facts.includes:
        included, block = page.included(include)
        if included is None or block is None or not include.is_required:
            continue
        if lacks(included, block):
            yield finding(
                "E001",
                view.name,
                f"{facts.name!r} includes the block {block!r}, which the template "
                f"{included.name!r} lacks ({place(facts.path, include.line)}).",
                blocks_hint(included, block),
            )
