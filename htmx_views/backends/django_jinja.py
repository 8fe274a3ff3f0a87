"""django-jinja's template backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django_jinja.backend import Jinja2
from django_jinja.backend import Template as DjangoJinjaTemplate
from django_jinja.base import dict_from_context

import htmx_views
from htmx_views.backends.jinja2.template import (
    FragmentEngineMixin,
    FragmentTemplateMixin,
)
from htmx_views.blocks import split_address

#: Our own templates in Jinja2's language: they have Django's names.
TEMPLATES = Path(htmx_views.__file__).with_name("jinja2")


class FragmentTemplate(FragmentTemplateMixin, DjangoJinjaTemplate):  # type: ignore[misc]  # no types
    """A template of django-jinja that renders blocks alone."""

    @property
    def is_watched(self) -> bool:  # type: ignore[override]  # a property
        return bool(self.backend.is_watched)

    def render(self, context: Any = None, request: HttpRequest | None = None) -> str:
        return super().render(dict_from_context(context or {}), request)


class Jinja2WithFragments(FragmentEngineMixin, Jinja2):  # type: ignore[misc]  # no types
    """
    django-jinja's backend whose templates know ``RENDER_BLOCKS``.

    It takes the place of ``django_jinja.backend.Jinja2`` in ``TEMPLATES`` and takes the
    same options. An address such as ``"list.jinja#rows"`` matches as its template does.
    """

    template_class = FragmentTemplate

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        #: Whether django-jinja's own ``render()`` sends ``template_rendered``.
        self.is_watched = params.get("OPTIONS", {}).get("debug", settings.DEBUG)

    @cached_property
    def template_dirs(self) -> tuple[Any, ...]:
        dirs = tuple(self.dirs)
        return (*dirs, TEMPLATES, *super().template_dirs[len(dirs) :])

    def match_template(self, template_name: str) -> bool:
        names = [template_name, *(split_address(template_name) or ())[:1]]
        return any(super(Jinja2WithFragments, self).match_template(n) for n in names)
