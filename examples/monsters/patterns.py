"""The patterns of the cookbook, in the order in which one reads them."""

from __future__ import annotations

from monsters.cookbook import Pattern
from monsters.views.account import LoginStatusView
from monsters.views.dashboard import DashboardView
from monsters.views.detail import (
    MonsterFormView,
    MonsterPage,
    NoteView,
    RenameView,
)
from monsters.views.list import MonsterListView
from monsters.views.session import (
    EndSessionView,
    SessionPage,
    SightingView,
)

PATTERNS = [
    Pattern(
        name="Load more",
        summary="A button fetches the next page of a list, and makes way for it.",
        url_name="monster-list",
        views=[MonsterListView],
        template="monsters/list.html",
        blocks=["page-and-paging-controls"],
    ),
    Pattern(
        name="A dashboard",
        summary="Each card asks for its own data; messages and a counter come along.",
        url_name="dashboard",
        views=[DashboardView],
        template="monsters/dashboard.html",
        blocks=["counter", "hunts", "strongest"],
    ),
    Pattern(
        name="Two forms on one page",
        summary="Each form reloads alone; what is typed in the other one stays.",
        url_name="monster-sample",
        views=[MonsterPage, MonsterFormView, RenameView, NoteView],
        template="monsters/detail.html",
        blocks=["heading", "rename-form", "note-form"],
    ),
    Pattern(
        name="A session that ends",
        summary="A form that was open while the session ended is saved after a login "
        "in another tab, as it was typed.",
        url_name="session",
        views=[SightingView, SessionPage, EndSessionView, LoginStatusView],
        template="monsters/session.html",
        blocks=["sighting"],
    ),
]
