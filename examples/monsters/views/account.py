"""Log in and out."""

from __future__ import annotations

from django.contrib.auth import views as auth_views

from monsters.views.base import SitePage


class LoginView(SitePage, auth_views.LoginView):
    template_name = "monsters/login.html"
