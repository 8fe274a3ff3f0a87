"""Find the lines of the project's code."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from types import FunctionType

from django.conf import settings


def place(path: object, line: int | None = None) -> str:
    return f"{path}" if line is None else f"{path}, line {line}"


def place_of(view_class: type, attribute: str = "") -> str | None:
    """
    Return the file and line of a class, or of what its body calls ``attribute``.

    Return ``None`` for a class that no file defines.
    """
    try:
        lines, first = inspect.getsourcelines(view_class)
    except (OSError, TypeError):
        return None
    starts = rf"(?:async\s+)?(?:def\s+)?{attribute}\s*[:=(]"
    # a = b = []
    follows = rf"(?:\w+\s*=\s*)+{attribute}\b\s*=(?!=)"
    defines = re.compile(rf"\s+(?:{starts}|{follows})").match
    offsets = (offset for offset, line in enumerate(lines) if defines(line))
    return place(inspect.getsourcefile(view_class), first + next(offsets, 0))


def place_of_setting(name: str) -> str | None:
    """Return the file and line where the settings module sets ``name``, if it does."""
    module = sys.modules.get(getattr(settings, "SETTINGS_MODULE", ""))
    try:
        lines = inspect.getsource(module).splitlines() if module else []
    except (OSError, TypeError):
        return None
    sets = re.compile(rf"{name}\b.*=").match
    line = next((n for n, text in enumerate(lines, start=1) if sets(text)), None)
    return place(inspect.getsourcefile(module), line) if module and line else None


def syntax_of(function: FunctionType) -> ast.AST | None:
    """Return the syntax tree of a function, with the lines of its file."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        # A lambda, for one, may stand in the middle of something.
        return None
    return ast.increment_lineno(tree, first - 1)
