"""`addtoblock` in a block; `render_block` behind it, and before it"""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_text

APPS = ["sekizai"]
BLOCK = """{% block moon %}{% addtoblock "assets" %}<script src="/moon.js"></script>
{% endaddtoblock %}<b>Moon</b>{% endblock %}"""
RENDERED = '{% render_block "assets" %}'
TEMPLATES = {
    "behind.html": "<html>{% load sekizai_tags %}" + BLOCK + RENDERED + "</html>",
    "before.html": "<html>{% load sekizai_tags %}" + RENDERED + BLOCK + "</html>",
}
RESULT = (
    "works; what the block adds does not come along: see "
    "[Assets of a fragment](../guide/assets.md)"
)


def trial(site: Site) -> None:
    from sekizai.context_processors import sekizai

    class Moon(HtmxFragmentMixin, TemplateView):
        fragment_blocks = ["moon"]

        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            return super().get_context_data(**kwargs, **sekizai())

    site.serve(
        path("behind/", Moon.as_view(template_name="behind.html")),
        path("before/", Moon.as_view(template_name="before.html")),
    )
    for url in ("/behind/", "/before/"):
        page = site.client.get(url)
        expect_text(page, "moon.js", "<b>Moon</b>", is_page=True)
        site.check_fragments(url)
        expect(site.client.get(url, htmx=True).content, b"<b>Moon</b>")
