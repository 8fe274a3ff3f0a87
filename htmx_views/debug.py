"""Tell a developer which rule chose which blocks of which template."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.response import SimpleTemplateResponse

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.requests import FRAGMENT_RULES, fragment_rule, target_id

logger = logging.getLogger("htmx_views")

#: The response header that says so under ``DEBUG``.
DEBUG_HEADER = "HX-Views-Debug"

#: How much of what a client sent is repeated.
MAX_LENGTH = 100


def is_explaining() -> bool:
    """Return whether anybody wants to know."""
    return settings.DEBUG or logger.isEnabledFor(logging.DEBUG)


def explain(
    view: object, request: HttpRequest, response: SimpleTemplateResponse, rule: str
) -> None:
    """Log what was chosen, and under ``DEBUG`` write it into a header."""
    choice = {
        "rule": rule,
        "target": target_id(request),
        "blocks": (response.context_data or {}).get(RENDER_BLOCKS),
        "template": template_name(response),
    }
    text = "; ".join(f"{name}: {shown(value)}" for name, value in choice.items())
    logger.debug("%s: %s", type(view).__qualname__, text)
    if settings.DEBUG:
        response.headers[DEBUG_HEADER] = text


def choosing_rule(request: HttpRequest, blocks: object, *, is_fragment: bool) -> str:
    """Return the rule that chose between the page and ``fragment_blocks``."""
    if isinstance(blocks, Mapping):
        rule = fragment_rule(request, boosted=target_id(request) in blocks)
        no_blocks = "unknown target"
    else:
        rule = fragment_rule(request)
        no_blocks = "no blocks"
    return rule if is_fragment or rule not in FRAGMENT_RULES else no_blocks


def template_name(response: SimpleTemplateResponse) -> str:
    """Return the name of the template that ``response`` is going to render."""
    try:
        template: Any = response.resolve_template(response.template_name)
    except TemplateDoesNotExist as error:
        return str(error)
    return str(getattr(template, "template", template).name)


def shown(value: object) -> str:
    """Return ``value`` as ASCII without control characters, and not too long."""
    if isinstance(value, str) and len(value) > MAX_LENGTH:
        return ascii(value[:MAX_LENGTH]) + "..."
    return ascii(value)
