"""A component in a block, and a block in a component"""

from __future__ import annotations

from django.urls import path
from django.views.generic import ListView

from htmx_views.blocks import BlockRefused
from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect_raised, expect_text

APPS = ["django_cotton"]
TEMPLATES = {
    "cotton/card.html": """<c-vars title="No title" />
<article><h2>{{ title }}</h2>{{ slot }}</article>""",
    "page.html": """<html>{% block cards %}{% for quest in object_list %}
<c-card title="{{ quest.title }}">{{ quest.rank }}</c-card>{% endfor %}{% endblock %}
</html>""",
    "inside.html": """<html><c-card title="Quests">{% block rows %}
{% for quest in object_list %}<p>{{ quest.title }}</p>{% endfor %}
{% endblock %}</c-card></html>""",
}
RESULT = (
    "a component in a block works; a block in a component is refused: put the "
    "component into the block"
)


def trial(site: Site) -> None:

    from tests.keyset.models import Quest

    class Quests(HtmxFragmentMixin, ListView):
        model = Quest
        template_name = "page.html"
        fragment_blocks = ["cards"]

    inside = Quests.as_view(template_name="inside.html", fragment_blocks=["rows"])
    site.serve(path("", Quests.as_view()), path("inside/", inside))
    site.make_quests(2)
    site.check_fragments("/")
    expect_text(site.client.get("/", htmx=True), "<h2>Quest 0</h2>0</article>")
    expect_text(site.client.get("/inside/"), "Quest 1", is_page=True)
    expect_raised(BlockRefused, lambda: site.client.get("/inside/", htmx=True))
