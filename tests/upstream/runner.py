"""Put classes of ours in the place of Django's, then run ``runtests.py`` from here."""

from __future__ import annotations

import runpy
import sys
from importlib import import_module

if __name__ == "__main__":
    _, name, *labels = sys.argv
    import_module(name).substitute()
    sys.path[0] = "."
    sys.argv = ["runtests.py", "--parallel=1", "--verbosity=1", *labels]
    runpy.run_path("runtests.py", run_name="__main__")
