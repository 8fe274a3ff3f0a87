"""
The example site in a real Chromium.

``page`` is a tab that shows the site with one version of htmx and one engine; a
test that takes it runs for each of them. It fails at its end where the browser
reported an error: in a script, in the console, or against the content security
policy. A test that provokes one removes it from ``problems``.

``HTMX_VIEWS_HTMX_DIR`` names a folder with other versions of htmx than django-htmx
brings: ``node_modules`` after
``npm install htmx2@npm:htmx.org@2 htmx4@npm:htmx.org@4``.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    Error,
    FilePayload,
    Page,
    Response,
    Route,
    expect,
    sync_playwright,
)
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from monsters.bestiary import monsters
from monsters.models import Monster

EXECUTABLES = ["chromium-headless-shell", "chromium", "chromium-browser"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} blocks ${event.blockedURI}`));
"""

#: What a person chooses for an upload.
TEXT_FILE: FilePayload = {
    "name": "a.txt",
    "mimeType": "text/plain",
    "buffer": b"dark",
}

# A busy machine is slower than Playwright's five seconds allow.
TIMEOUT = 10_000
expect.set_options(timeout=TIMEOUT)

HTMX_DIR = os.environ.get("HTMX_VIEWS_HTMX_DIR")
HTMX_FILE = re.compile(r"/django_htmx/(?:ext/)?([\w-]+)-([24])\.min\.js$")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """
    Return Chromium: the system's, or the one that Playwright installed.

    The headless shell is what Playwright takes by itself, and the fastest.

    Playwright's event loop must have ended before the tests outside of this package
    run loops of their own.
    """
    executable = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=executable, args=ARGUMENTS
            )
        except Error as error:
            message = f"Chromium does not start: {error}"
            if os.environ.get("HTMX_VIEWS_REQUIRE_BROWSER") == "1":
                pytest.fail(message)
            pytest.skip(message)
        # Because of that loop Django takes the tests' own queries for unsafe ones.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        browser.close()


@pytest.fixture(params=[2, 4], ids=lambda version: f"htmx{version}")
def htmx_version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["jinja2", "django"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["cookie", "httponly", "session"])
def csrf(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Keep the CSRF secret as Django does by default, and in the two other ways."""
    settings.CSRF_COOKIE_HTTPONLY = request.param == "httponly"
    settings.CSRF_USE_SESSIONS = request.param == "session"
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["production", "debug"])
def debug(request: pytest.FixtureRequest, settings: Settings) -> bool:
    """Run the site as on a server, and with the script of django-htmx for DEBUG."""
    settings.DEBUG = request.param
    # It asks the server once more, perhaps when the test has ended; test_panel has it.
    settings.HTMX_VIEWS_DEBUG_PANEL = False
    return bool(request.param)


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about; fail the test for what is left."""
    problems: list[str] = []
    yield problems
    assert problems == []


@pytest.fixture
def open_page(
    browser: Browser,
    live_server: LiveServer,
    htmx_version: int,
    engine: str,
    problems: list[str],
) -> Iterator[Callable[..., Page]]:
    """
    Return a function that opens a tab of its own browser session.

    It takes ``cookies`` of the site and the arguments of Playwright's
    ``Browser.new_context()``: ``java_script_enabled=False``, ``color_scheme``, …
    Another tab of the same session is ``page.context.new_page()``.
    """
    contexts = []

    def open_page(cookies: dict[str, str] | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        if HTMX_DIR:
            context.route(HTMX_FILE, serve_htmx)
        cookies = {"htmx": str(htmx_version), "engine": engine} | (cookies or {})
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        if options.get("java_script_enabled", True):
            context.add_init_script(REPORT_POLICY_VIOLATIONS)
        context.on(
            "console",
            lambda message: (
                problems.append(message.text) if message.type == "error" else None
            ),
        )
        context.on("weberror", lambda error: problems.append(str(error.error)))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def make_monsters(transactional_db: None) -> Callable[[int], list[Monster]]:
    """Return a function that fills the database with so many monsters."""

    def make_monsters(number: int) -> list[Monster]:
        return list(Monster.objects.bulk_create(islice(monsters(), number)))

    return make_monsters


def serve_htmx(route: Route) -> None:
    """Answer with the file of ``HTMX_DIR``."""
    match = HTMX_FILE.search(route.request.url)
    assert HTMX_DIR
    assert match
    name, version = match.groups()
    folder = Path(HTMX_DIR, f"htmx{version}", "dist")
    route.fulfill(
        path=(folder if name == "htmx" else folder / "ext") / f"{name}.min.js"
    )


def wait_until(page: Page, what: str | Callable[[], object]) -> None:
    """
    Wait until a function, or JavaScript, returns something true.

    A policy of the site's forbids ``page.wait_for_function()``.
    """
    end = time.monotonic() + TIMEOUT / 1000
    while not (page.evaluate(what) if isinstance(what, str) else what()):
        assert time.monotonic() < end, f"{what} did not come true"
        page.wait_for_timeout(20)


def violations(page: Page) -> str:
    """Return what axe finds wrong with the page, once nothing moves any more."""
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.allSettled(document.getAnimations().map((a) => a.finished))")
    results = Axe().run(page)
    return str(results.generate_report()) if results.violations_count else ""


def watch_polls(page: Page) -> list[int]:
    """Return a list of the statuses of the polls to come."""
    statuses: list[int] = []

    def keep(response: Response) -> None:
        if response.request.headers.get("hx-ptag"):
            statuses.append(response.status)

    page.on("response", keep)
    return statuses


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long the driver took for what Chromium did, in test_driver.py."""
    passed = terminalreporter.getreports("passed")
    told = [dict(each.user_properties) for each in passed]
    took = [each for each in told if {"chromium", "driver"} <= each.keys()]
    if took:
        slow, fast = (sum(each[who] for each in took) for who in ("chromium", "driver"))
        terminalreporter.write_line(
            f"{len(took)} stories end as in Chromium: {fast:.0f} s by the driver, "
            f"{slow:.0f} s by Chromium (with 75 ms after each step to see it rest)"
        )
