"""The pages of the documentation, as they are built."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monsters.patterns import PATTERNS
from tests.docs_site import ROOT, build, public_attributes, read_index

TEXTS = {".md", ".py", ".html", ".yml", ".js"}
LINK = re.compile(r"https://htmx-views\.github\.io/htmx-views/([\w./-]*)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("docs"))


def test_all_that_stands_in_for_the_code_was_replaced(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert "::: " not in page.read_text(), page


@pytest.mark.parametrize(("mixin", "attribute"), public_attributes())
def test_each_attribute_stands_in_the_reference(
    site: Path, mixin: str, attribute: str
) -> None:
    pages = {
        section["location"].partition("#")[0]
        for section in read_index(site)
        if f"<code>{attribute} = " in section["text"]
    }
    assert [page for page in pages if mixin in (site / page).read_text()]


def test_nothing_comes_from_another_host(site: Path) -> None:
    loaded = Loaded()
    for page in site.rglob("*.html"):
        loaded.feed(page.read_text())
    assert loaded.urls
    assert [
        url for url in loaded.urls if url.startswith(("http:", "https:", "//"))
    ] == []


class Loaded(HTMLParser):
    """What a browser loads of a page by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "src" in values:
            self.urls.append(values["src"] or "")
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.urls.append(values["href"] or "")


def test_what_links_to_the_documentation_finds_its_page(site: Path) -> None:
    folders = ["htmx_views", "examples", ".github"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.*")]
    files = [*ROOT.glob("*.md"), *(f for f in files if f.suffix in TEXTS)]
    pages = {page for file in files for page in LINK.findall(file.read_text())}
    assert {"", "start/django.html"} <= pages
    assert [page for page in pages if not (site / page).exists()] == []


def test_each_pattern_has_its_recipe() -> None:
    pages = [path.read_text() for path in (ROOT / "docs/recipes").glob("*.md")]
    titles = {page.splitlines()[0].removeprefix("# ") for page in pages}
    assert {pattern.name for pattern in PATTERNS} - titles == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


def test_github_runs_what_our_own_script_does() -> None:
    script = (ROOT / ".ci/run").read_text()
    workflow = (ROOT / ".github/workflows/tests.yml").read_text()
    parts = set(re.findall(r'-[km] "([^"]+)"|-m (tests[.\w]+)', script))
    names = {name for part in parts for name in part if name}
    assert {"tests.packages", "not browser and not slow and not mutation"} <= names
    assert {name for name in names if name not in workflow} == set()
