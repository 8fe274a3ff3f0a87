"""Check the settings and the script that the views of a project need."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.utils.module_loading import import_string

from htmx_views.checks.report import Report, Where
from htmx_views.checks.source import place, place_of_setting
from htmx_views.checks.views import label

HTMX_MIDDLEWARE = "django_htmx.middleware.HtmxMiddleware"
MIDDLEWARE = "htmx_views.middleware.HtmxViewsMiddleware"
CSRF_MIDDLEWARE = "django.middleware.csrf.CsrfViewMiddleware"
CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"
DJANGO_CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

OURS = Path(__file__).parents[1]
LOGIN_STATUS = re.compile(r"\{%-?\s*login_status\b|\blogin_status\(")
SCRIPT = re.compile(r"htmx_views_script|htmx-views\.js")

#: What our views need, and what happens without it.
NEEDED = {
    "W001": (HTMX_MIDDLEWARE, "requests have no request.htmx"),
    "W002": (
        MIDDLEWARE,
        "error pages do not vary for htmx, login pages land inside of pages, and a "
        "page of one user acts in the name of the next",
    ),
}


def check_middleware(report: Report) -> None:
    """Add a finding for each middleware that the views need and lack."""
    installed = installed_middleware()
    for id, (path, consequence) in NEEDED.items():
        if path not in installed:
            report.add(
                id,
                _where("MIDDLEWARE"),
                f"{path} is missing: {consequence}",
                f"Add {path!r} to MIDDLEWARE.",
            )


def check_csrf_failure_view(report: Report) -> None:
    """Add a finding where a page with a login status cannot help its open forms."""
    is_djangos = settings.CSRF_FAILURE_VIEW == DJANGO_CSRF_FAILURE_VIEW
    if is_djangos and CSRF_MIDDLEWARE in installed_middleware():
        report.add(
            "W003",
            _where("CSRF_FAILURE_VIEW"),
            "A LoginStatusView is mounted, but a form that was open during a login "
            "elsewhere fails",
            f"Set CSRF_FAILURE_VIEW = {CSRF_FAILURE_VIEW!r}.",
        )


def check_script(report: Report) -> None:
    """Add a finding for an engine that shows a login status without its script."""
    for engine in engines.all():
        texts = {
            path: path.read_text(errors="replace")
            for directory in map(Path, getattr(engine, "template_dirs", ()))
            if OURS not in directory.parents
            for path in sorted(directory.rglob("*"))
            if path.is_file()
        }
        showing = [path for path in texts if LOGIN_STATUS.search(texts[path])]
        if showing and not any(map(SCRIPT.search, texts.values())):
            report.add(
                "W004",
                Where(f"TEMPLATES[{engine.name!r}]", partial(place, showing[0])),
                "Its templates show login_status, but none has htmx_views_script, "
                "which keeps their forms alive",
                "Put htmx_views_script into the head of the pages, before htmx.",
            )


def _where(setting: str) -> Where:
    return Where(f"settings.{setting}", partial(place_of_setting, setting))


def installed_middleware() -> set[str]:
    """Return the names of the middleware, those of its base classes included."""
    names = set()
    for path in settings.MIDDLEWARE:
        names.add(path)
        try:
            middleware = import_string(path)
        except ImportError:
            # Django itself says so when it starts.
            continue
        if isinstance(middleware, type):
            names |= {label(parent) for parent in middleware.__mro__}
    return names
