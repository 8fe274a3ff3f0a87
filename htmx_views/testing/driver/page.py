"""A page that a test clicks on, without a browser."""

from __future__ import annotations

from typing import Any, Literal

from django.test import AsyncClient, Client

from htmx_views.testing.driver import actions, filling
from htmx_views.testing.driver.browser import Browser, Request
from htmx_views.testing.driver.dom import Element, select
from htmx_views.testing.driver.events import PageEvent
from htmx_views.testing.driver.finding import find_all, only
from htmx_views.testing.driver.reading import text_of
from htmx_views.testing.driver.syntax import parse_interval
from htmx_views.testing.driver.tab import Answer, Tab

FIELDS = "input, select, textarea"
CLICKABLE = (
    "a[href], button, summary, label, input, [role=button], [role=link], [role=tab], "
    "[role=menuitem], [hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]"
)


class Page:
    """
    A page of the site, as a person uses it.

    ``client`` is Django's test client or one of this package, sync or async; its
    cookies are the person's, so two pages of one client are two tabs. An element is
    named by what a person reads, its text or its label, or by a CSS selector;
    ``role="button"`` and ``within="#results"`` tell which of several. A question of
    the page is answered by ``answer=``. ``version`` is htmx's, where the page does
    not tell; without ``javascript`` no script is loaded. Where the client holds its
    answers against the contracts, the page does so with what becomes of them.
    """

    def __init__(
        self,
        client: Client | AsyncClient,
        url: str | None = None,
        *,
        version: Literal[2, 4] | None = None,
        javascript: bool = True,
    ) -> None:
        self.client = client
        self._tab = Tab(Browser(client), version=version, javascript=javascript)
        if getattr(client, "contracts", False):
            from htmx_views.testing.contracts.watching import ContractWatcher

            ignored = getattr(client, "ignored_contracts", ())
            self._tab.watcher = ContractWatcher(ignored)
        if url is not None:
            self.visit(url)

    # What a person does

    def visit(self, url: str) -> Page:
        """Open an address."""
        self._tab.visit(url)
        return self._held()

    def reload(self) -> Page:
        self._tab.reload()
        return self._held()

    def back(self) -> Page:
        self._tab.traverse(-1)
        return self._held()

    def forward(self) -> Page:
        self._tab.traverse(1)
        return self._held()

    def click(
        self,
        what: str | None = None,
        *,
        role: str | None = None,
        within: str | None = None,
        answer: Answer = None,
        times: int = 1,
    ) -> Page:
        """
        Click on an element; return the page that a person sees then.

        That is a new one where a link opens a tab of its own. ``times=2`` clicks
        again before an answer has come.
        """
        element = self._find(what, role, within, CLICKABLE)
        tab = self._tab
        with tab.answering(answer):
            for _ in range(times):
                if self._tab.document.is_connected(element):
                    tab = actions.click(self._tab, element)
            tab.settle()
        return self._held(tab)

    def fill(
        self,
        what: str | None,
        value: Any = "",
        *,
        role: str | None = None,
        within: str | None = None,
    ) -> Page:
        """
        Type into a field, choose an option or a file, tick a box.

        ``value`` is a text, the label of an option or a list of them, ``True`` or
        ``False``, the path of a file or a ``File``.
        """
        filling.enter(self._tab, self._find(what, role, within, FIELDS), value)
        self._tab.settle()
        return self._held()

    def press(
        self,
        key: str,
        what: str | None = None,
        *,
        within: str | None = None,
        answer: Answer = None,
    ) -> Page:
        """Press a key in an element, or in the one that has the focus."""
        element = self._tab.document.focused
        if what is not None or element is None:
            element = self._find(what, None, within, f"{FIELDS}, {CLICKABLE}")
        with self._tab.answering(answer):
            tab = actions.press(self._tab, element, key)
            tab.settle()
        return self._held(tab)

    def focus(self, what: str, *, within: str | None = None) -> Page:
        element = self._find(what, None, within, f"{FIELDS}, {CLICKABLE}")
        actions.focus(self._tab, element)
        self._tab.settle()
        return self._held()

    def leave(self) -> Page:
        """Take the focus from what has it, as a click beside it does."""
        actions.focus(self._tab, None)
        self._tab.settle()
        return self._held()

    def scroll_to(self, what: str) -> Page:
        """Bring an element into view, for what waits for that."""
        element = self._find(what, None, None, "*")
        self._tab.tell(element, "revealed", "intersect")
        self._tab.settle()
        return self._held()

    def trigger(self, event: str, what: str | None = None) -> Page:
        """Fire an event on an element or the body, as a script of the site would."""
        self._tab.fire(event, self._scope(what), None)
        self._tab.settle()
        return self._held()

    def wait(self, duration: str | None = None) -> Page:
        """
        Let time go by: ``"10s"``, ``"300ms"``.

        What is due runs: polls, what was typed and waits for a pause, lazy loads.
        Without a duration all runs that does not come again.
        """
        if duration is None:
            self._tab.wait(self._tab.clock.last_delay())
        else:
            self._tab.wait(parse_interval(duration))
        return self._held()

    def hide(self) -> Page:
        """Look at something else: the tab is not seen any more."""
        self._tab.document.is_hidden = True
        return self._held()

    def show(self) -> Page:
        """Come back to the tab."""
        self._tab.document.is_hidden = False
        self._tab.companion.show()
        self._tab.settle()
        return self._held()

    # What a person sees

    @property
    def url(self) -> str:
        """The address, without the site."""
        return self._tab.url

    @property
    def title(self) -> str:
        return self._tab.document.title

    @property
    def html(self) -> str:
        return self._tab.document.html

    @property
    def response(self) -> Any:
        """Django's response to the last page, or part of one, that was asked for."""
        return self.requests[-1].response

    @property
    def requests(self) -> list[Request]:
        """All requests of the page, in their order."""
        return self._tab.browser.requests

    @property
    def events(self) -> list[PageEvent]:
        """The events that answers and the companion script fired, in their order."""
        return self._tab.events

    @property
    def dialogs(self) -> list[str]:
        """The questions that the page has asked."""
        return self._tab.dialogs

    @property
    def focused(self) -> Element | None:
        """The element that has the focus."""
        return self._tab.document.focused

    def text(
        self,
        what: str | None = None,
        *,
        role: str | None = None,
        within: str | None = None,
    ) -> str:
        """Return the text of an element, or of the page."""
        if what is None and role is None:
            return text_of(self._scope(within))
        return text_of(self._find(what, role, within, "*"))

    def value(self, what: str, *, within: str | None = None) -> str | list[str] | bool:
        """Return what is typed or chosen in a field, or whether a box is ticked."""
        return self._tab.document.controls.shown_value(
            self._find(what, None, within, FIELDS)
        )

    def find(
        self,
        what: str | None = None,
        *,
        role: str | None = None,
        within: str | None = None,
    ) -> Element:
        """Return an element, as lxml has it."""
        return self._find(what, role, within, "*")

    def find_all(
        self,
        what: str | None = None,
        *,
        role: str | None = None,
        within: str | None = None,
    ) -> list[Element]:
        """Return all such elements."""
        scope = self._scope(within)
        return find_all(scope, what, role, select(scope, "*"))

    def _find(
        self, what: str | None, role: str | None, within: str | None, css: str
    ) -> Element:
        scope = self._scope(within)
        candidates = select(scope, css)
        return only(find_all(scope, what, role, candidates), what, role, candidates)

    def _scope(self, within: str | None) -> Element:
        if within is None:
            return self._tab.document.body
        return self._find(within, None, None, "*")

    def _held(self, tab: Tab | None = None) -> Page:
        """Return the page that ``tab`` shows, if no answer breaks a contract."""
        __tracebackhide__ = True
        self._tab.watcher.hold()
        return self if tab is None or tab is self._tab else self._in(tab)

    def _in(self, tab: Tab) -> Page:
        page = type(self)(self.client)
        page._tab = tab
        return page
