"""How often polls come, and what they show already."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from htmx_views.polls import content_ptag, poll_trigger


class View:
    def __init__(self, interval: float) -> None:
        self.get_poll_interval = lambda: interval


@pytest.mark.parametrize(
    ("interval", "trigger"),
    [
        (2, "every 2s"),
        (2.0, "every 2s"),
        (1.5, "every 1500ms"),
        (0.29, "every 290ms"),
        (1 / 3, "every 333ms"),
        (1e-9, "every 1ms"),
        (1_000_000, "every 1000000s"),
        (10_000_000, "every 2147483647ms"),
        (float("inf"), "every 2147483647ms"),
    ],
)
def test_it_is_a_whole_number_that_a_timer_can_count_to(
    interval: float, trigger: str
) -> None:
    assert poll_trigger(View(interval)) == trigger


@pytest.mark.parametrize("interval", [0, -1, float("nan")])
def test_it_is_more_than_nothing(interval: float) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        poll_trigger(View(interval))
    assert str(error.value) == (
        "View.poll_interval must be a number of seconds greater than 0, not "
        f"{interval}."
    )


def test_a_tag_follows_the_content() -> None:
    assert content_ptag("<p>1</p>") == content_ptag("\n<p>1</p>\n")
    assert content_ptag("<p>1</p>") != content_ptag("<p>2</p>")


def test_a_tag_fits_into_a_header() -> None:
    assert content_ptag("\n\u00e9\U0001f479 " * 1000).isalnum()
    assert len(content_ptag("x" * 10_000)) == 16
