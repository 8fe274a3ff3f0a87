"""`{% compress js %}` in a block"""

from __future__ import annotations

import tempfile

from django.urls import path
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect_text

APPS = ["compressor"]
TEMPLATES = {
    "page.html": """<html>{% load compress static %}{% block moon %}{% compress js %}
<script src="{% static "monsters/site.js" %}"></script>
{% endcompress %}<b>Moon</b>{% endblock %}</html>""",
}
OPTIONS = {
    "COMPRESS_ENABLED": True,
    "COMPRESS_ROOT": tempfile.mkdtemp(prefix="htmx_views-"),
    "STATICFILES_FINDERS": [
        "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        "compressor.finders.CompressorFinder",
    ],
}
RESULT = "works"


def trial(site: Site) -> None:
    class Moon(HtmxFragmentMixin, TemplateView):
        template_name = "page.html"
        fragment_blocks = ["moon"]

    site.serve(path("", Moon.as_view()))
    site.check_fragments("/")
    fragment = site.client.get("/", htmx=True)
    expect_text(fragment, '<script src="/static/CACHE/js/', "<b>Moon</b>")
