"""
How long ``manage.py check`` takes for a large project: 500 views, 500 templates.

The checks ask the engine, which compiles each template, as the first request for it
does. That is nearly all of the time; the bound is on what the checks add.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, cast

import jinja2
import pytest
from django.template import engines
from django.urls import path, reverse

from htmx_views.checks import check_views
from htmx_views.checks.project import HTMX_MIDDLEWARE, MIDDLEWARE

VIEWS = 500
BOUND = 1.15
ROUNDS = 5

BASE = """<!doctype html><html><head><title>{% block title %}{% endblock %}</title>
</head><body><nav><a href="{{ url('page0') }}">Home</a></nav>
<main id="content">{% block content %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "base.html" %}
{% block title %}Page NUMBER{% endblock %}
{% block content %}
<h1>{{ heading }}</h1>
<form id="search" hx-get="{{ url('pageNUMBER') }}" hx-target="#rows-NUMBER">
  {% for field in form %}
  <p class="field{% if field.errors %} invalid{% endif %}">{{ field.label_tag() }}
  {{ field }} {% for error in field.errors %}<b>{{ error }}</b>{% endfor %}</p>
  {% endfor %}
</form>
<table>
<tbody id="rows-NUMBER">
  {% block rows-NUMBER %}
  {% for row in page_obj %}
  <tr id="row-{{ row.pk }}"><td>{{ row.name }}</td><td>{{ row.level }}</td>
  <td><a href="{{ row.get_absolute_url() }}">Show</a></td></tr>
  {% endfor %}
  {% if page_obj.has_next() %}
  <tr><td><a hx-get="?page={{ page_obj.next_page_number() }}" hx-target="closest tr">
  More</a></td></tr>
  {% endif %}
  {% endblock %}
</tbody>
</table>
{% endblock %}"""


VIEW = """
class PageNUMBER(HtmxFragmentMixin, TemplateView):
    template_name = "pageNUMBER.html"
    fragment_blocks = {"rows-NUMBER": ["rows-NUMBER"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading="A page", **kwargs)


"""
IMPORTS = """
from django.views.generic import TemplateView
from htmx_views.views import HtmxFragmentMixin
"""


def environment(**options: Any) -> jinja2.Environment:
    env = jinja2.Environment(**options)
    env.globals["url"] = reverse
    return env


@pytest.fixture
def project(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Mount 500 views, each with a class and a template of its own."""
    (tmp_path / "base.html").write_text(BASE)
    code = IMPORTS
    for number in range(VIEWS):
        code += VIEW.replace("NUMBER", str(number))
        text = PAGE.replace("NUMBER", str(number))
        (tmp_path / f"page{number}.html").write_text(text)
    (tmp_path / "large_project.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    views = import_module("large_project")
    patterns = [
        path(f"{n}/", getattr(views, f"Page{n}").as_view(), name=f"page{n}")
        for n in range(VIEWS)
    ]
    settings.ROOT_URLCONF = type("URLs", (), {"urlpatterns": patterns})
    settings.MIDDLEWARE = [HTMX_MIDDLEWARE, MIDDLEWARE]
    settings.TEMPLATES = [
        {
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "DIRS": [tmp_path],
            "OPTIONS": {"environment": f"{__name__}.environment"},
        }
    ]
    return [f"page{number}.html" for number in range(VIEWS)]


def seconds(run: Callable[[], object]) -> float:
    """Return how long it takes where no template is loaded yet."""
    cast(Any, engines["jinja2"]).env.cache.clear()
    start = process_time()
    run()
    return process_time() - start


def load_all(names: list[str]) -> None:
    for name in names:
        engines["jinja2"].get_template(name)


def test_500_views_are_checked_in_the_time_that_their_templates_take(
    project: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_views() == []

    # In turn, so that both have the same machine.
    rounds = [
        (seconds(check_views), seconds(lambda: load_all(project)))
        for _ in range(ROUNDS)
    ]
    checking, loading = map(min, zip(*rounds, strict=True))

    with capsys.disabled():
        print(  # noqa: T201 - a benchmark reports
            f"\n{VIEWS} views: checked in {checking:.2f} s, of which the engine took "
            f"{loading:.2f} s to load their templates: {checking / loading:.2f} of it"
        )
    assert checking <= BOUND * loading
