"""Template tags of a project."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import stringfilter

from tests.checks.urls import boxed, widget

register = template.Library()
register.simple_tag(widget)
register.filter(boxed)
register.filter("boxed_text", stringfilter(boxed))


@register.inclusion_tag("included.html")
def included() -> dict[str, str]:
    return {}
