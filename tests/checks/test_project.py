from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.views.generic import TemplateView, View
from django_htmx.middleware import HtmxMiddleware

import monsters.settings
from htmx_views.auth import LoginStatusView
from htmx_views.checks.project import HTMX_MIDDLEWARE, MIDDLEWARE
from htmx_views.checks.source import place_of_setting
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check

CSRF = "django.middleware.csrf.CsrfViewMiddleware"
CSRF_FAILURE = "htmx_views.auth.csrf.csrf_failure"
TEMPLATES = {"page.html": ""}


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"


class ProjectsHtmxMiddleware(HtmxMiddleware):
    pass


def ids(findings: list[CheckMessage]) -> list[str]:
    return [str(finding.id) for finding in findings]


@pytest.mark.parametrize(
    ("id", "missing", "installed", "consequence"),
    [
        (
            "htmx_views.W001",
            HTMX_MIDDLEWARE,
            MIDDLEWARE,
            "requests have no request.htmx",
        ),
        (
            "htmx_views.W002",
            MIDDLEWARE,
            HTMX_MIDDLEWARE,
            "error pages do not vary for htmx, login pages land inside of pages, and a "
            "page of one user acts in the name of the next",
        ),
    ],
)
def test_a_middleware_is_missing(
    check: Check, id: str, missing: str, installed: str, consequence: str
) -> None:
    (finding,) = check(Page, Page, jinja2=TEMPLATES, MIDDLEWARE=[installed])

    assert finding.id == id
    assert finding.obj == "settings.MIDDLEWARE"
    assert finding.msg == f"{missing} is missing: {consequence}."
    assert finding.hint == f"Add {missing!r} to MIDDLEWARE."


def test_a_middleware_of_the_projects_own(check: Check) -> None:
    own = f"{__name__}.ProjectsHtmxMiddleware"
    middleware = ["no.such.Middleware", own, MIDDLEWARE, f"{__name__}.ids"]

    assert check(Page, jinja2=TEMPLATES, MIDDLEWARE=middleware) == []


def test_without_views_of_ours_no_middleware_is_needed(check: Check) -> None:
    assert check(TemplateView, View, MIDDLEWARE=[]) == []


@pytest.mark.parametrize(
    ("view", "changed", "found"),
    [
        (LoginStatusView, {}, ["htmx_views.W003"]),
        (Page, {}, []),
        (LoginStatusView, {"CSRF_FAILURE_VIEW": CSRF_FAILURE}, []),
        (LoginStatusView, {"CSRF_FAILURE_VIEW": "shop.views.csrf_failure"}, []),
        (LoginStatusView, {"MIDDLEWARE": [HTMX_MIDDLEWARE, MIDDLEWARE]}, []),
    ],
)
def test_the_view_for_csrf_failures(
    check: Check, view: Any, changed: dict[str, Any], found: list[str]
) -> None:
    settings = {
        "MIDDLEWARE": [HTMX_MIDDLEWARE, MIDDLEWARE, CSRF],
        "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",
    }
    page = {"page.html": "{% block login_status %}{% endblock %}"}

    findings = check(
        view.as_view(template_name="page.html"), jinja2=page, **settings | changed
    )

    assert ids(findings) == found
    for finding in findings:
        assert finding.obj == "settings.CSRF_FAILURE_VIEW"
        assert finding.msg == (
            "A LoginStatusView is mounted, but a form that was open during a login "
            "elsewhere fails."
        )
        assert finding.hint == f"Set CSRF_FAILURE_VIEW = {CSRF_FAILURE!r}."


def test_a_setting_is_found_in_its_file(check: Check) -> None:
    (finding,) = check(
        Page,
        jinja2=TEMPLATES,
        MIDDLEWARE=[HTMX_MIDDLEWARE],
        # The last one: it is lost where another setting is overridden.
        SETTINGS_MODULE="monsters.settings",
    )

    lines = Path(monsters.settings.__file__).read_text().splitlines()
    line = lines.index("MIDDLEWARE = [") + 1
    assert finding.msg.endswith(f"({monsters.settings.__file__}, line {line}).")


@pytest.mark.parametrize("module", ["", "no.such", "monsters.settings", "sys"])
def test_a_setting_that_no_file_has(settings: Any, module: str) -> None:
    settings.SETTINGS_MODULE = module

    assert place_of_setting("NO_SUCH_SETTING") is None
