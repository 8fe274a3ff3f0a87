"""The tags are the Jinja2 globals under Django's own template language."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import path

from htmx_views.auth import LoginStatusView
from htmx_views.auth.tags import htmx_views_script, login_status
from htmx_views.backends.django.assigns import assigns

pytestmark = pytest.mark.urls(__name__)

urlpatterns = [path("status/", LoginStatusView.as_view(), name="login_status")]


@pytest.fixture
def context(rf: RequestFactory, settings: Any) -> Context:
    """Return a context that knows the request as a context processor tells it."""
    settings.LOGIN_URL = "/login/"
    request = rf.get("/")
    request.user = AnonymousUser()
    return Context({"request": request})


def test_a_tag_renders_what_the_global_does(context: Context) -> None:
    template = Template(
        "{% load htmx_views %}{% login_status %}{% htmx_views_script %}"
    )
    expected = login_status(context) + htmx_views_script(context)
    assert template.render(context) == expected


@pytest.mark.parametrize("tag", ["htmx_views_script", "login_status", "notices"])
def test_no_tag_runs_before_a_block(tag: str) -> None:
    (_, node) = Template(f"{{% load htmx_views %}}{{% {tag} %}}").nodelist
    assert not assigns(node)


def test_a_tag_takes_the_url_by_its_name() -> None:
    with pytest.raises(TemplateSyntaxError, match="login_status"):
        Template('{% load htmx_views %}{% login_status "login_status" %}')
