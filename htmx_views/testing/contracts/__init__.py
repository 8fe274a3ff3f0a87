"""
Contracts of what was rendered: what a page promises to htmx, and to its reader.

``check_answer()`` looks at one answer. A whole page is held against all contracts. A
fragment is held against those that it can keep or break by itself, and in the page it
belongs to where an ``Exchange`` tells that page.
"""

from htmx_views.testing.contracts.answers import check_answer, hold
from htmx_views.testing.contracts.exchange import Exchange
from htmx_views.testing.contracts.finding import ContractError, Finding
from htmx_views.testing.contracts.table import CONTRACTS, Contract

__all__ = [
    "CONTRACTS",
    "Contract",
    "ContractError",
    "Exchange",
    "Finding",
    "check_answer",
    "hold",
]
