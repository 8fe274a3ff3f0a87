"""`{% crispy form %}` with crispy-bootstrap5: an invalid and a valid form"""

from __future__ import annotations

from django import forms
from django.urls import path
from django.views.generic import CreateView

from htmx_views.views import HtmxFormMixin
from tests.packages.site import Site, expect, expect_text

APPS = ["crispy_forms", "crispy_bootstrap5"]
TEMPLATES = {
    "page.html": """<html>{% load crispy_forms_tags %}<div id="form">
{% block form %}{% crispy form %}{% endblock %}</div></html>"""
}
OPTIONS = {
    "CRISPY_ALLOWED_TEMPLATE_PACKS": "bootstrap5",
    "CRISPY_TEMPLATE_PACK": "bootstrap5",
}
RESULT = "works"


def trial(site: Site) -> None:
    from crispy_forms.helper import FormHelper
    from crispy_forms.layout import Submit

    from tests.keyset.models import Quest

    class QuestForm(forms.ModelForm):
        class Meta:
            model = Quest
            fields = ["title", "rank"]

        @property
        def helper(self) -> FormHelper:
            helper = FormHelper()
            helper.attrs = {"hx-post": "/", "hx-target": "#form"}
            helper.add_input(Submit("save", "Save"))
            return helper

    class Create(HtmxFormMixin, CreateView):
        form_class = QuestForm
        template_name = "page.html"
        success_url = "/"
        fragment_blocks = ["form"]
        success_blocks = ["form"]

    site.serve(path("", Create.as_view()))
    site.check_fragments("/")
    invalid = site.client.post("/", {"title": "Elk", "rank": "high"}, htmx=True)
    expect_text(invalid, "is-invalid", "Enter a whole number.", 'hx-post="/"')
    valid = site.client.post("/", {"title": "Elk", "rank": "7"}, htmx=True)
    expect_text(valid, "csrfmiddlewaretoken", 'hx-post="/"')
    expect(Quest.objects.get().title, "Elk")
