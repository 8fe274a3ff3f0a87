"""Log in and out, and the status in the header of every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views

from htmx_views import auth as htmx_auth


class LoginView(auth_views.LoginView):
    template_name = "monsters/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.DEBUG:
            kwargs["demo_account"] = settings.DEMO_ACCOUNT
        return super().get_context_data(**kwargs)


class LoginStatusView(htmx_auth.LoginStatusView):
    template_name = "monsters/login_status.html"
