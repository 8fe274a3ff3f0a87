"""The pages of the site."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import TemplateView

from monsters.views.account import LoginStatusView, LoginView
from monsters.views.bulk import BulkView
from monsters.views.choices import PlanHuntView
from monsters.views.dashboard import DashboardView
from monsters.views.deferred import DeferredView
from monsters.views.detail import MonsterDetailView, MonsterSampleView
from monsters.views.dialogs import DialogListView, DialogNoteView
from monsters.views.filters import MonsterFilterView
from monsters.views.forms import WorkshopPage
from monsters.views.formsets import LitterView
from monsters.views.hunts import HuntListView, StartHuntView
from monsters.views.list import MonsterListView
from monsters.views.paging import EndlessListView, NumberedListView
from monsters.views.preferences import PreferencesView
from monsters.views.rows import DeleteRowView, EditRowView, RowListView, RowView
from monsters.views.session import EndSessionView, SessionView, SightingView
from monsters.views.sorting import SortedListView
from monsters.views.tabs import TabsView
from monsters.views.toasts import ToastView
from monsters.views.uploads import UploadView

#: The workshop, without a monster to edit and with one.
workshop = [
    path("", WorkshopPage.as_view(), name="forms"),
    path("monster/", WorkshopPage.as_view(part="editor"), name="forms-edit"),
    path("import/", WorkshopPage.as_view(part="importer"), name="forms-import"),
]

urlpatterns = [
    path("", TemplateView.as_view(template_name="monsters/index.html"), name="index"),
    path("preferences/", PreferencesView.as_view(), name="preferences"),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/status/", LoginStatusView.as_view(), name="login_status"),
    # The patterns, in the order of monsters/patterns.py.
    path("monsters/", MonsterListView.as_view(), name="monster-list"),
    path("endless/", EndlessListView.as_view(), name="endless"),
    path("numbered/", NumberedListView.as_view(), name="numbered"),
    path("filters/", MonsterFilterView.as_view(), name="filters"),
    path("sorting/", SortedListView.as_view(), name="sorting"),
    path("rows/", RowListView.as_view(), name="rows"),
    path("rows/<int:pk>/", RowView.as_view(), name="row"),
    path("rows/<int:pk>/edit/", EditRowView.as_view(), name="row-edit"),
    path("rows/<int:pk>/delete/", DeleteRowView.as_view(), name="row-delete"),
    path("bulk/", BulkView.as_view(), name="bulk"),
    path("forms/", include(workshop)),
    path("forms/<int:pk>/", include(workshop)),
    path(
        "forms/<int:pk>/delete/",
        WorkshopPage.as_view(part="deletion"),
        name="forms-delete",
    ),
    path("hunts/", HuntListView.as_view(), name="hunts"),
    path("hunts/start/", StartHuntView.as_view(), name="hunts-start"),
    path("monsters/sample/", MonsterSampleView.as_view(), name="monster-sample"),
    path("monsters/<int:pk>/", MonsterDetailView.as_view(), name="monster-detail"),
    path(
        "monsters/<int:pk>/rename/",
        MonsterDetailView.as_view(part="rename"),
        name="monster-rename",
    ),
    path(
        "monsters/<int:pk>/note/",
        MonsterDetailView.as_view(part="note"),
        name="monster-note",
    ),
    path("formset/", LitterView.as_view(), name="formset"),
    path("choices/", PlanHuntView.as_view(), name="choices"),
    path("upload/", UploadView.as_view(), name="upload"),
    path("dialogs/", DialogListView.as_view(), name="dialogs"),
    path("dialogs/<int:pk>/", DialogNoteView.as_view(), name="dialog-note"),
    path("deferred/", DeferredView.as_view(), name="deferred"),
    path("tabs/", TabsView.as_view(), name="tabs"),
    path("toasts/", ToastView.as_view(), name="toasts"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("session/", SessionView.as_view(), name="session"),
    path("session/sighting/", SightingView.as_view(), name="session-sighting"),
    path("session/end/", EndSessionView.as_view(), name="session-end"),
]
