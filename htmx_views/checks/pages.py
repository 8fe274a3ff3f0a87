"""Check what the templates of the views' pages say to htmx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.core.checks import CheckMessage

from htmx_views.blocks import block_key
from htmx_views.checks.blocks import NamedBlock
from htmx_views.checks.elsewhere import Elsewhere
from htmx_views.checks.facts import Block, TemplateFacts
from htmx_views.checks.findings import finding, place, quoted
from htmx_views.checks.markup import Use
from htmx_views.checks.origin import is_installed_file
from htmx_views.checks.parts import check_includes, check_template
from htmx_views.checks.templates import Page
from htmx_views.checks.urlconf import UrlNames
from htmx_views.checks.views import ViewFacts
from htmx_views.hints import did_you_mean, nearest

#: Django forms give ids like these to their fields.
FIELD_ID = "id_"


def check_target_map(view: ViewFacts, page: Page) -> Iterator[CheckMessage]:
    """Yield a finding for each target of the view that no element of its page is."""
    blocks = view.value("fragment_blocks")
    if not isinstance(blocks, Mapping) or not view.is_static("fragment_blocks"):
        return
    if not (page.is_full and page.is_known):
        return
    for target in blocks:
        if isinstance(target, str) and not _may_have(page, target):
            yield finding(
                "W007",
                view.name,
                f"fragment_blocks has the target {target!r}, but no element of the "
                f"page {page.name!r} has that id ({place(page.template.path, 1)}).",
                _ids_hint(target, page.ids()),
            )


class PageChecks:
    """Check each template once, in all the pages that it is part of."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.elsewhere = elsewhere
        self.pages: dict[tuple[int, str], tuple[Page, ViewFacts]] = {}
        #: The views of each template.
        self.views: dict[str, list[ViewFacts]] = {}
        self.named: dict[str, set[str]] = {}
        self.named_for_fragments: dict[str, set[str]] = {}

    def add(self, view: ViewFacts, page: Page, named: list[NamedBlock]) -> None:
        self.pages.setdefault((id(page.engine), page.name), (page, view))
        for facts in page.family:
            self.views.setdefault(facts.path, []).append(view)
            of_template = self.named.setdefault(facts.path, set())
            of_template |= {block_key(block.name) for block in named}
            in_place = self.named_for_fragments.setdefault(facts.path, set())
            in_place |= {
                block_key(block.name)
                for block in named
                if block.attribute.startswith("fragment_blocks")
            }

    def run(self) -> Iterator[CheckMessage]:
        url_names = UrlNames()
        seen: set[tuple[str, str]] = set()
        for page, view in self.pages.values():
            yield from self._check_parents(page, view)
            for facts in page.sources:
                # A partial has the path of its page.
                if (facts.path, facts.name) not in seen:
                    seen.add((facts.path, facts.name))
                    yield from check_template(facts, view, url_names)
                    yield from check_includes(facts, page, view)
                    yield from self._check_orphans(facts, page, view)
        yield from self._check_targets()

    def _check_parents(self, page: Page, view: ViewFacts) -> Iterator[CheckMessage]:
        last = page.family[-1]
        if last.parent is not None:
            names = {facts.name for facts in page.family}
            fault = (
                "which leads back to it: there is no other template of that name"
                if last.parent in names
                else "which does not exist"
            )
            yield finding(
                "E004",
                view.name,
                f"{last.name!r} extends {last.parent!r}, {fault} "
                f"({place(last.path, last.parent_line)}).",
                "Create that template, or extend another one.",
            )

    def _check_targets(self) -> Iterator[CheckMessage]:
        missing: dict[tuple[str, Use], tuple[Page, ViewFacts] | None] = {}
        for page, view in self.pages.values():
            for facts in page.parts:
                for use in facts.markup.targets:
                    key = facts.path, use
                    is_missing = page.is_full and page.is_known
                    if not is_missing or _may_have(page, use.value):
                        missing[key] = None
                    else:
                        missing.setdefault(key, (page, view))
        for (path, use), found in missing.items():
            if found is not None:
                page, view = found
                yield finding(
                    "W006",
                    view.name,
                    f'{use.attribute}="#{use.value}": no element of the page '
                    f"{page.name!r} has that id ({place(path, use.line)}).",
                    _ids_hint(use.value, page.ids()),
                )

    def _check_orphans(
        self, facts: TemplateFacts, page: Page, view: ViewFacts
    ) -> Iterator[CheckMessage]:
        if facts not in page.family or page.has_unknown_parent:
            return
        parents = page.family[page.family.index(facts) + 1 :]
        placed = [
            (key, block)
            for parent in parents
            for key, block in parent.blocks.items()
            if not block.is_partial
        ]
        shown = {key for key, _ in placed}
        # A template may show a block that is not its own by its name.
        shown = shown.union(*(member.called_blocks for member in page.family))
        if not parents:
            return
        for key, block in facts.blocks.items():
            if block.outer is None and not block.is_partial and key not in shown:
                names = {parent_block.name for _, parent_block in placed}
                near = nearest(block.name, names)
                if self._is_fault(key, block, near):
                    yield finding(
                        "W009",
                        view.name,
                        f"The block {block.name!r} of {facts.name!r} is in none of its "
                        "parents, so the page never shows it "
                        f"({place(facts.path, block.line)}).",
                        did_you_mean(
                            near, f"The blocks of its parents are: {quoted(names)}."
                        ),
                    )

    def _is_fault(self, key: str, block: Block, near: str | None) -> bool:
        path = block.template.path
        # Templates of other packages are no faults of the project's.
        if is_installed_file(path) or (path, key) in self._included:
            return False
        if near is not None:
            return True
        inner = {
            block_key(other.name)
            for other in block.template.blocks.values()
            if _is_inside(other, block)
        }
        # Views may name blocks that only fragments show.
        if key in self.named[path] and not inner & self.named_for_fragments[path]:
            return False
        return not (
            any(view.chooses_blocks_late for view in self.views[path])
            or self.elsewhere.may_show(path, key)
        )

    @cached_property
    def _included(self) -> set[tuple[str, str]]:
        return self.elsewhere.includes(page for page, _ in self.pages.values())


def _is_inside(block: Block, outer: Block) -> bool:
    while block.outer is not None:
        block = block.outer
        if block is outer:
            return True
    return False


def _may_have(page: Page, id: str) -> bool:
    return id.startswith(FIELD_ID) or page.may_have_id(id)


def _ids_hint(id: str, ids: set[str]) -> str:
    return did_you_mean(
        nearest(id, ids),
        f"The ids of the page are: {quoted(ids)}." if ids else "The page has no ids.",
    )
