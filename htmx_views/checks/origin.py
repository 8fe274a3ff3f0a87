"""Tell whose something is: a known package's, an installed one's, or the project's."""

from __future__ import annotations

import re
import sys

INSTALLED = {"site-packages", "dist-packages"}


def is_from(thing: object, packages: tuple[str, ...]) -> bool:
    """Return whether ``packages``, each with a dot at its end, define ``thing``."""
    return f"{getattr(thing, '__module__', None) or ''}.".startswith(packages)


def is_installed(thing: type) -> bool:
    """Return whether a class is of an installed package, which no project edits."""
    module = sys.modules.get(thing.__module__)
    return is_installed_file(getattr(module, "__file__", None) or "")


def is_installed_file(path: str) -> bool:
    """Return whether a file is of an installed package."""
    # Not by Path(), which before Python 3.12 refuses the SafeString of a template.
    return not INSTALLED.isdisjoint(re.split(r"[/\\]", path))
