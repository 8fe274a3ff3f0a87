"""Guesses at what was meant."""

from __future__ import annotations

import pytest

from htmx_views.hints import did_you_mean, docs_url, nearest


@pytest.mark.parametrize(
    ("name", "names", "near"),
    [("row", ["rows", "content"], "rows"), ("xyz", ["rows"], None), ("row", [], None)],
)
def test_the_nearest_name(name: str, names: list[str], near: str | None) -> None:
    assert nearest(name, names) == near


def test_how_near_a_name_has_to_be() -> None:
    assert nearest("get_row", {"get_rows"}, cutoff=0.9) == "get_rows"
    assert nearest("row", {"rows"}, cutoff=0.9) is None


@pytest.mark.parametrize(
    ("near", "sentences", "text"),
    [
        ("rows", [], "Did you mean 'rows'?"),
        ("rows", ["It has one."], "Did you mean 'rows'? It has one."),
        (None, ["It has none.", "Add one."], "It has none. Add one."),
        (None, [], ""),
    ],
)
def test_did_you_mean(near: str | None, sentences: list[str], text: str) -> None:
    assert did_you_mean(near, *sentences) == text


def test_where_to_read_on() -> None:
    url = docs_url("reference/checks", "E001")
    assert url == "https://htmx-views.github.io/htmx-views/reference/checks.html#E001"
