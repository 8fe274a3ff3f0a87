from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, engines
from django.template.backends.base import BaseEngine
from django.views.generic import (
    CreateView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
    UpdateView,
)

from htmx_views.checks import check_views
from htmx_views.checks.findings import FINDINGS
from htmx_views.checks.urlconf import unwrap
from htmx_views.checks.views import ViewFacts
from htmx_views.views import HtmxFragmentMixin
from tests.checks.conftest import Check


def make(view: Any) -> Any:
    attributes = {"fragment_blocks": ["rows"], "__module__": "shop.views"}
    return type("View", (HtmxFragmentMixin, view), attributes)


class Page(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks: list[str] | None = ["rows"]


PAGE = "{% block rows %}{% endblock %}"


def test_the_checks_run_with_djangos_own(settings: Any) -> None:
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = "monsters.urls"

    findings = run_checks(tags=["htmx_views"])

    assert "htmx_views.W001" in [finding.id for finding in findings]


def test_the_example_site_is_without_fault(settings: Any) -> None:
    settings.ROOT_URLCONF = "monsters.urls"

    call_command("check", tags=["htmx_views"], fail_level="DEBUG")


class Overriding(Page):
    fragment_blocks = None

    def get_fragment_blocks(self) -> list[str]:
        return ["rows"]


DJANGOS = [
    ("jinja2", "django.template.backends.jinja2.Jinja2"),
    ("django", "django.template.backends.django.DjangoTemplates"),
]


@pytest.mark.parametrize("view", [Page, Overriding])
@pytest.mark.parametrize(("language", "backend"), DJANGOS)
def test_an_engine_without_fragments(
    check: Check, settings: Any, view: Any, language: str, backend: str
) -> None:
    check(view, **{language: {"page.html": PAGE}})
    engine = settings.TEMPLATES[language == "django"]
    settings.TEMPLATES = [engine | {"BACKEND": backend, "NAME": "plain"}]

    (finding,) = check_views()

    name = view.__name__
    assert (finding.id, finding.obj) == ("htmx_views.E003", f"{__name__}.{name}")
    assert finding.msg == (
        f"The view renders fragments, but the engine 'plain' ({backend}) of its "
        "template 'page.html' does not (page.html, line 1)."
    )
    assert finding.hint == (
        "Set BACKEND of this engine in TEMPLATES to "
        "'htmx_views.backends.jinja2.Jinja2WithFragments' or "
        "'htmx_views.backends.django.DjangoTemplatesWithFragments'."
    )


class OtherEngine(BaseEngine):
    """The engine of a template language that nobody has heard of."""

    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> Any:
        if template_name == "page.html":
            return "a template"
        raise TemplateDoesNotExist(template_name)


@pytest.mark.parametrize(
    ("view", "ids"),
    [
        (Page, ["htmx_views.E003"]),
        (Page.as_view(fragment_blocks=None), []),
        (Page.as_view(template_name="missing.html"), ["htmx_views.E004"]),
    ],
)
def test_an_engine_of_another_language(
    check: Check, settings: Any, view: Any, ids: list[str]
) -> None:
    check(view)
    settings.TEMPLATES = [{"BACKEND": f"{__name__}.OtherEngine"}]

    assert [finding.id for finding in check_views()] == ids


def test_templates_that_only_exist_compiled(
    check: Check, settings: Any, tmp_path: Path
) -> None:
    check(Page, Page.as_view(template_name="none.html"), jinja2={"page.html": PAGE})
    engines["jinja2"].env.compile_templates(tmp_path, zip=None)  # type: ignore[attr-defined]
    settings.TEMPLATES[0]["OPTIONS"]["loader"] = jinja2.ModuleLoader(tmp_path)
    settings.TEMPLATES = settings.TEMPLATES[:1]

    (finding,) = check_views()

    assert finding.msg == "The template 'none.html' does not exist."


class DynamicEngine(Page):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.template_engine = "django"


@pytest.mark.parametrize(
    ("view", "found"),
    [
        # The first engine that has the template is Django's choice.
        (Page, []),
        (Page.as_view(template_engine="jinja2"), []),
        (Page.as_view(template_engine="django"), ["htmx_views.E001"]),
        # Any engine may be the view's choice.
        (DynamicEngine, ["htmx_views.E001"]),
        (DynamicEngine.as_view(template_engine="none"), ["htmx_views.E001"]),
    ],
)
def test_the_engine_that_django_takes(
    check: Check, view: Any, found: list[str]
) -> None:
    findings = check(view, jinja2={"page.html": PAGE}, django={"page.html": ""})

    assert [finding.id for finding in findings] == found


@pytest.mark.parametrize(
    ("engine", "hint"),
    [
        ("jinja", "Did you mean 'jinja2'?"),
        ("xyz", "Its engines are: 'django', 'jinja2'."),
    ],
)
def test_an_engine_that_the_settings_lack(check: Check, engine: str, hint: str) -> None:
    (finding,) = check(Page.as_view(template_engine=engine))

    assert (finding.id, finding.obj) == ("htmx_views.E003", f"{__name__}.Page")
    assert finding.msg == f"template_engine is {engine!r}, which TEMPLATES lacks."
    assert finding.hint == hint


def test_a_template_that_does_not_exist(check: Check) -> None:
    (finding,) = check(Page.as_view(template_name="pgae.html"))

    assert (finding.id, finding.obj) == ("htmx_views.E004", f"{__name__}.Page")
    assert finding.msg == "The template 'pgae.html' does not exist."
    assert finding.hint == "Create the template, or name another one in template_name."


class Users(HtmxFragmentMixin, ListView):  # type: ignore[type-arg]
    fragment_blocks = ["rows"]


class UserForm(HtmxFragmentMixin, FormView):  # type: ignore[type-arg]
    fragment_blocks = ["rows"]


@pytest.mark.parametrize(
    ("view", "template"),
    [
        (Users.as_view(model=User), "auth/user_list.html"),
        (Users.as_view(queryset=Group.objects.all()), "auth/group_list.html"),
        (
            Users.as_view(model=User, template_name_suffix="_rows"),
            "auth/user_rows.html",
        ),
        (
            make(UpdateView).as_view(model=User, fields=["email"]),
            "auth/user_form.html",
        ),
        (make(CreateView).as_view(form_class=UserChangeForm), "auth/user_form.html"),
        (make(DetailView).as_view(model=User), "auth/user_detail.html"),
        (
            make(DetailView).as_view(model=User, template_name="page.html"),
            "page.html",
        ),
        (make(TemplateView).as_view(template_name=("a.html", "b.html")), "b.html"),
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
    "view",
    [
        Computing,
        Assigning,
        Lazy,
        make(DetailView).as_view(model=User, template_name_field="page"),
        make(ListView).as_view(),
        make(FormView).as_view(template_name=None),
        make(TemplateView).as_view(template_name=["page.html", None]),
    ],
)
def test_a_template_that_only_a_request_tells(
    check: Check, view: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="htmx_views")

    assert check(view, Page, jinja2={"page.html": PAGE}) == []

    mounted = unwrap(getattr(view, "as_view", lambda: view)())
    assert mounted is not None
    name = ViewFacts(mounted).name
    assert caplog.messages == [
        "1 view was not checked against its template, which only a request tells: "
        f"{name}."
    ]


def test_a_finding_knows_its_view_and_its_cure(check: Check) -> None:
    findings = check(Page, jinja2={"page.html": "{% block row %}{% endblock %}"})

    assert [str(finding) for finding in findings] == [
        f"{__name__}.Page: (htmx_views.E001) fragment_blocks names the block 'rows', "
        "which the template 'page.html' lacks (page.html, line 1).\n\t"
        "HINT: Did you mean 'row'? Its blocks are: 'row'."
    ]


@pytest.mark.parametrize("id", FINDINGS)
def test_each_finding_is_proved(id: str) -> None:
    tests = Path(__file__).parent.glob("test_*.py")

    assert any(f"htmx_views.{id}" in test.read_text() for test in tests)
