"""A page with a block that polls, and with what other sites write around it."""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_exempt
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from htmx_views.views import HtmxPollingMixin

TEMPLATES = {
    "poll.html": """
<!doctype html>
<html lang="en">
<head>
  <title>Polling</title>
  <link rel="icon" href="data:,">
  <meta name="htmx-config" content="{{ config }}">
  {{ htmx_views_script() }}{{ htmx_script(version=version) }}
</head>
<body hx-vals='{{ vals }}' hx-vals:inherited='{{ vals }}'>
  <button hx-get="/poll/?tab" hx-target="#panel">A</button>
  <button hx-get="/other/" hx-target="#panel">B</button>
  <div id="panel"></div>
  {% block poll %}<div id="poll" {{ polling }}>what polls
    <form hx-get="/other/" hx-target="#panel">
      <input name="q" value="grue" aria-label="q"></form></div>{% endblock %}
</body>
</html>
"""
}


@method_decorator(csp_exempt(), name="dispatch")
class PollView(HtmxPollingMixin, TemplateView):
    template_name = "poll.html"
    fragment_blocks = ["poll"]

    def get_poll_interval(self) -> float:
        return float(self.request.GET.get("every", 60))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        config = {"includeIndicatorStyles": False, "includeIndicatorCSS": False}
        config["getCacheBusterParam"] = "buster" in self.request.GET
        return super().get_context_data(
            version=int(self.request.COOKIES.get("htmx", "2")),
            config=json.dumps(config),
            vals=json.dumps({"zone": "x"} if "vals" in self.request.GET else {}),
            **kwargs,
        )


def other(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"other {request.GET.get('q', '')}")


urlpatterns = [
    path("poll/", PollView.as_view()),
    path("other/", other),
    path("", include("monsters.urls")),
]
