from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django import template as django_template
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.template.response import TemplateResponse
from django.urls import path

from htmx_views import blocks
from htmx_views.blocks import RENDER_BLOCKS
from tests.checks.conftest import Check

TEMPLATES = {"page.html": "{% block rows %}{% endblock %}", "other.html": ""}
FILE = Path(__file__)


def in_the_call(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"RENDER_BLOCKS": ["row"]})


def by_a_constant(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "page.html", {RENDER_BLOCKS: ["row"]})


def by_a_constant_of_a_module(request: HttpRequest) -> HttpResponse:
    context = {blocks.RENDER_BLOCKS: ("rows", "row")}
    return HttpResponse(render_to_string(template_name="page.html", context=context))


def by_an_item(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"a": 1}
    if request.headers.get("HX-Request"):
        context["RENDER_BLOCKS"] = ["row"]
        context["b"] = ["nothing"]
    return render(request, "page.html", context)


def by_a_condition(request: HttpRequest) -> HttpResponse:
    is_htmx = request.headers.get("HX-Request") in ["true", "1"]
    context: dict[str, Any] = {"a": 1}
    context.update(RENDER_BLOCKS=["row"] if is_htmx in [True] else None)
    return render(request, "page.html", context)


def beside_another_template(request: HttpRequest) -> HttpResponse:
    send_mail("Subject", render_to_string("other.html", {"a": 1}), None, [])
    return render(request, "page.html", {"RENDER_BLOCKS": ["row"]})


def on_two_ways(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return render(request, "page.html", {"RENDER_BLOCKS": ["row"]})
    return render(request, "page.html")


async def later(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"RENDER_BLOCKS": ["row"]})


def decorator(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def wrapper(request: HttpRequest) -> Any:
        return view(request)

    return wrapper


@decorator
@decorator
def decorated(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"RENDER_BLOCKS": ["row"]})


@pytest.mark.parametrize(
    "view",
    [
        in_the_call,
        by_a_constant,
        by_a_constant_of_a_module,
        by_an_item,
        by_a_condition,
        beside_another_template,
        on_two_ways,
        later,
        decorated,
    ],
)
def test_a_block_that_the_template_lacks(
    check: Check, language: str, view: Any
) -> None:
    (finding,) = check(urlpatterns=[path("", view)], **{language: TEMPLATES})

    name = getattr(view, "__wrapped__", view).__name__
    assert (finding.id, finding.obj) == ("htmx_views.E001", f"{__name__}.{name}")
    line = [
        number
        for number, text in enumerate(FILE.read_text().splitlines(), start=1)
        if '"row"' in text and str(number) in finding.msg
    ]
    assert finding.msg == (
        "RENDER_BLOCKS names the block 'row', which the template 'page.html' lacks "
        f"({FILE}, line {line[0]})."
    )
    assert finding.hint == "Did you mean 'rows'? Its blocks are: 'rows'."


def test_a_template_that_does_not_exist(check: Check) -> None:
    (finding,) = check(urlpatterns=[path("", in_the_call)])

    assert (finding.id, finding.obj) == ("htmx_views.E004", f"{__name__}.in_the_call")


def test_a_template_that_cannot_be_read(check: Check, language: str) -> None:
    (finding,) = check(
        urlpatterns=[path("", in_the_call)], **{language: {"page.html": "{% endif %}"}}
    )

    assert finding.id == "htmx_views.E005"


def of_two_templates(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {}
    if request.method == "POST":
        context["RENDER_BLOCKS"] = ["row"]
        return render(request, "page.html", context)
    return render(request, "other.html", context)


def of_a_template_that_it_loads(request: HttpRequest) -> HttpResponse:
    send_mail("Subject", render_to_string("other.html"), None, [])
    template = get_template("page.html")
    return HttpResponse(template.render({RENDER_BLOCKS: ["rows"]}))


def of_a_template_that_it_loads_and_another(request: HttpRequest) -> HttpResponse:
    context = {RENDER_BLOCKS: ["rows"]}
    send_mail("Subject", render_to_string("other.html", context), None, [])
    return HttpResponse(get_template("page.html").render(context))


def of_a_function_that_nobody_knows(request: HttpRequest) -> HttpResponse:
    context = {RENDER_BLOCKS: ["rows"]}
    send_mail("Subject", render_to_string("other.html"), None, [])
    return decorator(HttpResponse)(context)  # type: ignore[no-any-return]  # any view


def of_a_template_that_it_computes(request: HttpRequest) -> HttpResponse:
    name = "page.html"
    return render(request, name, {"RENDER_BLOCKS": ["row"]})


def of_no_template(request: HttpRequest) -> HttpResponse:
    engine = django_template.Engine()
    return HttpResponse(str(engine) + str({"RENDER_BLOCKS": ["row"]}))


def of_blocks_that_it_computes(request: HttpRequest) -> HttpResponse:
    name = request.GET["block"]
    return render(request, "page.html", {"RENDER_BLOCKS": [name], **request.GET})


def of_a_page(request: HttpRequest) -> HttpResponse:
    return render(request, "missing.html", {"blocks": ["row"]})


def in_a_string(request: HttpRequest) -> HttpResponse:
    return HttpResponse(["RENDER_BLOCKS", "row"])


made: dict[str, Any] = {}
exec("def view(request): return render(request, 'a.html', {'RENDER_BLOCKS': 1})", made)

# A function of which inspect finds a line that is no statement.
for unreadable in [lambda r: render(r, "a.html", {"RENDER_BLOCKS": ["row"]})]:
    assert callable(unreadable)


@pytest.mark.parametrize(
    "view",
    [
        of_two_templates,
        of_a_template_that_it_loads,
        of_a_template_that_it_loads_and_another,
        of_a_function_that_nobody_knows,
        of_a_template_that_it_computes,
        of_no_template,
        of_blocks_that_it_computes,
        of_a_page,
        in_a_string,
        made["view"],
        unreadable,
    ],
)
def test_what_a_function_does_not_write_out(check: Check, view: Any) -> None:
    assert check(urlpatterns=[path("", view)], jinja2=TEMPLATES) == []
