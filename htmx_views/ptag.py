"""Tag what an element shows, so that a poll can say what it has already."""

from __future__ import annotations

import hashlib

#: The header of htmx 4's hx-ptag extension; htmx_views' script sends it with htmx 2.
PTAG_HEADER = "HX-PTag"


def content_ptag(content: str) -> str:
    """Return a short text that changes with ``content``, and fits into a header."""
    return hashlib.sha256(content.strip().encode()).hexdigest()[:16]
