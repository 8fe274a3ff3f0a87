"""Walk through a site: open its pages, and let htmx send what is safe."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from django.test import AsyncClient, Client

from htmx_views.requests import SAFE_METHODS
from htmx_views.testing.contracts.watching import ContractWatcher
from htmx_views.testing.driver.browser import Browser, Request
from htmx_views.testing.driver.flights import NotSent
from htmx_views.testing.driver.tab import Tab
from htmx_views.testing.site.actions import Action, actions, links, posts, send
from htmx_views.testing.site.fragments import compare_fragments
from htmx_views.testing.site.report import SiteReport
from htmx_views.testing.site.routes import route_of

Tell = Callable[[str], object]


class Walk:
    """
    One walk, with one version of htmx.

    What is of one pattern of the URLconf, and goes to one target, is tried ``times``
    times.
    """

    def __init__(
        self,
        client: Client | AsyncClient,
        report: SiteReport,
        *,
        version: Literal[2, 4] | None,
        times: int,
        skip: Collection[str],
        ignore: Collection[str],
        ignore_blocks: Collection[str],
        tell: Tell,
    ) -> None:
        self.browser = Browser(client)
        self.report = report
        self.version = version
        self.times = times
        self.skip = tuple(skip)
        self.ignore_blocks = ignore_blocks
        self.watcher = ContractWatcher(ignore, self._is_new)
        self.tell = tell
        self.reached: set[str] = set()
        #: The requests that a contract has said to lead nowhere.
        self._dead: set[str] = set()
        #: The patterns that only unsafe requests lead to, and from where.
        self.unsafe: dict[str, str] = {}
        self._queue: deque[tuple[str, str]] = deque()
        self._queued: set[str] = set()
        self._held: set[tuple[str, str | None]] = set()
        self._counts: Counter[tuple[str | None, ...]] = Counter()
        self._tried: set[tuple[str, ...]] = set()

    def run(self, start: str) -> None:
        self._enqueue(start, "the start")
        while self._queue:
            self._explore(*self._queue.popleft())

    def _enqueue(self, url: str, place: str) -> None:
        key = ("page", route_of(url))
        is_new = url not in self._queued and self._counts[key] < self.times
        if is_new and not self._is_left_alone("GET", url):
            self._counts[key] += 1
            self._queued.add(url)
            self._queue.append((url, place))

    def _explore(self, url: str, place: str) -> None:
        """Open a page again and again until nothing on it is left to be tried."""
        self.report.pages.append(url)
        place, is_first = f"{url}, from {place}", True
        while True:
            tab = Tab(self.browser, version=self.version)
            tab.watcher = self.watcher
            if not self._do(place, tab.visit, url) or not tab.history.entries:
                return
            if is_first:
                self._do(place, compare_fragments, tab, self.ignore_blocks)
            if not self._act(tab, url):
                return
            is_first = False

    def _act(self, tab: Tab, url: str) -> bool:
        """Try what is left on a page; return whether there was anything."""
        document, is_tried = tab.document, False
        self._look_around(tab, url)
        while (action := self._next(tab, url)) is not None:
            is_tried = True
            self._do(f"{url}: {action}", send, tab, action)
            if tab.document is not document:
                # htmx has left for another page.
                self._enqueue(tab.url, f"{url}: {action}")
                break
            self._look_around(tab, url)
        return is_tried

    def _next(self, tab: Tab, url: str) -> Action | None:
        for action in actions(tab):
            route = route_of(action.url)
            if action.method not in SAFE_METHODS:
                self.unsafe.setdefault(route or "", f"{action.method} on {url}")
                continue
            one = (url, action.url, action.target)
            key = ("htmx", route, action.target)
            is_left_alone = self._is_left_alone(action.method, action.url)
            if one in self._tried or is_left_alone:
                continue
            self._tried.add(one)
            if self._counts[key] < self.times:
                self._counts[key] += 1
                return action
        return None

    def _is_left_alone(self, method: str, url: str) -> bool:
        request = f"{method} {unquote(urlsplit(url).path)}"
        return url.startswith(self.skip) or request in self._dead

    def _look_around(self, tab: Tab, url: str) -> None:
        for each in links(tab):
            self._enqueue(each, url)
        for each in posts(tab):
            self.unsafe.setdefault(route_of(each) or "", f"POST on {url}")

    def _do(self, place: str, step: Callable[..., object], *arguments: Any) -> bool:
        """Do something on a page; note what went wrong, and return whether it went."""
        self.tell(place)
        sent = len(self.browser.requests)
        try:
            step(*arguments)
        except NotSent as error:
            self.report.not_sent[place] = str(error)
        except AssertionError as error:
            self.report.add(str(error), place)
        except Exception as error:
            self.report.add(f"{type(error).__name__}: {error}", place)
            return False
        for finding in self.watcher.taken():
            self.report.add(finding.what, finding.place)
            self._dead.add(finding.request)
        for request in self.browser.requests[sent:]:
            self._note(request, place)
        return True

    def _is_new(self, request: Request) -> bool:
        """Return whether an answer was not held yet: pages are opened several times."""
        key = str(request), request.headers.get("HX-Target")
        is_new = key not in self._held
        self._held.add(key)
        return is_new

    def _note(self, request: Request, place: str) -> None:
        """Note what was reached, and which answer is an error."""
        response: Any = request.response
        status = response.status_code
        if "HX-Request" in request.headers:
            self.report.requests.append(str(request))
        if status < 400 and (route := route_of(request.url)) is not None:
            self.reached.add(route)
        # An element that a login is asked for, and a form that is checked while empty.
        is_login = status == 401 and "HX-Redirect" in response.headers
        if status >= 400 and status != 422 and not is_login:
            self.report.add(f"{request} is answered with status {status}.", place)
