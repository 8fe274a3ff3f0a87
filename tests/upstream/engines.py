"""Both of our engines in the place of Django's."""

from __future__ import annotations


def substitute() -> None:
    import django.template
    from django.template import engine
    from django.template.backends import django as django_backend
    from django.template.backends import jinja2 as jinja2_backend

    from htmx_views.backends.django import DjangoTemplatesWithFragments, Engine
    from htmx_views.backends.jinja2 import Jinja2WithFragments

    # The tests name Django's classes; ours go by their names.
    for module in (django.template, engine, django_backend):
        vars(module)["Engine"] = Engine
    vars(django_backend)["DjangoTemplates"] = DjangoTemplatesWithFragments
    vars(jinja2_backend)["Jinja2"] = Jinja2WithFragments
