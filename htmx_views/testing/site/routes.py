"""The patterns of the URLconf, and which of them an address belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, URLPattern, get_resolver, resolve


def route_of(url: str) -> str | None:
    """Return the pattern that an address of the site belongs to, if there is one."""
    try:
        return resolve(unquote(urlsplit(url).path)).route
    except Resolver404:
        return None


def all_routes() -> list[str]:
    """Return the patterns of the URLconf, in its order, as ``route_of()`` does."""
    return list(dict.fromkeys(_routes(get_resolver().url_patterns)))


def _routes(patterns: Iterable[object]) -> Iterator[str]:
    for each in patterns:
        route = str(getattr(each, "pattern", ""))
        if isinstance(each, URLPattern):
            yield route
        else:
            for inner in _routes(getattr(each, "url_patterns", [])):
                yield route + inner.removeprefix("^")
