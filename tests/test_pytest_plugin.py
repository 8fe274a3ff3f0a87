import subprocess
import sys
from collections.abc import Callable

import pytest

from htmx_views.testing import AsyncHtmxClient, HtmxClient, Page

pytest_plugins = ["pytester"]


def test_the_fixtures_are_clients_that_speak_htmx(
    htmx_client: HtmxClient, async_htmx_client: AsyncHtmxClient
) -> None:
    assert type(htmx_client) is HtmxClient
    assert type(async_htmx_client) is AsyncHtmxClient


@pytest.mark.urls("tests.testing.driver.lab")
def test_a_page_is_one_of_the_client(
    htmx_client: HtmxClient, htmx_page: Callable[..., Page]
) -> None:
    page = htmx_page("/echo/?html=hello", javascript=False)

    assert type(page) is Page
    assert page.client is htmx_client
    assert page.text() == "hello"


def test_the_fixtures_work_without_pytest_django(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from django.conf import settings; settings.configure()")
    pytester.makepyfile(
        """
        def test_one(htmx_client, async_htmx_client):
            htmx_client.cookies["a"] = async_htmx_client.cookies["a"] = "b"

        def test_each_test_gets_clients_of_its_own(htmx_client, async_htmx_client):
            assert not htmx_client.cookies
            assert not async_htmx_client.cookies
        """
    )

    result = pytester.runpytest_subprocess("-p", "no:django")

    result.assert_outcomes(passed=2)


def test_the_plugin_imports_neither_django_nor_the_test_tools() -> None:
    code = """
import htmx_views.pytest_plugin, sys
print({"django", "jinja2", "lxml", "htmx_views.testing"} & set(sys.modules))
"""

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "set()\n"
