"""Check the settings that the views of a project need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.utils.module_loading import import_string

from htmx_views.checks.findings import finding, place
from htmx_views.checks.templates import Page
from htmx_views.checks.views import ViewFacts, label

HTMX_MIDDLEWARE = "django_htmx.middleware.HtmxMiddleware"
LOGIN_MIDDLEWARE = "htmx_views.middleware.HtmxViewsMiddleware"
LOGIN_REQUIRED_MIDDLEWARE = "django.contrib.auth.middleware.LoginRequiredMiddleware"
CSRF_MIDDLEWARE = "django.middleware.csrf.CsrfViewMiddleware"
CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"
DJANGO_CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"


def check_middleware(views: list[ViewFacts]) -> Iterator[CheckMessage]:
    """Yield a finding for each middleware that the views need and lack."""
    if not views:
        return
    installed = _installed_middleware()
    if HTMX_MIDDLEWARE not in installed:
        yield finding(
            "W001",
            views[0].name,
            f"{HTMX_MIDDLEWARE} is missing, so requests have no request.htmx.",
            f"Add {HTMX_MIDDLEWARE!r} to MIDDLEWARE.",
        )
    if LOGIN_MIDDLEWARE not in installed:
        everywhere = LOGIN_REQUIRED_MIDDLEWARE in installed
        for view in views:
            if _redirects_to_login(view, everywhere):
                yield finding(
                    "W002",
                    view.name,
                    "The view redirects to the login page, which htmx would swap into "
                    "the page.",
                    f"Add {LOGIN_MIDDLEWARE!r} to MIDDLEWARE, or use "
                    "HtmxLoginRequiredMixin and its kin.",
                )


def _installed_middleware() -> set[str]:
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


def _redirects_to_login(view: ViewFacts, everywhere: bool) -> bool:
    parents = {label(parent) for parent in view.view_class.__mro__}
    if "htmx_views.auth.access.HtmxAccessMixin" in parents:
        return False
    if "django.contrib.auth.mixins.AccessMixin" in parents:
        return not view.value("raise_exception")
    callbacks = [*view.mounted.callbacks, vars(view.view_class).get("dispatch")]
    # What @login_required and its kin leave on the view.
    if any("redirect_field_name" in _attributes(callback) for callback in callbacks):
        return True
    return everywhere and all(
        getattr(callback, "login_required", True) for callback in callbacks
    )


def _attributes(callback: Any) -> dict[str, Any]:
    return getattr(callback, "__dict__", {})


def check_login_status(
    pages: Iterable[tuple[Page, ViewFacts]],
) -> Iterator[CheckMessage]:
    """Yield a finding for what a page with a login status needs and lacks."""
    is_default = settings.CSRF_FAILURE_VIEW == DJANGO_CSRF_FAILURE_VIEW
    lacks_failure_view = is_default and CSRF_MIDDLEWARE in settings.MIDDLEWARE
    seen = set()
    for page, view in pages:
        with_status = [p for p in page.parts if "login_status" in p.functions]
        if not with_status:
            continue
        path = with_status[0].path
        functions = set().union(*(part.functions for part in page.sources))
        if (
            page.is_full
            and page.is_known
            and "htmx_views_script" not in functions
            and path not in seen
        ):
            seen.add(path)
            yield finding(
                "W004",
                view.name,
                f"The page {page.name!r} shows login_status, but not the script that "
                f"keeps its forms alive ({place(path, 1)}).",
                "Put htmx_views_script into the page's head, after htmx.",
            )
        if lacks_failure_view:
            lacks_failure_view = False
            yield finding(
                "W003",
                view.name,
                f"The page {page.name!r} shows login_status, but a form that was open "
                f"during a login elsewhere fails ({place(path, 1)}).",
                f"Set CSRF_FAILURE_VIEW = {CSRF_FAILURE_VIEW!r}.",
            )
