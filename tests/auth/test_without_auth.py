"""A project without django.contrib.auth, sessions, messages and static files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = """
import sys
import django
from django.conf import settings

import htmx_views.auth
import htmx_views.auth.tags
import htmx_views.middleware

settings.configure(
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="__main__",
    SECRET_KEY="not a secret",
    STATIC_URL="/static/",
    INSTALLED_APPS=["django_htmx", "htmx_views"],
    MIDDLEWARE=[
        "django.middleware.csrf.CsrfViewMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "htmx_views.middleware.HtmxViewsMiddleware",
    ],
    CSRF_FAILURE_VIEW="htmx_views.auth.csrf.csrf_failure",
    TEMPLATES=[
        {
            "BACKEND": "htmx_views.backends.django.DjangoTemplatesWithFragments",
            "APP_DIRS": True,
        }
    ],
)
django.setup()

from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.test import Client
from django.urls import path

PAGE = "{% load htmx_views %}{% htmx_views_script %}{% notices %}"

def page(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))

def private(request):
    return HttpResponseRedirect(f"/accounts/login/?next={request.path}")

urlpatterns = [path("page/", page), path("private/", private)]

htmx = {"HX-Request": "true", "HX-Views-User": "cafe"}
client = Client(enforce_csrf_checks=True)
page = client.get("/page/")
assert b'data-user="" data-username=""' in page.content, page.content
assert b"data-htmx-views-notices" in page.content
refused = client.post("/page/", headers=htmx)
assert (refused.status_code, refused["HX-Views-User"]) == (403, "")
token = {"X-CSRFToken": refused["X-CSRFToken"]}
assert client.post("/page/", headers=htmx | token).status_code == 200
assert client.get("/private/", headers=htmx).status_code == 401
assert "django.contrib.auth.models" not in sys.modules
"""


def test_it_works_and_nothing_is_imported_too_early(tmp_path: Path) -> None:
    script = tmp_path / "project.py"
    script.write_text(PROJECT)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        cwd=root,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
