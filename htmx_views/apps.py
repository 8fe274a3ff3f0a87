"""The app, which brings the system checks."""

from django.apps import AppConfig
from django.core.checks import register

from htmx_views.checks import check_views


class HtmxViewsConfig(AppConfig):
    name = "htmx_views"
    verbose_name = "htmx_views"

    def ready(self) -> None:
        register(check_views, "htmx_views")
