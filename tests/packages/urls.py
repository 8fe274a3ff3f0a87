"""What the trial serves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView
from django.urls import path

urlpatterns: list[Any] = [
    path("login/", LoginView.as_view(template_name="page.html"), name="login")
]
