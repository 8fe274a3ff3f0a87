from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.urls import path
from django.views.generic import TemplateView

from htmx_views.auth import LoginStatusView
from htmx_views.checks.messages import PROCESSOR
from htmx_views.checks.project import HTMX_MIDDLEWARE, MIDDLEWARE
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import find

CheckFiles = Callable[..., list[CheckMessage]]
PAGE = "<html><body>{% block login_status %}{% endblock %}STATUS</body></html>"
STATUS = {
    "jinja2": "{{ login_status() }}",
    "django": "{% load htmx_views %}{% login_status %}",
}
SCRIPT = {
    "jinja2": "{{ htmx_views_script() }}",
    "django": "{% load htmx_views %}{% htmx_views_script %}",
}
REQUEST = "django.template.context_processors.request"


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["rows"]
    oob_blocks = ["messages"]


@pytest.fixture
def check_files(settings: Any, tmp_path: Path, language: str) -> CheckFiles:
    """Return a function that checks a view whose templates are files."""

    def run(
        view: Any, processors: list[str] | None = None, **texts: str
    ) -> list[CheckMessage]:
        for name, text in texts.items():
            (tmp_path / f"{name}.html").write_text(text)
        (tmp_path / "htmx_views").mkdir(exist_ok=True)
        (tmp_path / "htmx_views" / "messages.html").touch()
        options: dict[str, Any] = {"context_processors": processors or []}
        backend = "django.DjangoTemplatesWithFragments"
        if language == "jinja2":
            backend = "jinja2.Jinja2WithFragments"
            options["environment"] = "tests.checks.environment.environment"
        settings.TEMPLATES = [
            {
                "BACKEND": f"htmx_views.backends.{backend}",
                "DIRS": [tmp_path],
                "OPTIONS": options,
            }
        ]
        settings.MIDDLEWARE = [HTMX_MIDDLEWARE, MIDDLEWARE]
        patterns = [
            path(route, view.as_view(template_name="page.html")) for route in ("", "a/")
        ]
        settings.ROOT_URLCONF = type("URLs", (), {"urlpatterns": patterns})
        return find()

    return run


def test_a_login_status_without_the_script(
    check_files: CheckFiles, language: str, tmp_path: Path
) -> None:
    (finding,) = check_files(
        LoginStatusView, page=PAGE.replace("STATUS", STATUS[language]), other=""
    )

    assert (finding.id, finding.obj) == (
        "htmx_views.W004",
        f"TEMPLATES['{language}']",
    )
    assert finding.msg == (
        "Its templates show login_status, but none has htmx_views_script, which keeps "
        f"their forms alive ({tmp_path / 'page.html'})."
    )
    assert finding.hint == (
        "Put htmx_views_script into the head of the pages, before htmx."
    )


@pytest.mark.parametrize("script", ["SCRIPT", "<script src='htmx-views.js'>"])
def test_a_login_status_with_the_script(
    check_files: CheckFiles, language: str, script: str
) -> None:
    script = script.replace("SCRIPT", SCRIPT[language])
    page = PAGE.replace("STATUS", STATUS[language])

    assert check_files(LoginStatusView, page=page, head=script) == []


def test_a_script_in_a_theme_that_is_installed(
    check_files: CheckFiles,
    language: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
) -> None:
    check_files(LoginStatusView, page=PAGE.replace("STATUS", STATUS[language]))
    theme = tmp_path_factory.mktemp("env") / "site-packages" / "theme"
    theme.mkdir(parents=True)
    (theme / "base.html").write_text(SCRIPT[language])
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, theme]}]

    assert find() == []


def test_pages_without_a_login_status(check_files: CheckFiles) -> None:
    assert check_files(LoginStatusView, page=PAGE) == []


READING = [
    "{% for message in messages %}{{ message }}{% endfor %}",
    "{% if messages %}{% endif %}",
    '{% include "htmx_views/messages.html" %}',
]


@pytest.mark.parametrize("text", READING)
@pytest.mark.parametrize("processors", [[], [REQUEST, f"{__name__}.quiet"]])
def test_messages_that_nobody_gives(
    check_files: CheckFiles,
    language: str,
    tmp_path: Path,
    text: str,
    processors: list[str],
) -> None:
    (finding,) = check_files(
        Page,
        processors,
        page='{% extends "base.html" %}{% block rows %}{% endblock %}',
        base=f"\n{{% block rows %}}{{% endblock %}}{{% block messages %}}{text}"
        "{% endblock %}",
    )

    assert (finding.id, finding.obj) == (
        "htmx_views.W013",
        f"TEMPLATES['{language}']",
    )
    assert finding.msg == (
        "Its templates show messages, but no context processor gives them: there are "
        f"never any ({tmp_path / 'base.html'}, line 2)."
    )
    assert finding.hint == f"Add {PROCESSOR!r} to the engine's context_processors."


def test_messages_beside_a_template_that_is_not_there(check_files: CheckFiles) -> None:
    page = "{% block rows %}{% endblock %}{% include 'missing.html' %}"
    page += f"{{% block messages %}}{READING[0]}{{% endblock %}}"

    findings = check_files(Page, page=page)

    assert [each.id for each in findings] == ["htmx_views.E004", "htmx_views.W013"]


class Giving(Page):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(messages=["a"], **kwargs)


class GivingExtra(Page):
    extra_context = {"messages": []}


class GivingLazily(Page):
    lazy_context: Any = {"messages": lambda self: []}


class GivingFromInside(Page):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        def later() -> dict[str, Any]:
            return {"messages": []}

        return super().get_context_data(**kwargs) | later()


class Chat(Page):
    context_object_name = "messages"


class Quiet(Page):
    oob_blocks = ["rows"]


@pytest.mark.parametrize(
    ("view", "processors", "text"),
    [
        (Page, [PROCESSOR], READING[0]),
        (Page, [f"{__name__}.giving"], READING[0]),
        (Page, [f"{__name__}.opaque"], READING[0]),
        (Giving, [], READING[0]),
        (GivingExtra, [], READING[0]),
        (GivingFromInside, [], READING[0]),
        (GivingLazily, [], READING[0]),
        (Chat, [], READING[0]),
        (Quiet, [], READING[0]),
        (Page, [], "{% for message in object_list %}{% endfor %}"),
    ],
)
def test_messages_that_somebody_may_give(
    check_files: CheckFiles, view: Any, processors: list[str], text: str
) -> None:
    block = f"{{% block messages %}}{text}{{% endblock %}}"
    page = "{% block rows %}{% endblock %}" + block

    assert check_files(view, processors, page=page) == []


def test_messages_of_a_template_of_others(check_files: CheckFiles) -> None:
    page = "{% block rows %}{% endblock %}{% block messages %}0{% endblock %}"
    other = f"{{% block messages %}}{READING[0]}{{% endblock %}}"

    assert check_files(Page, page=page, other=other) == []


def test_messages_that_a_template_sets(check_files: CheckFiles, language: str) -> None:
    tag = {
        "jinja2": "{% set messages = [1] %}",
        "django": "{% now 'Y' as messages %}",
    }[language]
    page = (
        "{% block rows %}{% endblock %}{% block messages %}"
        f"{tag}{READING[0]}{{% endblock %}}"
    )

    assert check_files(Page, page=page) == []


def test_messages_among_the_globals(
    check_files: CheckFiles, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.checks.environment.GLOBALS", {"messages": []})
    page = "{% block rows %}{% endblock %}{% block messages %}" + READING[0]

    findings = check_files(Page, page=page + "{% endblock %}")

    assert len(findings) == (language == "django")


def giving(request: Any) -> dict[str, Any]:
    return {"messages": []}


def quiet(request: Any) -> dict[str, Any]:
    return {"user": None}


opaque = partial(quiet)
