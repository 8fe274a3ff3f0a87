#!/usr/bin/env python
"""Run the example site's commands; ``demo`` makes its data and serves it."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monsters.settings")
    execute_from_command_line(sys.argv)
