"""Look at a response's template before it renders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.template.response import SimpleTemplateResponse


class FragmentTemplateResolver:
    """
    Stand in for ``resolve_template()`` of a response that renders blocks.

    It refuses the template of an engine that would ignore ``RENDER_BLOCKS``. What
    the view's own names lead to is looked up once, and given to ``prepare``.
    """

    def __init__(
        self,
        view: object,
        response: SimpleTemplateResponse,
        prepare: Callable[[Any], None],
    ) -> None:
        self.view = view
        self.response = response
        self.prepare = prepare
        self.names = response.template_name
        self.template: Any = None
        response.resolve_template = self  # type: ignore[assignment, method-assign]
        response.add_post_render_callback(self.leave)

    def __call__(self, template_name: Any) -> Any:
        if template_name is self.names:
            return self.get_template()
        return self.resolve(template_name)

    def leave(self, response: SimpleTemplateResponse) -> None:
        """Leave a response that a cache can pickle."""
        del response.resolve_template

    def get_template(self) -> Any:
        """Return the template that the view has named."""
        if self.template is None:
            self.template = self.resolve(self.names)
            self.prepare(self.template)
        return self.template

    def resolve(self, template_name: Any) -> Any:
        resolve = type(self.response).resolve_template
        template = resolve(self.response, template_name)
        check_engine(self.view, getattr(template, "backend", None))
        return template


def rendered_context(response: object, context: dict[str, Any]) -> dict[str, Any]:
    """
    Return the context that ``response`` is going to render.

    It is ``context``, or the copy of it that another base class of the view made.
    """
    rendered = getattr(response, "context_data", None)
    return context if rendered is None else rendered


def check_engine(view: object, engine: Any) -> None:
    """Raise ``ImproperlyConfigured`` for an engine that ignores ``RENDER_BLOCKS``."""
    if not getattr(engine, "supports_fragments", False):
        raise ImproperlyConfigured(
            f"{type(view).__qualname__} renders fragments, but the template engine "
            f"{getattr(engine, 'name', None)!r} "
            f"({type(engine).__module__}.{type(engine).__qualname__}) does not know "
            "RENDER_BLOCKS. Set BACKEND of this engine in TEMPLATES to "
            "'htmx_views.backends.jinja2.Jinja2WithFragments' or "
            "'htmx_views.backends.django.DjangoTemplatesWithFragments'."
        )
