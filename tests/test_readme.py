"""
Run the README: every sample in it, section by section, as a reader would.

A fenced block says what it is behind its language: a file (``views.py``,
``settings.py``, ``jinja2/…``) belongs to the project of its section, a file
``tests.py`` holds tests to run, and ``http`` blocks are exchanges with that
project, replayed in order. ``...`` in a response stands for anything, as in
doctest; ``...`` in a list of settings stands for what is there already.
"""

from __future__ import annotations

import doctest
import inspect
import logging
import sys
import types
import unittest
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.urls import path
from markdown_it import MarkdownIt

from htmx_views.checks.findings import FINDINGS
from htmx_views.test import HtmxClient, assert_fragment_matches_page
from monsters.models import Monster

README = Path(__file__).parents[1] / "README.md"

#: Languages whose blocks are not part of a project: commands and what they print.
PROSE = {"console", "text"}


@dataclass
class Sample:
    language: str
    path: str
    text: str
    line: int


def read_sections() -> dict[str, list[Sample]]:
    """Return the samples of each ``##`` section, and those before the first."""
    sections: dict[str, list[Sample]] = {}
    tokens = MarkdownIt().parse(README.read_text())
    title, in_title = "", False
    for token in tokens:
        if in_title:
            title = token.content
        in_title = token.type == "heading_open" and token.tag in ("h1", "h2")
        if token.type == "fence":
            language, _, path = token.info.partition(" ")
            if language not in PROSE:
                assert token.map is not None
                sample = Sample(language, path.strip(), token.content, token.map[0] + 1)
                sections.setdefault(title, []).append(sample)
    return sections


SECTIONS = read_sections()


class Project:
    """The Django project that one section's samples make."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.client = HtmxClient()
        self.settings: dict[str, Any] = {
            "TEMPLATES": [
                {
                    "NAME": language,
                    "BACKEND": f"htmx_views.backends.{backend}",
                    "DIRS": [folder / language],
                    "APP_DIRS": True,
                    "OPTIONS": options | {"context_processors": PROCESSORS},
                }
                for language, backend, options in (
                    ("jinja2", "jinja2.Jinja2WithFragments", JINJA2_OPTIONS),
                    ("templates", "django.DjangoTemplatesWithFragments", {}),
                )
            ]
        }
        self.run("__init__.py", "")
        # Before the example site's own, which links to the site.
        self.write("jinja2/404.html", "<h1>Not found</h1>")

    def run(self, path: str, source: str, line: int = 0) -> types.ModuleType:
        """Execute ``source`` as the module of the package ``readme`` at ``path``."""
        name = "readme" if path == "__init__.py" else f"readme.{Path(path).stem}"
        module = sys.modules.get(name)
        if module is None:
            module = types.ModuleType(name)
            module.__package__ = "readme"
            module.__path__ = []
            self.monkeypatch.setitem(sys.modules, name, module)
        # The blank lines make a traceback name the README's own line.
        exec(compile("\n" * line + source, str(README), "exec"), module.__dict__)
        return module

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self, sample: Sample) -> None:
        if sample.path == "settings.py":
            module = self.run(sample.path, sample.text, sample.line)
            for name, value in vars(module).items():
                if name.isupper():
                    current = self.settings.get(name, getattr(settings, name, None))
                    self.settings[name] = complete(value, current)
        elif sample.path.endswith(".py"):
            module = self.run(sample.path, sample.text, sample.line)
            if sample.path == "urls.py":
                self.settings["ROOT_URLCONF"] = module
        elif sample.path:
            self.write(sample.path, sample.text)
        else:
            raise ValueError(
                f"README.md, line {sample.line}: a {sample.language} sample names "
                "no file and is no http exchange, so nothing would try it."
            )

    def mount_views(self) -> list[str]:
        """Give the views of a section that shows no URLconf a URL each."""
        if "readme.views" not in sys.modules or "readme.urls" in sys.modules:
            return []
        views = {
            name: view
            for name, view in vars(sys.modules["readme.views"]).items()
            if getattr(view, "__module__", None) == "readme.views"
        }
        urls = self.run("urls.py", "")
        urls.urlpatterns = [  # type: ignore[attr-defined]
            path(f"{name}/", view.as_view()) for name, view in views.items()
        ]
        self.settings["ROOT_URLCONF"] = urls
        return [f"/{name}/" for name in views]

    def exchange(self, sample: Sample) -> None:
        """Send the request of an ``http`` sample and compare the response."""
        request, _, expected = sample.text.partition("\n\n")
        while not expected[:3].isdigit():
            body, _, expected = expected.partition("\n\n")
            request = f"{request}\n\n{body}"
        head, _, body = request.partition("\n\n")
        first, *lines = head.splitlines()
        method, _, url = first.partition(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        content_type = headers.pop("Content-Type", "application/x-www-form-urlencoded")
        response = self.client.generic(
            method, url, body, content_type=content_type, headers=headers
        )
        expected_head, _, expected_body = expected.partition("\n\n")
        status, *lines = expected_head.splitlines()
        got = [f"{response.status_code} {response.reason_phrase}"]
        got += [
            f"{name}: {response.headers.get(name)}"
            for name in (line.partition(": ")[0] for line in lines)
        ]
        same(sample, "\n".join([status, *lines]), "\n".join(got))
        same(sample, expected_body, response.content.decode())


PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
JINJA2_OPTIONS = {"environment": "monsters.jinja.environment"}


def complete(value: Any, current: Any) -> Any:
    """Put what the project has already in the place of a list's ``...``."""
    if isinstance(value, list) and ... in value:
        place = value.index(...)
        named = [item for item in value if item is not ...]
        kept = [item for item in current if item not in named]
        return [*named[:place], *kept, *named[place:]]
    return value


def same(sample: Sample, expected: str, got: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if not doctest.OutputChecker().check_output(expected.strip(), got.strip(), flags):
        pytest.fail(
            f"README.md, line {sample.line}: expected\n{expected.strip()}\n\n"
            f"but the response has\n{got.strip()}"
        )


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Project]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "readme"]:
        monkeypatch.delitem(sys.modules, name)
    yield Project(tmp_path, monkeypatch)
    # What LOGGING set up for this logger stays behind the setting itself.
    logger = logging.getLogger("htmx_views")
    logger.setLevel(logging.NOTSET)
    logger.handlers.clear()


@pytest.mark.parametrize("title", SECTIONS)
def test_section(
    title: str, project: Project, request: pytest.FixtureRequest, monsters: None
) -> None:
    samples = SECTIONS[title]
    for sample in samples:
        if sample.language != "http":
            project.add(sample)
    mounted = project.mount_views()
    with override_settings(**project.settings):
        call_command("check", fail_level="WARNING")
        for sample in samples:
            if sample.language == "http":
                project.exchange(sample)
        if any(sample.path == "tests.py" for sample in samples):
            run_tests(sys.modules["readme.tests"], request)
        for url in mounted:
            assert_fragment_matches_page(project.client, url)


def run_tests(module: types.ModuleType, request: pytest.FixtureRequest) -> None:
    """Run the functions and the test cases of a module, as pytest would."""
    for name, item in vars(module).copy().items():
        if name.startswith("test_"):
            arguments = inspect.signature(item).parameters
            item(**{name: request.getfixturevalue(name) for name in arguments})
        elif isinstance(item, type) and item.__module__ == module.__name__:
            result = unittest.TestResult()
            unittest.defaultTestLoader.loadTestsFromTestCase(item).run(result)
            assert result.testsRun
            assert [*result.errors, *result.failures] == []


@pytest.fixture
def monsters() -> None:
    names = ["Basilisk", "Chimera", "Dryad", "Echidna", "Fenrir", "Griffin", "Hydra"]
    Monster.objects.bulk_create(
        Monster(name=f"{name} {number}", level=number)
        for number in range(1, 8)
        for name in names
    )


def test_the_table_of_system_checks() -> None:
    rows = [f"| `htmx_views.{id}` | {text} |" for id, text in FINDINGS.items()]
    assert "\n".join(["|---|---|", *rows, ""]) in README.read_text()
