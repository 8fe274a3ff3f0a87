"""
Run the documentation: every sample of the README and of docs/, page by page.

A fenced block says by its title what it is: a file (``views.py``, ``settings.py``,
``jinja2/…``) belongs to the project of its page, next to what the pages of start/ made,
and ``http`` blocks are exchanges with that project, replayed in order. A file
``tests.py`` runs in a process of its own, in what ``startproject`` makes with the
model of docs/index.md in it. ``...`` in a response stands for anything, as in doctest;
``...`` in a list of settings stands for what is there already. The exchanges of
recipes/ are those of the example site.
"""

from __future__ import annotations

import doctest
import logging
import os
import re
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.template.loader import get_template
from django.test import override_settings

from docs.hooks.languages import ONE_LANGUAGE, translate
from htmx_views.testing import HtmxClient, assert_fragment_matches_page
from monsters import bestiary
from monsters.models import Monster
from tests.findings import FINDINGS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = "README.md"
JINJA2, DJANGO = "start/jinja2.md", "start/django.md"
FIRST = "start/first-fragment.md"

#: Languages whose blocks are not part of a project: commands and what they print.
PROSE = {"console", "text"}

#: A fenced block, also one that stands indented under a tab.
FENCE = re.compile(
    r"""^(?P<indent>\ *)```(?P<language>[\w+-]+)(?:\ title="(?P<path>[^"]+)")?[^\n`]*\n
    (?P<text>(?:.*\n)*?)(?P=indent)```$""",
    re.MULTILINE | re.VERBOSE,
)


@dataclass
class Sample:
    page: str
    language: str
    path: str
    text: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.page}, line {self.line}"


def read_samples(page: str, text: str) -> list[Sample]:
    return [
        Sample(
            page,
            match["language"],
            match["path"] or "",
            textwrap.dedent(match["text"]),
            text.count("\n", 0, match.start()) + 1,
        )
        for match in FENCE.finditer(text)
        if match["language"] not in PROSE
    ]


def read_pages() -> dict[str, list[Sample]]:
    """Return the samples of each page that has some."""
    paths = {README: ROOT / README}
    paths |= {
        path.relative_to(DOCS).as_posix(): path for path in sorted(DOCS.rglob("*.md"))
    }
    samples = {
        name: read_samples(name, path.read_text()) for name, path in paths.items()
    }
    return {name: found for name, found in samples.items() if found}


PAGES = read_pages()
RECIPES = [page for page in PAGES if page.startswith("recipes/")]
INSTALL = [
    *PAGES[JINJA2],
    *(sample for sample in PAGES[DJANGO] if sample.path == "templates/base.html"),
]


class Project:
    """The Django project that one page's samples make, in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.client = HtmxClient()
        self.settings: dict[str, Any] = {}
        self.run("sample")
        for sample in INSTALL:
            self.add(sample)
        # Before the example site's own, which links to the site.
        self.write("jinja2/404.html", "<h1>Not found</h1>")

    def run(self, name: str, sample: Sample | None = None) -> types.ModuleType:
        """Execute a sample as the module ``name``."""
        module = types.ModuleType(name)
        module.__package__ = name.partition(".")[0]
        module.__path__ = []
        self.monkeypatch.setitem(sys.modules, name, module)
        if sample is not None:
            # The blank lines make a traceback name the page's own line.
            source = "\n" * sample.line + sample.text
            exec(compile(source, sample.page, "exec"), module.__dict__)
        return module

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self, sample: Sample) -> None:
        path = sample.path
        if path == "settings.py":
            module = self.run("sample.settings", sample)
            for name, value in vars(module).items():
                if name.isupper():
                    current = self.settings.get(name, getattr(settings, name, None))
                    self.settings[name] = complete(value, current)
            for entry in self.settings["TEMPLATES"]:
                is_jinja2 = "jinja2" in entry["BACKEND"]
                entry["DIRS"] = [self.folder / ("jinja2" if is_jinja2 else "templates")]
        elif path == "monsters/jinja.py":
            self.run("monsters.jinja", sample)
        elif path in ("models.py", "tests.py"):
            pass  # parts of the reader's own project: see Site
        elif path.endswith(".py"):
            name = f"sample.{path.removesuffix('.py')}"
            module = self.run(name, sample)
            if path == "urls.py":
                self.settings["ROOT_URLCONF"] = module
        elif path:
            self.write(path, sample.text)
        else:
            raise ValueError(
                f"{sample.place}: a {sample.language} sample names no file "
                "and is no http exchange, so nothing would try it."
            )


def exchange(client: HtmxClient, sample: Sample) -> None:
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
    response = client.generic(
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


class Site:
    """What ``startproject`` makes, with an app that holds a page's samples."""

    def __init__(self, folder: Path, install: Iterable[Sample]) -> None:
        self.folder = folder
        call_command("startproject", "mysite", folder)
        self.append("monsters/__init__.py", "")
        self.append("mysite/settings.py", 'ROOT_URLCONF = "monsters.urls"')
        self.add(install)
        self.add(PAGES["index.md"])

    def add(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            if sample.path == "settings.py":
                text = re.sub(r"(\w+) = \[\s*\.\.\.", r"\1 = [*\1", sample.text)
                self.append("mysite/settings.py", text)
            elif sample.path:
                folder = "" if sample.path.startswith("monsters/") else "monsters/"
                self.append(folder + sample.path, sample.text)

    def append(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(f"{text}\n")

    def run(self, *arguments: str) -> None:
        """Run Python in the project, and want it to succeed."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DJANGO_", "PYTEST_", "COV"))
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment
            | {"DJANGO_SETTINGS_MODULE": "mysite.settings", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr


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
    # White space beside a tag is a matter of the template's language.
    expected, got = (
        re.sub(r"\s+(?=<)|(?<=>)\s+", "", text.strip()) for text in (expected, got)
    )
    if not doctest.OutputChecker().check_output(expected, got, flags):
        pytest.fail(
            f"{sample.place}: expected\n{expected}\n\nbut the response has\n{got}"
        )


def translated(sample: Sample) -> Sample:
    """Return a Jinja2 template in Django's language, and all else as it is."""
    if not sample.path.startswith("jinja2/"):
        return sample
    path = sample.path.replace("jinja2/", "templates/")
    return replace(sample, path=path, text=translate(sample.text))


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Project]:
    yield Project(tmp_path, monkeypatch)
    # What LOGGING set up for this logger stays behind the setting itself.
    logger = logging.getLogger("htmx_views")
    logger.setLevel(logging.NOTSET)
    logger.handlers.clear()


def replay(samples: list[Sample], project: Project) -> None:
    """Check the project, and hold it against the exchanges."""
    for sample in samples:
        if sample.language != "http":
            project.add(sample)
    with override_settings(**project.settings):
        call_command("check", fail_level="WARNING")
        for sample in samples:
            if sample.path.startswith(("jinja2/", "templates/")):
                get_template(sample.path.partition("/")[2])
            if sample.language == "http":
                exchange(project.client, sample)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in RECIPES])
def test_page(page: str, project: Project, monsters: None) -> None:
    replay(PAGES[page], project)


@pytest.mark.parametrize(
    "page",
    [
        page
        for page, samples in PAGES.items()
        if any(sample.path.startswith("jinja2/") for sample in samples)
        and page not in ONE_LANGUAGE
    ],
)
def test_page_in_djangos_language(page: str, project: Project, monsters: None) -> None:
    del project.settings["TEMPLATES"][0]
    replay([translated(sample) for sample in PAGES[page]], project)


@pytest.mark.parametrize("page", RECIPES)
def test_recipe(page: str, db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "monsters.urls"
    for number, monster in enumerate(islice(bestiary.monsters(), 60), start=1):
        monster.pk = number
        monster.save()
    client = HtmxClient()
    for sample in PAGES[page]:
        exchange(client, sample)


def test_the_first_example(project: Project, monsters: None) -> None:
    for sample in PAGES[README]:
        project.add(sample)
    with override_settings(**project.settings):
        assert_fragment_matches_page(project.client, "/monsters/")
        page = project.client.get("/monsters/").content.decode()
    assert "/htmx-2." in page
    assert "/htmx-views.js" in page


def test_the_form_that_outlives_its_session(project: Project) -> None:
    for sample in PAGES["guide/sessions.md"]:
        if sample.language != "http":
            project.add(sample)
    with override_settings(**project.settings):
        client, data = project.client, {"name": "Kraken", "level": 7}
        assert client.post("/create/", data, htmx=True).status_code == 401
        client.force_login(User.objects.create_user("hunter"))
        form = client.get("/create/").content.decode()
        created = client.post("/create/", data, htmx=True)
    assert '<form method="post" hx-post="/create/"' in form
    assert "data-login-status" in form
    assert created["HX-Redirect"] == "/create/"
    assert Monster.objects.get().name == "Kraken"


@pytest.mark.parametrize("page", [README, JINJA2, DJANGO])
def test_install(page: str, tmp_path: Path) -> None:
    own = [] if page == README else PAGES[page]
    layouts = [sample for sample in INSTALL if sample.path.endswith("base.html")]
    paths = {sample.path for sample in own}
    site = Site(tmp_path, [*own, *(s for s in layouts if s.path not in paths)])
    samples = PAGES[README if page == README else FIRST]
    site.add(samples if page == JINJA2 else map(translated, samples))
    site.run("manage.py", "check", "--fail-level", "WARNING")


@pytest.mark.parametrize(
    "page",
    [
        page
        for page, samples in PAGES.items()
        if any(sample.path == "tests.py" for sample in samples)
    ],
)
@pytest.mark.parametrize("install", [JINJA2, DJANGO])
def test_tests(page: str, install: str, tmp_path: Path) -> None:
    if install == JINJA2:
        site = Site(tmp_path, INSTALL)
        site.add(PAGES[page])
    else:
        site = Site(tmp_path, PAGES[DJANGO])
        site.add(map(translated, PAGES[page]))
    site.run(
        "-W", "error", "-m", "pytest", "-p", "no:cacheprovider", "monsters/tests.py"
    )


@pytest.fixture
def monsters() -> None:
    names = ["Basilisk", "Chimera", "Dryad", "Echidna", "Fenrir", "Griffin", "Hydra"]
    Monster.objects.bulk_create(
        Monster(name=f"{name} {number}", level=number)
        for number in range(1, 8)
        for name in names
    )


@pytest.mark.parametrize(
    "text",
    [
        "{% set x = 1 %}",
        "{%- macro x() %}{% endmacro %}",
        "{{ url('x') }}",
        '{% import "x.html" as x %}',
    ],
)
def test_what_has_no_translation_is_an_error(text: str) -> None:
    with pytest.raises(LookupError, match="No translation of"):
        translate(text)


def test_each_system_check_has_its_section() -> None:
    package = DOCS.parent / "htmx_views" / "checks"
    code = "".join(path.read_text() for path in package.glob("*.py"))

    assert sorted(FINDINGS) == sorted({*re.findall(r'"([EW]\d{3})"', code)})
