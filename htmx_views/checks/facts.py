"""What the checks learn of one template, whichever engine it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from htmx_views.checks.markup import BOUNDARY, Computed, Markup, Text, read_markup


class Binding(NamedTuple):
    """A loop or ``with`` around a block that defines a name."""

    tag: str
    line: int


class Include(NamedTuple):
    """The name of a template, or the address of a block, that a template includes."""

    name: str
    line: int
    #: Whether the page fails where it is missing.
    is_required: bool = True


class Reads(NamedTuple):
    """What a block reads of the context."""

    #: The names that it reads without defining them, with their lines.
    lines: dict[str, int]
    #: Whether it shows its parent's block in the same context.
    shows_super: bool


@dataclass(eq=False)
class Block:
    """One definition of a block."""

    name: str
    line: int
    template: TemplateFacts
    #: The block around it, in the same template.
    outer: Block | None
    #: The names that the loops around it define.
    bound: dict[str, Binding]
    read: Callable[[], Reads]
    #: Whether it is a partial (Django 6), which no parent has to place.
    is_partial: bool = False


@dataclass(eq=False)
class TemplateFacts:
    """One template, read without being rendered."""

    name: str
    path: str
    #: What Django calls the place of a template.
    origin: Any = None
    parent: str | None = None
    parent_line: int = 1
    #: Whether another parent may be chosen while rendering, or nothing is known.
    is_extended_dynamically: bool = False
    includes: list[Include] = field(default_factory=list)
    #: Whether another include may be chosen while rendering.
    has_unknown_includes: bool = False
    #: From the name, spelled with underscores.
    blocks: dict[str, Block] = field(default_factory=dict)
    #: The blocks that it shows by ``self.name()``, spelled with underscores.
    called_blocks: set[str] = field(default_factory=set)
    #: The names that it defines outside of loops.
    declared: set[str] = field(default_factory=set)
    #: Methods that are read but not called, with their lines.
    uncalled: list[tuple[str, int]] = field(default_factory=list)
    #: The template functions and tags that it calls.
    functions: set[str] = field(default_factory=set)
    pieces: list[Text | Computed] = field(default_factory=list)
    #: Why the engine cannot read it, with the line.
    error: tuple[str, int] | None = None

    def add_boundary(self) -> None:
        """Note where a tag or a branch of it begins or ends: two in a row are one."""
        if not self.pieces or self.pieces[-1] is not BOUNDARY:
            self.pieces.append(BOUNDARY)

    @cached_property
    def markup(self) -> Markup:
        return read_markup(self.pieces)
