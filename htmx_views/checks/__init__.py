"""
System checks: what is wrong with the views of a project, before a request comes.

``manage.py check`` walks the URLconf. Each view with a mixin of ours is held against
its templates, which their engines read and do not render.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage


def check_views(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return what is wrong with the views that the URLconf mounts."""
    # Imported here: a process that checks nothing needs nothing of it.
    from htmx_views.checks.runner import Runner

    return Runner().run()
