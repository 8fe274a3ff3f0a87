"""What of the test tools needs the extra ``htmx-views[test]``."""

from __future__ import annotations

import subprocess
import sys

import pytest

import htmx_views.testing
from htmx_views.testing import driver


def test_what_needs_lxml_is_there_by_its_name() -> None:
    assert htmx_views.testing.Page is driver.Page
    assert htmx_views.testing.File is driver.File


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Pages'"):
        htmx_views.testing.Pages  # noqa: B018


@pytest.mark.parametrize("missing", ["lxml", "cssselect"])
def test_without_the_extra_the_error_names_it(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(htmx_views.testing, "driver")
    for name in list(sys.modules):
        if name.startswith("htmx_views.testing.driver"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(ImportError) as error:
        htmx_views.testing.Page  # noqa: B018

    assert str(error.value) == (
        f"Page needs {missing}: python -m pip install 'htmx-views[test]'"
    )


def test_another_module_that_is_missing_is_the_error_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(htmx_views.testing, "driver")
    monkeypatch.delitem(sys.modules, "htmx_views.testing.driver")
    monkeypatch.setitem(sys.modules, "htmx_views.testing.driver.page", None)

    with pytest.raises(ModuleNotFoundError, match=r"driver\.page"):
        htmx_views.testing.Page  # noqa: B018


def test_the_clients_do_not_need_it() -> None:
    code = "import sys, htmx_views.testing; print('lxml' in sys.modules)"

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "False\n"
