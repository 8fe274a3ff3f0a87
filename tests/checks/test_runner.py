from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.views.generic import (
    CreateView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
    UpdateView,
)

from htmx_views.auth import HtmxLoginRequiredMixin
from htmx_views.views import HtmxFragmentMixin, HtmxPartsMixin
from tests.checks.conftest import Check
from tests.findings import FINDINGS

PAGE = "{% block rows %}{% endblock %}"


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["rows"]


def make(view: Any) -> Any:
    attributes = {"fragment_blocks": ["rows"], "__module__": "shop.views"}
    return type("View", (HtmxFragmentMixin, view), attributes)


def test_the_checks_run_with_djangos_own(settings: Any) -> None:
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = "monsters.urls"

    findings = run_checks(tags=["htmx_views"])

    assert "htmx_views.W001" in [finding.id for finding in findings]


def test_the_example_site_is_without_fault(settings: Any) -> None:
    settings.ROOT_URLCONF = "monsters.urls"

    call_command("check", tags=["htmx_views"], fail_level="DEBUG")


@pytest.mark.parametrize(
    ("view", "template"),
    [
        (make(ListView).as_view(model=User), "auth/user_list.html"),
        (make(ListView).as_view(queryset=Group.objects.all()), "auth/group_list.html"),
        (
            make(ListView).as_view(model=User, template_name_suffix="_rows"),
            "auth/user_rows.html",
        ),
        (
            make(UpdateView).as_view(model=User, fields=["email"]),
            "auth/user_form.html",
        ),
        (make(CreateView).as_view(form_class=UserChangeForm), "auth/user_form.html"),
        (make(DetailView).as_view(model=User), "auth/user_detail.html"),
        (make(DetailView).as_view(model=User, template_name="page.html"), "page.html"),
        (make(TemplateView).as_view(template_name=("a.html", "b.html")), "b.html"),
        (make(TemplateView).as_view(template_name=["b.html#c", "b.html"]), "b.html"),
        (
            make(TemplateView).as_view(
                template_name="b.html#rows", fragment_blocks=None
            ),
            "b.html",
        ),
    ],
)
def test_the_template_of_a_generic_view(check: Check, view: Any, template: str) -> None:
    assert check(view, jinja2={template: PAGE}) == []

    (finding,) = check(view, jinja2={template: ""})

    assert finding.id == "htmx_views.E001"
    assert f"the template '{template}' lacks" in finding.msg


class Computing(Page):
    def get_template_names(self) -> list[str]:
        return ["a.html"]


class Assigning(Page):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.template_name = "a.html"
        return super().get(request, *args, **kwargs)


class Lazy(Page):
    @property
    def template_name(self) -> str:  # type: ignore[override]
        return "a.html"


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (Computing, f"{__name__}.Computing"),
        (Assigning, f"{__name__}.Assigning"),
        (Lazy, f"{__name__}.Lazy"),
        (
            make(DetailView).as_view(model=User, template_name_field="page"),
            "shop.views.View",
        ),
        (make(ListView), "shop.views.View"),
        (make(FormView).as_view(template_name=None), "shop.views.View"),
        (
            make(TemplateView).as_view(template_name=["page.html", None]),
            "shop.views.View",
        ),
    ],
)
def test_a_template_that_only_a_request_tells(
    check: Check, view: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="htmx_views")

    assert check(view, Page, jinja2={"page.html": PAGE}) == []

    assert caplog.messages == [f"Only a request tells the templates of: {name}."]


class Notes(HtmxFragmentMixin, ListView):  # type: ignore[type-arg]
    model = User
    fragment_blocks = ["row"]


class PageOfParts(HtmxPartsMixin, TemplateView):
    template_name = "page.html"
    parts = {"notes": Notes, "groups": ListView}


def test_the_blocks_of_a_part_are_those_of_its_page(check: Check) -> None:
    views = [PageOfParts, PageOfParts.as_view(part="notes")]

    (finding,) = check(*views, jinja2={"page.html": PAGE})

    assert (finding.id, finding.obj) == ("htmx_views.E001", f"{__name__}.Notes")
    assert "the template 'page.html' lacks" in finding.msg
    assert finding.msg.count("test_runner.py") == 1


class WithoutBlocks(HtmxLoginRequiredMixin, TemplateView):
    template_name = "missing.html"


def test_a_view_without_fragments_is_not_held_against_its_template(
    check: Check,
) -> None:
    assert check(WithoutBlocks) == []


@pytest.mark.parametrize("id", FINDINGS)
def test_each_finding_is_proved(id: str) -> None:
    tests = Path(__file__).parent.glob("test_*.py")

    assert any(f"htmx_views.{id}" in test.read_text() for test in tests)
