"""What SECURITY.md promises is what the package says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("product", "classifier"),
    [("Python", "Programming Language :: Python"), ("Django", "Framework :: Django")],
)
def test_the_supported_versions_are_those_of_the_package(
    product: str, classifier: str
) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    classified = re.findall(rf'"{classifier} :: (\d\.\d+)"', pyproject)
    table = (ROOT / "SECURITY.md").read_text().partition(f"| {product} |")[2]
    rows = re.findall(r"\| (\d\.\d+) \|", table.partition("\n\n")[0])
    assert rows == classified != []
