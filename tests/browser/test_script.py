"""The companion script: which requests carry the token, and which never do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from htmx_views.auth.protocol import (
    CSRF_EVENT,
    LOGIN_REQUIRED_EVENT,
    OTHER_USER_EVENT,
)
from tests.browser.conftest import wait_until
from tests.browser.script_urls import VERBS, received

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.urls("tests.browser.script_urls"),
    pytest.mark.django_db(transaction=True),
]

TOKEN_NAMES = ("csrftoken", "csrfmiddlewaretoken")
OFF_BY_ONE_TAB = "x" * 32


class Recorder(BaseHTTPRequestHandler):
    """Another site, which welcomes requests from everywhere."""

    arrived: list[str]

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        self.arrived.append(
            f"{self.command} {self.path}\n{self.headers}\n{body}".lower()
        )
        self.send_response(200)
        origin = self.headers.get("Origin") or "*"
        self.send_header("Access-Control-Allow-Origin", origin)
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.send_header("Access-Control-Allow-Methods", "POST, PUT, PATCH, DELETE")
        requested = self.headers.get("Access-Control-Request-Headers") or "*"
        self.send_header("Access-Control-Allow-Headers", requested)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def other_site() -> Iterator[tuple[str, list[str]]]:
    """Serve another origin; return its URL and what arrives there."""
    arrived: list[str] = []
    handler = type("Handler", (Recorder,), {"arrived": arrived})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", arrived
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def engine() -> str:
    """Choose one engine: the script is the same."""
    return "jinja2"


@pytest.fixture(autouse=True)
def _nothing_received() -> None:
    received.clear()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Collect what the browser complains about, refused requests and icons aside."""
    problems: list[str] = []
    yield problems
    refused = ["401 (", "403 (", "404 (", "Error Code 401", "Error Code 403"]
    # From 2.0.11 on htmx asks another origin's answer for headers.
    refused.append("Refused to get unsafe header")
    assert [text for text in problems if not any(r in text for r in refused)] == []


@pytest.fixture(params=["cookie", "httponly"])
def csrf(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.CSRF_COOKIE_HTTPONLY = request.param == "httponly"
    return str(request.param)


def stale(page: Page, live_server: LiveServer) -> None:
    """Do what a login in another tab does: replace the secret."""
    page.context.add_cookies(
        [{"name": "csrftoken", "value": OFF_BY_ONE_TAB, "url": live_server.url}]
    )


def secret_of(page: Page) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return cookies["csrftoken"]


def statuses(page: Page) -> list[int]:
    """Return the list to which the answers to unsafe requests will be added."""
    statuses: list[int] = []

    def note(response: Response) -> None:
        if response.request.method != "GET":
            statuses.append(response.status)

    page.on("response", note)
    return statuses


class TestOtherOrigins:
    @pytest.mark.parametrize("scheme", ["http:", ""])
    def test_no_token_arrives_there(
        self,
        scheme: str,
        page: Page,
        csrf: str,
        other_site: tuple[str, list[str]],
        htmx_version: int,
    ) -> None:
        url, arrived = other_site
        page.goto(f"/script/forms/?to={scheme}{url.removeprefix('http:')}")
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        names = [*VERBS, "boosted", "boosted-get", "formaction", "vals", "button"]
        if htmx_version == 4:
            # htmx 4 leaves forms that lead elsewhere to the browser.
            names.remove("boosted")
            names.remove("boosted-get")
        for name in [*names, "plain", "plain-formaction"]:
            with page.expect_response(lambda answer: answer.url.startswith(url)):
                page.locator(f"#{name}").click()
        secret = secret_of(page)
        requests = [text for text in arrived if not text.startswith("options")]
        assert len(requests) == len(names) + 2
        for text in arrived:
            # Cookies of a host belong to all of its ports.
            lines = [li for li in text.splitlines() if not li.startswith("cookie:")]
            for leak in (*TOKEN_NAMES, token.lower(), secret.lower()):
                assert leak not in "\n".join(lines)

    def test_a_redirect_takes_a_masked_token_along_and_never_the_secret(
        self,
        page: Page,
        csrf: str,
        other_site: tuple[str, list[str]],
        problems: list[str],
    ) -> None:
        url, arrived = other_site
        page.goto(f"/script/redirect/?to={url}/elsewhere")
        secret = secret_of(page)
        page.get_by_role("button", name="send").click()
        wait_until(page, lambda: any(text.startswith("post") for text in arrived))
        # By itself htmx 4 would not follow it.
        *_, text = arrived
        assert text.startswith("post /elsewhere")
        token = text.partition("x-csrftoken: ")[2].partition("\n")[0].strip()
        assert len(token) == 64
        lines = [li for li in text.splitlines() if not li.startswith("cookie:")]
        assert secret.lower() not in "\n".join(lines)
        sent = received[0]["headers"]["x-csrftoken"]
        assert len(sent) == 64
        assert secret not in sent
        problems.clear()

    def test_a_policy_stops_that_redirect(
        self, page: Page, other_site: tuple[str, list[str]], problems: list[str]
    ) -> None:
        url, arrived = other_site
        page.goto(f"/script/redirect/?policy&to={url}/elsewhere")
        with page.expect_event("requestfailed"):
            page.get_by_role("button", name="send").click()
        page.wait_for_timeout(300)
        assert len(received) == 1
        assert arrived == []
        problems.clear()

    def test_a_relative_url_is_another_sites_where_the_base_is(
        self, page: Page, csrf: str, other_site: tuple[str, list[str]]
    ) -> None:
        url, arrived = other_site
        page.goto(f"/script/base/?to={url}")
        with page.expect_response(lambda answer: answer.url.startswith(url)):
            page.locator("#relative").click()
        assert arrived
        for text in arrived:
            lines = [li for li in text.splitlines() if not li.startswith("cookie:")]
            assert not any(name in "\n".join(lines) for name in TOKEN_NAMES)


class TestOwnOrigin:
    @pytest.mark.parametrize("verb", VERBS)
    def test_each_unsafe_request_carries_the_token_and_no_safe_one(
        self, verb: str, page: Page, csrf: str
    ) -> None:
        page.goto("/script/forms/")
        with page.expect_response(f"**/echo/{verb}*") as response:
            page.locator(f"#{verb}").click()
        assert response.value.status == 200
        (request,) = received
        assert ("x-csrftoken" in request["headers"]) is (verb != "get")
        assert "csrfmiddlewaretoken" not in request["query"]
        assert request["fields"].get("q") == ("x" if verb == "post" else None)

    @pytest.mark.parametrize("verb", VERBS[1:])
    def test_a_stale_token_is_replaced(
        self, verb: str, page: Page, csrf: str, live_server: LiveServer
    ) -> None:
        page.goto("/script/forms/")
        stale(page, live_server)
        answers = statuses(page)
        page.locator(f"#{verb}").click()
        expect_list(page, answers, [403, 200])
        assert [request["name"] for request in received] == [verb]

    def test_a_header_of_another_spelling_is_replaced(
        self, page: Page, csrf: str
    ) -> None:
        page.goto("/script/headers/")
        page.get_by_role("button", name="send").click()
        expect(page.locator("#out")).to_have_text("echo headers")
        assert "stale" not in received[0]["headers"]["x-csrftoken"]

    def test_a_page_that_knows_no_token_is_told(self, page: Page, csrf: str) -> None:
        page.goto("/script/bare/")
        answers = statuses(page)
        page.get_by_role("button", name="send").click()
        expect_list(page, answers, [403, 200])
        expect(page.locator("#out")).to_have_text("echo bare")
        # What it was told serves the next request.
        page.get_by_role("button", name="send").click()
        expect_list(page, answers, [403, 200, 200])

    def test_a_file_is_sent_again(
        self, page: Page, csrf: str, live_server: LiveServer
    ) -> None:
        page.goto("/script/upload/")
        page.get_by_label("q").fill("grüße & more")
        page.locator("[type=file]").set_input_files(
            {"name": "grue.txt", "mimeType": "text/plain", "buffer": b"dark"}
        )
        stale(page, live_server)
        page.get_by_role("button", name="send").click()
        expect(page.locator("#out")).to_have_text("echo upload")
        (request,) = received
        request["fields"].pop("csrfmiddlewaretoken", None)
        assert request["fields"] == {"q": "grüße & more", "file": "dark"}

    def test_a_request_is_repeated_once_and_no_more(self, page: Page) -> None:
        page.goto("/script/broken/")
        answers = statuses(page)
        page.get_by_role("button", name="send").click()
        expect_list(page, answers, [403, 403])
        page.wait_for_timeout(300)
        assert len(received) == 2
        expect(page.locator("#out")).to_have_text("untouched")

    def test_a_ptag_is_sent_and_kept(self, page: Page) -> None:
        page.goto("/script/ptag/")
        for _ in range(2):
            # The second answer changes nothing that could be waited for.
            with page.expect_response("**/tagged/"):
                page.get_by_role("button", name="send").click()
            expect(page.locator("#out")).to_have_text("tagged")
            expect(page.get_by_role("button", name="send")).to_have_attribute(
                "hx-ptag", "second"
            )
        assert [r["headers"]["hx-ptag"] for r in received] == ["first", "second"]


class TestOrdinaryForms:
    @pytest.fixture
    def opened(self, page: Page, csrf: str, other_site: tuple[str, Any]) -> Page:
        with page.expect_response("**/accounts/status/"):
            page.goto(f"/script/plain/?to={other_site[0]}")
        page.get_by_label("q").fill("grue")
        return page

    def test_the_status_renews_its_token(
        self, opened: Page, live_server: LiveServer
    ) -> None:
        old = opened.locator("[name=csrfmiddlewaretoken]").first.input_value()
        stale(opened, live_server)
        with opened.expect_response("**/accounts/status/"):
            opened.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        tokens = opened.locator("[name=csrfmiddlewaretoken]")
        expect(tokens.first).not_to_have_value(old)
        opened.get_by_role("button", name="send").click()
        expect(opened.locator("body")).to_have_text("echo plain")
        assert received[0]["fields"]["q"] == "grue"


@pytest.mark.parametrize(
    "scripts",
    ["htmx,views", "views,htmx", "views,htmx,views", "compat,views", "views,compat"],
)
def test_it_works_wherever_it_is_loaded(
    scripts: str,
    page: Page,
    csrf: str,
    htmx_version: int,
    live_server: LiveServer,
) -> None:
    if "compat" in scripts and htmx_version == 2:
        scripts = scripts.replace("compat", "htmx")
    page.goto(f"/script/forms/?scripts={scripts}")
    stale(page, live_server)
    answers = statuses(page)
    page.locator("#post").click()
    expect_list(page, answers, [403, 200])
    assert len(received) == 1
    names = page.evaluate(
        """() => {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            return Object.keys(window).filter((name) => !(name in frame.contentWindow));
        }"""
    )
    # What has an id is a global too.
    own = [name for name in names if not page.locator(f"[id='{name}']").count()]
    assert sorted(set(own) - {"0", "1", "plain"}) == ["htmx", "htmxViews"]
    assert page.evaluate("htmxViews.csrfToken()")


class TestFragmentsThatNeedALogin:
    @pytest.fixture
    def opened(self, page: Page) -> Page:
        User.objects.create_user("hunter", password="moonlit-lantern")
        page.goto("/accounts/login/?next=/script/protected/")
        page.get_by_label("Username").fill("hunter")
        page.get_by_label("Password").fill("moonlit-lantern")
        main = page.get_by_role("main")
        with page.expect_response("**/accounts/status/"):
            main.get_by_role("button", name="Log in").click()
            page.wait_for_url("**/script/protected/")
        Session.objects.all().delete()
        return page

    def test_they_lead_to_the_login_and_back_to_the_page(self, opened: Page) -> None:
        opened.get_by_role("button", name="load").click()
        opened.wait_for_url("**/accounts/login/?next=/script/protected/")

    def test_they_leave_a_page_on_which_something_is_typed(self, opened: Page) -> None:
        opened.get_by_label("q").fill("grue")
        opened.get_by_role("button", name="load").click()
        status = opened.locator("[data-login-status]")
        expect(status).to_contain_text("Not logged in")
        expect(status).to_be_focused()
        expect(opened.get_by_label("q")).to_have_value("grue")
        expect(opened.locator("#out")).to_have_text("untouched")
        assert opened.url.endswith("/script/protected/")


def expect_list(page: Page, actual: list[int], expected: list[int]) -> None:
    """Wait for what the browser reports from elsewhere."""
    for _ in range(100):
        if len(actual) >= len(expected):
            break
        page.wait_for_timeout(50)
    assert actual == expected


def source_of_the_script() -> bytes:
    path = finders.find("htmx_views/htmx-views.js")
    assert isinstance(path, str)
    return Path(path).read_bytes()


def test_the_script_is_small_and_needs_no_leave_of_a_policy() -> None:
    source = source_of_the_script()
    assert len(gzip.compress(source, 9)) <= 4.5 * 1024
    for word in (b"eval", b"Function(", b"innerHTML", b"setAttribute('on", b".style"):
        assert word not in source


def test_the_documentation_lists_each_event() -> None:
    source = source_of_the_script().decode()
    page = Path(__file__).parents[2] / "docs" / "reference" / "script.md"
    fires, listens = (
        {
            name
            for row in re.findall(r"^\| (`.*?) \|", part.partition("\n## ")[0], re.M)
            for name in re.findall(r"`([\w:-]+)`", row)
        }
        for part in re.split("\n## The events it .*\n", page.read_text())[1:]
    )
    heard = re.findall(r"\bon\(\"([^\"]+)\",", source)
    heard += ["htmx:" + name for name in re.findall(r"\bon[24]\(\"(.+?)\"", source)]
    assert listens == set(heard)
    told = {"htmx-views:" + name for name in re.findall(r"tell\(\"(.+?)\"", source)}
    assert fires == told | {CSRF_EVENT, LOGIN_REQUIRED_EVENT, OTHER_USER_EVENT}
