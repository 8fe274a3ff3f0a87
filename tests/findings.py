"""The ids that ``manage.py check`` reports, as the documentation lists them."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "checks.md"

FINDINGS: list[str] = re.findall(r"^### (\w+) \{ #\1 \}\n\n\w", PAGE.read_text(), re.M)
