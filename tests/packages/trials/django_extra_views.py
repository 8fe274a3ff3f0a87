"""`ModelFormSetView` posted by htmx"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.urls import path

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from tests.packages.site import Site, expect_raised, expect_text

APPS = ["extra_views"]
TEMPLATES = {
    "page.html": """<html><form method="post" hx-post="/">
{% block rows %}{% csrf_token %}{{ formset }}{% endblock %}</form></html>"""
}
RESULT = (
    "`HtmxFragmentMixin` works; `HtmxFormMixin` is refused: on a `FormView` it takes a "
    "formset as `form_class`"
)


def trial(site: Site) -> None:
    from extra_views import CreateWithInlinesView, FormSetView, ModelFormSetView

    from tests.keyset.models import Quest

    class Quests(HtmxFragmentMixin, ModelFormSetView):
        model = Quest
        fields = ["title", "rank"]
        factory_kwargs = {"extra": 0}
        template_name = "page.html"
        fragment_blocks = ["rows"]

    class Rows(HtmxFormMixin, FormSetView):
        pass

    class Inlines(HtmxFormMixin, CreateWithInlinesView):
        pass

    site.serve(path("", Quests.as_view()))
    site.make_quests(1)
    site.check_fragments("/")
    pk = Quest.objects.get().pk
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": str(pk),
        "form-0-title": "Elk",
        "form-0-rank": "high",
    }
    invalid = site.client.post("/", data, htmx=True)
    expect_text(invalid, "Enter a whole number.", 'value="Elk"')
    for view in (Rows, Inlines):
        expect_raised(ImproperlyConfigured, view.as_view)
