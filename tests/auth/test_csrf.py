"""What a page may know of the CSRF secret."""

from __future__ import annotations

from typing import Any

import pytest

from htmx_views.auth.csrf import csrf_header_name, readable_cookie_name


@pytest.mark.parametrize(
    ("setting", "name"),
    [("HTTP_X_CSRFTOKEN", "X-CSRFTOKEN"), ("HTTP_X_XSRF_TOKEN", "X-XSRF-TOKEN")],
)
def test_the_header_is_named_as_in_a_request(
    setting: str, name: str, settings: Any
) -> None:
    settings.CSRF_HEADER_NAME = setting
    assert csrf_header_name() == name


def test_a_script_reads_the_cookie_by_its_name(settings: Any) -> None:
    settings.CSRF_COOKIE_NAME = "xsrf"
    assert readable_cookie_name() == "xsrf"


@pytest.mark.parametrize("setting", ["CSRF_USE_SESSIONS", "CSRF_COOKIE_HTTPONLY"])
def test_a_script_cannot_read_every_cookie(setting: str, settings: Any) -> None:
    setattr(settings, setting, True)
    assert readable_cookie_name() is None
