"""Which requests wait, and which give way: hx-sync."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar


class Abortable(Protocol):
    is_aborted: bool


T = TypeVar("T", bound=Abortable)


class Lock(Generic[T]):
    """What an element is sending, and what waits for that."""

    def __init__(self) -> None:
        self.current: T | None = None
        self._strategy = ""
        self._waiting: list[T] = []

    def acquire(self, request: T, strategy: str) -> bool:
        """Return whether ``request`` is to be sent now; else it waits or is dropped."""
        if self.current is not None:
            gives_way = self._strategy == "abort" and strategy != "abort"
            if strategy != "replace" and not gives_way:
                self._enqueue(request, strategy)
                return False
            self.current.is_aborted = True
            self._waiting.clear()
        self.current, self._strategy = request, strategy
        return True

    def _enqueue(self, request: T, strategy: str) -> None:
        if strategy == "queue all" or (strategy == "queue first" and not self._waiting):
            self._waiting.append(request)
        elif strategy == "queue last":
            self._waiting = [request]

    def release(self, request: T) -> T | None:
        """Return what waited for the end of ``request``, and may be sent now."""
        if self.current is not request:
            return None
        self.current = None
        return self._waiting.pop(0) if self._waiting else None
