import subprocess
import sys

import pytest

from htmx_views.testing import AsyncHtmxClient, HtmxClient

pytest_plugins = ["pytester"]


def test_the_fixtures_are_clients_that_speak_htmx(
    htmx_client: HtmxClient, async_htmx_client: AsyncHtmxClient
) -> None:
    assert type(htmx_client) is HtmxClient
    assert type(async_htmx_client) is AsyncHtmxClient


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
print({"django", "jinja2", "htmx_views.testing"} & set(sys.modules))
"""

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "set()\n"
