"""Make engines of Django's template language from templates that stand in the test."""

from __future__ import annotations

from typing import Any

from htmx_views.backends.django import DjangoTemplatesWithFragments

LIBRARIES = {
    "cache": "django.templatetags.cache",
    "i18n": "django.templatetags.i18n",
    "l10n": "django.templatetags.l10n",
    "tz": "django.templatetags.tz",
}


def make_engine(
    templates: dict[str, str] | None = None, **options: Any
) -> DjangoTemplatesWithFragments:
    if templates is not None:
        loader = ("django.template.loaders.locmem.Loader", templates)
        cached = ("django.template.loaders.cached.Loader", [loader])
        options.setdefault("loaders", [cached])
    options["libraries"] = {**LIBRARIES, **options.get("libraries", {})}
    return DjangoTemplatesWithFragments(
        {"NAME": "django", "DIRS": [], "APP_DIRS": False, "OPTIONS": options}
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
    return make_engine(templates, **options).get_template(name).render(context)
