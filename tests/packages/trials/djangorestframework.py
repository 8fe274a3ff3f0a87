"""`TemplateHTMLRenderer`, with `RENDER_BLOCKS` in the data of the response"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import path

from htmx_views.requests import VARY_ON, is_fragment_request
from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_raised, expect_text

APPS = ["rest_framework"]
TEMPLATES = {
    "page.html": """<html>{% block rows %}{% for quest in quests %}
<p>{{ quest.title }}</p>{% endfor %}{% endblock %}</html>"""
}
RESULT = "`RENDER_BLOCKS` works; an `APIView` is refused by the mixins"


def trial(site: Site) -> None:
    from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
    from rest_framework.response import Response
    from rest_framework.views import APIView

    from tests.keyset.models import Quest

    class Quests(APIView):
        renderer_classes = [TemplateHTMLRenderer, JSONRenderer]

        def get(self, request: Any) -> Response:
            data: dict[str, Any] = {"quests": list(Quest.objects.values("title"))}
            if is_fragment_request(request):
                data["RENDER_BLOCKS"] = ["rows"]
            headers = {"Vary": ", ".join(VARY_ON)}
            return Response(data, template_name="page.html", headers=headers)

    class Mixed(HtmxFragmentMixin, APIView):
        pass

    site.serve(path("", Quests.as_view()))
    site.make_quests(1)
    page, fragment = site.client.get("/"), site.client.get("/", htmx=True)
    expect_text(fragment, "<p>Quest 0</p>")
    expect(fragment.content in page.content, True)
    expect(page.content.startswith(b"<html>"), True)
    expect(fragment["Vary"], page["Vary"])
    expect("HX-Request" in fragment["Vary"], True)
    expect_raised(ImproperlyConfigured, Mixed.as_view)
