"""Our mixins in each of Django's generic views."""

from __future__ import annotations

from typing import Any


def substitute() -> None:
    from django.views import generic
    from django.views.generic import base, dates, detail, edit
    from django.views.generic import list as lists

    from htmx_views.views import HtmxFragmentMixin, HtmxPaginationMixin

    for module, name, mixin in (
        (base, "TemplateView", HtmxFragmentMixin),
        # Not RedirectView, which renders nothing: there the mixin is refused.
        (dates, "ArchiveIndexView", HtmxPaginationMixin),
        # By default it has no objects to page through.
        (dates, "YearArchiveView", HtmxFragmentMixin),
        (dates, "MonthArchiveView", HtmxPaginationMixin),
        (dates, "WeekArchiveView", HtmxPaginationMixin),
        (dates, "DayArchiveView", HtmxPaginationMixin),
        (dates, "TodayArchiveView", HtmxPaginationMixin),
        (dates, "DateDetailView", HtmxFragmentMixin),
        (detail, "DetailView", HtmxFragmentMixin),
        (edit, "FormView", HtmxFragmentMixin),
        (edit, "CreateView", HtmxFragmentMixin),
        (edit, "UpdateView", HtmxFragmentMixin),
        (edit, "DeleteView", HtmxFragmentMixin),
        (lists, "ListView", HtmxPaginationMixin),
    ):
        original = vars(module)[name]
        # The tests name Django's classes; ours go by their names.
        attributes: dict[str, Any] = {
            "__doc__": original.__doc__,
            "__module__": original.__module__,
            "__qualname__": name,
            "fragment_blocks": {"rows": ["rows"]},
        }
        view = type(name, (mixin, original), attributes)
        for namespace in (module, generic):
            vars(namespace)[name] = view
