"""
The driver does what Chromium does: same page, same address, same requests.

How long both take for the stories is said at the end of a run.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import unified_diff
from time import perf_counter
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from htmx_views.testing import HtmxClient
from monsters.views.hunts import HuntListView
from tests.browser import pattern_stories, stories
from tests.browser.chromium import Chromium
from tests.browser.conftest import TIMEOUT
from tests.testing.driver import lab
from tests.testing.driver.snapshots import (
    RECORDED,
    Driver,
    Recorder,
    Snapshot,
    recorded,
    summary,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, reset_sequences=True),
]

Open = Callable[..., Chromium]
#: The example site's own scripts, of which the driver knows nothing.
SITE_SCRIPTS = re.compile(r"/static/monsters/\w+\.js$")


@pytest.fixture
def chromium(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Return a function that opens the first tab of a person."""
    contexts = []

    def open_tab(cookies: dict[str, str], **options: Any) -> Chromium:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        return Chromium.in_context(context)

    yield open_tab
    for context in contexts:
        context.close()


@pytest.fixture
def site(chromium: Open) -> Open:
    """
    Open the example site without its own scripts.

    Only there: what Chromium tells of a routed request ends headers at a non-ASCII
    letter.
    """

    def open_tab(cookies: dict[str, str], **options: Any) -> Chromium:
        person = chromium(cookies, **options)
        person.context.route(SITE_SCRIPTS, lambda route: route.fulfill(body=""))
        return person

    return open_tab


@pytest.fixture(autouse=True)
def _slow_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HuntListView, "poll_interval", stories.POLL_INTERVAL)


@contextmanager
def timed(note: Callable[[str, object], None], who: str) -> Iterator[None]:
    start = perf_counter()
    yield
    note(who, perf_counter() - start)


def compare(
    story: stories.Story,
    chromium: Open,
    version: int,
    prepare: Callable[[], None] = stories.prepare,
    note: Callable[[str, object], None] = lambda name, value: None,
    **options: Any,
) -> Snapshot:
    """Let Chromium and the driver live through a story; return how it ended."""
    cookies = {"htmx": str(version), "engine": "jinja2"}
    expected: list[tuple[str, Snapshot]] = []
    actual: list[tuple[str, Snapshot]] = []
    prepare()
    with timed(note, "chromium"):
        story(Recorder(chromium(cookies, **options), expected))
    call_command("flush", verbosity=0, interactive=False)
    prepare()
    client = HtmxClient()
    client.cookies.load(cookies)
    javascript = options.get("java_script_enabled", True)
    with timed(note, "driver"):
        story(Recorder(Driver(client, javascript=javascript), actual))
    for (step, should), (_, does) in zip(expected, actual, strict=True):
        for what, value in should.items():
            difference = unified_diff(value, does[what], "Chromium", "driver", n=1)
            shown = "\n".join(list(difference)[:30])
            assert does[what] == value, f"{what} after {step}:\n{shown}"
    return expected[-1][1]


@pytest.mark.parametrize(
    "story",
    [*stories.STORIES, *pattern_stories.STORIES],
    ids=lambda story: story.__name__,
)
def test_a_story_ends_as_in_chromium(
    story: stories.Story, site: Open, htmx_version: int, record_property: Any
) -> None:
    compare(story, site, htmx_version, note=record_property)


@pytest.mark.parametrize("csrf", ["cookie", "httponly", "session"])
@pytest.mark.parametrize("story", stories.SESSIONS, ids=lambda story: story.__name__)
def test_a_session_ends_as_in_chromium(
    story: stories.Story,
    csrf: str,
    site: Open,
    htmx_version: int,
    settings: Any,
    record_property: Any,
) -> None:
    settings.CSRF_COOKIE_HTTPONLY = csrf == "httponly"
    settings.CSRF_USE_SESSIONS = csrf == "session"
    compare(story, site, htmx_version, note=record_property)


def test_a_block_that_waits_to_be_seen_comes_as_in_chromium(
    site: Open, htmx_version: int, record_property: Any
) -> None:
    """In a window that is too low for the whole page: the driver lays nothing out."""
    story, low = pattern_stories.scroll_to_a_block, {"width": 1280, "height": 240}
    compare(story, site, htmx_version, note=record_property, viewport=low)


@pytest.mark.parametrize("told", [stories, pattern_stories])
def test_it_is_as_in_chromium_without_javascript(told: Any, site: Open) -> None:
    compare(told.without_javascript, site, 2, java_script_enabled=False)


@pytest.mark.urls("tests.testing.driver.lab")
@pytest.mark.parametrize(("case", "version"), lab.CASES_AND_VERSIONS, ids=str)
def test_htmx_does_it_as_in_chromium(
    case: lab.Case, version: int, chromium: Open
) -> None:
    end = compare(case.story, chromium, version, prepare=lambda: None)

    # tests/testing/driver/test_lab.py has the driver do the same without a browser.
    record = recorded()
    if os.environ.get("HTMX_VIEWS_RECORD") == "1":
        record.setdefault(case.slug, {})[str(version)] = summary(end)
        text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
        RECORDED.write_text(text + "\n")
    assert record[case.slug][str(version)] == summary(end)
