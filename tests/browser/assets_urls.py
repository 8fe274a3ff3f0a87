"""Forms that come by htmx, and need a script and a stylesheet of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import FormView

from htmx_views.views import HtmxFormMixin

PAGE = """<!doctype html>
<html lang="en">
<head>
  <title>Assets</title>
  <link rel="icon" href="/static/monsters/favicon.svg">
  <meta name="htmx-config" content='{"allowEval": false,
    "includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  SCRIPTS
  {% if view.in_head %}{{ form.media }}{% endif %}
</head>
<body>
  <button hx-get="{{ request.path }}" hx-target="#place">Open</button>
  <div id="place">{% block place %}{% if is_fragment %}
    <form method="post" novalidate hx-post="{{ request.path }}" hx-target="#place">
      {% if not view.in_head %}{{ form.media }}{% endif %}
      TOKEN{{ form }}<button>Save</button>
    </form>
  {% endif %}{% endblock %}</div>
</body>
</html>
"""
JINJA2 = PAGE.replace("TOKEN", "{{ csrf_input }}").replace(
    "SCRIPTS", "{{ htmx_views_script() }}{{ htmx_script(version=version) }}"
)
DJANGO = PAGE.replace("TOKEN", "{% csrf_token %}").replace(
    "SCRIPTS",
    "{% load django_htmx htmx_views %}{% htmx_views_script %}"
    "{% htmx_script version=version %}",
)


class PlainForm(forms.Form):
    name = forms.CharField()

    class Media:
        css = {"all": ["/moon.css"]}
        js = ["/moon.js"]


class ModuleForm(PlainForm):
    class Media:
        extend = False
        css = {"all": ["/moon.css"]}
        js = [forms.Script("/moon.js", type="module")]


class Moon(HtmxFormMixin, FormView):  # type: ignore[type-arg]  # as users write it
    form_class = PlainForm
    in_head = False
    template_name = "assets.html"
    fragment_blocks = ["place"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = int(self.request.COOKIES["htmx"])
        return super().get_context_data(version=version, **kwargs)


#: What was fetched from the server, not taken from the browser's cache.
fetched: list[str] = []


def asset(request: HttpRequest, name: str) -> HttpResponse:
    fetched.append(name)
    text, content_type = {
        "moon.js": ("window.runs = (window.runs ?? 0) + 1;", "text/javascript"),
        "moon.css": ("form { color: rgb(1, 2, 3) }", "text/css"),
    }[name]
    headers = {"Cache-Control": "max-age=60"}
    return HttpResponse(text, content_type=content_type, headers=headers)


urlpatterns = [
    re_path(r"^(?P<name>moon\.(js|css))$", asset),
    path("plain/", Moon.as_view()),
    path("module/", Moon.as_view(form_class=ModuleForm)),
    path("head/", Moon.as_view(in_head=True)),
    path("", include("monsters.urls")),
]
