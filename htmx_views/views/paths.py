"""Paths that links and headers lead to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes


def request_path(request: HttpRequest) -> str:
    """Return the path of ``request`` as a URL on this host."""
    # Behind two slashes a browser looks for the name of another host.
    return escape_leading_slashes(escape_uri_path(request.path))
