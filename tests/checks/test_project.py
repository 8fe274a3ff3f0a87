from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.decorators import (
    login_not_required,
    login_required,
    permission_required,
)
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.checks import CheckMessage
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View
from django_htmx.middleware import HtmxMiddleware

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check

HTMX = "django_htmx.middleware.HtmxMiddleware"
LOGIN_REDIRECT = "htmx_views.middleware.HtmxViewsMiddleware"
LOGIN_REQUIRED = "django.contrib.auth.middleware.LoginRequiredMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
CSRF_FAILURE = "htmx_views.auth.csrf.csrf_failure"
TEMPLATES = {"page.html": ""}


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"


class ProjectsHtmxMiddleware(HtmxMiddleware):
    pass


def ids(findings: list[CheckMessage]) -> list[str]:
    return [str(finding.id) for finding in findings]


def test_the_middleware_of_django_htmx_is_missing(check: Check) -> None:
    (finding,) = check(Page, jinja2=TEMPLATES, MIDDLEWARE=[])

    assert (finding.id, finding.obj) == ("htmx_views.W001", f"{__name__}.Page")
    assert finding.msg == f"{HTMX} is missing, so requests have no request.htmx."
    assert finding.hint == f"Add {HTMX!r} to MIDDLEWARE."


@pytest.mark.parametrize("middleware", [HTMX, f"{__name__}.ProjectsHtmxMiddleware"])
def test_the_middleware_of_django_htmx_is_there(check: Check, middleware: str) -> None:
    settings = {"MIDDLEWARE": ["no.such.Middleware", middleware, f"{__name__}.ids"]}

    assert check(Page, jinja2=TEMPLATES, **settings) == []


def test_without_views_of_ours_no_middleware_is_needed(check: Check) -> None:
    assert check(TemplateView, View, MIDDLEWARE=[]) == []


class LoginRequiredPage(LoginRequiredMixin, Page):
    pass


class PermissionRequiredPage(PermissionRequiredMixin, Page):
    permission_required = "monsters.add_monster"


@method_decorator(login_required, name="dispatch")
class DecoratedPage(Page):
    pass


class HtmxLoginRequiredPage(HtmxLoginRequiredMixin, Page):
    pass


class ForbiddingPage(LoginRequiredPage):
    raise_exception = True


REDIRECTING = [
    LoginRequiredPage,
    PermissionRequiredPage,
    DecoratedPage,
    login_required(Page.as_view()),
    permission_required("monsters.add_monster")(Page.as_view()),
]


@pytest.mark.parametrize("view", REDIRECTING)
def test_a_view_that_redirects_to_the_login(check: Check, view: Any) -> None:
    (finding,) = check(view, jinja2=TEMPLATES, MIDDLEWARE=[HTMX])

    assert finding.id == "htmx_views.W002"
    assert str(finding.obj).startswith(f"{__name__}.")
    assert finding.msg == (
        "The view redirects to the login page, which htmx would swap into the page."
    )
    assert finding.hint == (
        f"Add {LOGIN_REDIRECT!r} to MIDDLEWARE, or use HtmxLoginRequiredMixin and its "
        "kin."
    )


@pytest.mark.parametrize("view", REDIRECTING)
def test_the_redirect_is_turned_into_what_htmx_understands(
    check: Check, view: Any
) -> None:
    middleware = [HTMX, LOGIN_REDIRECT]

    assert check(view, jinja2=TEMPLATES, MIDDLEWARE=middleware) == []


@pytest.mark.parametrize("view", [Page, HtmxLoginRequiredPage, ForbiddingPage])
def test_a_view_that_does_not_redirect(check: Check, view: Any) -> None:
    assert check(view, jinja2=TEMPLATES, MIDDLEWARE=[HTMX]) == []


def test_a_login_that_every_view_requires(check: Check) -> None:
    findings = check(
        Page,
        HtmxLoginRequiredPage,
        login_not_required(Page.as_view()),
        jinja2=TEMPLATES,
        MIDDLEWARE=[HTMX, LOGIN_REQUIRED],
    )

    assert [(f.id, f.obj) for f in findings] == [
        ("htmx_views.W002", f"{__name__}.Page")
    ]


STATUS = {
    "jinja2": ["{{ login_status() }}", "{{ htmx_views_script() }}"],
    "django": [
        "{% load htmx_views %}{% login_status %}",
        "{% load htmx_views %}{% htmx_views_script %}",
    ],
}


def page(language: str, *, script: bool) -> dict[str, dict[str, str]]:
    status, tag = STATUS[language]
    body = f"<html><body>{status}{tag if script else ''}</body></html>"
    return {language: {"page.html": body, "other.html": '{% extends "page.html" %}'}}


def test_a_login_status_without_the_script(check: Check, language: str) -> None:
    templates = page(language, script=False)

    (finding,) = check(Page, **templates, CSRF_FAILURE_VIEW=CSRF_FAILURE)

    assert (finding.id, finding.obj) == ("htmx_views.W004", f"{__name__}.Page")
    assert finding.msg == (
        "The page 'page.html' shows login_status, but not the script that keeps its "
        "forms alive (page.html, line 1)."
    )
    assert finding.hint == "Put htmx_views_script into the page's head, after htmx."


def test_the_template_with_the_login_status_is_named_once(
    check: Check, language: str
) -> None:
    findings = check(
        Page,
        Page.as_view(template_name="other.html"),
        **page(language, script=False),
        CSRF_FAILURE_VIEW=CSRF_FAILURE,
    )

    assert ids(findings) == ["htmx_views.W004"]


def test_a_login_status_without_the_view_for_csrf_failures(
    check: Check, language: str
) -> None:
    (finding,) = check(
        Page,
        Page.as_view(template_name="other.html"),
        **page(language, script=True),
        CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure",
    )

    assert (finding.id, finding.obj) == ("htmx_views.W003", f"{__name__}.Page")
    assert finding.msg == (
        "The page 'page.html' shows login_status, but a form that was open during a "
        "login elsewhere fails (page.html, line 1)."
    )
    assert finding.hint == f"Set CSRF_FAILURE_VIEW = {CSRF_FAILURE!r}."


@pytest.mark.parametrize(
    "changed",
    [
        {"CSRF_FAILURE_VIEW": CSRF_FAILURE},
        {"CSRF_FAILURE_VIEW": "shop.views.csrf_failure"},
        {"MIDDLEWARE": [HTMX]},
    ],
)
def test_a_login_status_with_all_it_needs(
    check: Check, language: str, changed: dict[str, Any]
) -> None:
    assert check(Page, **page(language, script=True), **changed) == []


def test_a_page_that_asks_whether_there_is_a_login_status(check: Check) -> None:
    page = "<html><body>{{ login_status is defined }}</body></html>"

    assert check(Page, jinja2={"page.html": page}) == []


def test_a_page_whose_parts_only_a_request_tells_may_have_the_script(
    check: Check, language: str
) -> None:
    templates = page(language, script=False)
    templates[language]["page.html"] += "{% include name %}"

    assert check(Page, **templates, CSRF_FAILURE_VIEW=CSRF_FAILURE) == []
