"""Scripts by their nonce, as Django 6 and as django-csp make it."""

from __future__ import annotations

from typing import Any

import django
import pytest
from csp.constants import NONCE
from playwright.sync_api import Page, expect

from tests.browser.csp_urls import DJANGO, JINJA2
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.csp_urls"),
    pytest.mark.django_db(transaction=True),
]

needs_django_6 = pytest.mark.skipif(
    django.VERSION < (6, 0), reason="Django 5.2 writes no policy"
)


#: Nothing but this is allowed.
ALLOWED = {"default-src": ["'none'"], "connect-src": ["'self'"], "img-src": ["data:"]}


@pytest.fixture(params=[pytest.param("django", marks=needs_django_6), "django-csp"])
def writer(request: pytest.FixtureRequest, settings: Any, engine: str) -> str:
    if request.param == "django":
        from django.utils.csp import CSP

        settings.SECURE_CSP = {**ALLOWED, "script-src": [CSP.NONCE]}
        processor = "django.template.context_processors.csp"
    else:
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": {**ALLOWED, "script-src": [NONCE]}
        }
        processor = "tests.browser.csp_urls.csp_nonce"
    options = {"environment": "monsters.jinja.environment"}
    template = engine_of(
        engine,
        {"nonces.html": JINJA2 if engine == "jinja2" else DJANGO},
        context_processors=["django.template.context_processors.request", processor],
        **(options if engine == "jinja2" else {}),
    )
    settings.TEMPLATES = [template]
    return str(request.param)


def test_a_policy_with_nonces(writer: str, page: Page) -> None:
    response = page.goto(f"/nonces/{writer}/")
    assert response is not None
    assert "script-src 'nonce-" in response.headers["content-security-policy"]
    page.get_by_role("button", name="Count").click()
    expect(page.locator("#count")).to_have_text("fetched")
    assert page.evaluate("typeof window.htmxViews") == "object"
