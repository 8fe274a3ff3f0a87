"""Both engines over templates that a test writes itself."""

from __future__ import annotations

from typing import Any

import django
import jinja2
import pytest

ENGINES = ["jinja2", "django"]

#: For tests of ``{% partialdef %}``, which older versions of Django do not have.
needs_partials = pytest.mark.skipif(
    django.VERSION < (6,), reason="Django 5.2 has no partials"
)

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
]

#: What a template writes as SUPER, since the two languages differ.
SUPER = {"jinja2": "super()", "django": "block.super"}


def engine(name: str, templates: dict[str, str], **options: Any) -> dict[str, Any]:
    """Return the entry of ``TEMPLATES`` for the engine ``name``."""
    templates = {
        path: source.replace("SUPER", SUPER[name]) for path, source in templates.items()
    }
    if name == "jinja2":
        loader = jinja2.ChoiceLoader(
            [jinja2.DictLoader(templates), jinja2.PackageLoader("htmx_views", "jinja2")]
        )
        return {
            "NAME": name,
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "OPTIONS": {
                "loader": loader,
                "context_processors": CONTEXT_PROCESSORS,
                **options,
            },
        }
    return {
        "NAME": name,
        "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.locmem.Loader", templates),
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": CONTEXT_PROCESSORS,
            **options,
        },
    }
