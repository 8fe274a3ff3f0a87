"""Pages and fragments in both languages, each template once in the toolbar's panel"""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.views.generic import ListView

from htmx_views.views import HtmxFragmentMixin
from tests.engines import ENGINES, engine
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
    },
    "TEMPLATES": [engine(language, TEMPLATES) for language in ENGINES],
}
RESULT = "works"


def trial(site: Site) -> None:
    from debug_toolbar.store import get_store
    from django.template import engines

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
        *(path(f"{name}/", Quests.as_view(template_engine=name)) for name in ENGINES),
        path("__debug__/", include("debug_toolbar.urls")),
    )
    site.make_quests(1)
    for language in ENGINES:
        page = site.client.get(f"/{language}/")
        expect_text(page, "Quest 0", 'id="djDebug"', is_page=True)
        fragment = site.client.get(f"/{language}/", htmx=True)
        expect_text(fragment, "Quest 0")
        expect("djDebug" in fragment.content.decode(), False)
        for response in (page, fragment):
            expect(listed(response), ["page.html", "base.html"])
        # What the toolbar sets, and any other that Django's own has.
        template: Any = engines[language].get_template("page.html")
        for name in {"name": "page.html", **vars(template)}:
            setattr(template, name, getattr(template, name, None))
        site.check_fragments(f"/{language}/")
