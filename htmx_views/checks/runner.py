"""Run the checks over every view that the URLconf mounts."""

from __future__ import annotations

import logging

from django.core.checks import CheckMessage

from htmx_views.checks.attributes import check_attributes
from htmx_views.checks.bases import check_bases
from htmx_views.checks.functions import check_function
from htmx_views.checks.messages import check_messages
from htmx_views.checks.project import (
    check_csrf_failure_view,
    check_middleware,
    check_script,
)
from htmx_views.checks.report import Report
from htmx_views.checks.sorting import check_sortable
from htmx_views.checks.templates import Named, Templates
from htmx_views.checks.urlconf import MountedView, mounted_views
from htmx_views.checks.views import ViewFacts, label
from htmx_views.views import HtmxFragmentMixin

logger = logging.getLogger("htmx_views")

LOGIN_STATUS_VIEW = "htmx_views.auth.status.LoginStatusView"


class Runner:
    """Check the views, then the settings that they need."""

    def __init__(self) -> None:
        self.report = Report()
        self.templates = Templates(self.report)
        #: The views whose templates only a request tells.
        self.unknown: list[str] = []

    def run(self) -> list[CheckMessage]:
        parents: set[str] = set()
        for mounted in mounted_views():
            if not isinstance(mounted, MountedView):
                check_function(mounted, self.templates)
                continue
            view = ViewFacts(mounted)
            if view.has_mixin():
                parents.update(map(label, view.view_class.__mro__))
                self._check_view(view)
        if parents:
            check_middleware(self.report)
        if LOGIN_STATUS_VIEW in parents:
            check_csrf_failure_view(self.report)
            check_script(self.report)
        if self.unknown:
            names = ", ".join(self.unknown)
            logger.debug("Only a request tells the templates of: %s.", names)
        return self.report.messages()

    def _check_view(self, view: ViewFacts) -> None:
        blocks: list[Named] = []
        # A part's blocks are those of its page's template.
        views = [view, *view.parts()]
        for each in views:
            check_bases(each, self.report)
            check_sortable(each, self.report)
            blocks += check_attributes(each, self.report)
        if not issubclass(view.view_class, HtmxFragmentMixin):
            return
        if view.template_names is None:
            self.unknown.append(view.name)
            return
        where = view.where("template_name")
        for engine, name in self.templates.check(
            [Named(name, "template_name", where) for name in view.template_names],
            blocks,
            view.static("template_engine"),
            is_engine_known=view.is_static("template_engine"),
            renders_blocks=any("get_fragment_blocks" in v.project_names for v in views),
        ):
            check_messages(view, blocks, self.templates, engine, name)
