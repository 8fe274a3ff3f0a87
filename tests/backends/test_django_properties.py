"""Hold each block of random families of Django templates against its slice."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import django
import pytest
from django.template.loader_tags import BlockNode
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from htmx_views.backends.django import contents, declarations, nodes
from htmx_views.backends.django import plan as planning
from htmx_views.backends.django.writes import Writes
from tests.backends.django_engine import make_engine

EXAMPLES = int(os.environ.get("FIDELITY_EXAMPLES", "100"))

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
    "{{% filter upper %}}{}{{% endfilter %}}",
    "{{% if yes %}}{}{{% else %}}{{% firstof 'no' as v0 %}}{{% endif %}}",
    "{{% if no %}}{{% firstof 'no' as v0 %}}{{% elif yes %}}{}{{% endif %}}",
    "{{% if no %}}{}{{% endif %}}",
    "{{% with w0=v0 w1='w' %}}{}{{{{ w0 }}}}{{% endwith %}}",
    "{{% ifchanged %}}{}{{% endifchanged %}}",
]
if django.VERSION >= (6,):
    AROUND.append("{{% partialdef p{number} inline %}}{}{{% endpartialdef %}}")


class Family:
    """Draws the templates of one page."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.count = 0
        self.templates: dict[str, str] = {"included.html": "{{ v0 }}included"}

    def pick(self, choices: list[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def number(self) -> int:
        self.count += 1
        return self.count

    def make(self) -> None:
        depth = self.draw(st.integers(0, 3))
        names = ["page.html", *(f"parent{level}.html" for level in range(depth))]
        for name, parent in zip(names, [*names[1:], None], strict=True):
            self.free = list(BLOCKS)
            self.may_call_super = set(BLOCKS if parent else [])
            body = self.body(3, None, loops=True)
            if parent is not None:
                body = (
                    self.pick(
                        [
                            f"{{% extends '{parent}' %}}",
                            f"{{% extends {parent[:-5]} %}}",
                        ]
                    )
                    + body
                )
                self.templates[name] = body.replace("%}", "%}" + LOADS, 1)
            else:
                self.templates[name] = LOADS + body

    def body(self, depth: int, block: str | None, loops: bool) -> str:
        parts = self.draw(st.integers(1, 4 if depth else 2))
        return "".join(self.item(depth, block, loops) for _ in range(parts))

    def item(self, depth: int, block: str | None, loops: bool) -> str:
        kinds = ["text", "variable", "declaration", "include"]
        kinds += ["cycle"] if block in (None, "loop") else []
        # Once in a block: where its inner blocks stand shall be one place.
        kinds += ["super"] if block in self.may_call_super else []
        if depth:
            kinds += ["around", "around", "loop"]
            kinds += ["block"] * 4 if loops and self.inner_blocks(block) else []
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
        again = self.pick(
            [
                "",
                f"{{% cycle {name} %}}",
                f"{{% resetcycle {name} %}}{{% cycle {name} %}}",
            ]
        )
        silent = self.pick(["", " silent"])
        number = self.number()
        return f"{{% cycle '{number}' '&' as {name}{silent} %}}{again}"

    def super(self, depth: int, block: Any, loops: bool) -> str:
        self.may_call_super.remove(block)
        return str(self.pick(["{{ block.super }}", "{{ block.super|upper }}"]))

    def around(self, depth: int, block: str | None, loops: bool) -> str:
        around = str(self.pick(AROUND))
        return around.format(self.body(depth - 1, block, loops), number=self.number())

    def loop(self, depth: int, block: str | None, loops: bool) -> str:
        inner = self.body(depth - 1, "loop" if block is None else block, False)
        return f"{{% for v3 in items %}}{inner}{{% endfor %}}"

    def inner_blocks(self, block: str | None) -> list[str]:
        """Return the blocks that may stand here: two do not contain each other."""
        outer = BLOCKS.index(block) if block in BLOCKS else -1
        return [name for name in self.free if BLOCKS.index(name) > outer]

    def block(self, depth: int, block: str | None, loops: bool) -> str:
        name = self.pick(self.inner_blocks(block))
        self.free.remove(name)
        return f"{{% block {name} %}}{self.body(depth - 1, name, True)}{{% endblock %}}"


@st.composite
def families(draw: Callable[[Any], Any]) -> dict[str, str]:
    family = Family(draw)
    family.make()
    return family.templates


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
    """
    Return the slice of each block that is on the page.

    A block that is there twice, through ``{{ block.super }}``, may be another one the
    second time, as {% ifchanged %} remembers the first: it is left out.
    """
    marks = [START.format(index) for index in range(len(BLOCKS))]
    twice = [mark for mark in marks if page.count(mark) > 1]
    found: dict[str, str] = {}
    for index, name in enumerate(BLOCKS):
        if page.count(marks[index]) == 1:
            rest = page.split(marks[index])[1]
            end = END.format(index)
            assert rest.count(end) == 1
            inside = rest.split(end)[0]
            if not any(mark in inside for mark in twice):
                found[name] = MARKS.sub("", inside)
    return found


def check(templates: dict[str, str], order: list[str]) -> None:
    engine = make_engine(templates, libraries={"pages": "tests.backends.pages_tags"})
    context = {**CONTEXT, **{f"parent{n}": f"parent{n}.html" for n in range(3)}}
    with translation.override("en"):
        template = engine.get_template("page.html")
        with marked_blocks():
            expected = slices(template.render(dict(context)))
        for name, output in expected.items():
            fragment = template.render({**context, "RENDER_BLOCKS": [name]})
            assert fragment == output, name
        names = [name for name in order if name in expected]
        joined = template.render({**context, "RENDER_BLOCKS": names})
        assert joined == "".join(expected[name] for name in names)


options = settings(
    max_examples=EXAMPLES,
    derandomize="FIDELITY_EXAMPLES" not in os.environ,
    deadline=None,
    report_multiple_bugs=False,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@options
@given(families(), st.permutations(BLOCKS))
@example(
    {
        "page.html": "{% ifchanged %}{% cycle '2' '&' as v0 silent %}{% endifchanged %}"
        "{% block a %}{{ v0 }};{% endblock %}",
        "included.html": "",
    },
    BLOCKS,
)
def test_each_block_equals_its_slice_of_the_page(
    templates: dict[str, str], order: list[str]
) -> None:
    check(templates, order)


def without_waiting(self: Any, node: Any, key: Any, frame: Any) -> Any:
    self.wanted.discard(key)
    return [nodes.CollectNode(node, key)]


def all_declarations_first(self: Any, nodes: Any, frame: Any = None) -> Any:
    return [*self.declarations.of(nodes), *plan(self, nodes, frame)]


def without_locals(self: Any, context: Any) -> str:
    return str(self.nodelist.render(context))


plan = planning.Planner.plan
#: A wrong slice, or a block that a plan does not come to.
MISSED = (AssertionError, KeyError)
MUTATIONS: dict[str, tuple[Any, str, Any]] = {
    "tags around a block": (planning, "STATE_NODES", ()),
    "filters around a block": (planning, "FILTER_NODES", ()),
    "locals around a block": (nodes.LocalsNode, "render", without_locals),
    "the way through block.super": (contents, "is_super", lambda node: False),
    "names behind as": (declarations, "NAME_ATTRIBUTES", ()),
    "the source of tags": (
        declarations,
        "writes_of_node",
        lambda *args: Writes(),
    ),
    "the source of tags' functions": (
        declarations,
        "writes_of",
        lambda *args: Writes(),
    ),
    "resetcycle": (declarations, "ResetCycleNode", ()),
    "cycles in loops": (declarations.Declarations, "of_scope", lambda *args: []),
    "declarations inside tags": (
        declarations,
        "with_nodelists",
        lambda *args: None,
    ),
    "the order of the page": (planning.Planner, "plan", all_declarations_first),
    "a pass for each": (planning.Planner, "collect", without_waiting),
}


@pytest.mark.mutation
@pytest.mark.parametrize("step", MUTATIONS)
def test_without_any_step_the_pages_tell(step: str) -> None:
    @settings(
        max_examples=1000,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(families(), st.permutations(BLOCKS))
    def hold(templates: dict[str, str], order: list[str]) -> None:
        check(templates, order)

    target, name, replacement = MUTATIONS[step]
    with (
        mock.patch.object(target, name, replacement),
        pytest.raises((AssertionError, KeyError)),
    ):
        hold()
