"""A page whose every part is swapped out of band by one request."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_exempt
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from htmx_views.views import HtmxFragmentMixin

TEMPLATES = {
    "oob.html": """
<!doctype html>
<html lang="en">
<head>
  {% block document-title %}<title>Page {{ n }}</title>{% endblock %}
  <link rel="icon" href="data:,">
  <meta name="htmx-config"
    content='{"includeIndicatorStyles": false, "includeIndicatorCSS": false}'>
  {{ htmx_views_script() }}{{ htmx_script(version=version) }}
</head>
<body>
  <button hx-get="/oob/?n={{ n + 1 }}" hx-target="#main">Next</button>
  <div id="page">
    <main id="main">{% block main %}<i>main {{ n }}</i>
    <svg><title>drawn</title></svg>{% endblock %}</main>
    {% block counter %}<b id="counter" class="n">{{ n }}</b>{% endblock %}
    {% block log %}<div id="log"><p>log {{ n }}</p></div>{% endblock %}
    {% block empty %}{% endblock %}
    <ul>{% block item %}<li id="item">item {{ n }}</li>{% endblock %}</ul>
    <table>
      {% block head %}<thead id="head"><tr><th>head {{ n }}</th></tr></thead>
      {%- endblock %}
      {% block body %}<tbody id="body"><tr><td>body {{ n }}</td></tr></tbody>
      {%- endblock %}
      <tfoot>
        {% block row %}<tr id="row.1"><td>row {{ n }}</td>
        {%- block cell %}<td id="cell:1">cell {{ n }}</td>{% endblock %}</tr>
        {%- endblock %}
      </tfoot>
    </table>
  </div>
</body>
</html>
"""
}


@method_decorator(csp_exempt(), name="dispatch")
class OobView(HtmxFragmentMixin, TemplateView):
    template_name = "oob.html"
    fragment_blocks = ["main"]
    oob_blocks = {
        "counter": "true",
        "log": "beforeend",
        "empty": "true",
        "item": "outerHTML",
        "head": "innerHTML",
        "body": "beforeend",
        "row": "outerHTML",
        "document-title": "true",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            n=int(self.request.GET.get("n", 0)),
            version=int(self.request.COOKIES.get("htmx", "2")),
            **kwargs,
        )


urlpatterns = [path("oob/", OobView.as_view()), path("", include("monsters.urls"))]
