"""Run the checks over every view that the URLconf mounts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.template import TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.template.backends.jinja2 import Jinja2

from htmx_views.blocks import ADDRESS_SEPARATOR
from htmx_views.checks.blocks import NamedBlock, check_blocks, named_blocks
from htmx_views.checks.django import DjangoReader
from htmx_views.checks.elsewhere import Elsewhere
from htmx_views.checks.facts import TemplateFacts
from htmx_views.checks.findings import finding, place, quoted
from htmx_views.checks.jinja2 import Jinja2Reader
from htmx_views.checks.order import check_attributes, check_order
from htmx_views.checks.pages import PageChecks, check_target_map
from htmx_views.checks.project import check_login_status, check_middleware
from htmx_views.checks.templates import Page, Reader, TemplateLibrary
from htmx_views.checks.urlconf import mounted_views
from htmx_views.checks.views import ViewFacts
from htmx_views.hints import did_you_mean, nearest
from htmx_views.views import HtmxFragmentMixin

logger = logging.getLogger("htmx_views")


class OtherReader:
    """Finds the templates of an engine whose language the checks do not read."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def read(
        self, name: str, skip: Sequence[TemplateFacts] = ()
    ) -> TemplateFacts | None:
        try:
            self.engine.get_template(name)
        except TemplateDoesNotExist:
            return None
        return TemplateFacts(name, name, is_extended_dynamically=True)


def get_reader(engine: Any) -> Reader:
    if isinstance(engine, Jinja2):
        return Jinja2Reader(engine)
    if isinstance(engine, DjangoTemplates):
        return DjangoReader(engine)
    return OtherReader(engine)


class Runner:
    """Check the views, then the templates that they share, then the settings."""

    def __init__(self) -> None:
        self.library = TemplateLibrary([get_reader(e) for e in engines.all()])
        self.elsewhere = Elsewhere(self.library)
        self.page_checks = PageChecks(self.elsewhere)
        #: The views whose templates only a request tells.
        self.unknown: list[str] = []

    def run(self) -> list[CheckMessage]:
        found: list[CheckMessage] = []
        for message in self.iter_findings():
            # A view that is mounted twice says everything twice.
            if message not in found:
                found.append(message)
        if self.unknown:
            logger.debug(
                "%d %s, which only a request tells: %s.",
                len(self.unknown),
                "view was not checked against its template"
                if len(self.unknown) == 1
                else "views were not checked against their templates",
                ", ".join(self.unknown),
            )
        return found

    def iter_findings(self) -> Iterator[CheckMessage]:
        with_fragments = []
        for mounted in mounted_views():
            view = ViewFacts(mounted)
            if view.has_mixin():
                yield from check_order(view)
                yield from check_attributes(view)
            if issubclass(view.view_class, HtmxFragmentMixin):
                with_fragments.append(view)
                yield from self.check_view(view)
            else:
                self.elsewhere.add(view, [])
        yield from self.page_checks.run()
        yield from check_middleware(with_fragments)
        yield from check_login_status(self.page_checks.pages.values())

    def check_view(self, view: ViewFacts) -> Iterator[CheckMessage]:
        named: list[NamedBlock] = []
        for item in named_blocks(view):
            if isinstance(item, CheckMessage):
                yield item
            else:
                named.append(item)
        names = view.template_names
        if names is None:
            self.unknown.append(view.name)
            self.elsewhere.add(view, named)
            return
        addresses = [name.partition(ADDRESS_SEPARATOR) for name in names]
        named += [
            NamedBlock("template_name", block) for *_, block in addresses if block
        ]
        names = [name for name, *_ in addresses]
        is_static = view.is_static("template_engine")
        engine = view.value("template_engine") if is_static else None
        pages = list(self.library.pages(names, engine))
        if not pages:
            yield self.missing_template(view, names, engine)
        elif is_static:
            # Django takes the first engine that has the template.
            pages = pages[:1]
        for page in pages:
            yield from self.check_page(view, page, named)

    def check_page(
        self, view: ViewFacts, page: Page, named: list[NamedBlock]
    ) -> Iterator[CheckMessage]:
        renders_fragments = named or view.overrides("get_fragment_blocks")
        if renders_fragments and not getattr(page.engine, "supports_fragments", False):
            engine = type(page.engine)
            yield finding(
                "E003",
                view.name,
                f"The view renders fragments, but the engine {page.engine.name!r} "
                f"({engine.__module__}.{engine.__qualname__}) of its template "
                f"{page.name!r} does not ({place(page.template.path, 1)}).",
                "Set BACKEND of this engine in TEMPLATES to "
                "'htmx_views.backends.jinja2.Jinja2WithFragments' or "
                "'htmx_views.backends.django.DjangoTemplatesWithFragments'.",
            )
        self.page_checks.add(view, page, named)
        yield from check_blocks(view, page, named)
        yield from check_target_map(view, page)

    def missing_template(
        self, view: ViewFacts, names: list[str], engine: str | None
    ) -> CheckMessage:
        known = [reader.engine.name for reader in self.library.readers]
        if engine is not None and engine not in known:
            near = nearest(str(engine), known)
            return finding(
                "E003",
                view.name,
                f"template_engine is {engine!r}, which TEMPLATES lacks.",
                did_you_mean(near) or f"Its engines are: {quoted(known)}.",
            )
        return finding(
            "E004",
            view.name,
            f"The template {' or '.join(map(repr, names))} does not exist.",
            "Create the template, or name another one in template_name.",
        )
