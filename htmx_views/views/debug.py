"""Tell a developer which rule chose which blocks of which template."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.response import SimpleTemplateResponse

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views.choice import Choice

logger = logging.getLogger("htmx_views")

#: The response header that says so under ``DEBUG``.
DEBUG_HEADER = "HX-Views-Debug"

#: How much of what a client sent is repeated.
MAX_LENGTH = 100


def explain(view: object, choice: Choice, response: SimpleTemplateResponse) -> None:
    """Log what ``view`` renders, and under ``DEBUG`` write it into a header."""
    facts = {
        "rule": choice.reason,
        "target": choice.target,
        "blocks": (response.context_data or {}).get(RENDER_BLOCKS),
        "template": template_name(response),
    }
    text = "; ".join(f"{name}: {shown(value)}" for name, value in facts.items())
    logger.debug("%s: %s", type(view).__qualname__, text)
    if settings.DEBUG:
        response.headers[DEBUG_HEADER] = text


def warn_of_page(view: object, choice: Choice) -> None:
    """Log that htmx gets the page, unless the view says so."""
    name = type(view).__qualname__
    if choice.reason == "no blocks":
        logger.warning(
            "%s has no fragment_blocks, so it rendered the page. List the blocks "
            "that htmx gets.",
            name,
        )
    elif choice.reason == "unknown target":
        logger.warning(
            "%s has no blocks for the target %s, so it rendered the page. Its "
            "targets are: %s.",
            name,
            shown(choice.target),
            ", ".join(map(shown, choice.targets or ())),
        )


def template_name(response: SimpleTemplateResponse) -> str:
    """Return the name of the template that ``response`` is going to render."""
    try:
        template: Any = response.resolve_template(response.template_name)
    except TemplateDoesNotExist as error:
        return str(error)
    # Not every engine names its templates.
    name = getattr(getattr(template, "template", template), "name", None)
    return str(name or response.template_name)


def shown(value: object) -> str:
    """Return ``value`` as ASCII without control characters, and not too long."""
    if isinstance(value, str) and len(value) > MAX_LENGTH:
        return ascii(value[:MAX_LENGTH]) + "..."
    return ascii(value)
