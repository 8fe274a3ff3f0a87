"""The assertion about a whole site."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from django.test import AsyncClient, Client

from htmx_views.testing.site.progress import progress
from htmx_views.testing.site.report import SiteError, SiteReport
from htmx_views.testing.site.routes import all_routes
from htmx_views.testing.site.walk import Walk


def assert_site_holds(
    client: Client | AsyncClient,
    start: str = "/",
    *,
    versions: Iterable[Literal[2, 4]] = (),
    times: int = 3,
    skip: Collection[str] = (),
    ignore: Collection[str] = (),
    ignore_blocks: Collection[str] = (),
) -> SiteReport:
    """
    Assert that all holds that can be reached from a page on without changing anything.

    Opens ``start``, follows every link, and lets every element of htmx send its safe
    request, as the user who is logged in to ``client``, sync or async. Nothing may
    fail: no address, no view, no swap; each answer keeps the contracts, and each
    fragment is what it is on its page. ``versions=(2, 4)`` walks with both versions
    of htmx, else with the one that each page loads. Of each pattern of the URLconf
    ``times`` addresses are opened. ``skip`` lists how addresses start that are left
    alone, ``ignore`` the ids of contracts, ``ignore_blocks`` the blocks that differ
    each time.

    Returns a report of what was seen; raises ``SiteError`` with it.
    """
    __tracebackhide__ = True
    report = SiteReport()
    reached: set[str] = set()
    unsafe: dict[str, str] = {}
    with progress() as tell:
        for version in tuple(versions) or (None,):
            walk = Walk(
                client,
                report,
                version=version,
                times=times,
                skip=skip,
                ignore=ignore,
                ignore_blocks=ignore_blocks,
                tell=tell,
            )
            walk.run(start)
            reached |= walk.reached
            unsafe |= walk.unsafe
    for route in all_routes():
        if route not in reached:
            report.not_reached[route] = unsafe.get(route, "nothing leads there")
    if report.faults:
        raise SiteError(report)
    return report
