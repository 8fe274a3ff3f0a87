"""The table of other packages in docs/ is that of the trials."""

from __future__ import annotations

from tests.packages.__main__ import BEGIN, END, FAILS, PAGE, TRIALS, read_trial


def test_the_table_has_a_row_for_each_trial() -> None:
    table = PAGE.read_text().partition(BEGIN)[2].partition(END)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    rows = [line.strip("| ").split(" | ") for line in lines]

    assert [name for name, *_ in rows] == list(TRIALS)
    for name, _, tried, result in rows:
        expected = read_trial(name)
        assert tried == expected[0]
        assert result == expected[1] or result.startswith(FAILS)
