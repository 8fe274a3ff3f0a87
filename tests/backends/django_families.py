"""
Write random families of Django templates: a page and its parents.

No block shows itself, and none stands in a loop, of which it would take the names from
the context.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest import mock

import django
from django.template.loader_tags import BlockNode
from django.utils.safestring import mark_safe

CONTEXT: dict[str, Any] = {
    "v0": "<a>",
    "v1": 1234.5,
    "v2": datetime.date(2020, 3, 1),
    "v4": "x & y",
    "yes": True,
    "no": False,
    "items": ["i", "j"],
}
NAMES = [f"v{number}" for number in range(5)]
BLOCKS = ["a", "b", "c-d", "e_f", "g", "h"]
LOADS = "{% load i18n l10n tz static cache pages %}"

DECLARATIONS = [
    "{{% firstof v0 as {} %}}",
    "{{% firstof {text} as {} %}}",
    "{{% now '\\{text}' as {} %}}",
    "{{% url 'no-such-view' as {} %}}",
    "{{% widthratio 1 3 {number} as {} %}}",
    "{{% get_current_language as {} %}}",
    "{{% get_static_prefix as {} %}}",
    "{{% translate 'Monday' as {} %}}",
    "{{% blocktranslate asvar {} %}}Sunday{{% endblocktranslate %}}",
    "{{% value {text} as {} %}}",
    "{{% put '{}' {text} %}}",
    "{{% put_and_include '{}' {text} %}}",
    "{{% let {} {number} %}}",
    "{{% let {} <{number}> %}}",
    "{{% let {} &{number} %}}",
    "{{% wrap as {} %}}{text}{{{{ v1 }}}}{{% endwrap %}}",
    "{{% regroup items by 0 as {} %}}",
]
#: Around other things, which they change or not.
AROUND = [
    "{{% autoescape off %}}{}{{% endautoescape %}}",
    "{{% autoescape on %}}{}{{% endautoescape %}}",
    "{{% language 'de' %}}{}{{% endlanguage %}}",
    "{{% language 'fr' %}}{}{{% endlanguage %}}",
    "{{% localize off %}}{}{{% endlocalize %}}",
    "{{% localtime off %}}{}{{% endlocaltime %}}",
    "{{% timezone 'UTC' %}}{}{{% endtimezone %}}",
    "{{% if yes %}}{}{{% else %}}{{% firstof 'no' as v0 %}}{{% endif %}}",
    "{{% if no %}}{{% firstof 'no' as v0 %}}{{% elif yes %}}{}{{% endif %}}",
    "{{% if no %}}{}{{% endif %}}",
    "{{% with w0=v0 w1='w' %}}{}{{{{ w0 }}}}{{% endwith %}}",
    "{{% frame %}}{}{{% endframe %}}",
]
if django.VERSION >= (6,):
    AROUND += [
        "{{% partialdef p{number} inline %}}{}{{% endpartialdef %}}",
        "{{% partialdef p{number} %}}{}{{% endpartialdef %}}",
    ]
REFUSED = [
    "{{% filter upper %}}{}{{% endfilter %}}",
    "{{% wrap %}}{}{{% endwrap %}}",
    "{{% picture v0 %}}{}{{% endpicture %}}",
    "{{% capture %}}{}{{% endcapture %}}",
    "{{% ifchanged %}}{}{{% endifchanged %}}",
]


class Family:
    """The templates of one page."""

    def __init__(self, random: Random) -> None:
        self.pick = random.choice
        self.count = 0
        self.templates: dict[str, str] = {"included.html": "{{ v0 }}included"}

    def context(self) -> dict[str, Any]:
        parents = {f"parent{n}": f"parent{n}.html" for n in range(3)}
        return {**CONTEXT, **parents}

    def number(self) -> int:
        self.count += 1
        return self.count

    def make(self) -> None:
        depth = self.pick([0, 1, 2, 3])
        names = ["page.html", *(f"parent{level}.html" for level in range(depth))]
        for name, parent in zip(names, [*names[1:], None], strict=True):
            self.free = list(BLOCKS)
            self.partials: list[str] = []
            self.cycles: list[str] = []
            self.has_parent = parent is not None
            body = self.body(3, None, loops=True)
            if parent is not None:
                layouts = [f"'{parent}'", parent[:-5]]
                body = f"{{% extends {self.pick(layouts)} %}}{LOADS}{body}"
            self.templates[name] = body if parent is not None else LOADS + body

    def body(self, depth: int, block: str | None, loops: bool) -> str:
        parts = self.pick([1, 2, 3, 4] if depth else [1, 2])
        return "".join(self.item(depth, block, loops) for _ in range(parts))

    def item(self, depth: int, block: str | None, loops: bool) -> str:
        kinds = ["text", "variable", "declaration", "declaration", "include", "cycle"]
        kinds += ["turn"] if self.cycles else []
        # No blocks in loops: these take the loop's names from the context.
        if loops:
            kinds += ["super"] * 2 if self.has_parent and block is not None else []
            kinds += ["partial"] if self.partials else []
        if depth:
            kinds += ["around", "around", "loop"]
            kinds += ["block"] * 5 if loops and self.inner_blocks(block) else []
        return str(getattr(self, self.pick(kinds))(depth, block, loops))

    def text(self, depth: int, block: str | None, loops: bool) -> str:
        return f"<t{self.number()}> "

    def variable(self, depth: int, block: str | None, loops: bool) -> str:
        return f"{{{{ {self.pick([*NAMES, 'w0', 'w1'])} }}}};"

    def declaration(self, depth: int, block: str | None, loops: bool) -> str:
        number = self.number()
        declaration = str(self.pick(DECLARATIONS))
        return (
            declaration.format(self.pick(NAMES), text=f"'&{number}'", number=number)
            .replace("now '\\'&", "now '\\")
            .replace("'' as", "' as")
        )

    def include(self, depth: int, block: str | None, loops: bool) -> str:
        name = f"include{self.number()}.html"
        self.templates[name] = (
            LOADS
            + self.variable(0, None, False)
            + (self.declaration(0, None, False) + self.variable(0, None, False))
        )
        return f"{{% include '{name}' with v3='given' %}}"

    def cycle(self, depth: int, block: str | None, loops: bool) -> str:
        name = self.pick(NAMES)
        self.cycles.append(name)
        silent = self.pick(["", " silent"])
        number = self.number()
        return f"{{% cycle '{number}' '&' 'c' as {name}{silent} %}}"

    def turn(self, depth: int, block: str | None, loops: bool) -> str:
        kind = self.pick(["cycle", "cycle", "resetcycle"])
        return f"{{% {kind} {self.pick(self.cycles)} %}}"

    def super(self, depth: int, block: Any, loops: bool) -> str:
        supers = ["{{ block.super }}"] * 9 + ["{{ block.super|upper }}"]
        return str(self.pick(supers))

    def around(self, depth: int, block: str | None, loops: bool) -> str:
        # Those that nothing can repeat are few.
        around = str(self.pick(AROUND * 3 + REFUSED))
        number = self.number()
        inner = self.body(depth - 1, block, loops)
        if "partialdef" in around:
            self.partials.append(f"p{number}")
        return around.format(inner, number=number)

    def partial(self, depth: int, block: str | None, loops: bool) -> str:
        return f"{{% partial {self.pick(self.partials)} %}}"

    def loop(self, depth: int, block: str | None, loops: bool) -> str:
        inner = self.body(depth - 1, block, False)
        return f"{{% for v3 in items %}}{inner}{{% endfor %}}"

    def inner_blocks(self, block: str | None) -> list[str]:
        """Return the blocks that may stand here: two do not contain each other."""
        outer = BLOCKS.index(block) if block in BLOCKS else -1
        return [name for name in self.free if BLOCKS.index(name) > outer]

    def block(self, depth: int, block: str | None, loops: bool) -> str:
        name = self.pick(self.inner_blocks(block))
        self.free.remove(name)
        return f"{{% block {name} %}}{self.body(depth - 1, name, True)}{{% endblock %}}"


START, END = "\ue000{}\ue001", "\ue002{}\ue001"
MARKS = re.compile("[\ue000\ue002].*?\ue001")


@contextmanager
def marked_blocks() -> Iterator[None]:
    """Put marks around each block while a page renders, but not around super's."""
    render = BlockNode.render

    def marked(self: BlockNode, context: Any) -> Any:
        output = render(self, context)
        index = BLOCKS.index(self.name)
        return mark_safe(START.format(index) + output + END.format(index))

    def super_(self: Any) -> Any:
        block_context = self.context.render_context.get("block_context")
        if block_context and block_context.get_block(self.name) is not None:
            return mark_safe(render(self, self.context))
        return ""

    with (
        mock.patch.object(BlockNode, "render", marked),
        mock.patch.object(BlockNode, "super", super_),
    ):
        yield


def slices(page: str) -> dict[str, str]:
    """Return the slice of each block that is on the page: the first, if it is twice."""
    found: dict[str, str] = {}
    for index, name in enumerate(BLOCKS):
        start, end = START.format(index), END.format(index)
        _, mark, rest = page.partition(start)
        if mark:
            inside, _, rest = rest.partition(end)
            # A partial may show the block again in itself.
            while inside.count(start) > inside.count(end):
                more, _, rest = rest.partition(end)
                inside += end + more
            found[name] = MARKS.sub("", inside)
    return found
