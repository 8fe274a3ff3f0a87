"""Log in and out, and the status in the header of every page."""

from __future__ import annotations

from django.contrib.auth import views as auth_views

from htmx_views import views as htmx_views
from monsters.views.base import SitePage


class LoginView(SitePage, auth_views.LoginView):
    template_name = "monsters/login.html"


class LoginStatusView(SitePage, htmx_views.LoginStatusView):
    template_name = "monsters/login_status.html"
