"""`LoginRequiredMixin`, and `PermissionRequiredMixin` with `raise_exception`"""

from __future__ import annotations

from django.urls import path
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_text

APPS = ["braces"]
TEMPLATES = {"page.html": "<html>{% block name %}{{ user }}{% endblock %}</html>"}
OPTIONS = {"LOGIN_URL": "/login/"}
RESULT = "works; the 401 is `HtmxViewsMiddleware`'s"


def trial(site: Site) -> None:
    from braces.views import LoginRequiredMixin, PermissionRequiredMixin

    class Page(HtmxFragmentMixin, LoginRequiredMixin, TemplateView):
        template_name = "page.html"
        fragment_blocks = ["name"]

    class Strict(HtmxFragmentMixin, PermissionRequiredMixin, TemplateView):
        permission_required = "keyset.view_quest"
        raise_exception = True
        redirect_unauthenticated_users = True
        template_name = "page.html"
        fragment_blocks = ["name"]

    site.serve(path("", Page.as_view()), path("strict/", Strict.as_view()))
    site.check_refusal("/")
    site.check_refusal("/strict/")
    site.client.force_login(site.make_user())
    site.check_fragments("/")
    expect_text(site.client.get("/", htmx=True), "hunter")
    expect(site.client.get("/strict/", htmx=True).status_code, 403)
