"""Pages on which the companion script meets what other sites write."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from htmx_views.auth.protocol import REFUSED

#: What arrived at ``/echo/``: the method, headers, query and fields.
received: list[dict[str, Any]] = []

PAGE = """
<!doctype html>
<html lang="en">
<head>
  <title>{{ name }}</title>
  <link rel="icon" href="data:,">
  <meta name="htmx-config" content='{"selfRequestsOnly": false, "mode": "cors",
    "includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  {% for script in scripts %}
    {%- if script == "views" %}{{ htmx_views_script() }}
    {%- elif script == "compat" %}
      {{ htmx_script(version=4, extensions="htmx-2-compat") }}
    {%- else %}{{ htmx_script(version=version) }}
    {%- endif %}
  {% endfor %}
</head>
<body>%s</body>
</html>
"""
VERBS = ["get", "post", "put", "patch", "delete"]
FORMS = "".join(
    f'<form hx-{verb}="{{{{ to }}}}/{verb}" hx-swap="none">{{{{ csrf_input }}}}'
    f'<input name="q" value="x"><button id="{verb}">{verb}</button></form>'
    for verb in VERBS
)
BODIES = {
    "forms": FORMS
    + """
    <div hx-boost="true">
      <form method="post" action="{{ to }}/boosted" hx-swap="none" target="_self">
        {{ csrf_input }}<button id="boosted">boosted</button></form>
      <form action="{{ to }}/boosted-get" hx-swap="none">
        {{ csrf_input }}<button id="boosted-get">boosted-get</button></form>
    </div>
    <form hx-boost="true" method="post" action="/echo/own" hx-swap="none">
      {{ csrf_input }}
      <button id="formaction" formaction="{{ to }}/formaction">send</button></form>
    <form method="post" action="{{ to }}/plain" target="plain">{{ csrf_input }}
      <button id="plain">plain</button></form>
    <form method="post" action="/echo/own" target="plain">{{ csrf_input }}
      <button id="plain-formaction" formaction="{{ to }}/plain">plain</button></form>
    <iframe name="plain" title="plain"></iframe>
    <button id="vals" hx-post="{{ to }}/vals" hx-swap="none"
      hx-vals='{"csrfmiddlewaretoken": "{{ csrf_token }}"}'
      hx-headers='{"x-csrftoken": "{{ csrf_token }}"}'>vals</button>
    <button id="button" hx-post="{{ to }}/button" hx-swap="none">button</button>
    """,
    "base": """
    <base href="{{ to }}/">
    <form hx-post="relative" hx-swap="none">{{ csrf_input }}
      <button id="relative">relative</button></form>
    """,
    "upload": """
    <form hx-post="/echo/upload" hx-encoding="multipart/form-data" hx-target="#out">
      {{ csrf_input }}<input name="q" aria-label="q"><input type="file" name="file">
      <button>send</button></form><p id="out"></p>
    """,
    "headers": """
    <button hx-post="/echo/headers" hx-target="#out"
      hx-headers='{"x-csrftoken": "stale"}'>send</button>
    <p id="out"></p><form>{{ csrf_input }}</form>
    """,
    "bare": """
    <button hx-put="/echo/bare" hx-target="#out">send</button><p id="out"></p>
    """,
    "broken": """
    <button hx-post="/broken/" hx-target="#out">send</button><p id="out">untouched</p>
    """,
    "redirect": """
    <form hx-post="/redirect/?to={{ to }}" hx-target="#out">{{ csrf_input }}
      <button>send</button></form><p id="out">untouched</p>
    """,
    "ptag": """
    <button hx-get="/tagged/" hx-ptag="first" hx-target="#out">send</button>
    <p id="out"></p>
    """,
    "plain": """
    {{ login_status() }}
    <form method="post" action="/echo/plain">{{ csrf_input }}
      <input name="q" aria-label="q"><button>send</button></form>
    <form id="foreign" method="post" action="{{ to }}">{{ csrf_input }}</form>
    """,
    "protected": """
    {{ login_status() }}
    <form><input name="q" aria-label="q" value=""></form>
    <button hx-get="/protected/" hx-target="#out">load</button><p id="out">untouched</p>
    """,
}


def page(request: HttpRequest, name: str) -> HttpResponse:
    template = engines["jinja2"].from_string(PAGE.replace("%s", BODIES[name]))
    context = {
        "name": name,
        "to": request.GET.get("to", "/echo"),
        "version": int(request.COOKIES.get("htmx", "2")),
        "scripts": request.GET.get("scripts", "htmx,views").split(","),
    }
    response = HttpResponse(template.render(context, request))
    # Where a page is to meet other sites, no policy may keep it from them.
    response._csp_exempt = "policy" not in request.GET  # type: ignore[attr-defined]
    return response


def echo(request: HttpRequest, name: str) -> HttpResponse:
    # The stubs think of lists of files.
    uploads: Any = request.FILES.items()
    files = {key: file.read().decode() for key, file in uploads}
    received.append(
        {
            "name": name,
            "method": request.method,
            "headers": {key.lower(): value for key, value in request.headers.items()},
            "query": request.GET.dict(),
            "fields": request.POST.dict() | files,
        }
    )
    return HttpResponse(f"echo {name}")


@csrf_exempt
def broken(request: HttpRequest) -> HttpResponse:
    """Fail the CSRF check whatever comes."""
    echo(request, "broken")
    headers = {"X-CSRFToken": "x" * 64, **REFUSED}
    return HttpResponse("refused", status=403, headers=headers)


def redirect(request: HttpRequest) -> HttpResponse:
    echo(request, "redirect")
    return HttpResponse(status=307, headers={"Location": request.GET["to"]})


def tagged(request: HttpRequest) -> HttpResponse:
    echo(request, "tagged")
    return HttpResponse("tagged", headers={"HX-PTag": "second"})


urlpatterns = [
    path("script/<slug:name>/", page),
    path("echo/<slug:name>", echo),
    path("broken/", broken),
    path("redirect/", redirect),
    path("tagged/", tagged),
    path("protected/", login_required(lambda request: HttpResponse("secret"))),
    path("", include("monsters.urls")),
]
