"""
How long ``manage.py check`` takes for a large project: 500 views, 500 templates.

The bound is one second. To tell a slow machine from a slow check, the time that Jinja2
needs to compile the same templates is measured beside it.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import jinja2
import pytest
from django.urls import path, reverse
from django.views.generic import TemplateView

from htmx_views.checks import check_views
from htmx_views.views import HtmxFragmentMixin

VIEWS = 500
BOUND = 1.0
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


class Page(HtmxFragmentMixin, TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="A page", **kwargs)


def environment(**options: Any) -> jinja2.Environment:
    env = jinja2.Environment(**options)
    env.globals["url"] = reverse
    return env


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> list[str]:
    """Mount 500 views, each with a class and a template of its own."""
    names = [f"page{number}.html" for number in range(VIEWS)]
    (tmp_path / "base.html").write_text(BASE)
    patterns = []
    for number, name in enumerate(names):
        (tmp_path / name).write_text(PAGE.replace("NUMBER", str(number)))
        attributes = {
            "template_name": name,
            "fragment_blocks": {f"rows-{number}": [f"rows-{number}"]},
        }
        view: Any = type(f"Page{number}", (Page,), attributes)
        patterns.append(path(f"{number}/", view.as_view(), name=f"page{number}"))
    settings.ROOT_URLCONF = type("URLs", (), {"urlpatterns": patterns})
    settings.TEMPLATES = [
        {
            "BACKEND": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "DIRS": [tmp_path],
            "OPTIONS": {"environment": f"{__name__}.environment"},
        }
    ]
    return names


def best(run: Any) -> float:
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times)


def compile_all(names: list[str]) -> None:
    from django.template import engines

    env = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in names:
        source, path, _ = env.loader.get_source(env, name)
        env.compile(source, name, path)


def test_500_views_are_checked_within_a_second(
    project: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_views() == []

    checking = best(check_views)
    compiling = best(lambda: compile_all(project))

    with capsys.disabled():
        print(  # noqa: T201 - a benchmark reports
            f"\n{VIEWS} views: checked in {checking:.2f} s, templates compiled by "
            f"Jinja2 in {compiling:.2f} s: {checking / compiling:.2f} of it"
        )
    assert checking <= BOUND or checking <= compiling / 2
