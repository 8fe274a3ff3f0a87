"""What breaks under way: what the reader sees of it, and what the log says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from tests.browser.life_urls import TEMPLATES, broken, delays, planned, received
from tests.engines import engine as engine_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.life_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def engine() -> str:
    """Choose one engine: the script is the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _plan() -> Iterator[None]:
    received.clear()
    planned.clear()
    delays.clear()
    broken.clear()
    yield
    broken.clear()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, what breaks here aside."""
    problems: list[str] = []
    yield problems
    told = (
        "Failed to load",
        "Error Code",
        "htmx:",
        "net::ERR",
        "violates",
        "CSP",
        "Unsafe",
    )
    assert [text for text in problems if not any(t in text for t in told)] == []


def log_of(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return what the log says from the level of errors up."""
    return [
        (record.getMessage(), type((record.exc_info or (0, 0))[1]).__name__)
        for record in caplog.records
        if record.levelno >= logging.ERROR
    ]


def lose_database() -> object:
    raise OperationalError("the database is gone")


def fail() -> object:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("breaks", "error"),
    [(lose_database, "OperationalError"), (fail, "ZeroDivisionError")],
)
def test_a_polled_block_that_fails_stays_as_it_is_and_recovers(
    breaks: Any,
    error: str,
    page: Page,
    debug: bool,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.TEMPLATES = [
        engine_of("jinja2", TEMPLATES, environment="monsters.jinja.environment")
    ]
    broken["poll"] = breaks
    with page.expect_response(lambda answer: answer.status == 500):
        page.goto("/broken/")
    page.wait_for_timeout(1000)
    expect(page.locator("#clock")).to_have_text("shown 0")
    # Nobody asked for it: nobody is told.
    expect(page.get_by_role("alert")).to_have_text("")
    logged = log_of(caplog)
    assert {*logged} == {("Internal Server Error: /broken/", error)}
    # It rests.
    page.wait_for_timeout(1000)
    assert log_of(caplog) == logged
    del broken["poll"]
    expect(page.locator("#clock")).to_have_text("shown 1", timeout=30_000)


def test_a_redirect_to_another_origin_is_told_as_no_connection(
    page: Page, debug: bool, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = {"Location": "http://127.0.0.1:9/elsewhere"}
    planned["form"] = [HttpResponse(status=302, headers=elsewhere)]
    page.goto("/life/form/")
    page.get_by_label("q").fill("grue")
    page.get_by_role("button", name="send").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection.")
    expect(page.locator("#out")).to_have_text("untouched")
    expect(page.get_by_label("q")).to_have_value("grue")
    # To the server it is an answer as any other.
    assert log_of(caplog) == []


def test_a_reader_who_goes_away_is_no_error(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    delays["form"] = 2
    page.goto("/life/form/")
    page.get_by_role("button", name="send").click()
    expect(page.locator("#out[aria-busy]")).to_have_count(1)
    page.goto("/life/plain/")
    # The server takes two seconds, and nobody hears that it is done.
    page.wait_for_timeout(3000)
    # What was sent is done all the same.
    assert len(received) == 1
    expect(page.get_by_label("q")).to_have_value("")
    assert log_of(caplog) == []
