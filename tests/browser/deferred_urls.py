"""Pages whose slow blocks come later, in both languages."""

from __future__ import annotations

from time import sleep

from django.urls import include, path
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin, HtmxPartsMixin, HtmxPollingMixin

BOARD = """
{% extends "base.html" %}
{% block content %}
<div hx-push-url="true" hx-target="#elsewhere">
{% block slow %}<p id="slow">{{ slow }}</p>{% endblock %}
{% block failing %}<p id="failing">{{ failing }}</p>{% endblock %}
{% for line in lines %}<p>a long way down</p>{% endfor %}
{% block below %}<p id="below">{{ below }}</p>{% endblock %}
</div><p id="elsewhere">untouched</p>
{% endblock %}
"""
CLOCKS = """
{% extends "base.html" %}
{% block content %}
{% block clock %}<p id="clock" {{ polling }}>{{ ticks }} ticks</p>{% endblock %}
{% endblock %}
"""
PARTS = CLOCKS.replace("{{ ", "{{ clock.")
TEMPLATES = {"board.html": BOARD, "clock.html": CLOCKS, "parts.html": PARTS}

#: How often the failing block fails, and how long the slow one takes.
failures: list[Exception] = []
SLOW = 4
#: Where the clock was shown.
shown: list[str] = []


class Board(HtmxFragmentMixin, TemplateView):
    template_name = "board.html"
    deferred = {"slow": "load", "failing": "load", "below": "revealed"}
    lazy_context = {
        "slow": "get_slow",
        "failing": "get_failing",
        "below": lambda view: "seen",
        "lines": lambda view: range(90),
    }

    def get_slow(self) -> str:
        sleep(SLOW)
        return "slow"

    def get_failing(self) -> str:
        if failures:
            raise failures.pop()
        return "well again"


class Clock(HtmxPollingMixin, TemplateView):
    """Counts how often it was shown, and is done after the third time."""

    template_name = "clock.html"
    fragment_blocks = ["clock"]
    poll_interval = 0.6
    lazy_context = {"ticks": "get_ticks"}

    def get_ticks(self) -> int:
        shown.append(self.request.path)
        return len(shown)

    def is_polling_done(self) -> bool:
        return len(shown) >= 3


class DeferredClock(Clock):
    deferred = ["clock"]


class ClockPage(HtmxPartsMixin, TemplateView):
    template_name = "parts.html"
    parts = {"clock": Clock}
    deferred = ["clock"]


urlpatterns = [
    path("board/", Board.as_view()),
    path("clock/", DeferredClock.as_view()),
    path("parts/", ClockPage.as_view()),
    path("parts/clock/", ClockPage.as_view(part="clock")),
    path("", include("monsters.urls")),
]
