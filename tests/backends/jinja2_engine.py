"""Make Jinja2 engines from templates that stand in the test."""

from __future__ import annotations

from typing import Any

import jinja2

from htmx_views.backends.jinja2 import Jinja2WithFragments


def make_engine(
    templates: dict[str, str] | None = None, **options: Any
) -> Jinja2WithFragments:
    if templates is not None:
        options.setdefault("loader", jinja2.DictLoader(templates))
    return Jinja2WithFragments(
        {"NAME": "jinja2", "DIRS": [], "APP_DIRS": False, "OPTIONS": options}
    )


def render(
    templates: dict[str, str],
    *blocks: str,
    name: str = "page.html",
    context: dict[str, Any] | None = None,
    **options: Any,
) -> str:
    """Render the blocks of ``page.html``, or all of it."""
    context = dict(context or {})
    if blocks:
        context["RENDER_BLOCKS"] = list(blocks)
    html: str = make_engine(templates, **options).get_template(name).render(context)
    return html
