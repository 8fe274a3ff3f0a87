"""What a page may know of the CSRF secret, and what a stale token gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from htmx_views.auth.csrf import csrf_failure, csrf_header_name
from htmx_views.auth.page import user_hash
from htmx_views.testing import HtmxClient
from tests.engines import engine

pytestmark = pytest.mark.urls(__name__)


def save(request: HttpRequest) -> HttpResponse:
    return HttpResponse("saved")


urlpatterns = [path("save/", save)]


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    """Have no page of the site's own for a request without its token."""
    settings.TEMPLATES = [engine("django", {})]


@pytest.mark.parametrize(
    ("setting", "name"),
    [("HTTP_X_CSRFTOKEN", "X-CSRFTOKEN"), ("HTTP_X_XSRF_TOKEN", "X-XSRF-TOKEN")],
)
def test_the_header_is_named_as_in_a_request(
    setting: str, name: str, settings: Any
) -> None:
    settings.CSRF_HEADER_NAME = setting
    assert csrf_header_name() == name


class TestCsrfFailure:
    REASON = "CSRF token from POST incorrect."

    def test_htmx_gets_a_token_to_repeat_the_request_with(self) -> None:
        request = RequestFactory().post("/", HTTP_HX_REQUEST="true")
        response = csrf_failure(request, self.REASON)
        assert response.status_code == 403
        assert response["HX-Reswap"] == "none"
        assert response["HX-Views"] == "refused"
        assert len(response["X-CSRFToken"]) == 64
        assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
        assert b"CSRF verification failed" in response.content

    @pytest.mark.parametrize(
        "reason",
        ["Origin checking failed - null does not match any trusted origins.", ""],
    )
    def test_no_token_helps_another_origin(self, reason: str) -> None:
        request = RequestFactory().post("/", HTTP_HX_REQUEST="true")
        response = csrf_failure(request, reason)
        assert "X-CSRFToken" not in response
        assert response["HX-Reswap"] == "none"

    def test_it_says_whose_session_it_is(self) -> None:
        request = RequestFactory().post("/", HTTP_HX_REQUEST="true")
        request.user = User(pk=7, username="hünter")
        response = csrf_failure(request, self.REASON)
        assert response["HX-Views-User"] == user_hash(request)
        assert response["HX-Views-Username"] == "h%C3%BCnter"

    def test_a_browser_gets_djangos_page(self) -> None:
        response = csrf_failure(RequestFactory().post("/"), self.REASON)
        assert response.status_code == 403
        assert "HX-Reswap" not in response
        assert "HX-Views" not in response
        assert "X-CSRFToken" not in response

    def test_the_token_passes_the_middleware(self, settings: Any) -> None:
        settings.CSRF_FAILURE_VIEW = "htmx_views.auth.csrf.csrf_failure"
        client = HtmxClient(enforce_csrf_checks=True)
        first = client.post("/save/", htmx=True)
        assert first.status_code == 403
        again = client.post(
            "/save/",
            htmx=True,
            headers={"X-CSRFToken": first["X-CSRFToken"]},
        )
        assert again.content == b"saved"
