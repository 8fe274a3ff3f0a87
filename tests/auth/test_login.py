"""The page that a login leads back to."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from htmx_views.auth.login import person_page


@pytest.mark.parametrize(
    ("current_url", "page"),
    [
        ("http://testserver/monsters/", "/monsters/"),
        ("http://testserver/monsters/?page=2&q=a%20b#top", "/monsters/?page=2&q=a%20b"),
        ("http://testserver", "/"),
        # A proxy may speak HTTPS with the reader and HTTP with Django.
        ("https://testserver/monsters/", "/monsters/"),
        ("/monsters/", "/monsters/"),
    ],
)
def test_the_page_is_a_path_of_this_host(current_url: str, page: str) -> None:
    request = RequestFactory().get("/", HTTP_HX_CURRENT_URL=current_url)
    assert person_page(request) == page


@pytest.mark.parametrize(
    "current_url",
    [
        "",
        "http://evil.example/",
        "http://testserver:8000/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "//evil.example/",
        "///evil.example/",
        "http:///evil.example/",
        "http://testserver//evil.example/",
        "http://testserver/\\evil.example/",
        "http://testserver/\\\\evil.example/",
        "\\\\evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "\x08http://testserver/",
        "monsters/",
        "ftp://testserver/",
    ],
)
def test_no_other_page_is_taken(current_url: str) -> None:
    request = RequestFactory().get("/", HTTP_HX_CURRENT_URL=current_url)
    assert person_page(request) is None


def test_without_the_header_there_is_no_page() -> None:
    assert person_page(RequestFactory().get("/")) is None


def test_a_secure_site_takes_no_insecure_page() -> None:
    request = RequestFactory().get(
        "/", secure=True, HTTP_HX_CURRENT_URL="http://testserver/monsters/"
    )
    assert person_page(request) is None
