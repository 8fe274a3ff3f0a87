from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from htmx_views.requests import (
    fragment_rule,
    htmx_details,
    htmx_headers,
    is_fragment_request,
    target_id,
    vary,
)


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        ({}, "not htmx"),
        ({"HX-Request": "false"}, "not htmx"),
        ({"HX-Request": "True"}, "not htmx"),
        ({"HX-Request": "true, true"}, "not htmx"),
        ({"HX-Request-Type": "partial"}, "not htmx"),
        (htmx_headers(), "fragment"),
        (htmx_headers(version=4), "partial"),
        (htmx_headers(history_restore=True), "history restore"),
        (htmx_headers(version=4, history_restore=True), "not htmx"),
        (htmx_headers(version=4, request_type="full"), "full"),
        (htmx_headers(version=4, request_type="Partial"), "full"),
        ({"HX-Request": "true", "HX-Request-Type": ""}, "full"),
        (htmx_headers(boosted=True), "boosted"),
        (htmx_headers(boosted=True, target="rows"), "boosted"),
        (htmx_headers(version=4, boosted=True), "full"),
        (htmx_headers(version=4, boosted=True, target="rows"), "partial"),
    ],
)
def test_the_rules_are_tried_in_order(headers: dict[str, str], rule: str) -> None:
    request = RequestFactory().get("/", headers=headers)

    assert fragment_rule(request) == rule
    assert is_fragment_request(request) is (rule in ("partial", "fragment"))


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        (htmx_headers(boosted=True, target="rows"), "fragment"),
        (htmx_headers(version=4, boosted=True), "full"),
        (htmx_headers(boosted=True, history_restore=True), "history restore"),
    ],
)
def test_boosted_requests_get_a_fragment_where_the_view_maps_their_target(
    headers: dict[str, str], rule: str
) -> None:
    request = RequestFactory().get("/", headers=headers)

    assert fragment_rule(request, boosted=True) == rule


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize(
    "id", ["rows", "Zeilen-ü", "строки", "行", "a#b", "100%", "50%25", "a b", "😀", "ÿ"]
)
def test_the_target_is_the_same_id_for_either_version(version: int, id: str) -> None:
    request = RequestFactory().get(
        "/", headers=htmx_headers(version=version, target=id)
    )

    assert target_id(request) == id


@pytest.mark.parametrize(
    ("headers", "id"),
    [
        ({}, None),
        ({"HX-Target": ""}, None),
        ({"HX-Target": "a#"}, "a#"),
        ({"HX-Target": "#rows"}, "#rows"),
        ({"HX-Target": "my-list#rows", "HX-Request-Type": "partial"}, "rows"),
        ({"HX-Target": "div", "HX-Request-Type": "partial"}, None),
        ({"HX-Target": "div#", "HX-Request-Type": "partial"}, None),
        ({"HX-Target": "caf%C3%A9"}, "caf%C3%A9"),
        ({"HX-Target": "caf%C3%A9", "HX-Target-URI-AutoEncoded": "true"}, "café"),
        ({"HX-Target": "div#%FF%0A", "HX-Request-Type": "partial"}, "\ufffd\n"),
        ({"HX-Target": "x" * 100_000}, "x" * 100_000),
    ],
)
def test_the_target_of_any_header(headers: dict[str, str], id: str | None) -> None:
    assert target_id(RequestFactory().get("/", headers=headers)) == id


def test_details_are_those_of_the_middleware() -> None:
    request = RequestFactory().get("/", headers={"HX-Request": "true"})

    assert htmx_details(request)
    details = HtmxDetails(request)
    vars(request)["htmx"] = details
    assert htmx_details(request) is details


def test_the_headers_of_htmx_2() -> None:
    assert htmx_headers(
        target="строка",
        trigger="more",
        trigger_name="page",
        current_url="http://testserver/",
        prompt="Sure?",
        boosted=True,
    ) == {
        "HX-Request": "true",
        "HX-Target": "%D1%81%D1%82%D1%80%D0%BE%D0%BA%D0%B0",
        "HX-Target-URI-AutoEncoded": "true",
        "HX-Trigger": "more",
        "HX-Trigger-Name": "page",
        "HX-Prompt": "Sure?",
        "HX-Current-URL": "http://testserver/",
        "HX-Boosted": "true",
    }


def test_the_headers_of_htmx_4() -> None:
    assert htmx_headers(
        version=4,
        target="zeile-ü",
        tag="tr",
        trigger="more",
        current_url="http://testserver/",
    ) == {
        "HX-Request": "true",
        "HX-Source": "button#more",
        "HX-Target": "tr#zeile-%C3%BC",
        "HX-Request-Type": "partial",
        "HX-Current-URL": "http://testserver/",
    }
    boosted = htmx_headers(version=4, boosted=True)
    assert (boosted["HX-Target"], boosted["HX-Request-Type"]) == ("body", "full")


def test_the_headers_of_a_history_restore() -> None:
    assert htmx_headers(history_restore=True) == {
        "HX-Request": "true",
        "HX-History-Restore-Request": "true",
    }
    assert htmx_headers(version=4, history_restore=True, target="rows") == {
        "HX-History-Restore-Request": "true"
    }


def test_headers_of_no_version_of_htmx() -> None:
    with pytest.raises(ValueError, match="version must be 2 or 4, not 3"):
        htmx_headers(version=3)
    with pytest.raises(ValueError, match="htmx 2 sends no request type"):
        htmx_headers(request_type="partial")


@pytest.mark.parametrize(
    ("before", "headers", "after"),
    [
        (None, ["HX-Request", "Cookie"], "HX-Request, Cookie"),
        ("Cookie", ["HX-Request"], "Cookie, HX-Request"),
        ("Cookie, HX-Request", ["HX-Request"], "Cookie, HX-Request"),
        ("HX-Request, X-Cookie", ["Cookie"], "HX-Request, X-Cookie, Cookie"),
        ("cookie", ["HX-Request", "Cookie"], "cookie, HX-Request"),
        ("X-HX-Target", ["HX-Target"], "X-HX-Target, HX-Target"),
        ("*", ["HX-Request"], "*"),
    ],
)
def test_a_response_varies_on_each_header_once(
    before: str | None, headers: list[str], after: str
) -> None:
    response = HttpResponse(headers={"Vary": before} if before else None)

    vary(response, headers)
    vary(response, headers)

    assert response["Vary"] == after
