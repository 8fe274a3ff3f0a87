"""The Jinja2 environment of the tests of the checks."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from htmx_views.auth.tags import htmx_views_script, login_status

#: More globals, for a test.
GLOBALS: dict[str, Any] = {}


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals.update(login_status=login_status, htmx_views_script=htmx_views_script)
    env.globals.update(GLOBALS)
    return env
