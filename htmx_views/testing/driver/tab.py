"""A tab of a browser: its document, its address, its history, and what runs in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urldefrag

from htmx_views.testing.driver.browser import Browser, Request
from htmx_views.testing.driver.clock import Clock
from htmx_views.testing.driver.companion import NoCompanion
from htmx_views.testing.driver.document import Document, htmx_config
from htmx_views.testing.driver.dom import Element
from htmx_views.testing.driver.events import DomEvent, PageEvent
from htmx_views.testing.driver.focus import give_autofocus
from htmx_views.testing.driver.history import History
from htmx_views.testing.driver.htmx import Htmx
from htmx_views.testing.driver.htmx2 import Htmx2
from htmx_views.testing.driver.htmx4 import Htmx4
from htmx_views.testing.driver.inheritance import Attributes2, Attributes4
from htmx_views.testing.driver.script import find_companion
from htmx_views.testing.driver.watching import Watcher

#: What answers the questions of a page.
Answer = bool | str | None


class Tab:
    """
    What a page is shown in.

    ``version`` is htmx's where the page does not tell, ``javascript=False`` loads no
    script at all.
    """

    def __init__(
        self,
        browser: Browser,
        *,
        version: Literal[2, 4] | None = None,
        javascript: bool = True,
    ) -> None:
        self.browser = browser
        self.version = version
        self.javascript = javascript
        self.history = History()
        self.clock = Clock()
        #: The pages that htmx 2 keeps for the back button.
        self.snapshots: dict[str, tuple[str, str]] = {}
        self.events: list[PageEvent] = []
        #: The questions that the page has asked.
        self.dialogs: list[str] = []
        self.document = Document("")
        self.htmx: Htmx | None = None
        self.companion = NoCompanion(self)
        #: Who looks at the answers, also in tabs that this one opens.
        self.watcher = Watcher()
        self._answers: list[Answer] = []

    @property
    def url(self) -> str:
        """The address without the site."""
        return self.history.current.url

    @property
    def location(self) -> str:
        """The whole address."""
        return self.browser.origin + self.url

    # Navigate

    def visit(self, url: str) -> None:
        self.navigate(Request("GET", url))

    def navigate(self, request: Request) -> None:
        """Load a page in the place of the current one."""
        document = self._load(request)
        if document is not None:
            self.history.push(document.url, document)
            self._show(document)

    def reload(self) -> None:
        document = self._load(Request("GET", self.url))
        if document is not None:
            self.history.reload(self.document, document)
            self._show(document)

    def traverse(self, steps: int) -> None:
        """Go back or forward; htmx restores what it has pushed."""
        left = self.url
        entry = self.history.go(steps)
        if entry.document is not self.document:
            gone = entry.document
            if (document := self._load(Request("GET", entry.url))) is not None:
                self.history.reload(gone, document)
                self._show(document)
        elif self.companion.goes():
            # It was the entry of a dialog.
            pass
        elif self.htmx is not None and entry.is_htmx and self.companion.is_old:
            self.reload()
        elif self.htmx is not None and entry.is_htmx:
            self.htmx.restore(entry.url, left)
        self.settle()

    def _load(self, request: Request) -> Document | None:
        """Return the document that is at an address; ``None`` for a download."""
        request = self.send(request)
        headers = request.response.headers
        is_download = headers.get("Content-Disposition", "").startswith("attachment")
        if is_download or "html" not in headers.get("Content-Type", ""):
            return None
        return Document(request.text, scripting=self.javascript, request=request)

    def _show(self, document: Document) -> None:
        self.document = document
        give_autofocus(document, document.root)
        self.clock.clear()
        self.companion = find_companion(self)
        self.htmx = self._find_htmx(document) if self.javascript else None
        self.watcher.loads(self)
        if self.htmx is not None:
            self.htmx.process([document.root])
            self.settle()

    def _find_htmx(self, document: Document) -> Htmx | None:
        version = self.version or document.htmx_version()
        config = htmx_config(document.root)
        if version == 2:
            return Htmx2(self, Attributes2(config, self.browser.is_own))
        if version == 4:
            self.history.current.is_htmx = True
            return Htmx4(self, Attributes4(config, self.browser.is_own))
        return None

    def send(self, request: Request) -> Request:
        """Send a request of the page that is shown."""
        if self.history.entries:
            request.referer = self.location
        base = request.referer or "/"
        url = self.browser.path_of(request.url, base)
        request.url, request.anchor = urldefrag(url)
        return self.browser.send(request)

    def opened(self) -> Tab:
        """Return a new tab of the same person, which a link has opened."""
        tab = Tab(self.browser, version=self.version, javascript=self.javascript)
        tab.watcher = self.watcher
        return tab

    # Events

    def fire(self, name: str, target: Element, detail: Any) -> None:
        """Fire an event that a test can look at in ``events``."""
        self.events.append(PageEvent(name, detail))
        self.companion.hear(name, target, detail)
        self.dispatch(DomEvent(name, target))

    def dispatch(self, event: DomEvent) -> DomEvent:
        if self.htmx is not None:
            self.htmx.listeners.hear(event)
        return event

    def tell(self, element: Element, *events: str) -> None:
        """Let plain events happen to an element."""
        for name in events:
            self.dispatch(DomEvent(name, element))

    def settle(self) -> None:
        if self.htmx is not None:
            self.htmx.settle()

    def wait(self, milliseconds: float) -> None:
        self.settle()
        self.clock.advance(milliseconds, self.settle)

    # Questions

    @contextmanager
    def answering(self, answer: Answer) -> Iterator[None]:
        """Answer what the page asks meanwhile."""
        self._answers.append(answer)
        try:
            yield
        finally:
            self._answers.pop()

    def _ask(self, question: str) -> Answer:
        self.dialogs.append(question)
        answer = self._answers[-1] if self._answers else None
        if answer is None:
            raise AssertionError(
                f"The page asks {question!r}: say answer=True or answer=False, or "
                "answer='text' where it asks for a text."
            )
        return answer

    def confirms(self, question: str) -> bool:
        return self._ask(question) is not False

    def prompts(self, question: str) -> str | None:
        answer = self._ask(question)
        return answer if isinstance(answer, str) else None
