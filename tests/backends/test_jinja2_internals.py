"""The names that no documentation promises are there, and are all that is used."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import Symbols
from jinja2.nodes import EvalContext

import htmx_views.backends.jinja2 as package
from htmx_views.backends.jinja2.internals import GENERATED, NAMES, PLURAL

ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n"])
OBJECTS: dict[str, Any] = {
    "jinja2.compiler.CodeGenerator": CodeGenerator(ENVIRONMENT, None, None),
    "jinja2.compiler.Frame": Frame(EvalContext(ENVIRONMENT)),
    "jinja2.idtracking.Symbols": Symbols(),
    "jinja2.environment.Environment": ENVIRONMENT,
    "jinja2.environment.Template": ENVIRONMENT.from_string(""),
    "jinja2.runtime.Context": ENVIRONMENT.from_string("").new_context(),
}
ALL = [(owner, name) for owner, (_, names) in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("owner", "name"), ALL, ids=[".".join(each) for each in ALL])
def test_a_name_is_there(owner: str, name: str) -> None:
    holder = OBJECTS[owner] if owner in OBJECTS else import_module(owner)

    assert hasattr(holder, name), (
        f"{owner} has no {name} any more. It was there in {NAMES[owner][0]}: see what "
        "htmx_views/backends/jinja2 does with it."
    )


@pytest.mark.parametrize("code", GENERATED)
def test_what_jinja2_generates(code: str) -> None:
    template = (
        "{% if x %}{% extends x %}{% endif %}{% block a %}{{ x }}{% endblock %}{{ x }}"
    )

    assert code in str(ENVIRONMENT.compile(template, raw=True)), (
        f"Jinja2 does not generate {code!r} any more. It did in {GENERATED[code]}."
    )


def test_what_the_plural_of_a_translation_assigns_to() -> None:
    tree = ENVIRONMENT.parse("{% trans n=f() %}{% pluralize %}{% endtrans %}")
    assigned: Any = tree.body[0]

    assert assigned.target.name == PLURAL[0], (
        f"{{% trans %}} does not assign to {PLURAL[0]} any more. It did in {PLURAL[1]}."
    )


def test_no_other_name_is_used() -> None:
    """That is of the code generator and its frames: most of what is private."""
    known = set(ALL)
    generator, frame = "jinja2.compiler.CodeGenerator", "jinja2.compiler.Frame"
    holders = {
        "self": generator,
        "frame": frame,
        "inner": frame,
        "symbols": "jinja2.idtracking.Symbols",
    }
    used = set()
    for module in ("compiler", "declarations"):
        path = Path(package.__file__).with_name(f"{module}.py")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                holder = node.value
                name = getattr(holder, "id", getattr(holder, "attr", ""))
                if isinstance(holder, ast.Call) and "super" in ast.dump(holder.func):
                    name = "self"
                used.add((holders.get(name, ""), node.attr))
    # The environment of the generator is documented.
    used.discard((generator, "environment"))

    assert {use for use in used if hasattr(OBJECTS.get(use[0]), use[1])} <= known


@pytest.mark.parametrize("language", ["jinja2", "django"])
def test_what_begins_with_an_underscore_is_used_in_one_file(language: str) -> None:
    folder = Path(package.__file__).parents[1] / language
    trees = [
        ast.parse(path.read_text())
        for path in [*folder.glob("*.py"), *folder.parent.glob("*.py")]
        if path.name != "internals.py"
    ]
    found = [node for tree in trees for node in ast.walk(tree)]
    own = {node.name for node in found if isinstance(node, ast.FunctionDef)}
    own |= {
        node.attr
        for node in found
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    used = {node.attr for node in found if isinstance(node, ast.Attribute)}
    private = {name for name in used if name.startswith("_") and name[1] != "_"}

    assert private <= own
    # None of ours takes the place of a private one, either.
    assert not own & {"_import_common", "_render"}
