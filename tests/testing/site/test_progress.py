"""A terminal shows where the walk is."""

from __future__ import annotations

import sys

import pytest

from htmx_views.testing.site.progress import progress


def test_a_terminal_shows_where_the_walk_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    with progress() as tell:
        tell("/notes/[1]/")

    assert "/notes/[1]/" in capsys.readouterr().err


def test_nothing_is_written_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    with progress() as tell:
        tell("/")

    assert capsys.readouterr() == ("", "")


def test_it_works_without_rich(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)

    with progress() as tell:
        tell("/")

    assert capsys.readouterr() == ("", "")
