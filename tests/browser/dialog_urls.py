"""A page of monsters, each of which is renamed in a dialog; in both languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import DetailView, ListView, UpdateView

from htmx_views.views import HtmxFormMixin, HtmxFragmentMixin, HtmxPartsMixin
from htmx_views.views.choice import FragmentBlocks
from monsters.models import Monster
from tests.engines import CONTEXT_PROCESSORS, engine

BASE = """
<!doctype html>
<html lang="en">
<head>
  <title>Monsters</title>
  <link rel="icon" href="/static/monsters/favicon.svg">
  <meta name="viewport" content="width=device-width">
  <meta name="htmx-config" content='{"allowEval": false,
    "includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  SCRIPTS
</head>
<body>NOTICES
<main>
  <h1>Monsters</h1>
  {% block content %}{% endblock %}
</main>
</body>
</html>
"""
LIST = """
{% extends "base.html" %}
{% block content %}
  <label>Search <input name="q"></label>
  {% block rows %}
  <ul id="rows" hx-get="/dialog/" hx-trigger="renamed from:body" hx-target="this"
    hx-swap="outerHTML">
    {% for monster in monster_list %}<li>
      <a href="/dialog/{{ monster.pk }}/" hx-get="/dialog/{{ monster.pk }}/"
        hx-target="#dialog" hx-swap="innerHTML">Rename {{ monster.name }}</a>
      <a href="/dialog/{{ monster.pk }}/leave/" hx-target="#dialog"
        hx-get="/dialog/{{ monster.pk }}/leave/" hx-swap="innerHTML"
        >Rename {{ monster.name }} elsewhere</a>
    </li>{% endfor %}
  </ul>
  {% endblock %}
  <dialog id="dialog" data-htmx-views-dialog aria-label="Editing"></dialog>
{% endblock %}
"""
RENAME = """
{% extends "base.html" %}
{% block content %}
  {% block form %}<div id="rename">
  <form method="post" action="{{ url }}" hx-post="{{ url }}" hx-target="#rename"
    hx-swap="outerHTML" data-htmx-views-draft="rename" novalidate>
    <input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">
    {{ form }}
    <button>Save</button>
  </form>
  <form method="dialog"><button>Close</button></form>
  </div>{% endblock %}
{% endblock %}
"""
PARTS = """
{% extends "base.html" %}
{% block content %}
  <div hx-get="{{ names.url }}" hx-trigger="renamed from:body" id="names">
  {% block names %}
  <ul>{% for each in names.monster_list %}<li>{{ each.name }}</li>{% endfor %}</ul>
  {% endblock %}
  </div>
  <a id="open" href="{{ rename.url }}" hx-get="{{ rename.url }}" hx-target="#dialog"
    >Rename {{ monster.name }}</a>
  <dialog id="dialog" data-htmx-views-dialog aria-label="Editing"
    {% if view.part == "rename" %}open{% endif %}>
  {% if view.part == "rename" %}
  {% block rename %}
  <form method="post" action="{{ rename.url }}" hx-post="{{ rename.url }}"
    hx-swap="outerHTML" novalidate>
    <input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">
    {{ rename.form }}
    <button>Save</button>
  </form>
  {% endblock %}
  {% endif %}
  </dialog>
{% endblock %}
"""
TEMPLATES = {
    "base.html": BASE,
    "list.html": LIST,
    "rename.html": RENAME,
    "parts.html": PARTS,
}
JINJA2 = {
    "SCRIPTS": "{{ htmx_views_script() }}{{ htmx_script(version=version) }}",
    "NOTICES": "{{ notices() }}",
}
DJANGO = {
    "SCRIPTS": "{% load django_htmx htmx_views %}{% htmx_views_script %}"
    "{% htmx_script version=version %}",
    "NOTICES": "{% load htmx_views %}{% notices %}",
}


def engine_of(language: str, pages: dict[str, str] = TEMPLATES) -> dict[str, Any]:
    """Return the entry of ``TEMPLATES`` for ``pages`` and their base."""
    words = JINJA2 if language == "jinja2" else DJANGO
    base = BASE
    for word, tags in words.items():
        base = base.replace(word, tags)
    options = {"environment": "monsters.jinja.environment"}
    return engine(
        language,
        pages | {"base.html": base},
        context_processors=[*CONTEXT_PROCESSORS, f"{__name__}.version"],
        **(options if language == "jinja2" else {}),
    )


def version(request: HttpRequest) -> dict[str, int]:
    return {"version": int(request.COOKIES.get("htmx", "2"))}


class RenameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Monster
        fields = ["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == "Wisp":
            raise forms.ValidationError("There is one of that name.")
        return name

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("Nobody is called that.")


class Monsters(HtmxFragmentMixin, ListView):  # type: ignore[type-arg]
    queryset = Monster.objects.order_by("pk")
    template_name = "list.html"
    fragment_blocks = ["rows"]


class Rename(HtmxFormMixin, UpdateView):  # type: ignore[type-arg]
    model = Monster
    form_class = RenameForm
    template_name = "rename.html"
    fragment_blocks: FragmentBlocks | None = ["form"]
    success_blocks: list[str] | None = []
    success_events = ["renamed"]
    success_url = "/dialog/"

    def get_form_invalid_status(self) -> int:
        return int(self.request.COOKIES.get("invalid", "200"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(url=self.request.path, **kwargs)


class Leave(Rename):
    success_blocks = None
    success_url = "/first/"


class Names(HtmxFragmentMixin, ListView):  # type: ignore[type-arg]
    queryset = Monster.objects.order_by("pk")
    fragment_blocks = ["names"]


class RenamePart(Rename):
    fragment_blocks = ["rename"]

    def get_success_url(self) -> str:
        return f"/part/{self.object.pk}/"


class MonsterPage(HtmxPartsMixin, DetailView):  # type: ignore[type-arg]
    model = Monster
    template_name = "parts.html"
    parts = {"names": Names, "rename": RenamePart}


urlpatterns = [
    path("part/<int:pk>/", MonsterPage.as_view()),
    path("part/<int:pk>/names/", MonsterPage.as_view(part="names")),
    path("part/<int:pk>/rename/", MonsterPage.as_view(part="rename")),
    path("first/", lambda request: HttpResponse("the first page")),
    path("dialog/", Monsters.as_view()),
    path("dialog/<int:pk>/", Rename.as_view()),
    path("dialog/<int:pk>/leave/", Leave.as_view()),
    path("", include("monsters.urls")),
]
