"""Hold what a tab loads, and what htmx swaps in it, against the contracts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from htmx_views.testing.contracts.answers import hold
from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.finding import ContractError, Finding
from htmx_views.testing.driver.browser import Request
from htmx_views.testing.driver.flights import Flight
from htmx_views.testing.driver.tab import Tab
from htmx_views.testing.driver.watching import Watcher


class ContractWatcher(Watcher):
    """
    Collects ``findings``; ``ignore`` lists ids of contracts.

    ``is_wanted`` says which answers to look at.
    """

    def __init__(
        self,
        ignore: Collection[str] = (),
        is_wanted: Callable[[Request], bool] = lambda request: True,
    ) -> None:
        self.ignore = ignore
        self.is_wanted = is_wanted
        self.findings: list[Finding] = []

    def loads(self, tab: Tab) -> None:
        request = tab.document.request
        if request is not None and self.is_wanted(request):
            self._hold(tab, request)

    def swaps(self, tab: Tab, flight: Flight, style: str) -> Callable[[], object]:
        if tab.htmx is None or not self.is_wanted(flight.sent):
            return super().swaps(tab, flight, style)
        before = replace(
            Exchange.of(tab.htmx.attributes, flight.element, flight.target),
            swap=style,
            select=flight.select,
        )
        return lambda: self._hold(
            tab, flight.sent, replace(before, url=tab.url, page=tab.document.root)
        )

    def _hold(
        self, tab: Tab, request: Request, exchange: Exchange | None = None
    ) -> None:
        response = request.response
        asked = getattr(response, "wsgi_request", None) or response.asgi_request
        version = None if tab.htmx is None else tab.htmx.attributes.version
        try:
            hold(
                response,
                asked,
                version=version,
                exchange=exchange,
                ignore=self.ignore,
            )
        except ContractError as error:
            self.findings += error.findings

    def hold(self) -> None:
        __tracebackhide__ = True
        if findings := self.taken():
            raise ContractError(findings)

    def taken(self) -> list[Finding]:
        """Return what was found since it was last asked for."""
        findings, self.findings = self.findings, []
        return findings
