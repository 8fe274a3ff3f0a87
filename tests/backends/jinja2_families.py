"""
Write random families of Jinja2 templates: page, section, layout, library, includes.

Every block wraps what it shows in marks, numbered in the order in which they are
written, so that a page tells what each block is on it. Blocks change nothing that
outlives them: what else a fragment leaves out can then not be missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

import jinja2
import jinja2.sandbox
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

T = TypeVar("T")

VARIABLES = ["v0", "v1", "v2"]
#: Names that only ``{% with %}`` defines: the view passes none of them, or they won.
LOCALS = ["w0", "w1", "v2"]
BLOCKS = ["b0", "b1", "b2", "b3", "b4"]
#: Those that may stand under a condition: they stand nowhere else.
CONDITIONAL_BLOCKS = ["h0", "h1"]
LAYOUT, SECTION, PAGE = "layout.html", "section.html", "page.html"


class Noting(Extension):
    """
    Two statements without output.

    ``{% note x %}`` appends to the list ``notes`` of the context, ``{% escape x %}``
    switches autoescaping for the rest of the template.
    """

    tags = {"note", "escape"}

    def parse(self, parser: Parser) -> nodes.Node:
        tag = next(parser.stream)
        lineno = tag.lineno
        if tag.value == "escape":
            mode = nodes.Keyword("autoescape", parser.parse_expression())
            return nodes.EvalContextModifier([mode], lineno=lineno)
        call = self.call_method(
            "_note", [nodes.ContextReference(), parser.parse_expression()]
        )
        return nodes.ExprStmt(call, lineno=lineno)

    def _note(self, context: Any, value: object) -> None:
        context["notes"].append(str(value))


class Memory(list[object]):
    """Remember no marks: what is remembered is shown in other ways than a block."""

    def append(self, value: object) -> None:
        super().append(re.sub("«[^»]*»", "", str(value)))


@dataclass
class Family:
    """Templates, and with what to render them."""

    templates: dict[str, str]
    is_sandboxed: bool = False
    autoescape: bool = True
    #: The blocks that some template defines.
    blocks: set[str] = field(default_factory=set)
    #: Those of them that are also run for what is declared.
    captured: set[str] = field(default_factory=set)

    def options(self) -> dict[str, Any]:
        """Return the options of an engine."""
        return {
            "loader": jinja2.DictLoader(self.templates),
            "environment": f"{__name__}."
            + ("sandboxed_environment" if self.is_sandboxed else "environment"),
            "autoescape": self.autoescape,
            "undefined": jinja2.DebugUndefined,
        }

    def context(self, *, hidden: bool, touched: list[str]) -> dict[str, Any]:
        """Return a fresh context: the templates change what they find in it."""
        marks = 0

        def mark(text: str) -> Markup:
            nonlocal marks
            marks += 1
            return Markup(f"«{text}#{marks}»")

        def touch(place: str) -> str:
            touched.append(place)
            return ""

        return {
            "v0": "<0>",
            "v1": ["&"],
            "flag": True,
            "no": False,
            "hidden": hidden,
            # The first turn of the loops.
            "i": 1,
            "j": 1,
            "count": lambda: len(touch("outside")) + 2,
            "parent_section": SECTION,
            "parent_layout": LAYOUT,
            "notes": Memory(),
            "seen": Memory(),
            "mark": mark,
            "touch": touch,
        }


def environment(**options: Any) -> jinja2.Environment:
    return prepare(jinja2.Environment(**options))


def sandboxed_environment(**options: Any) -> jinja2.Environment:
    return prepare(jinja2.sandbox.SandboxedEnvironment(**options))


def prepare(env: jinja2.Environment) -> jinja2.Environment:
    for extension in ("do", "i18n", "loopcontrols"):
        env.add_extension(f"jinja2.ext.{extension}")
    env.add_extension(Noting)
    env.filters["swap"] = swap
    env.install_null_translations()  # type: ignore[attr-defined]
    return env


def swap(text: str) -> str:
    """Change what the values have in common, character by character."""
    return type(text)(text.translate({ord(";"): ":"}))


def slices(page: str) -> dict[str, str]:
    """Return what each block is where the page shows it first, by block and version."""
    found: dict[str, tuple[int, str]] = {}
    for match in re.finditer(r"«([^/#]+)#(\d+)»", page):
        version, number = match[1], int(match[2])
        if version in found and found[version][0] < number:
            continue
        rest = page[match.end() :]
        # The same version may show inside of itself only through a macro: never.
        end = re.search(rf"«/{re.escape(version)}#\d+»", rest)
        assert end, (version, page)
        found[version] = (number, match[0] + rest[: end.end()])
    return {version: text for version, (_, text) in found.items()}


def slices_of_blocks(page: str) -> dict[str, str]:
    """Return the slices by block. Of its versions the youngest is the block."""
    youngest: dict[str, str] = {}
    found = slices(page)
    for template in ("layout.html", "section.html", "page.html"):
        for version, text in found.items():
            block, _, defined_in = version.partition("@")
            if defined_in == template:
                youngest[block] = text
    return youngest


def without_numbers(text: str) -> str:
    return re.sub(r"#\d+»", "»", text)


class Writer:
    """Draw a family."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serial = 0
        self.family = Family({})
        #: The blocks that the template at hand may yet put under a condition.
        self.conditional: list[str] = []
        #: Whether templates of the family switch escaping, for all of their rest.
        self.escapes = self.chance(4)
        #: Whether they switch it, for the rest or for a part.
        self.has_modes = self.escapes or self.chance(2)
        #: Whether they filter what is around blocks.
        self.has_filters = self.chance(2)

    def pick(self, *choices: T) -> T:
        return self.random.choice(choices)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def chance(self, one_in: int) -> bool:
        return self.number(1, one_in) == one_in

    def unique(self) -> str:
        self.serial += 1
        return str(self.serial)

    # Expressions.

    def variable(self) -> str:
        return self.pick(*VARIABLES)

    def leaf(self) -> str:
        """Write an expression that calls no macro: it may stand in one."""
        return self.pick(
            f"'<{self.unique()}>'",
            self.variable(),
            f"({self.variable()} ~ '{self.unique()}')",
            f"({self.variable()}|string|upper)",
            "(ns.n if ns is defined else '-ns')",
            "(w0 if w0 is defined else '-w0')",
            "(w1 if w1 is defined else '-w1')",
            "seen|join(',')",
            "notes|join(',')",
        )

    def value(self) -> str:
        """Write an expression that tells what is visible where it stands."""
        return self.pick(
            self.leaf(),
            "(m0('a') if m0 is defined else '-m0')",
            "(m1('a') if m1 is defined else '-m1')",
            "(lib.lm('b') if lib is defined else '-lib')",
            "(lib.lv if lib is defined else '-lib')",
        )

    def output(self) -> str:
        return f"{{{{ {self.value()} }}}}"

    # What templates of all kinds and blocks hold.

    def plain(self, depth: int, in_block: bool) -> str:
        kinds = ["text", "output", "include", "trans", "call", "touch"]
        if not in_block:
            kinds.append("self")
        kind = self.pick(*kinds)
        if kind == "text":
            return f"T{self.unique()} "
        if kind == "include":
            name = self.pick("'inc0.html'", "'inc1.html'", "'inc' ~ 0 ~ '.html'")
            how = self.pick("", " with context", " without context")
            return f"{{% include {name}{how} %}}"
        if kind == "trans" and not in_block and self.chance(3):
            return "{% trans n=count() %}1{% pluralize %}{{ n }}{% endtrans %}"
        if kind == "trans":
            return f"{{% trans x={self.variable()} %}}t{{{{ x }}}}{{% endtrans %}}"
        if kind == "call":
            return (
                "{% if m0 is defined %}{% call m0(" + self.value() + ") %}"
                f"c{self.output()}{{% endcall %}}{{% endif %}}"
            )
        if kind == "touch" and not in_block:
            return "{{ touch('outside') }}"
        if kind == "self":
            call = self.call_of(self.pick(*BLOCKS))
            if self.chance(2):
                return f"{{% if {self.pick('flag', 'no')} %}}{call}{{% endif %}}"
            return call
        return self.output()

    # Declarations.

    def declaration(self) -> str:
        kind = self.number(0, 13)
        variable = self.variable()
        if kind == 0:
            return f"{{% set {variable} = {self.value()} %}}"
        if kind == 1:
            return f"{{% set {variable} %}}s{self.output()}<b>{{% endset %}}"
        if kind == 2:
            return f"{{% set {variable} | upper %}}f{self.output()}{{% endset %}}"
        if kind == 3:
            return "{% set v0, v1 = v1, v0 %}"
        if kind == 4:
            return f"{{% set ns = namespace(n={self.value()}) %}}"
        if kind == 5:
            return (
                "{% if ns is defined %}{% set ns.n = ns.n ~ '"
                + self.unique()
                + "' %}{% endif %}"
            )
        if kind == 6:
            how = self.pick("", " with context", " without context")
            return f"{{% import 'lib.html' as lib{how} %}}"
        if kind == 7:
            how = self.pick("", " with context")
            name = self.pick("lm as m0", "lm as m1", f"lv as {variable}")
            return f"{{% from 'lib.html' import {name}{how} %}}"
        if kind in (8, 13):
            return (
                f"{{% macro {self.pick('m0', 'm1')}(x) %}}[{{{{ x }}}}"
                f"{{{{ {self.leaf()} }}}}{{{{ {self.variable()} }}}}"
                "{{ caller() if caller }}]{% endmacro %}"
            )
        if kind == 9:
            return f"{{% do seen.append({self.variable()}|string) %}}"
        if kind == 10:
            return f"{{% note {self.value()} %}}"
        if kind == 11 and self.escapes:
            return f"{{% escape {self.pick('true', 'false', 'flag', 'no')} %}}"
        return f"{{% set _ = seen.append('{self.unique()}') %}}"

    # The top level.

    def top_level(self, template: str, names: list[str], *, extends: bool) -> str:
        parts = [
            self.statement(template, names, 2, extends=extends)
            for _ in range(self.number(1, 5))
        ]
        # What was not drawn above stands at random places, after all.
        while names:
            at = self.number(0, len(parts))
            parts.insert(at, self.place(template, names, extends=extends))
        return "".join(parts)

    def body(self, template: str, names: list[str], depth: int, **kw: bool) -> str:
        return "".join(
            self.statement(template, names, depth, **kw)
            for _ in range(self.number(1, 3))
        )

    def statement(
        self, template: str, names: list[str], depth: int, *, extends: bool
    ) -> str:
        kind = self.number(0, 5)
        if kind <= 1:
            return self.declaration()
        if kind == 2:
            return self.plain(depth, in_block=False)
        if kind == 3 and names:
            return self.place(template, names, extends=extends)
        if depth:
            return self.compound(template, names, depth - 1, extends=extends)
        return self.output()

    def compound(
        self, template: str, names: list[str], depth: int, *, extends: bool
    ) -> str:
        kinds = ["if", "for", "with", "filter", "recursive"]
        if self.has_modes:
            kinds.append("autoescape")
        kind = self.pick(*kinds)
        if kind == "if":
            inner = self.body(template, [], depth, extends=extends)
            other = self.body(template, [], depth, extends=extends)
            inner += self.conditional_block(template, depth, extends=extends)
            test = self.pick("flag", "no", "m0 is defined", "v1 == '<1>'")
            middle = self.pick("{% else %}", "{% elif flag %}")
            return f"{{% if {test} %}}{inner}{middle}{other}{{% endif %}}"
        # In a template that extends, Jinja2 shows a block in one of these both
        # there and where the parent has it.
        conditional, how = self.conditional, ""
        if extends:
            names, self.conditional = [], []
        if kind == "for":
            if self.chance(2):
                # Nothing that a turn changes: a block in it can be rendered.
                local = self.pick(*LOCALS)
                inner = f"{{% set {local} = i ~ {self.variable()} %}}{self.output()}"
            else:
                inner = self.body(template, [], depth, extends=extends)
            how = self.pick("", " scoped")
            block = self.conditional_block(template, depth, extends=extends, how=how)
            # Which turn shows the block first, the block itself can tell.
            turn = self.pick("", "", "{% do seen.append(i) %}") if block else ""
            test = self.pick("true", "i == 2" if turn or not how else "true")
            shown = f"{{% if {test} %}}{block}{{% endif %}}"
            if block and self.chance(3):
                shown = f"{{% for j in [1, 2] %}}{shown}{{% endfor %}}"
            inner += turn + shown
        elif self.chance(3):
            inner = f"{{{{ {self.variable()} }}}}"
        else:
            inner = self.body(template, names, depth, extends=extends)
        self.conditional = conditional
        if kind == "for":
            stop = self.pick(
                "",
                "{% if i == 2 %}{% break %}{% endif %}",
                # The view passes the names of the first turn.
                "" if how else "{% if i == 1 %}{% continue %}{% endif %}",
            )
            return f"{{% for i in [1, 2, 3] %}}{stop}{inner}{{% endfor %}}"
        if kind == "with":
            return self.with_local(inner)
        if kind == "autoescape":
            mode = self.pick("true", "false", "flag", "no")
            return f"{{% autoescape {mode} %}}{inner}{{% endautoescape %}}"
        if kind == "filter":
            # It must leave the marks around the blocks as they are.
            name = self.pick("string", "swap") if self.has_filters else "string"
            return f"{{% filter {name} %}}{inner}{{% endfilter %}}"
        return (
            "{% for i in [[[]], []] recursive %}{% do seen.append('r') %}"
            "{{ loop(i) }}{% endfor %}" + inner
        )

    def with_local(self, inner: str) -> str:
        value = self.pick(self.variable(), self.value())
        return f"{{% with {self.pick(*LOCALS)} = {value} %}}{inner}{{% endwith %}}"

    # Blocks.

    def call_of(self, name: str) -> str:
        return f"{{{{ self.{name}() if self.{name} is defined }}}}"

    def conditional_block(
        self, template: str, depth: int, *, extends: bool, how: str = ""
    ) -> str:
        if not self.conditional or self.chance(2):
            return ""
        first = "{{ seen|join }}" + ("{{ i }}{{ w0 }}{{ w1 }}" if how else "")
        block = self.block(template, self.conditional.pop(), [], first, how=how)
        rest = "" if self.chance(2) else self.body(template, [], depth, extends=extends)
        return block + rest

    def place(self, template: str, names: list[str], *, extends: bool) -> str:
        name = names.pop(0)
        how = self.number(0, 7)
        if how == 0:
            # Were it another template's as well, it would stand in two places.
            names.insert(0, name)
            name = f"c{self.unique()}"
            self.family.captured.add(name)
            block = self.block(template, name, [])
            return f"{{% set {self.variable()} %}}{block}{{% endset %}}"
        if how == 1 and self.conditional and not extends:
            hidden = self.block(template, self.conditional.pop(), [])
            unread = self.pick("", "{% set unread = 1 %}")
            names.insert(0, name)
            return f"{{% if hidden %}}{unread}{hidden}{{% endif %}}"
        if how == 2:
            return self.block(template, name, names, how=" scoped")
        if how == 3 and not extends:
            # A place that is none, before something changes.
            variable, shown = self.variable(), self.call_of(name)
            before = f"{{% if no %}}{shown}{{% endif %}}"
            before += f"{{% set {variable} = '{self.unique()}' %}}"
            first = f"{{{{ {variable} }}}}"
            return before + self.block(template, name, names, first)
        return self.block(template, name, names)

    def block(
        self,
        template: str,
        name: str,
        names: list[str],
        first: str = "",
        *,
        how: str = "",
    ) -> str:
        self.family.blocks.add(name)
        version = f"{name}@{template}"
        inner = first + "".join(
            self.in_block(template, name, names, 1) for _ in range(self.number(1, 4))
        )
        return (
            f"{{% block {name}{how} %}}{{{{ mark('{version}') }}}}{inner}"
            f"{{{{ touch('{name}') }}}}{{{{ mark('/{version}') }}}}{{% endblock %}}"
        )

    def in_block(self, template: str, name: str, names: list[str], depth: int) -> str:
        kind = self.number(0, 9)
        later = [other for other in names if other > name]
        if kind == 0 and later and depth:
            nested = later[0]
            names.remove(nested)
            how = self.pick("", " scoped")
            return self.around(nested, self.block(template, nested, names, how=how))
        if kind == 1:
            changed = "|swap" if self.has_filters and self.chance(3) else ""
            return f"{{{{ super(){changed} if super is defined }}}}"
        if kind == 2:
            return "{{ super.super() if super is defined and super.super is defined }}"
        if kind == 3:
            # Of a name that sorts later: a block that shows itself never ends.
            others = [other for other in BLOCKS if other > name]
            if others and self.chance(2):
                return self.call_of(self.pick(*others))
        if kind == 4:
            return f"{{% set {self.variable()} = {self.value()} %}}{self.output()}"
        if kind == 5:
            declaration = self.pick(
                "{% import 'lib.html' as lib %}",
                "{% from 'lib.html' import lm as m0 %}",
                f"{{% set ns = namespace(n={self.value()}) %}}"
                "{% set ns.n = ns.n ~ 'b' %}",
                "{% macro m1(x) %}{{ x }}{{ " + self.leaf() + " }}{% endmacro %}",
            )
            return declaration + self.output()
        if kind == 6:
            return (
                f"{{% for {self.variable()} in [1, 2] %}}{self.output()}{{% endfor %}}"
            )
        return self.plain(depth, in_block=True)

    def around(self, name: str, block: str) -> str:
        """Write something around a block that stands in another one."""
        kinds = ["", "", "with", "if", "for", "capture", "autoescape"]
        if self.has_filters:
            kinds.append("filter")
        kind = self.pick(*kinds)
        if kind == "with":
            return self.with_local(block)
        if kind == "if":
            test = self.pick("flag", "m0 is defined or flag")
            return f"{{% if {test} %}}{block}{{% else %}}n{{% endif %}}"
        if kind == "for":
            return f"{{% for i in [1, 2] %}}{block}{{{{ i }}}}{{% endfor %}}"
        if kind == "capture":
            # What stands in the block is captured with it.
            self.family.captured |= {other for other in BLOCKS if other >= name}
            variable = self.pick(*VARIABLES)
            return f"{{% set {variable} %}}{block}{{% endset %}}{{{{ {variable} }}}}"
        if kind == "autoescape":
            mode = self.pick("true", "false", "flag", "no")
            return f"{{% autoescape {mode} %}}{block}{{% endautoescape %}}"
        if kind == "filter":
            return f"{{% filter swap %}}{block}{{% endfilter %}}"
        return block

    # Templates.

    def extend(self, parent: str) -> str:
        variable = "parent_" + parent.partition(".")[0]
        return self.pick(
            f"{{% extends '{parent}' %}}",
            f"{{% extends '{parent}' %}}",
            f"{{% extends {variable} %}}",
            f"{{% set p = '{parent}' %}}{{% extends p %}}",
            f"{{% if flag %}}{{% extends {variable} %}}{{% endif %}}",
            f"{{% if no %}}{{% extends 'none.html' %}}{{% else %}}"
            f"{{% extends '{parent}' %}}{{% endif %}}",
            # Only now and then this template is the whole page.
            f"{{% if no %}}{{% extends '{parent}' %}}{{% endif %}}",
        )

    def template(self, name: str, parent: str | None) -> str:
        names = [block for block in BLOCKS if self.chance(2)]
        self.conditional = [block for block in CONDITIONAL_BLOCKS if self.chance(2)]
        if parent is None:
            return self.top_level(name, names or ["b0"], extends=False)
        first: list[str] = []
        before = ""
        if self.chance(4):
            if names and self.chance(2):
                first.append(names.pop(0))
            conditional, self.conditional = self.conditional, []
            before = self.top_level(name, first, extends=True)
            self.conditional = conditional
        return before + self.extend(parent) + self.top_level(name, names, extends=True)

    def library(self) -> str:
        return (
            f"{self.output()}{{% set lv = {self.value()} %}}"
            f"{{% macro lm(x) %}}({{{{ x }}}}{{{{ {self.leaf()} }}}}"
            "{{ caller() if caller }}){% endmacro %}"
        )

    def include(self) -> str:
        return (
            f"i{self.output()}{{% set {self.variable()} = {self.value()} %}}"
            f"{{% block ib %}}{self.output()}{{% endblock %}}"
        )

    def write(self) -> Family:
        family = self.family
        family.templates.update(
            {
                "lib.html": self.library(),
                "inc0.html": self.include(),
                "inc1.html": self.include(),
                LAYOUT: self.template(LAYOUT, None),
                SECTION: self.template(SECTION, LAYOUT),
                PAGE: self.template(PAGE, SECTION),
            }
        )
        family.is_sandboxed = self.chance(5)
        family.autoescape = not self.chance(5)
        return family
