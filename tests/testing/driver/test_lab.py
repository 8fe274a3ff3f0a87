"""The driver does what Chromium did, on each page of the lab."""

from __future__ import annotations

import pytest

from htmx_views.testing import HtmxClient
from tests.testing.driver import lab
from tests.testing.driver.snapshots import Driver, recorded, snapshot, summary


@pytest.mark.urls("tests.testing.driver.lab")
@pytest.mark.parametrize(("case", "version"), lab.CASES_AND_VERSIONS, ids=str)
def test_the_driver_does_what_chromium_did(case: lab.Case, version: int) -> None:
    client = HtmxClient()
    client.cookies.load({"htmx": str(version)})
    person = Driver(client)

    case.story(person)

    assert summary(snapshot(person)) == recorded()[case.slug][str(version)]
