"""A page whose policy allows scripts by their nonce alone."""

from __future__ import annotations

from typing import Any

import django
from csp.decorators import csp_exempt
from django.http import HttpRequest
from django.urls import include, path
from django.utils.decorators import decorator_from_middleware
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin

PAGE = """<!doctype html>
<html lang="en">
<head>
  <title>Nonces</title>
  <link rel="icon" href="data:,">
  <meta name="htmx-config" content='{"allowEval": false,
    "includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  SCRIPTS
</head>
<body>
  <button hx-get="{{ request.path }}" hx-target="#count">Count</button>
  <p id="count">{% block count %}{{ count }}{% endblock %}</p>
</body>
</html>
"""
JINJA2 = PAGE.replace(
    "SCRIPTS",
    "{{ htmx_views_script() }}{{ htmx_script(version=version, nonce=csp_nonce) }}",
)
DJANGO = PAGE.replace(
    "SCRIPTS",
    "{% load django_htmx htmx_views %}{% htmx_views_script %}"
    "{% htmx_script version=version %}",
)


def csp_nonce(request: HttpRequest) -> dict[str, Any]:
    """Call django-csp's nonce as Django and django-htmx do."""
    return {"csp_nonce": request.csp_nonce}  # type: ignore[attr-defined]


class Nonces(HtmxFragmentMixin, TemplateView):
    template_name = "nonces.html"
    fragment_blocks = ["count"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            version=int(self.request.COOKIES["htmx"]),
            count="fetched" if self.choice.is_fragment else "opened",
            **kwargs,
        )


urlpatterns = [
    path("nonces/django-csp/", Nonces.as_view()),
    path("", include("monsters.urls")),
]
if django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware

    # The server of the tests keeps the middleware that it began with.
    by_django = decorator_from_middleware(ContentSecurityPolicyMiddleware)
    urlpatterns += [
        path("nonces/django/", csp_exempt()(by_django(Nonces.as_view()))),
    ]
