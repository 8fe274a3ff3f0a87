"""Ask the engines about templates: whether they exist, and which blocks they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, engines
from jinja2 import TemplateNotFound

from htmx_views.backends import check_backend
from htmx_views.blocks import BlockDoesNotExist, BlockRefused, block_key, split_address
from htmx_views.checks.includes import references
from htmx_views.checks.report import Report, Where
from htmx_views.checks.source import place

#: Stands for a template that its engine cannot read.
UNREADABLE = object()


class Named(NamedTuple):
    """The name of a template or block, and where the project writes it."""

    name: str
    attribute: str
    where: Where


class Templates:
    """The templates that the engines have been asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._loaded: dict[tuple[str, str], Any] = {}

    def check(
        self,
        names: Sequence[Named],
        blocks: Sequence[Named],
        using: str | None = None,
        *,
        is_engine_known: bool = True,
        renders_blocks: bool = True,
    ) -> list[tuple[Any, str]]:
        """
        Check the template that Django selects for ``names``, and the blocks of it.

        Return the engine that has it, or all that have where a request chooses one,
        with its name.
        """
        chosen = [each for each in engines.all() if using in (None, each.name)]
        for named in names:
            name, *address = split_address(named.name) or (named.name,)
            # Django asks no other engine once one has it.
            first = 1 if is_engine_known else None
            having = (engine for engine in chosen if self._load(engine, name))
            found = list(islice(having, first))
            if len(names) == 1:
                # Without the block of an address, Django goes on to the next name.
                blocks = [*blocks, *(named._replace(name=block) for block in address)]
            for engine in found:
                if blocks or renders_blocks:
                    self._check_blocks(engine, name, blocks)
            if found:
                return [(engine, name) for engine in found]
        if chosen:
            self.report.add(
                "E004",
                names[0].where,
                f"The template {' or '.join(repr(named.name) for named in names)} "
                "does not exist",
                "Create the template, or name another one in template_name.",
                cause=tuple(named.name for named in names),
            )
        return []

    def files(self, engine: Any, name: str) -> Iterator[Path]:
        """Yield the files of a template, and of those that it names in turn."""
        names = [name]
        for each in names:
            template = self._load(engine, each)
            if origin := getattr(template, "origin", None):
                yield Path(str(origin.name))
                named = [reference.name for reference in references(template.template)]
                names += [new for new in named if new not in names]

    def _load(self, engine: Any, name: str) -> Any:
        """Return a template, ``None`` if the engine lacks it."""
        key = engine.name, name
        if key not in self._loaded:
            self._loaded[key] = None
            try:
                template = self._loaded[key] = engine.get_template(name)
                # It reads its parents only now.
                getattr(template, "block_names", None)
                self._check_references(engine, template)
            except Exception as error:
                is_missing = isinstance(error, TemplateDoesNotExist)
                if self._loaded[key] is not None or not is_missing:
                    self._loaded[key] = UNREADABLE
                    self._add_unreadable(engine, name, error)
        return self._loaded[key]

    def _check_references(self, engine: Any, template: Any) -> None:
        """Add each template that a template names, and that is not there."""
        for name, path, line in references(getattr(template, "template", None)):
            if self._load(engine, name) is None:
                self.report.add(
                    "E004",
                    Where(str(template.template.name), partial(place, path, line)),
                    f"The template {name!r}, which it names, does not exist",
                    "Create that template, or name another one.",
                    cause=(engine.name, name),
                )

    def _check_blocks(self, engine: Any, name: str, blocks: Sequence[Named]) -> None:
        try:
            check_backend("A view", engine)
        except ImproperlyConfigured as error:
            where = Where(f"TEMPLATES[{engine.name!r}]")
            self.report.add_error("E003", where, error, cause=engine.name)
            return
        template = self._load(engine, name)
        for block in blocks if template is not UNREADABLE else ():
            try:
                template.check_block(block.name)
            except BlockDoesNotExist as error:
                id, fault, hint = "E001", f"the template {name!r} lacks", error.hint
            except BlockRefused as error:
                id, fault, hint = "E010", error.reason, error.cure
            else:
                continue
            self.report.add(
                id,
                block.where,
                f"{block.attribute} names the block {block.name!r}, which {fault}",
                hint,
                cause=(name, block_key(block.name)),
            )

    def _add_unreadable(self, engine: Any, name: str, error: Exception) -> None:
        if isinstance(error, (TemplateDoesNotExist, TemplateNotFound)):
            self.report.add(
                "E004",
                Where(name),
                f"The template {str(error)!r}, which it builds on, does not exist",
                "Create that template, or extend another one.",
                cause=(engine.name, str(error)),
            )
            return
        debug = getattr(error, "template_debug", None) or {}
        # Jinja2's errors know their line, and Django's parser even without debugging.
        fault: Any = (
            error.__context__ if hasattr(error.__context__, "lineno") else error
        )
        path, line = debug.get("name"), debug.get("line")
        if hasattr(fault, "lineno"):
            path, line = fault.filename or getattr(fault, "name", None), fault.lineno
        elif hasattr(fault, "token"):
            line = fault.token.lineno
        message = getattr(fault, "message", f"{type(error).__name__}: {error}")
        self.report.add(
            "E005",
            Where(name, partial(place, path or name, line)),
            f"The engine {engine.name!r} cannot read it: {message}",
            "Correct the template.",
            cause=(path or name, line),
        )
