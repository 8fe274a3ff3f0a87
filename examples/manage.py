#!/usr/bin/env python
"""Run the example site's commands; ``demo`` makes its data and serves it."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monsters.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "monsters":
            raise
        raise SystemExit(
            f"{error}. Install what the example site needs:\n"
            "    python -m pip install -e '.[demo]'"
        ) from error


if __name__ == "__main__":
    main()
