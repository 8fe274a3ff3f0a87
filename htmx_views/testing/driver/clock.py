"""The clock of a page: what waits runs when the test says that time goes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count


@dataclass(order=True)
class Timer:
    """A call that is due at a moment; a poll comes again."""

    due: float
    number: int
    call: Callable[[], object] = field(compare=False)
    every: float | None = field(default=None, compare=False)


class Clock:
    """Milliseconds since a tab was opened, and what is due when."""

    def __init__(self) -> None:
        self.now = 0.0
        self._timers: list[Timer] = []
        self._numbers = count()

    def call_later(
        self, delay: float, call: Callable[[], object], *, every: float | None = None
    ) -> Timer:
        timer = Timer(self.now + delay, next(self._numbers), call, every)
        self._timers.append(timer)
        return timer

    def cancel(self, timer: Timer) -> None:
        self._timers = [each for each in self._timers if each is not timer]

    def clear(self) -> None:
        """Forget all timers, as a browser does that leaves a page."""
        self._timers.clear()

    def last_delay(self) -> float:
        """Return the time until everything ran that does not come again."""
        once = [timer.due for timer in self._timers if timer.every is None]
        return max([due - self.now for due in once], default=0)

    def advance(self, milliseconds: float, after_each: Callable[[], object]) -> None:
        """Run what is due within the time, in its order."""
        end = self.now + milliseconds
        while due := [timer for timer in self._timers if timer.due <= end]:
            timer = min(due)
            self.now = timer.due
            self._timers.remove(timer)
            if timer.every is not None:
                timer.due += timer.every
                self._timers.append(timer)
            timer.call()
            after_each()
        self.now = end
