"""Settings of the shop, as a team would have them that is strict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment

from htmx_views.auth.tags import htmx_views_script, login_status, notices

FOLDER = Path(__file__).resolve().parent

SECRET_KEY = "not a secret: this key only serves the tests"
ALLOWED_HOSTS = ["testserver", "localhost"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "htmx_views",
    "tests.shop",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "htmx_views.middleware.HtmxViewsMiddleware",
]
ROOT_URLCONF = "tests.shop.views"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"
STATIC_URL = "static/"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}

#: The version of htmx that the pages load.
HTMX_VERSION = 2


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals.update(
        static=static,
        url=lambda name, *args: reverse(name, args=args),
        htmx_script=htmx_script,
        htmx_views_script=htmx_views_script,
        login_status=login_status,
        notices=notices,
    )
    return env


def htmx_version(request: object) -> dict[str, int]:
    from django.conf import settings

    return {"htmx_version": getattr(settings, "HTMX_VERSION")}  # noqa: B009


TEMPLATES = [
    {
        "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tests.shop.settings.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tests.shop.settings.htmx_version",
            ],
        },
    },
]
