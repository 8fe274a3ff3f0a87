"""Every contract: its id, what breaks it, and the cure. The documentation has the same."""

from __future__ import annotations

from typing import NamedTuple


class Contract(NamedTuple):
    title: str
    cure: str


CONTRACTS: dict[str, Contract] = {}
