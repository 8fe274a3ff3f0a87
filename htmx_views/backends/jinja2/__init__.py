"""Django's Jinja2 template backend, plus ``RENDER_BLOCKS``."""

from __future__ import annotations

from django.template.backends.jinja2 import Jinja2
from django.template.backends.jinja2 import Template as DjangoTemplate

from htmx_views.backends.jinja2.template import (
    FragmentEngineMixin,
    FragmentTemplateMixin,
)


class FragmentTemplate(FragmentTemplateMixin, DjangoTemplate):
    """A template of Django's backend that renders blocks alone."""

    @property
    def is_watched(self) -> bool:  # type: ignore[override]  # a property
        # django-debug-toolbar puts a function of its own in the place of render().
        namespace: dict[str, object] = DjangoTemplate.render.__globals__
        return namespace["__name__"] != DjangoTemplate.__module__


class Jinja2WithFragments(FragmentEngineMixin, Jinja2):
    """
    Django's Jinja2 backend whose templates know ``RENDER_BLOCKS``.

    It takes the place of ``django.template.backends.jinja2.Jinja2`` in ``TEMPLATES``
    and takes the same options.
    """

    template_class = FragmentTemplate
