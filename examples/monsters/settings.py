"""
Settings of the example site.

Without any environment variable they suit the demo on one's own machine. With
``DJANGO_DEBUG=0`` they suit a server: see "In production" in examples/README.md.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

EXAMPLES_DIR = Path(__file__).resolve().parent.parent


def get_list(variable: str, default: str = "") -> list[str]:
    """Return the comma-separated values of an environment variable."""
    values = os.environ.get(variable, default).split(",")
    return [value.strip() for value in values if value.strip()]


def get_flag(variable: str, default: str) -> bool:
    """Return whether an environment variable says "1", not "0"."""
    value = os.environ.get(variable, default)
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{variable} must be 0 or 1, but it is {value!r}.")
    return value == "1"


DEBUG = get_flag("DJANGO_DEBUG", "1")
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "DJANGO_DEBUG=0 needs a DJANGO_SECRET_KEY of 50 or more random characters."
        )
    SECRET_KEY = "not a secret: this key only serves the demo"
ALLOWED_HOSTS = get_list("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = get_list("DJANGO_CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "django_htmx",
    "htmx_views",
    "monsters",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "htmx_views.middleware.HtmxViewsMiddleware",
    "monsters.preferences.PreferencesMiddleware",
]
ROOT_URLCONF = "monsters.urls"
WSGI_APPLICATION = "monsters.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "monsters.preferences.preferences",
    "monsters.patterns.cookbook",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "monsters.jinja.environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.config(
        default=f"sqlite:///{EXAMPLES_DIR / 'monsters.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers and one writer at a time, without "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
# Where all processes of the site find it: a form is saved once by all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "monsters_cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: What "manage.py demo" adds, and the login page tells, under DEBUG.
DEMO_ACCOUNT = {"name": "hunter", "password": "moonlit-lantern"}

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "index"
LOGOUT_REDIRECT_URL = "index"
CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"

LANGUAGE_CODE = "en"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("DJANGO_STATIC_ROOT", EXAMPLES_DIR / "staticfiles")

# No inline script, no inline style, nothing from another site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

if not DEBUG:
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }
    SECURE_SSL_REDIRECT = True
    # An hour, and this host alone: browsers refuse plain HTTP for all that time, so
    # only who owns the domain can promise more.
    SECURE_HSTS_SECONDS = 60 * 60
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if get_flag("DJANGO_BEHIND_PROXY", "0"):
        # Only where the proxy sets this header itself: a client could claim it.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
