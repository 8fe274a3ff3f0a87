"""Check what the files of a project's templates say: by their words, not their tags."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.template import engines
from django.utils.module_loading import import_string

from htmx_views.blocks import block_key
from htmx_views.checks.report import Report, Where
from htmx_views.checks.source import place
from htmx_views.checks.templates import Named
from htmx_views.checks.views import ViewFacts, is_installed_file, strings

MESSAGES = "django.contrib.messages.context_processors.messages"
OURS = Path(__file__).parents[1]
OUT_OF_BAND = ("oob_blocks", "success_oob_blocks", "filter_error_blocks")

LOGIN_STATUS = re.compile(r"\{%-?\s*login_status\b|\blogin_status\(")
SCRIPT = re.compile(r"htmx_views_script|htmx-views\.js")
BLOCK = re.compile(r"\{%-?\s*block\s+([\w-]+)(.*?)\{%-?\s*endblock", re.DOTALL)
READS_MESSAGES = re.compile(
    r"\{%-?\s*(?:for\s[^%]*\sin|if)\s+messages\b|htmx_views/messages\.html"
)
SETS_MESSAGES = re.compile(r"\b(?:set|as|with)\s+messages\b|\bmessages\s*=[^=]")


class Texts:
    """The files in the folders of the project's templates."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._texts: dict[str, dict[Path, str]] = {}

    def check_script(self) -> None:
        """Add a finding for an engine that shows a login status without its script."""
        for engine in engines.all():
            texts = self._of(engine)
            showing = [path for path in texts if LOGIN_STATUS.search(texts[path])]
            if showing and not any(map(SCRIPT.search, texts.values())):
                self.report.add(
                    "W004",
                    Where(f"TEMPLATES[{engine.name!r}]", partial(place, showing[0])),
                    "Its templates show login_status, but none has htmx_views_script, "
                    "which keeps their forms alive",
                    "Put htmx_views_script into the head of the pages, before htmx.",
                )

    def check_messages(
        self, view: ViewFacts, blocks: Sequence[Named], engine: Any
    ) -> None:
        """Add each block out of band that shows messages nobody gives to it."""
        keys = {
            block_key(block.name) for block in blocks if block.attribute in OUT_OF_BAND
        }
        if not keys or _may_have_messages(view, engine):
            return
        for path, text in self._of(engine).items():
            reading = [
                block
                for block in BLOCK.finditer(text)
                if block_key(block[1]) in keys and READS_MESSAGES.search(block[2])
            ]
            for block in reading if not SETS_MESSAGES.search(text) else ():
                line = text.count("\n", 0, block.start()) + 1
                self.report.add(
                    "W013",
                    Where(f"TEMPLATES[{engine.name!r}]", partial(place, path, line)),
                    f"The block {block[1]!r} shows messages, but no context processor "
                    "gives them: it is always empty",
                    f"Add {MESSAGES!r} to the engine's context_processors.",
                )

    def _of(self, engine: Any) -> dict[Path, str]:
        if engine.name not in self._texts:
            self._texts[engine.name] = {
                path: path.read_text(errors="replace")
                for directory in map(Path, getattr(engine, "template_dirs", ()))
                if not (is_installed_file(directory) or OURS in directory.parents)
                for path in sorted(directory.rglob("*"))
                if path.is_file()
            }
        return self._texts[engine.name]


def _may_have_messages(view: ViewFacts, engine: Any) -> bool:
    """Return whether the context may have ``messages``, as far as code tells."""
    said = set().union(*map(strings, view.project_code()))
    for attribute in ("extra_context", "lazy_context"):
        names = view.value(attribute)
        said |= set(names) if isinstance(names, Mapping) else set()
    options = engines.templates[engine.name]["OPTIONS"]
    for processor in map(import_string, options.get("context_processors", [])):
        code = getattr(inspect.unwrap(processor), "__code__", None)
        said |= {"messages"} if code is None else strings(code)
    environment = getattr(engine, "env", None)
    return "messages" in (*said, *getattr(environment, "globals", ()))
