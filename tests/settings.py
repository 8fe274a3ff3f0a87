"""
Settings of the test suite: those of the example site, quick and quiet.

``DATABASE_URL`` chooses another database, as it does for the site itself.
"""

import os
import tempfile
from pathlib import Path

# The settings of the site as a developer runs it, whatever the shell says.
os.environ["DJANGO_DEBUG"] = "1"

from monsters.settings import *  # noqa: F403 - a settings module extends another one so
from monsters.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, TEMPLATES, get_flag

TESTS_DIR = Path(__file__).resolve().parent

DEBUG = False
ROOT_URLCONF = "tests.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Models of tests; the list of the site itself stays as it is.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.keyset"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TEMPLATES[0]["DIRS"] = [TESTS_DIR / "jinja2"]

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: the threads of the live server cannot share a database in memory.
    DATABASES["default"]["TEST"] = {
        "NAME": f"{tempfile.gettempdir()}/htmx_views-{os.getpid()}.sqlite3"
    }

if get_flag("HTMX_VIEWS_TOOLBAR", "0"):
    # What django-debug-toolbar patches must not change what a page is.
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE = ["tests.toolbar.ToolbarMiddleware", *MIDDLEWARE]
    DEBUG_TOOLBAR_CONFIG = {
        "IS_RUNNING_TESTS": False,
        # In no page: it is made each time, and not among what the tests compare.
        "INSERT_BEFORE": "<!-- the toolbar -->",
        "SHOW_TOOLBAR_CALLBACK": lambda request: True,
    }
