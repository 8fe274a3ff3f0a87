"""A small site whose answers a test plans: what fails, hangs and comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from htmx_views.auth.tags import notices
from htmx_views.views import HtmxPollingMixin

#: What arrived under ``/do/``: the name, the user and the fields.
received: list[dict[str, Any]] = []
#: The answers to come, by name; where there is none, it is "done <name>".
planned: dict[str, list[HttpResponse]] = {}
#: What a polled block calls, by name.
broken: dict[str, Callable[[], object]] = {}
#: How long the server takes for an answer, by name, in seconds.
delays: dict[str, float] = {}

PAGE = """
<!doctype html>
<html lang="en">
<head>
  <title>{{ name }}</title>
  <link rel="icon" href="{{ static('monsters/favicon.svg') }}">
  <meta name="htmx-config" content='{"allowEval": false,
    "includeIndicatorStyles": false, "includeIndicatorCSS": false{{ config }}}'>
  {% if styled -%}
  <link rel="stylesheet" href="{{ static('htmx_views/htmx-views.css') }}">
  {%- endif %}
  {{ htmx_views_script() }}{{ htmx_script(version=version) }}
</head>
<body>{% if not silent %}{{ notices() }}{% endif %}%s</body>
</html>
"""
FIELDS = """{{ csrf_input }}<input name="q" aria-label="q">
  <label><input type="checkbox" name="box" value="1" checked> box</label>
  <select name="pick" aria-label="pick"><option>a<option>b</select>
  <input type="radio" name="way" value="1" aria-label="way 1" checked>
  <input type="radio" name="way" value="2" aria-label="way 2">
  <select name="many" aria-label="many" multiple><option>a<option>b</select>"""
BODIES = {
    "form": f"""
    {{{{ login_status() }}}}
    <form hx-post="/do/form/" hx-target="#out">{FIELDS}<button>send</button></form>
    <p id="out">untouched</p>
    """,
    "plain": f"""
    {{{{ login_status() }}}}
    <form method="post" action="/do/plain/">{FIELDS}<button>send</button></form>
    """,
    "status": """
    <button hx-get="/do/a/" hx-target="#out" hx-status:404="swap:innerHTML"
      hx-status:41x="swap:innerHTML target:#other">a</button>
    <button hx-get="/do/b/" hx-target="#out" hx-status:4xx="swap:innerHTML">b</button>
    <p id="out">untouched</p><p id="other">untouched</p>
    """,
    "poll": """
    <div hx-get="/do/poll/" hx-trigger="every 300ms" hx-ptag="x">first</div>
    """,
    "sync": f"""
    <form hx-post="/do/form/" hx-target="#out" hx-sync="this:queue all">{FIELDS}
      <button>send</button></form><p id="out">untouched</p>
    """,
    "replace": """
    <input hx-get="/do/search/" hx-trigger="input" hx-sync="this:replace"
      hx-target="#out" name="q" aria-label="q"><p id="out">untouched</p>
    """,
    "private": f"""
    {{{{ login_status() }}}}
    <form hx-post="/private/form/" hx-target="#out" hx-status:4xx="swap:innerHTML">
      {FIELDS}<button>send</button></form>
    <button hx-get="/private/get/" hx-target="#out">get</button>
    <p id="out">untouched</p>
    """,
    "confirm": """
    <button hx-delete="/do/delete/" hx-confirm="Sure?" hx-target="#out">delete</button>
    <p id="out">untouched</p>
    """,
    "once": """
    <form hx-post="/do/form/" hx-target="#out">{{ csrf_input }}
      <input type="hidden" name="token" value="t1"><button>send</button></form>
    <p id="out">untouched</p>
    """,
    "upload": """
    <form hx-post="/do/upload/" hx-encoding="multipart/form-data" hx-target="#out">
      {{ csrf_input }}<input type="file" name="file"><button>send</button></form>
    <p id="out">untouched</p>
    """,
    "boosted": f"""
    {{{{ login_status() }}}}<main hx-boost="true"
      hx-boost:inherited="true"><a href="/life/boosted/?next">next</a></main>
    <p id="owner">{{{{ user }}}}</p>
    <form hx-post="/do/form/" hx-target="#out">{FIELDS}<button>send</button></form>
    <p id="out">untouched</p>
    """,
    "ways": """
    {{ login_status() }}{{ csrf_input }}<input aria-label="q">
    <form hx-boost="true" method="post" action="/do/form/">{{ csrf_input }}
      <button>boosted</button></form>
    <form hx-post="/do/form/" hx-target="#out" hx-status:4xx="swap:innerHTML">
      {{ csrf_input }}<button>strict</button></form>
    <form hx-post="/do/exempt/" hx-target="#out" hx-status:409="swap:innerHTML">
      {{ csrf_input }}<button>exempt</button></form>
    <button hx-delete="/do/form/" hx-target="#out">delete</button>
    <button hx-get="/do/dialog/" hx-target="#dialog">open</button>
    <dialog id="dialog" data-htmx-views-dialog></dialog><p id="out">untouched</p>
    """,
    "button": """
    <button hx-post="/do/form/" hx-target="#out" hx-sync="this:drop">send</button>
    <p id="out">untouched</p><form>{{ csrf_input }}</form>
    """,
    "drafts": """
    <form id="one" hx-post="/do/form/" hx-swap="outerHTML" data-htmx-views-draft="one">
      {{ csrf_input }}<input name="q" aria-label="q"><textarea name="note"
      aria-label="note"></textarea><input type="checkbox" name="box" aria-label="box">
      <input type="radio" name="way" value="1" aria-label="way 1" checked>
      <input type="radio" name="way" value="2" aria-label="way 2">
      <select name="pick" aria-label="pick"><option>a{% if more %}<option>a2{% endif %}
      <option>b</select>
      <select name="many" aria-label="many" multiple><option>a<option>b</select>
      <input type="password" name="secret" aria-label="secret">
      <input type="file" name="file" aria-label="file"><button>send</button></form>
    <form id="two" method="post" action="/do/plain/" data-htmx-views-draft="two">
      {{ csrf_input }}<input name="p" aria-label="p"><button>send plainly</button>
    </form>
    <form><input name="r" aria-label="r"></form>
    """,
    "version": """
    {{ login_status() }}<main hx-boost="true" hx-boost:inherited="true">
      <a href="/life/version/?next">next</a> <a href="/life/version/?other">other</a>
      <form><input name="q" aria-label="q"></form></main>
    """,
    "focus": """
    <section id="region" hx-target="#region" hx-swap="outerHTML"
        hx-target:inherited="#region" hx-swap:inherited="outerHTML">
      <button hx-post="/do/focus/">first</button>
      <button hx-post="/do/focus/" name="second" value="1">second</button>
      <p><button hx-post="/do/focus/"
        {{ "hx-disabled-elt" if version == 2 else "hx-disable" }}="this">third</button>
      </p></section><form>{{ csrf_input }}</form>
    """,
    "typing": """
    <div hx-get="/do/poll/" hx-trigger="every 300ms" hx-ptag="x">first
      <input name="q" aria-label="q" autofocus></div><input aria-label="elsewhere">
    """,
    "sentinel": """
    <ul><li hx-get="/do/more/" hx-trigger="revealed" hx-swap="outerHTML">more</li></ul>
    """,
}


class Broken(HtmxPollingMixin, TemplateView):
    """A page whose polled block fails as ``broken`` says, once it is polled."""

    template_name = "broken.html"
    fragment_blocks = ["clock"]
    poll_interval = 0.3

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            version=int(self.request.COOKIES.get("htmx", "2")),
            what=broken.get("poll", lambda: 1) if self.choice.is_fragment else int,
            config="",
            name="broken",
            notices=notices,
            silent=False,
            **kwargs,
        )


def page(request: HttpRequest, name: str) -> HttpResponse:
    template = engines["jinja2"].from_string(PAGE.replace("%s", BODIES[name]))
    attributes = request.GET.get("attributes", "")
    context = {
        "name": name,
        "notices": notices,
        "silent": "silent" in request.GET,
        "more": "more" in request.GET,
        "styled": "styled" in request.GET,
        "config": mark_safe(request.GET.get("config", "")),
        "version": int(request.COOKIES.get("htmx", "2")),
    }
    content = template.render(context, request)
    return HttpResponse(content.replace(" defer>", " defer" + attributes + ">"))


TEMPLATES = {
    "broken.html": PAGE.replace(
        "%s",
        '{% block clock %}<p id="clock" {{ polling }}>shown {{ what() }}</p>'
        "{% endblock %}",
    )
}


def do(request: HttpRequest, name: str) -> HttpResponse:
    received.append(
        {
            "name": name,
            "user": request.user.get_username(),
            "fields": {k: v for k, v in request.POST.dict().items() if k[:4] != "csrf"},
        }
    )
    time.sleep(delays.get(name, 0))
    if planned.get(name):
        return planned[name].pop(0)
    return HttpResponse(f"done {name}")


urlpatterns = [
    path("broken/", Broken.as_view()),
    path("life/<slug:name>/", page),
    # No CSRF check stops this one first.
    path("do/exempt/", csrf_exempt(do), {"name": "exempt"}),
    path("do/<slug:name>/", do),
    path("private/<slug:name>/", login_required(do)),
    path("", include("monsters.urls")),
]
