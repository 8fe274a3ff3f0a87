"""`PermissionRequiredMixin` on one object: who is allowed, and who is not"""

from __future__ import annotations

from django.urls import path
from django.views.generic import DetailView

from htmx_views.views import HtmxFragmentMixin
from tests.packages.site import Site, expect, expect_text

APPS = ["guardian"]
TEMPLATES = {
    "page.html": "<html>{% block quest %}{{ object.title }}{% endblock %}</html>"
}
OPTIONS = {
    "LOGIN_URL": "/login/",
    "AUTHENTICATION_BACKENDS": [
        "django.contrib.auth.backends.ModelBackend",
        "guardian.backends.ObjectPermissionBackend",
    ],
}
RESULT = "works; the 401 is `HtmxViewsMiddleware`'s"


def trial(site: Site) -> None:
    from guardian.mixins import PermissionRequiredMixin
    from guardian.shortcuts import assign_perm

    from tests.keyset.models import Quest

    class Detail(HtmxFragmentMixin, PermissionRequiredMixin, DetailView):
        model = Quest
        permission_required = "keyset.view_quest"
        template_name = "page.html"
        fragment_blocks = ["quest"]

        post = DetailView.get

    site.serve(path("<int:pk>/", Detail.as_view()))
    site.make_quests(2)
    first, second = Quest.objects.all()
    user = site.make_user()
    assign_perm("view_quest", user, first)
    site.check_refusal(f"/{first.pk}/")
    site.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    site.check_fragments(f"/{first.pk}/")
    expect_text(site.client.get(f"/{first.pk}/", htmx=True), first.title)
    expect(site.client.get(f"/{second.pk}/").status_code, 302)
    expect(site.client.get(f"/{second.pk}/", htmx=True).status_code, 401)
