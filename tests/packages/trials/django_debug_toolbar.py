"""A page and a fragment under the toolbar, whose panel lists each template once"""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.views.generic import ListView

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_text

APPS = ["debug_toolbar"]
MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware"]
TEMPLATES = {
    "base.html": "<html><body>{% block content %}{% endblock %}</body></html>",
    "page.html": """{% extends "base.html" %}{% block content %}<h1>Quests</h1>
{% block rows %}{% for quest in object_list %}
<p>{{ quest.title }}</p>{% endfor %}{% endblock %}{% endblock %}""",
}
OPTIONS = {
    "DEBUG_TOOLBAR_CONFIG": {
        "SHOW_TOOLBAR_CALLBACK": lambda request: True,
        "IS_RUNNING_TESTS": False,
    }
}
RESULT = "works"


def trial(site: Site) -> None:
    from debug_toolbar.store import get_store

    from tests.keyset.models import Quest

    class Quests(HtmxFragmentMixin, ListView):
        model = Quest
        template_name = "page.html"
        fragment_blocks = ["rows"]

    def listed(response: Any) -> list[str]:
        request_id = response["djdt-request-id"]
        templates = get_store().panel(request_id, "TemplatesPanel")["templates"]
        return [template["template"]["name"] for template in templates]

    site.serve(
        path("", Quests.as_view()), path("__debug__/", include("debug_toolbar.urls"))
    )
    site.make_quests(1)
    page = site.client.get("/")
    expect_text(page, "Quest 0", 'id="djDebug"', is_page=True)
    fragment = site.client.get("/", htmx=True)
    expect_text(fragment, "Quest 0")
    expect("djDebug" in fragment.content.decode(), False)
    for response in (page, fragment):
        expect(listed(response), ["page.html", "base.html"])
