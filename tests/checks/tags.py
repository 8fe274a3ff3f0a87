"""Template tags of a project."""

from __future__ import annotations

from django import template

from tests.checks.urls import widget

register = template.Library()
register.simple_tag(widget)


@register.inclusion_tag("included.html")
def included() -> dict[str, str]:
    return {}
