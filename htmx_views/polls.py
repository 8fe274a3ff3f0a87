"""What polls have in common: how often they come, and what they show already."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ImproperlyConfigured

#: The header of htmx 4's hx-ptag extension; htmx_views' script sends it with htmx 2.
PTAG_HEADER = "HX-PTag"


def content_ptag(content: str) -> str:
    """Return a short text that changes with ``content``, and fits into a header."""
    return hashlib.sha256(content.strip().encode()).hexdigest()[:16]


#: What a browser's timer can count to. It fires at once when asked for more.
MAX_MILLISECONDS = 2**31 - 1


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
