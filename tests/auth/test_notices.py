"""What the script may say, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import Environment

from htmx_views.auth.notices import notices_context
from htmx_views.auth.tags import notices
from tests.engines import ENGINES, engine

#: The kinds, with what the buttons of each do.
KINDS = {
    "offline": ["retry", "dismiss"],
    "timeout": ["retry", "dismiss"],
    "server-error": ["retry", "dismiss"],
    "401": ["retry", "dismiss"],
    "404": ["dismiss"],
    "403": ["dismiss"],
    "413": ["dismiss"],
    "429": ["retry", "dismiss"],
    "error": ["retry", "dismiss"],
    "other-user": ["retry", "dismiss"],
    "draft": ["restore", "dismiss"],
    "new-version": ["reload", "dismiss"],
}
NOTICE = re.compile(r'<template data-notice="(.*?)">(.*?)</template>', re.DOTALL)
ACTION = re.compile(r'<button type="button" data-action="(.*?)">')


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    env.globals["notices"] = notices
    return env


@pytest.fixture(params=ENGINES)
def render(request: pytest.FixtureRequest, settings: Any) -> Callable[..., str]:
    """Return a function that renders a page with the tag, and templates of a site."""

    def render(**templates: str) -> str:
        source = "{% load htmx_views %}{% notices %}"
        options = {}
        if request.param == "jinja2":
            source = "{{ notices() }}"
            options["environment"] = f"{__name__}.environment"
        templates = {f"htmx_views/{name}.html": templates[name] for name in templates}
        settings.TEMPLATES = [
            engine(request.param, {"page.html": source} | templates, **options)
        ]
        return engines.all()[0].get_template("page.html").render({}, None)

    return render


def test_each_kind_waits_in_a_live_region(render: Callable[..., str]) -> None:
    html = render()

    region, _, rest = html.partition(">")
    assert region == (
        '<div class="htmx-views-notices" role="alert" aria-atomic="false" '
        "data-htmx-views-notices"
    )
    found = NOTICE.findall(rest)
    assert {kind: ACTION.findall(notice) for kind, notice in found} == KINDS
    # Until the script copies one, the region is empty.
    assert NOTICE.sub("", rest).strip() == "</div>"


def test_a_notice_has_its_text_in_an_element(render: Callable[..., str]) -> None:
    notice = dict(NOTICE.findall(render()))["429"]
    assert notice == (
        '<div class="htmx-views-notice">'
        "<p>That was too often. Wait a moment before you try again.</p> "
        '<button type="button" data-action="retry">Try again</button> '
        '<button type="button" data-action="dismiss">Dismiss</button></div>'
    )


def test_the_names_of_two_users_have_their_places(render: Callable[..., str]) -> None:
    notice = dict(NOTICE.findall(render()))["other-user"]
    assert (
        '<p>You are now logged in as <b data-slot="username"></b>. This page was '
        'opened as <b data-slot="owner"></b>. Nothing was sent.</p>'
    ) in notice
    assert (
        '<button type="button" data-action="retry">'
        'Send as <b data-slot="username"></b></button>'
    ) in notice


def test_both_languages_say_the_same(settings: Any) -> None:
    pages = []
    for language in ENGINES:
        settings.TEMPLATES = [engine(language, {})]
        template = engines.all()[0].get_template("htmx_views/notices.html")
        pages.append(template.render(notices_context()))
    assert pages[0].split() == pages[1].split()


def test_what_it_says_is_translated_when_it_renders(
    render: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trans = translation._trans  # type: ignore[attr-defined]  # where catalogs are asked
    monkeypatch.setattr(trans, "gettext", lambda text: f"{text} <de>")
    html = render()
    assert "Restore what you typed? &lt;de&gt;</p>" in html
    assert 'Send as <b data-slot="username"></b> <de></button>' in html


def test_a_site_may_write_its_own(render: Callable[..., str]) -> None:
    own = "{% for notice in notices %}{{ notice.kind }} {% endfor %}"
    assert render(notices=own).split() == [*KINDS]
