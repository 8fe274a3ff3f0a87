"""Read the HTML of a template: its text, with a mark where the template computes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import zip_longest
from typing import NamedTuple

#: Marks stand in a private area of Unicode: no template says anything with them.
FIRST_MARK = 0xF0000
MARK = re.compile("[\U000f0000-\U000ffffd]")

#: The beginning of an attribute, up to its value; its name without what htmx 4 adds.
ATTRIBUTE = re.compile(r"(hx-[\w-]+)[^\s=]*\s*=\s*[\"']?", re.IGNORECASE)

VERBS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
#: The name of HtmxPollingMixin for attributes, among which there is no id.
HTMX_ATTRIBUTES = ("polling",)
#: Where Django's forms keep the ids of their fields.
FIELD_ID_ATTRIBUTES = ("auto_id", "id_for_label")

#: Methods whose name says that they return a piece of a page.
RENDERING_METHODS = {"render", "as_html"}


class Text(NamedTuple):
    """Text that stands in the template."""

    text: str
    line: int


class Computed(NamedTuple):
    """Where the template computes something, or a tag of it begins or ends."""

    line: int = 0
    is_output: bool = False
    #: Whether the output may be HTML that no template of the page holds.
    may_be_markup: bool = False
    #: The name in ``url("name")`` or ``{% url "name" %}``.
    url_name: str | None = None
    #: The last name of a plain expression, such as ``auto_id`` in ``field.auto_id``.
    attribute: str | None = None


#: Where nothing is put out, but a tag of the template begins or ends.
BOUNDARY = Computed()


@dataclass(frozen=True)
class Use:
    """A value in the markup, and the line where it stands."""

    attribute: str
    value: str
    line: int


@dataclass
class Markup:
    """What the checks want to know of a template's HTML."""

    tags: set[str] = field(default_factory=set)
    #: Whether any HTML at all may be put where the template computes something.
    is_opaque: bool = False
    ids: set[str] = field(default_factory=set)
    #: What computed ids look like.
    id_patterns: list[re.Pattern[str]] = field(default_factory=list)
    #: The ids that ``hx-target`` names.
    targets: list[Use] = field(default_factory=list)
    #: The URL names that ``hx-get`` and its kin are built from.
    url_names: list[Use] = field(default_factory=list)

    def may_have(self, id: str) -> bool:
        return id in self.ids or any(p.fullmatch(id) for p in self.id_patterns)


def read_markup(pieces: Iterable[Text | Computed]) -> Markup:
    """Return what the HTML in ``pieces`` says."""
    return _Reader(pieces).markup


class _Reader(HTMLParser):
    def __init__(self, pieces: Iterable[Text | Computed]) -> None:
        super().__init__(convert_charrefs=False)
        self.markup = Markup()
        self.computed: list[Computed] = []
        #: Where each piece starts in the text, and on which line of the template.
        self.starts: list[int] = []
        self.lines: list[int] = []
        parts, position = [], 0
        for piece in pieces:
            if isinstance(piece, Text):
                part = piece.text
            else:
                part = chr(FIRST_MARK + len(self.computed))
                self.computed.append(piece)
            self.starts.append(position)
            self.lines.append(piece.line)
            parts.append(part)
            position += len(part)
        self.may_be_opaque = any(part.may_be_markup for part in self.computed)
        # A computed tag is a tag: <{{ tag }} id="a">.
        self.text = re.sub(f"<{MARK.pattern}", "<x", "".join(parts))
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.markup.tags.add(tag)
        for name, value in attrs:
            for computed in self._computed_in(name):
                # <div {{ attributes }}>
                if computed.is_output and computed.attribute not in HTMX_ATTRIBUTES:
                    self.markup.is_opaque = True
            name = MARK.sub("", name)
            if name == "id" and value:
                self._read_id(value)
            elif name.startswith(("hx-", "data-hx-")) and value:
                # htmx 4 adds to a name, as in hx-target:inherited.
                self._read_htmx(name.removeprefix("data-").partition(":")[0], value)

    def handle_data(self, data: str) -> None:
        if self.may_be_opaque and any(
            computed.may_be_markup for computed in self._computed_in(data)
        ):
            self.markup.is_opaque = True

    def _read_id(self, value: str) -> None:
        computed = self._computed_in(value)
        if not computed:
            self.markup.ids.add(value)
            return
        # What stands under a condition may be missing.
        is_certain = all(part.is_output for part in computed)
        texts = [re.escape(text) for text in MARK.split(value)]
        outputs = [".*" if part.is_output else "" for part in computed]
        pattern = "".join(
            (text if is_certain else f"(?:{text})?") + output
            for text, output in zip_longest(texts, outputs, fillvalue="")
        )
        if pattern == ".*" and computed[0].attribute in FIELD_ID_ATTRIBUTES:
            pattern = "id_.*"
        self.markup.id_patterns.append(re.compile(pattern, re.DOTALL))

    def _read_htmx(self, name: str, value: str) -> None:
        if name == "hx-target":
            if re.fullmatch(r"#[^\s#.,:>+~*\[\]()]+", value) and not MARK.search(value):
                line = self._line_of(name, value)
                self.markup.targets.append(Use(name, value[1:], line))
        elif name in VERBS:
            for computed in self._computed_in(value):
                if computed.url_name is not None:
                    use = Use(name, computed.url_name, computed.line)
                    self.markup.url_names.append(use)

    def _computed_in(self, value: str) -> list[Computed]:
        return [self.computed[ord(mark) - FIRST_MARK] for mark in MARK.findall(value)]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    def _line_of(self, name: str, value: str) -> int:
        """Return the template's line of an attribute of the current tag."""
        line, column = self.getpos()
        position = self._line_starts[line - 1] + column
        tag = self.get_starttag_text() or ""
        for attribute in ATTRIBUTE.finditer(tag):
            if attribute[1].lower() == name and tag.startswith(value, attribute.end()):
                position += attribute.start()
                break
        piece = bisect_right(self.starts, position) - 1
        before = self.text[self.starts[piece] : position]
        return self.lines[piece] + before.count("\n")
