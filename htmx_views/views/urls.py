"""URLs of the view that answers, and of views beside it in the URLconf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import NoReverseMatch, URLPattern, get_resolver, get_urlconf, reverse
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes


def request_path(request: HttpRequest) -> str:
    """Return the path of ``request`` as a URL on this host, for a page or header."""
    # Behind two slashes a browser looks for the name of another host.
    return escape_leading_slashes(escape_uri_path(request.path))


def request_url(request: HttpRequest) -> str:
    """Return the path and the query of ``request`` as a URL on this host."""
    return escape_leading_slashes(request.get_full_path())


def page_path(view: Any, number: int | str) -> str:
    """Return the path of page ``number`` of a list view; the URLconf may capture it."""
    request, kwarg = view.request, view.page_kwarg
    if not view.kwargs.get(kwarg):
        return request_path(request)
    match = request.resolver_match
    if match is None:
        raise ImproperlyConfigured(
            f"{type(view).__name__} takes the page {kwarg!r} from its URL, but the "
            "request was not resolved by a URLconf. Set request.resolver_match, or "
            "override get_page_url()."
        )
    # The URL may have no name; then it is found by its view.
    name = match.view_name if match.url_name else match.func
    kwargs = {**match.captured_kwargs, kwarg: number}
    return reverse(name, kwargs=kwargs, current_app=match.namespace)


def url_beside(
    request: HttpRequest,
    view: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> str:
    """Return the URL of ``view`` in the namespace that ``request`` was resolved in."""
    match = request.resolver_match
    namespaces = match.namespaces if match else []
    # Inside of a namespace a view is only found by its name.
    viewname = _name_in(namespaces, view) if namespaces else view
    return reverse(viewname, args=args, kwargs={**kwargs})


def _name_in(namespaces: list[str], view: Callable[..., Any]) -> str:
    """Return the name of ``view`` in the innermost of ``namespaces``."""
    resolver: Any = get_resolver(get_urlconf())
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    for pattern in _patterns_of(resolver):
        if pattern.callback is view and pattern.name:
            return ":".join([*namespaces, pattern.name])
    raise NoReverseMatch(f"{':'.join(namespaces)} has no name for {view!r}.")


def _patterns_of(resolver: Any) -> Iterator[URLPattern]:
    """Yield what ``resolver`` has in its own namespace, included or not."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif not pattern.namespace:
            yield from _patterns_of(pattern)
