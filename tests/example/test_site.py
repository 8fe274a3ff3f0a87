"""The example site holds, in both languages and with both versions of htmx."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from htmx_views.testing import HtmxClient, assert_site_holds
from tests.browser import stories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("engine", "version", "is_logged_in"),
    [
        ("jinja2", "2", True),
        ("jinja2", "4", True),
        ("django", "2", True),
        ("django", "4", True),
        ("jinja2", "4", False),
    ],
)
def test_the_site_holds(
    engine: str, version: str, is_logged_in: bool, htmx_client: HtmxClient
) -> None:
    stories.prepare()
    stories.a_hunt()
    if is_logged_in:
        htmx_client.force_login(User.objects.get())
    htmx_client.cookies.load({"htmx": version, "engine": engine})

    report = assert_site_holds(htmx_client)

    # The rest is sent by forms. The page of a workshop is where a saved form leads.
    alone = {route for route, why in report.not_reached.items() if "nothing" in why}
    assert alone == {"forms/<int:pk>/", *(["accounts/login/"] * is_logged_in)}
    assert len(report.pages) > 20
    assert len({*report.requests}) > 15
    assert report.not_sent == {}
