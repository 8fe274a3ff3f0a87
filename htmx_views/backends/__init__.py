"""The template engines that render fragments, and whose place they take."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

#: What takes the place of an engine that does not render fragments.
ENGINES = {
    "django.template.backends.jinja2.Jinja2": (
        "htmx_views.backends.jinja2.Jinja2WithFragments"
    ),
    "django.template.backends.django.DjangoTemplates": (
        "htmx_views.backends.django.DjangoTemplatesWithFragments"
    ),
    "django_jinja.backend.Jinja2": (
        "htmx_views.backends.django_jinja.Jinja2WithFragments"
    ),
}


def check_backend(name: str, engine: Any) -> None:
    """Raise ``ImproperlyConfigured`` for an engine that ignores ``RENDER_BLOCKS``."""
    if getattr(engine, "supports_fragments", False):
        return
    # A project's own engine may build on one of these.
    paths = [f"{each.__module__}.{each.__qualname__}" for each in type(engine).__mro__]
    better = [ENGINES[path] for path in paths if path in ENGINES] or ENGINES.values()
    raise ImproperlyConfigured(
        f"{name} renders fragments, but the template engine "
        f"{getattr(engine, 'name', None)!r} ({paths[0]}) does not know RENDER_BLOCKS. "
        f"Set BACKEND of this engine in TEMPLATES to {' or '.join(map(repr, better))}."
    )
