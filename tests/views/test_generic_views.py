"""The mixin on each of Django's generic views, and on django-filter's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.views import generic
from django_filters.views import FilterView

from htmx_views.requests import htmx_headers
from htmx_views.views import HtmxFragmentMixin
from monsters.models import Hunt, Monster
from tests.engines import ENGINES, engine

TEMPLATES = {
    "base.html": "<title>{{ request.path }}</title>{% block content %}{% endblock %}",
    "list.html": (
        '{% extends "base.html" %}{% block content %}<ul>{% block rows %}'
        "{% for row in object_list %}<li>{{ row }}</li>{% endfor %}"
        "{% endblock %}</ul>{% endblock %}"
    ),
    "page.html": (
        '{% extends "base.html" %}{% block content %}<main>{% block rows %}'
        "{{ object }} {% if form and form.name %}{{ form.name.value() }}{% endif %}"
        "{% endblock %}</main>{% endblock %}"
    ),
}
TEMPLATES_OF_DJANGO = {
    name: source.replace("value()", "value") for name, source in TEMPLATES.items()
}


class NameForm(forms.Form):
    name = forms.CharField(initial="Name")


class AsyncView(generic.TemplateView):
    async def get(self, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # django-stubs knows sync handlers only
        return self.render_to_response(self.get_context_data(object="Awaited"))


MONSTERS = {"model": Monster, "template_name": "list.html"}
MONSTER = {"model": Monster, "template_name": "page.html"}
HUNTS = {"model": Hunt, "template_name": "list.html", "date_field": "started"}
DAY = {"year": 2026, "month": 11, "day": 2}

#: Views, their attributes, the arguments of their URL, and their block "rows".
VIEWS: dict[str, tuple[type[Any], dict[str, Any], dict[str, Any], str]] = {
    "template": (
        generic.TemplateView,
        {"template_name": "page.html", "extra_context": {"object": "Extra"}},
        {},
        "Extra ",
    ),
    "async": (AsyncView, {"template_name": "page.html"}, {}, "Awaited "),
    "detail": (generic.DetailView, MONSTER, {"pk": 7}, "Nessie "),
    "list": (generic.ListView, MONSTERS, {}, "<li>Nessie</li><li>Yeti</li>"),
    "filter": (
        FilterView,
        {**MONSTERS, "filterset_fields": ["name"]},
        {},
        "<li>Nessie</li><li>Yeti</li>",
    ),
    "archive": (
        generic.ArchiveIndexView,
        {**HUNTS, "context_object_name": "object_list"},
        {},
        "<li>Ann hunts Nessie</li>",
    ),
    "year": (
        generic.YearArchiveView,
        {**HUNTS, "make_object_list": True},
        {"year": 2026},
        "<li>Ann hunts Nessie</li>",
    ),
    "month": (
        generic.MonthArchiveView,
        {**HUNTS, "month_format": "%m"},
        {"year": 2026, "month": 11},
        "<li>Ann hunts Nessie</li>",
    ),
    "week": (
        generic.WeekArchiveView,
        HUNTS,
        {"year": 2026, "week": 44},
        "<li>Ann hunts Nessie</li>",
    ),
    "day": (
        generic.DayArchiveView,
        {**HUNTS, "month_format": "%m"},
        DAY,
        "<li>Ann hunts Nessie</li>",
    ),
    "today": (generic.TodayArchiveView, {**HUNTS, "allow_empty": True}, {}, ""),
    "date detail": (
        generic.DateDetailView,
        {**HUNTS, "template_name": "page.html", "month_format": "%m"},
        {**DAY, "pk": 3},
        "Ann hunts Nessie ",
    ),
    "form": (
        generic.FormView,
        {"template_name": "page.html", "form_class": NameForm},
        {},
        " Name",
    ),
    "create": (generic.CreateView, {**MONSTER, "fields": ["name"]}, {}, " None"),
    "update": (
        generic.UpdateView,
        {**MONSTER, "fields": ["name"]},
        {"pk": 7},
        "Nessie Nessie",
    ),
    "delete": (
        generic.DeleteView,
        {**MONSTER, "success_url": "/"},
        {"pk": 7},
        "Nessie ",
    ),
}


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, settings: Any, db: None) -> None:
    sources = TEMPLATES if request.param == "jinja2" else TEMPLATES_OF_DJANGO
    settings.TEMPLATES = [engine(request.param, sources)]
    nessie = Monster.objects.create(pk=7, name="Nessie", level=3)
    Monster.objects.create(name="Yeti", level=4)
    started = datetime(2026, 11, 2, 12, tzinfo=timezone.utc)
    Hunt.objects.create(pk=3, monster=nessie, hunter="Ann", started=started)


def respond(
    view: Callable[..., Any], kwargs: dict[str, Any], *, method: str, htmx: bool
) -> TemplateResponse:
    headers = htmx_headers(version=4, target="rows") if htmx else {}
    request = RequestFactory().generic(method, "/", headers=headers)
    response = view(request, **kwargs)
    if asyncio.iscoroutine(response):
        response = asyncio.run(response)
    assert isinstance(response, TemplateResponse)
    response.render()
    return response


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("fragment_blocks", [["rows"], {"rows": ["rows"]}])
def test_the_page_and_the_fragment(name: str, fragment_blocks: Any) -> None:
    base, attributes, kwargs, rows = VIEWS[name]
    mixed: Any = type("Mixed", (HtmxFragmentMixin, base), {})
    view = mixed.as_view(**attributes, fragment_blocks=fragment_blocks)
    plain = base.as_view(**attributes)

    fragment = respond(view, kwargs, method="GET", htmx=True)
    assert fragment.content.decode() == rows

    for method in ("GET", "HEAD"):
        page = respond(view, kwargs, method=method, htmx=False)
        without = respond(plain, kwargs, method=method, htmx=False)

        assert page.content == without.content
        assert f">{rows}</" in page.content.decode()
        headers = {**page.headers}
        assert headers.pop("Vary").startswith("HX-Request, ")
        assert headers == without.headers
        assert page.status_code == without.status_code
        assert page.template_name == without.template_name
        added = {*(page.context_data or {})} - {*(without.context_data or {})}
        assert added == {"is_fragment"}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("name", "data"),
    [("form", {}), ("create", {"name": ""}), ("update", {"name": "x" * 100})],
)
def test_an_invalid_form(name: str, data: dict[str, str]) -> None:
    base, attributes, kwargs, _ = VIEWS[name]
    mixed: Any = type("Mixed", (HtmxFragmentMixin, base), {})
    view = mixed.as_view(**attributes, fragment_blocks=["rows"])
    request = RequestFactory().post("/", data, headers=htmx_headers())

    response = view(request, **kwargs).render()

    assert response.content.decode().endswith(f" {data.get('name', 'None')}")
    assert response.context_data["form"].errors


@pytest.mark.usefixtures("site")
def test_what_a_valid_form_redirects_to_varies() -> None:
    mixed: Any = type("Mixed", (HtmxFragmentMixin, generic.DeleteView), {})
    view = mixed.as_view(**MONSTER, success_url="/", fragment_blocks=["rows"])
    request = RequestFactory().post("/", headers=htmx_headers())

    response = view(request, pk=7)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert response["Vary"].startswith("HX-Request, ")
    assert not Monster.objects.filter(pk=7)
