"""Contracts of addresses: that there is a view, and that it answers the method."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, get_script_prefix, resolve
from django.views.generic import View

from htmx_views.testing.contracts.reading import Break, Reading
from htmx_views.testing.driver.dom import Element

#: What answers where no pattern does.
FALLBACKS = {
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
    "django.contrib.redirects.middleware.RedirectFallbackMiddleware",
}

UNSAFE = ("post", "put", "patch", "delete")

#: What a view that require_http_methods() made calls its methods.
METHODS = "request_method_list"


def check_addresses(reading: Reading) -> Iterator[Break]:
    """Hold that each link, form and request of the answer leads to a view."""
    for element in reading.elements:
        for name, method, url in requests_of(reading, element):
            if fault := _fault(reading, name, method, url):
                request = f"{method.upper()} {reading.path_of(url)}"
                yield Break(*fault, element, request)


def requests_of(reading: Reading, element: Element) -> Iterator[tuple[str, str, str]]:
    """Yield the attribute, the method and the address of each request."""
    if reading.attributes.is_ignored(element):
        return
    if action := reading.attributes.action(element):
        yield f"hx-{action[0]}", *action
    if element.tag in ("a", "area") and element.get("href"):
        yield "href", "get", element.get("href", "")
    elif element.tag == "form":
        method = element.get("method", "get").lower()
        is_sent = element.get("action") is not None or element.get("method")
        if method in ("get", "post") and (is_sent or not action):
            yield "action", method, element.get("action", "")
    elif element.tag in ("button", "input") and element.get("formaction"):
        form = next(element.iterancestors("form"), None)
        method = "get" if form is None else form.get("method", "get")
        method = element.get("formmethod", method)
        yield "formaction", method.lower(), element.get("formaction", "")


def _fault(
    reading: Reading, name: str, method: str, url: str
) -> tuple[str, str] | None:
    scheme = urlsplit(url.strip()).scheme
    if url.strip().startswith("#") or scheme not in ("", "http", "https"):
        return None
    says = f'{name}="{url}"'
    if not reading.is_own_site(url):
        if name.startswith("hx-"):
            return "C010", f"{says} is another site's"
        return None
    path = reading.path_of(url)
    if is_file(path):
        return None
    urlconf = getattr(reading.request, "urlconf", None)
    prefix = get_script_prefix()
    try:
        match = resolve("/" + path.removeprefix(prefix), urlconf)
    except Resolver404:
        if method == "get" and FALLBACKS & {*settings.MIDDLEWARE}:
            return None
        if settings.APPEND_SLASH and not path.endswith("/"):
            if method == "get" and not name.startswith("hx-"):
                return None
            return "C008", f"{says} lacks the slash at its end"
        return "C008", f"{says} leads to nothing"
    methods = methods_of(match.func)
    if methods is not None and method.upper() not in methods:
        answers = ", ".join(sorted(methods)) or "nothing"
        return "C009", f"{says}: the view answers {answers}, not {method.upper()}"
    return None


def is_file(path: str) -> bool:
    """Return whether what serves ``path`` may be no view, but a web server."""
    prefixes = (settings.STATIC_URL, settings.MEDIA_URL)
    return any(
        prefix and prefix != "/" and path.startswith(urlsplit(prefix).path)
        for prefix in prefixes
    )


def methods_of(view: Callable[..., Any]) -> set[str] | None:
    """Return the methods that a view answers; ``None`` where only a request tells."""
    view_class = getattr(view, "view_class", None)
    if isinstance(view_class, type) and issubclass(view_class, View):
        return _methods_of_class(view, view_class)
    layer: Any = view
    while layer is not None:
        # require_http_methods() keeps its list there and nowhere else.
        if inspect.isfunction(layer) and METHODS in layer.__code__.co_freevars:
            return {*inspect.getclosurevars(layer).nonlocals[METHODS]}
        layer = getattr(layer, "__wrapped__", None)
    return None


def _methods_of_class(view: Any, view_class: type[View]) -> set[str] | None:
    given = getattr(view, "view_initkwargs", {})
    # A part answers for its page, and a dispatch() may answer by itself.
    if given.get("part") is not None or _dispatches(view_class):
        return None
    instance: Any = view_class(**given)
    return {*instance._allowed_methods()} - {"OPTIONS"} or None


def _dispatches(view_class: type[View]) -> bool:
    """Return whether a ``dispatch()`` asks no other one."""
    parents = [vars(each) for each in view_class.__mro__ if each is not View]
    own = [inspect.unwrap(each["dispatch"]) for each in parents if "dispatch" in each]
    # A decorator of the class may stand around Django's own.
    own = [each for each in own if each is not vars(View)["dispatch"]]
    return any("super" not in each.__code__.co_names for each in own)
