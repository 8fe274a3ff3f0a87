"""The patterns of the cookbook, in the order in which one reads them."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from monsters.cookbook import Pattern
from monsters.preferences import Preferences
from monsters.views.account import LoginStatusView
from monsters.views.bulk import BulkView
from monsters.views.choices import PlanHuntView
from monsters.views.dashboard import DashboardView
from monsters.views.deferred import DeferredView
from monsters.views.detail import MonsterDetailView, NoteView, RenameView
from monsters.views.dialogs import DialogListView, DialogNoteView
from monsters.views.filters import MonsterFilterView
from monsters.views.forms import (
    DeleteMonsterView,
    EditMonsterView,
    ImportMonstersView,
    WorkshopPage,
)
from monsters.views.formsets import LitterView
from monsters.views.hunts import HuntListView
from monsters.views.list import MonsterListView
from monsters.views.paging import EndlessListView, NumberedListView
from monsters.views.rows import DeleteRowView, EditRowView, RowPage, RowView
from monsters.views.session import (
    EndSessionView,
    SessionPage,
    SightingView,
)
from monsters.views.sorting import SortedListView
from monsters.views.tabs import TabsView
from monsters.views.toasts import ToastView
from monsters.views.uploads import UploadView

PATTERNS = [
    Pattern(
        name="Load more",
        section="Lists",
        summary="A button fetches the next page of a list, and makes way for it.",
        url_name="monster-list",
        views=[MonsterListView],
        template="monsters/list.html",
        blocks=["page-and-paging-controls"],
    ),
    Pattern(
        name="Infinite scroll",
        section="Lists",
        summary="The next page comes into view by itself. A page costs the same, "
        "be it the first or the fifty thousandth.",
        url_name="endless",
        views=[EndlessListView],
        template="monsters/endless.html",
        blocks=["rows"],
    ),
    Pattern(
        name="Numbered pages",
        section="Lists",
        summary="Only the table travels; the address bar and the back button follow.",
        url_name="numbered",
        views=[NumberedListView],
        template="monsters/numbered.html",
        blocks=["table"],
    ),
    Pattern(
        name="Filters",
        section="Lists",
        summary="The list follows what is typed, and so does the address bar.",
        url_name="filters",
        views=[MonsterFilterView],
        template="monsters/filters.html",
        blocks=["errors", "results"],
    ),
    Pattern(
        name="Sortable columns",
        section="Tables",
        summary="A click on a column's head sorts by it, another one turns it round.",
        url_name="sorting",
        views=[SortedListView],
        template="monsters/sorting.html",
        blocks=["table"],
    ),
    Pattern(
        name="Rows in place",
        section="Tables",
        summary="A row becomes a form, and a row again. Another one is deleted.",
        url_name="rows",
        views=[RowPage, EditRowView, DeleteRowView, RowView],
        template="monsters/rows.html",
        blocks=["row", "row-form"],
    ),
    Pattern(
        name="Bulk actions",
        section="Tables",
        summary="Choose some rows, and do the same to each of them.",
        url_name="bulk",
        views=[BulkView],
        template="monsters/bulk.html",
        blocks=["bulk"],
    ),
    Pattern(
        name="Two forms on one page",
        section="Forms",
        summary="Each form reloads alone; what is typed in the other one stays.",
        url_name="monster-sample",
        views=[MonsterDetailView, RenameView, NoteView],
        template="monsters/detail.html",
        blocks=["heading", "rename-form", "note-form"],
    ),
    Pattern(
        name="Forms in place",
        section="Forms",
        summary="Create, edit, delete and import without leaving the page. A field "
        "is checked as soon as it is left.",
        url_name="forms",
        views=[
            WorkshopPage,
            EditMonsterView,
            DeleteMonsterView,
            ImportMonstersView,
        ],
        template="monsters/forms.html",
        blocks=["monster-form", "import-form", "newest"],
    ),
    Pattern(
        name="A formset that grows",
        section="Forms",
        summary="One more row, while what is typed in the others stays.",
        url_name="formset",
        views=[LitterView],
        template="monsters/formset.html",
        blocks=["litter"],
    ),
    Pattern(
        name="Dependent choices",
        section="Forms",
        summary="The second list shows what the choice in the first one leaves.",
        url_name="choices",
        views=[PlanHuntView],
        template="monsters/choices.html",
        blocks=["plan"],
    ),
    Pattern(
        name="Upload",
        section="Forms",
        summary="The file stays chosen while the form has errors, and is let go when "
        "it was taken.",
        url_name="upload",
        views=[UploadView],
        template="monsters/upload.html",
        blocks=["file", "fields"],
    ),
    Pattern(
        name="Dialogs",
        section="Pages",
        summary="A form opens in a dialog; without JavaScript it is a page.",
        url_name="dialogs",
        views=[DialogListView, DialogNoteView],
        template="monsters/dialogs.html",
        blocks=["live"],
    ),
    Pattern(
        name="Deferred blocks",
        section="Pages",
        summary="The page comes without its slow block, which follows by itself.",
        url_name="deferred",
        views=[DeferredView],
        template="monsters/deferred.html",
        blocks=["levels"],
    ),
    Pattern(
        name="Tabs",
        section="Pages",
        summary="The address bar, the back button and the title follow.",
        url_name="tabs",
        views=[TabsView],
        template="monsters/tabs.html",
        blocks=["tabs"],
    ),
    Pattern(
        name="Toasts",
        section="Pages",
        summary="A message comes along with any answer, can be closed, and goes by "
        "itself.",
        url_name="toasts",
        views=[ToastView],
        template="monsters/toasts.html",
        blocks=["live"],
        scripts=["monsters/toasts.js"],
    ),
    Pattern(
        name="A dashboard",
        section="Pages",
        summary="Each card asks for its own data; messages and a counter come along.",
        url_name="dashboard",
        views=[DashboardView],
        template="monsters/dashboard.html",
        blocks=["counter", "hunts", "strongest"],
    ),
    Pattern(
        name="Polling",
        section="Live",
        summary="Running hunts refresh themselves, rest while nobody looks, and stop "
        "when all are over.",
        url_name="hunts",
        views=[HuntListView],
        template="monsters/hunts.html",
        blocks=["hunts"],
    ),
    Pattern(
        name="A session that ends",
        section="Live",
        summary="A form that was open while the session ended is saved after a login "
        "in another tab, as it was typed.",
        url_name="session",
        views=[SightingView, SessionPage, EndSessionView, LoginStatusView],
        template="monsters/session.html",
        blocks=["sighting"],
    ),
]


def cookbook(request: HttpRequest) -> dict[str, Any]:
    """Give every template the patterns, and what a pattern's page shows of its own."""
    view = getattr(getattr(request.resolver_match, "func", None), "view_class", object)
    shown = [issubclass(view, tuple(pattern.views)) for pattern in PATTERNS]
    # The index shows the sources of the first one.
    index = shown.index(True) if any(shown) else 0
    sections = groupby(PATTERNS, key=lambda pattern: pattern.section)
    return {
        "sections": [{"name": name, "patterns": [*each]} for name, each in sections],
        "pattern": PATTERNS[index],
        "previous_pattern": next(reversed(PATTERNS[:index]), None),
        "next_pattern": next(iter(PATTERNS[index + 1 :]), None),
        # A method: a fragment does not read the sources.
        "get_sources": partial(
            PATTERNS[index].get_sources, Preferences.of(request).engine
        ),
    }
