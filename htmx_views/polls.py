"""What polls have in common: how often they come, and what they show already."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

#: The header of htmx 4's hx-ptag extension; htmx_views' script sends it with htmx 2.
PTAG_HEADER = "HX-PTag"

#: What a browser's timer can count to. It fires at once when asked for more.
MAX_MILLISECONDS = 2**31 - 1

#: What differs between two renderings of the same content: CSRF tokens and nonces.
_VARYING = re.compile(
    r"((?:csrfmiddlewaretoken|x-csrftoken).{1,40}?)\b[a-z0-9]{64}\b"
    r"|(\bnonce=)[\"'][^\"']*",
    re.IGNORECASE,
)


def content_ptag(content: str) -> str:
    """Return a short text that changes with ``content``, and fits into a header."""
    return hashlib.sha256(content.strip().encode()).hexdigest()[:16]


def rendered_ptag(block: str) -> str:
    """Return the same text for two renderings of the same content."""
    return content_ptag(_VARYING.sub(r"\1\2", block))


def element_around(text: str, html: str) -> str:
    """
    Return the element of ``html`` whose tag has ``text``, as far as can be told fast.

    Where that is wrong (a comment has the same tag), the first poll swaps once.
    """
    start = html.rfind("<", 0, html.index(text))
    found = re.match(r"<([a-z][^\s/>]*)", html[start : start + 50], re.IGNORECASE)
    depth = 0
    if found:
        for tag in re.finditer(
            rf"<(/?){found[1]}\b[^>]*>", html[start:], re.IGNORECASE
        ):
            depth += -1 if tag[1] else 1
            if not depth:
                return html[start : start + tag.end()]
    return html


def skip_swap(response: HttpResponse) -> None:
    """Let ``response`` leave the page alone: what it shows is there already."""
    response.status_code = 204
    response.content = b""


def poll_trigger(view: Any) -> str:
    """
    Return ``every …`` for ``view.get_poll_interval()``, in whole numbers.

    htmx 4 reads no fraction, and polls without a pause instead.
    """
    interval: Any = view.get_poll_interval()
    if not isinstance(interval, (int, float)) or not interval > 0:
        raise ImproperlyConfigured(
            f"{type(view).__qualname__}.poll_interval must be a number of seconds "
            f"greater than 0, not {interval!r}."
        )
    milliseconds = max(1, round(min(interval * 1000, MAX_MILLISECONDS)))
    seconds, rest = divmod(milliseconds, 1000)
    return f"every {milliseconds}ms" if rest else f"every {seconds}s"
