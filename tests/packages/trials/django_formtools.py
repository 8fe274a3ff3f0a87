"""`SessionWizardView`: two steps posted by htmx, one of them invalid"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import path
from django_htmx.http import HttpResponseClientRedirect

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_raised, expect_text

APPS = ["formtools"]
TEMPLATES = {
    "page.html": """<html><form method="post" hx-post="/">
{% block step %}{% csrf_token %}{{ wizard.management_form }}{{ wizard.form.as_p }}
{% endblock %}</form></html>"""
}
RESULT = "`HtmxFragmentMixin` works; `HtmxFormMixin` is refused"


def trial(site: Site) -> None:
    from formtools.wizard.views import SessionWizardView

    class Name(forms.Form):
        name = forms.CharField()

    class Level(forms.Form):
        level = forms.IntegerField()

    class Wizard(HtmxFragmentMixin, SessionWizardView):
        form_list = [Name, Level]
        template_name = "page.html"
        fragment_blocks = ["step"]

        def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
            data = self.get_all_cleaned_data()
            return HttpResponseClientRedirect(f"/{data['name']}/{data['level']}/")

    class Form(HtmxFormMixin, SessionWizardView):
        form_list = [Name, Level]

    def post(**data: str) -> Any:
        return site.client.post("/", data, htmx=True)

    step = "wizard-current_step"
    site.serve(path("", Wizard.as_view()))
    site.check_fragments("/")
    expect_text(post(**{step: "0", "0-name": ""}), "This field is required.")
    expect_text(post(**{step: "0", "0-name": "Elk"}), 'name="1-level"')
    expect_text(post(**{step: "1", "1-level": "high"}), "Enter a whole number.")
    done = post(**{step: "1", "1-level": "7"})
    expect(done["HX-Redirect"], "/Elk/7/")
    expect_raised(ImproperlyConfigured, Form.as_view)
