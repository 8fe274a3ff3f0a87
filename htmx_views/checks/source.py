"""Find the lines of the project's code."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from types import FunctionType


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
    defines = re.compile(rf"\s+(?:async\s+)?(?:def\s+)?{attribute}\s*[:=(]").match
    offsets = (offset for offset, line in enumerate(lines) if defines(line))
    return place(inspect.getsourcefile(view_class), first + next(offsets, 0))


def syntax_of(function: FunctionType) -> ast.AST | None:
    """Return the syntax tree of a function, with the lines of its file."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        # A lambda, for one, may stand in the middle of something.
        return None
    return ast.increment_lineno(tree, first - 1)
