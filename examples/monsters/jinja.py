"""The Jinja2 environment of the example site."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment

from htmx_views.auth.tags import htmx_views_script, login_status, notices


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return a path as ``{% url %}`` does."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals.update(
        htmx_script=htmx_script,
        htmx_views_script=htmx_views_script,
        login_status=login_status,
        notices=notices,
        static=static,
        url=url,
    )
    return env
