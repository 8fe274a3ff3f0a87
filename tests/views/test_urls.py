"""URLs as they are written into a page."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from htmx_views.views.urls import request_path, request_url


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/monsters/", "/monsters/"),
        ("//evil.example/", "/%2Fevil.example/"),
        ("///evil.example/", "/%2F/evil.example/"),
        ("/größe/", "/gr%C3%B6%C3%9Fe/"),
        ("/a?b#c/", "/a%3Fb%23c/"),
        ("/\\evil.example/", "/%5Cevil.example/"),
    ],
)
def test_a_path_stays_on_this_host(path: str, written: str) -> None:
    request = RequestFactory().get("/", query_params={"q": "a b"})
    request.path = path

    assert request_path(request) == written
    assert request_url(request) == f"{written}?q=a+b"
