"""Check that messages which come out of band are given to the templates."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.template import engines
from django.utils.module_loading import import_string

from htmx_views.checks.report import Where
from htmx_views.checks.source import place
from htmx_views.checks.templates import Named, Templates
from htmx_views.checks.views import ViewFacts, strings

PROCESSOR = "django.contrib.messages.context_processors.messages"
OUT_OF_BAND = ("oob_blocks", "success_oob_blocks", "filter_error_blocks")

#: What may give ``messages`` to a template, beside the code of the view.
GIVING = ("context_object_name", "extra_context", "lazy_context", "parts")
READS = re.compile(
    r"\{%-?\s*(?:for\s[^%]*\sin|if)\s+messages\b|htmx_views/messages\.html"
)
SETS = re.compile(r"\b(?:set|as|with)\s+messages\b|\bmessages\s*=[^=]")


def check_messages(
    view: ViewFacts,
    blocks: Sequence[Named],
    templates: Templates,
    engine: Any,
    name: str,
) -> None:
    """Add a finding where a view's own templates show messages that nobody gives."""
    listed = [block.name for block in blocks if block.attribute in OUT_OF_BAND]
    if "messages" not in listed or _may_have_messages(view, engine):
        return
    files = filter(Path.is_file, templates.files(engine, name))
    texts = {path: path.read_text(errors="replace") for path in files}
    reading = [(path, found) for path in texts if (found := READS.search(texts[path]))]
    if reading and not any(map(SETS.search, texts.values())):
        path, found = reading[0]
        line = found.string.count("\n", 0, found.start()) + 1
        templates.report.add(
            "W013",
            Where(f"TEMPLATES[{engine.name!r}]", partial(place, path, line)),
            "Its templates show messages, but no context processor gives them: there "
            "are never any",
            f"Add {PROCESSOR!r} to the engine's context_processors.",
        )


def _may_have_messages(view: ViewFacts, engine: Any) -> bool:
    """Return whether the context may have ``messages``, as far as code tells."""
    said = set().union(*map(strings, view.project_code()))
    options = engines.templates[engine.name]["OPTIONS"]
    for processor in map(import_string, options.get("context_processors", [])):
        code = getattr(inspect.unwrap(processor), "__code__", None)
        said |= {"messages"} if code is None else strings(code)
    environment = getattr(engine, "env", None)
    return "messages" in (*said, *getattr(environment, "globals", ())) or any(
        "messages" in str(view.value(attribute)) for attribute in GIVING
    )
