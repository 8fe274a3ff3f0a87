"""`SingleTableView`, sorted and on its second page"""

from __future__ import annotations

from django.urls import path

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect_text

APPS = ["django_tables2"]
TEMPLATES = {
    "page.html": """<html>{% load django_tables2 %}<div id="table">
{% block table %}{% render_table table %}{% endblock %}</div></html>"""
}
RESULT = "works"


def trial(site: Site) -> None:
    from django_tables2 import SingleTableView, Table

    from tests.keyset.models import Quest

    class QuestTable(Table):
        class Meta:
            model = Quest
            fields = ["title", "rank"]

    class Quests(HtmxFragmentMixin, SingleTableView):
        queryset = Quest.objects.order_by("pk")
        table_class = QuestTable
        paginate_by = 2
        template_name = "page.html"
        fragment_blocks = ["table"]

    site.serve(path("", Quests.as_view()))
    site.make_quests(4)
    site.check_fragments("/?sort=-rank&page=2")
    expect_text(site.client.get("/?sort=-rank&page=2", htmx=True), "Quest 1", "Quest 0")
