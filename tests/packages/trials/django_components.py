"""A component with a script and a stylesheet in a block, and a block in its slot"""

from __future__ import annotations

import tempfile
from typing import Any

from django.urls import include, path
from django.views.generic import TemplateView

from htmx_views.blocks import BlockRefused
from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect_raised, expect_text

APPS = ["django_components"]
TEMPLATES = {
    "page.html": """{% load component_tags %}<html><body>
{% block moon %}{% component "moon" %}full{% endcomponent %}{% endblock %}
</body></html>""",
    "inside.html": """{% load component_tags %}<html><body>
{% component "moon" %}{% block moon %}new{% endblock %}{% endcomponent %}
</body></html>""",
}
OPTIONS = {"BASE_DIR": tempfile.mkdtemp(prefix="htmx_views-")}
RESULT = (
    'a component in a block works, with `"DJC_DEPS_STRATEGY": "fragment"` in the '
    "context of the fragment, and a policy that allows its inline scripts; a block in "
    "a component is refused: put the component into the block"
)


def trial(site: Site) -> None:
    from django_components import Component, register

    @register("moon")
    class MoonComponent(Component):
        template = """{% load component_tags %}<b>The moon is
{% slot "phase" default %}{% endslot %}</b>"""
        js = "console.log('moon')"
        css = "b { color: red }"

    class Moon(HtmxFragmentMixin, TemplateView):
        template_name = "page.html"
        fragment_blocks = ["moon"]

        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            if self.choice.is_fragment:
                kwargs["DJC_DEPS_STRATEGY"] = "fragment"
            return super().get_context_data(**kwargs)

    site.serve(
        path("", Moon.as_view()),
        path("inside/", Moon.as_view(template_name="inside.html")),
        path("", include("django_components.urls")),
    )
    shown = "The moon is\nfull</b>"
    expect_text(site.client.get("/"), shown, "console.log", is_page=True)
    # What its own script loads, once: the addresses of both files.
    expect_text(site.client.get("/", htmx=True), shown, '"jsTags__toFetch": ["')
    expect_raised(BlockRefused, lambda: site.client.get("/inside/", htmx=True))
