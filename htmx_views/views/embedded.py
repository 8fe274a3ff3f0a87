"""A part, as the template of a page reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import SimpleTemplateResponse

from htmx_views.blocks import LazyValue
from htmx_views.views.lazy import compute

#: What a part has that refuses a request, by the status of its answer.
REFUSALS = {301: "login", 302: "login", 401: "login", 403: "permission", 404: "missing"}


class Part:
    """
    What a page's template reads of a part: the context of its view.

    It is false where the view refuses the request; ``refused`` says why: ``"login"``,
    ``"permission"``, ``"missing"``, or the status of another answer without a template.
    ``url`` is where the part answers.
    """

    def __init__(
        self,
        get_url: Callable[[], str | None],
        context: Mapping[str, Any],
        refused: str = "",
    ) -> None:
        self._get_url = get_url
        self.refused = refused
        self._context = context

    @property
    def url(self) -> str | None:
        """Look the URL up when a template reads it."""
        return self._get_url()

    def __bool__(self) -> bool:
        return not self.refused

    def __getitem__(self, name: str) -> Any:
        if name in ("url", "refused"):
            return getattr(self, name)
        value = self._context[name]
        return value.get() if isinstance(value, LazyValue) else value


def embed(get_url: Callable[[], str | None], dispatch: Callable[[], Any]) -> Part:
    """Return the part whose view answers by ``dispatch()``."""
    try:
        # Of an async page as well: it renders in a thread beside the event loop.
        response = compute(dispatch)
    except PermissionDenied:
        return Part(get_url, {}, "permission")
    except Http404:
        return Part(get_url, {}, "missing")
    if isinstance(response, SimpleTemplateResponse):
        return Part(get_url, response.context_data or {})
    status = response.status_code
    return Part(get_url, {}, REFUSALS.get(status, str(status)))
