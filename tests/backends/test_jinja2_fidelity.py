"""A block alone is, byte for byte, what it is on the page: for any templates."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.backends.jinja2_engine import make_engine
from tests.backends.jinja2_families import (
    PAGE,
    Family,
    families,
    slices,
    without_numbers,
)

ROOT = Path(__file__).parents[2]
#: A search looks for new faults; without one the same examples guard against old ones.
IS_SEARCH = "FIDELITY_EXAMPLES" in os.environ
#: 10,000 take a quarter of an hour and more: ask for them before a release.
EXAMPLES = int(os.environ.get("FIDELITY_EXAMPLES", "300"))


def check_family(family: Family) -> None:
    """Hold every block, and all of them at once, against the page's slices."""
    template = make_engine(**family.options()).get_template(PAGE)
    expected = slices_of_blocks(
        template.render(family.context(hidden=True, touched=[]))
    )
    for name, on_page in expected.items():
        for hidden in (True, False):
            touched: list[str] = []
            context = family.context(hidden=hidden, touched=touched)
            alone = template.render({**context, "RENDER_BLOCKS": [name]})

            assert without_numbers(alone) == without_numbers(on_page), name
            shown = set(re.findall("«(\\w+)@", alone))
            # What is captured in a variable is run for what it declares.
            assert set(touched) <= shown or family.captured, name
            assert "outside" not in touched, name
    context = family.context(hidden=True, touched=[])
    together = template.render({**context, "RENDER_BLOCKS": [*expected]})

    assert without_numbers(together) == without_numbers("".join(expected.values()))


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


# To shrink a family takes minutes.
QUICKLY = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@QUICKLY
@given(family=families())
def test_a_block_alone_is_what_it_is_on_the_page(family: Family) -> None:
    check_family(family)


@pytest.mark.slow
@settings(QUICKLY, max_examples=EXAMPLES, derandomize=not IS_SEARCH)
@given(family=families())
def test_many_blocks_alone_are_what_they_are_on_the_page(family: Family) -> None:
    check_family(family)


#: Each step of the implementation: where it stands, and how to leave it out.
STEPS = [
    *(
        ("jinja2_declarations.py", f"    nodes.{declaration},\n", "")
        for declaration in (
            "Assign",
            "AssignBlock",
            "ExprStmt",
            "Extends",
            "FromImport",
            "Import",
            "Macro",
            "EvalContextModifier",
        )
    ),
    ("jinja2_declarations.py", "if isinstance(node, nodes.FilterBlock):", "if False:"),
    ("jinja2_declarations.py", "if isinstance(node, Scope):", "if False:"),
    (
        "jinja2_declarations.py",
        "isinstance(node, Branch):\n        branch",
        None,
    ),
    ("jinja2_declarations.py", "isinstance(node, nodes.For) and node.recursive", None),
    ("jinja2_declarations.py", ", nodes.Break, nodes.Continue)", ",)"),
    (
        "jinja2_declarations.py",
        "any(is_place(node) or not is_output",
        "any(0 and not is_output",
    ),
    ("jinja2_declarations.py", "pruned.else_ = ", "_ = "),
    ("jinja2_declarations.py", "pruned.elif_ = ", "_ = "),
    ("jinja2_declarations.py", "[branch, *passed]", "[branch]"),
    ("jinja2_declarations.py", "    return [*names, *passed]\n", "    return names\n"),
    ("jinja2_declarations.py", "[*names, *filter(", "[*filter("),
    ("jinja2_declarations.py", "for name in symbols.refs", "for name in ()"),
    ("jinja2_declarations.py", "        if not in_loop\n", ""),
    ("jinja2_declarations.py", " or (in_loop and has_place)", ""),
    ("jinja2_declarations.py", "branch.find_all(nodes.Output)", "_statements(branch)"),
    ("jinja2_declarations.py", "[*names, *_called_blocks(node)]", "names"),
    ("jinja2_declarations.py", " or _calls_blocks(node):", ":"),
    (
        "jinja2_declarations.py",
        "if places and isinstance(node, nodes.CondExpr)",
        "if False",
    ),
    ("jinja2_contents.py", "            yield child.name", "            yield ''"),
    ("jinja2_contents.py", "            yield depth", "            yield 100"),
    ("jinja2_contents.py", "        depth += 1", "        depth += 0"),
    ("jinja2_contents.py", "                yield name", "                yield ''"),
    ("jinja2_contents.py", "if not isinstance(child, nodes.Test)", "if True"),
    ("jinja2_compiler.py", "if parent_template is None:", "if True:"),
    ("jinja2_compiler.py", "for block in node.find_all(nodes.Block):", "for _ in ():"),
    ("jinja2_compiler.py", '"parent_template = get_parent(parent_template)"', '"pass"'),
    ("jinja2_blocks.py", "todo.append((name, depth + content))", "pass"),
    ("jinja2_blocks.py", "todo.append((content, 0))", "pass"),
    ("jinja2_blocks.py", "if key in shown and key not in parts", "if key in shown"),
    (
        "jinja2_blocks.py",
        "here = [key for key in dict",
        "here = [] and [key for key in dict",
    ),
]


@pytest.mark.mutation
@pytest.mark.parametrize(("module", "step", "without"), STEPS)
def test_without_any_one_step_it_is_not(
    module: str, step: str, without: str | None, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "htmx_views", tmp_path / "htmx_views")
    path = tmp_path / "htmx_views" / "backends" / module
    source = path.read_text()
    assert source.count(step) == 1
    if without is None:
        without = step.replace("isinstance(", "False and isinstance(")
    path.write_text(source.replace(step, without))

    result = subprocess.run(
        [sys.executable, "-c", SEARCH],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'examples'}"},
        capture_output=True,
        text=True,
    )

    assert result.stdout.startswith(f"{tmp_path}/htmx_views "), result.stderr
    assert result.stdout.endswith(" does not hold\n")


SEARCH = """
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django

django.setup()
import htmx_views
from hypothesis import HealthCheck, Phase, given, settings
from tests.backends.jinja2_families import families
from tests.backends.test_jinja2_fidelity import check_family


@settings(
    max_examples=5000,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(family=families())
def search(family):
    check_family(family)


try:
    search()
except Exception:
    answer = "does not hold"
else:
    answer = "holds"
print(os.path.dirname(htmx_views.__file__), answer)
"""
