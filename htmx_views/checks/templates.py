"""Ask the engines about templates: whether they exist, and which blocks they have."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from django.template import TemplateDoesNotExist, engines
from jinja2 import TemplateNotFound

from htmx_views.blocks import BlockDoesNotExist, BlockRefused, block_key, split_address
from htmx_views.checks.includes import references
from htmx_views.checks.report import Report, Where, quoted
from htmx_views.checks.source import place
from htmx_views.hints import did_you_mean, nearest

#: What takes the place of an engine that does not render fragments.
ENGINES = {
    "django.template.backends.jinja2.Jinja2": (
        "htmx_views.backends.jinja2.Jinja2WithFragments"
    ),
    "django.template.backends.django.DjangoTemplates": (
        "htmx_views.backends.django.DjangoTemplatesWithFragments"
    ),
    "django_jinja.backend.Jinja2": (
        "htmx_views.backends.django_jinja.Jinja2WithFragments"
    ),
}

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
    ) -> list[Any]:
        """
        Check the template that Django selects for ``names``, and the blocks of it.

        Return the engine that has it, or all that have where a request chooses one.
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
                return found
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
        template = self._load(engine, name)
        if not getattr(engine, "supports_fragments", False):
            self._add_engine_without_fragments(engine, name)
        elif template is not UNREADABLE:
            for block in blocks:
                try:
                    template.check_block(block.name)
                except BlockDoesNotExist as error:
                    hint = did_you_mean(
                        nearest(block.name, error.block_names),
                        f"Its blocks are: {quoted(error.block_names)}."
                        if error.block_names
                        else "It has none.",
                    )
                    message = f"which the template {name!r} lacks"
                    self._add(block, name, "E001", message, hint)
                except BlockRefused as error:
                    message = (
                        f"which cannot be rendered alone: {error.around} in line "
                        f"{error.lineno} of {error.template_name!r} stands around it"
                    )
                    hint = "Move it into the block, or name a block around it."
                    self._add(block, name, "E010", message, hint)

    def _add(self, block: Named, name: str, id: str, message: str, hint: str) -> None:
        self.report.add(
            id,
            block.where,
            f"{block.attribute} names the block {block.name!r}, {message}",
            hint,
            cause=(name, block_key(block.name)),
        )

    def _add_engine_without_fragments(self, engine: Any, template_name: str) -> None:
        # A project's own engine may build on one of these.
        names = [
            f"{each.__module__}.{each.__qualname__}" for each in type(engine).mro()
        ]
        better = [ENGINES[name] for name in names if name in ENGINES]
        self.report.add(
            "E003",
            Where(f"TEMPLATES[{engine.name!r}]"),
            f"{names[0]} cannot render the blocks that views name of {template_name!r}",
            f"Set its BACKEND to {' or '.join(map(repr, better or ENGINES.values()))}.",
            cause=engine.name,
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
