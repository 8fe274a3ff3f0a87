"""Render another template with the whole context, as tags of form libraries do."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from jinja2 import Environment, pass_context
from jinja2.runtime import Context as Jinja2Context
from markupsafe import Markup

register = Library()


@register.simple_tag(takes_context=True)
def card(context: Context) -> str:
    known: Any = context.flatten()
    return render_to_string("card.html", known)


@pass_context
def jinja2_card(context: Jinja2Context) -> Markup:
    return Markup(render_to_string("card.html", context.get_all()))


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals["card"] = jinja2_card
    return env
