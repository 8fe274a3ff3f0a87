"""Forms: what comes back to htmx and to browsers, and what is saved."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.test import Client
from django.urls import path
from django.views.generic import (
    CreateView,
    DeleteView,
    FormView,
    TemplateView,
    UpdateView,
)
from django.views.generic.edit import FormMixin
from django_htmx.http import trigger_client_event

from htmx_views.testing import (
    AsyncHtmxClient,
    HtmxClient,
    assert_blocks_rendered,
    assert_page_rendered,
)
from htmx_views.views import HtmxFormMixin
from tests.engines import ENGINES, engine
from tests.keyset.models import Quest

pytestmark = pytest.mark.django_db

FORM = """<html>
{% block heading %}{% if object %}<h1 id="heading">{{ object.title }}</h1>
{%- endif %}{% endblock %}
{% block messages %}<p id="messages">{% for message in messages %}{{ message }};
{% endfor %}</p>{% endblock %}
{% block form %}<form>{% for field in form %}
{% block field SCOPED %}<p class="field">{{ field }}{{ field.errors }}</p>{% endblock %}
{% endfor %}{% if form.non_field_errors %}{{ form.non_field_errorsCALL }}{% endif %}
</form>{% endblock %}
{% block rows %}<ul>{% for quest in quests %}<li>{{ quest.title }}</li>{% endfor %}
</ul>{% endblock %}</html>"""


class QuestForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs
    class Meta:
        model = Quest
        fields = ["title", "rank", "slug"]
        widgets = {"title": forms.TextInput(attrs={"autofocus": True})}

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if title == "taken":
            raise forms.ValidationError("This title is taken.")
        return title

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("rank") == 13:
            raise forms.ValidationError("No luck.")


class FormPage(HtmxFormMixin):
    template_name = "form.html"
    fragment_blocks = ["form"]
    validation_block: str | None = "field"
    success_url = "/done/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quests = Quest.objects.order_by("title")
        return super().get_context_data(quests=quests, **kwargs)


class Create(FormPage, SuccessMessageMixin, CreateView):  # type: ignore[type-arg]
    model = Quest
    form_class = QuestForm
    success_message = "%(title)s is on."

    def form_valid(self, form: Any) -> HttpResponse:
        # As many projects do it: save, then let the view go on.
        form.save()
        response = super().form_valid(form)
        response.set_cookie("last", "title")
        return response


class CreateInPlace(Create):
    success_blocks = ["form", "rows"]
    oob_blocks = ["messages"]
    prefix = "new"


class Update(FormPage, UpdateView):  # type: ignore[type-arg]
    model = Quest
    form_class = QuestForm


class Titled(Update):
    """Shows what was saved in its heading, and what was sent in its form."""

    oob_blocks = ["heading"]
    success_blocks = ["form"]
    success_oob_blocks = ["heading", "messages"]


class Delete(FormPage, DeleteView):  # type: ignore[type-arg, misc]
    model = Quest
    validation_block = None


class Guarded(HtmxFormMixin, LoginRequiredMixin, DeleteView):  # type: ignore[type-arg]
    """Stands in front of what refuses the request."""

    model = Quest
    fragment_blocks = ["form"]
    success_url = "/done/"
    success_events = ["deleted"]
    login_url = "/login/"


class Conflicting(FormPage, DeleteView):  # type: ignore[type-arg, misc]
    model = Quest
    success_events = ["deleted"]

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse("in use", status=409)


class SoftDelete(FormPage, SuccessMessageMixin, DeleteView):  # type: ignore[type-arg, misc]
    model = Quest
    success_message = "It is gone."
    success_events = ["deleted"]
    success_blocks = []

    def form_valid(self, form: Any) -> HttpResponse:
        self.object.place = -1
        self.object.save()
        return HttpResponseRedirect(str(self.success_url))


class Confirmed(forms.Form):
    sure = forms.BooleanField()


class OwnPost(FormPage, CreateView):  # type: ignore[type-arg]
    """Does not ask what the request is for."""

    model = Quest
    form_class = QuestForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = None
        return self.form_valid(self.get_form())


class ValidateLater(HtmxFormMixin, FormView):  # type: ignore[type-arg]
    async def get(  # type: ignore[override]  # django-stubs knows sync handlers only
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return HttpResponse("form")

    async def post(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return HttpResponse("saved")

    http_method_names = ["get", "post"]


class FormSetView(FormView):  # type: ignore[type-arg]
    """As those of django-extra-views."""

    def formset_valid(self, formset: Any) -> HttpResponse:
        raise NotImplementedError


class FindsFaults(FormMixin):  # type: ignore[type-arg]
    def form_valid(self, form: Any) -> HttpResponse:
        form.add_error(None, "Gone by now.")
        return self.form_invalid(form)


class Faulty(HtmxFormMixin, FindsFaults, FormView):  # type: ignore[type-arg]
    template_name = "form.html"
    form_class = QuestForm
    fragment_blocks = ["form"]
    success_events = ["saved"]


class WhenForm(forms.Form):
    when = forms.SplitDateTimeField()
    other = forms.CharField()


class JoinForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs
    """Has a choice of all rows of a table before its other fields."""

    founded = forms.DateField(widget=forms.SelectDateWidget, required=False)

    class Meta:
        model = Quest
        fields = ["guild", "title"]


class UploadForm(forms.Form):
    picture = forms.FileField()
    name = forms.CharField(widget=forms.HiddenInput)
    caption = forms.CharField()


class Upload(FormPage, FormView):  # type: ignore[type-arg]
    form_class = UploadForm
    success_events = {"uploaded": {"size": 3}, "closed": None}

    def form_valid(self, form: Any) -> HttpResponse:
        assert form.cleaned_data["picture"].size == 3
        return super().form_valid(form)


class PlainForm(forms.Form):
    name = forms.CharField()


class Plain(FormPage, FormView):  # type: ignore[type-arg]  # generic in the stubs
    """Has an object to show, as views of one have, but a form of its own."""

    form_class = PlainForm
    success_blocks = ["form"]
    object = None


class Rows(FormPage, FormView):  # type: ignore[type-arg]
    """A page with several forms of one kind."""

    form_class = forms.formset_factory(QuestForm, extra=2)


urlpatterns = [
    path("create/", Create.as_view()),
    path("in-place/", CreateInPlace.as_view()),
    path("status/", Create.as_view(form_invalid_status=422)),
    path("events/", Create.as_view(success_events=["saved", "closed"])),
    path("unchecked/", Create.as_view(validation_block=None)),
    path("mapped/", CreateInPlace.as_view(fragment_blocks={"one": ["form"]})),
    path("<int:pk>/", Update.as_view()),
    path("<int:pk>/in-place/", Update.as_view(success_blocks=["form", "rows"])),
    path("<int:pk>/titled/", Titled.as_view()),
    path("<int:pk>/delete/", Delete.as_view()),
    path("<int:pk>/soft/", SoftDelete.as_view()),
    path(
        "<int:pk>/unlisted/",
        SoftDelete.as_view(fragment_blocks=None, template_name=None),
    ),
    path("<int:pk>/confirmed/", SoftDelete.as_view(form_class=Confirmed)),
    path("own-post/", OwnPost.as_view()),
    path("nothing/", Create.as_view(success_blocks=[])),
    path("<int:pk>/remove/", Delete.as_view(success_blocks=["rows"])),
    path("upload/", Upload.as_view()),
    path("plain/", Plain.as_view()),
    path("rows/", Rows.as_view()),
    path("<int:pk>/guarded/", Guarded.as_view()),
    path("<int:pk>/no-delete/", Conflicting.as_view(http_method_names=["post"])),
    path("<int:pk>/conflicting/", Conflicting.as_view()),
    path("validate-later/", ValidateLater.as_view()),
    path("faulty/", Faulty.as_view()),
    path("join/", Create.as_view(form_class=JoinForm)),
    path("when/", Rows.as_view(form_class=WhenForm)),
]

VALID = {"title": "a", "rank": "1"}


@pytest.fixture(params=ENGINES, autouse=True)
def site(request: pytest.FixtureRequest, settings: Any) -> None:
    is_jinja2 = request.param == "jinja2"
    form = FORM.replace("SCOPED", "scoped" if is_jinja2 else "")
    form = form if is_jinja2 else form.replace("\n{%-", "{%")
    form = form.replace("CALL", "()" if is_jinja2 else "")
    settings.ROOT_URLCONF = __name__
    settings.TEMPLATES = [engine(request.param, {"form.html": form})]


def titles() -> list[str]:
    return sorted(Quest.objects.values_list("title", flat=True))


class TestBrowsers:
    """Without htmx, everything is as Django does it."""

    def test_a_valid_form_is_redirected(self, client: Client) -> None:
        response = client.post("/in-place/", {f"new-{k}": v for k, v in VALID.items()})
        assert response.status_code == 302
        assert response["Location"] == "/done/"
        assert "HX-Trigger" not in response
        assert "HX-Redirect" not in response
        assert set(titles()) == {"a"}

    def test_an_invalid_form_is_the_page(self, client: Client) -> None:
        response = client.post("/status/", {"title": "a"})
        assert response.status_code == 200
        assert_page_rendered(response)
        content = response.content.decode()
        assert content.count("This field is required.") == 1
        # The author's autofocus stays where it was.
        assert 'name="title" value="a" autofocus' in content
        assert content.count("autofocus") == 1

    def test_delete_is_redirected(self, client: Client) -> None:
        quest = Quest.objects.create(title="a", rank=1)
        response = client.delete(f"/{quest.pk}/remove/")
        assert response.status_code == 302
        assert titles() == []

    def test_a_boosted_form_is_redirected(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.post("/create/", VALID, htmx={"boosted": True})
        assert response.status_code == 302

    def test_every_answer_varies(self, client: Client) -> None:
        for data in (VALID, {}, {"_validate": "rank"}):
            assert "HX-Request" in client.post("/create/", data)["Vary"]


@pytest.mark.parametrize("version", [2, 4])
class TestSuccess:
    def post(
        self, client: HtmxClient, version: Any, url: str, data: dict[str, Any]
    ) -> Any:
        return client.post(url, data, htmx={"version": version, "target": "one"})

    def test_htmx_is_sent_to_the_success_url(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.post(htmx_client, version, "/create/", VALID)
        assert response.status_code == 200
        assert response["HX-Redirect"] == "/done/"
        assert "Location" not in response
        assert response.content == b""
        assert response.cookies["last"].value == "title"
        assert set(titles()) == {"a"}

    @pytest.mark.parametrize("url", ["/in-place/", "/mapped/"])
    def test_success_blocks_show_a_fresh_form_and_a_fresh_list(
        self, htmx_client: HtmxClient, version: int, url: str
    ) -> None:
        data = {f"new-{name}": value for name, value in VALID.items()}
        response = self.post(htmx_client, version, url, data)
        assert_blocks_rendered(response, "form", "rows", "messages")
        content = response.content.decode()
        assert "<li>a</li>" in content
        assert "a is on.;" in content
        assert 'value="a"' not in content
        assert "errorlist" not in content
        assert response.context_data["form"].instance.pk is None
        assert response.context_data["object"].title == "a"
        assert response.cookies["last"].value == "title"

    def test_a_plain_form_beside_an_object(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.post(htmx_client, version, "/plain/", {"name": "old"})
        assert_blocks_rendered(response, "form")
        assert b'name="name"' in response.content
        assert b'value="old"' not in response.content

    def test_an_update_shows_what_was_saved(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        quest = Quest.objects.create(title="old", rank=1)
        response = self.post(
            htmx_client, version, f"/{quest.pk}/in-place/", {"title": "new", "rank": 2}
        )
        assert_blocks_rendered(response, "form", "rows")
        content = response.content.decode()
        assert 'value="new"' in content
        assert "<li>new</li>" in content
        assert not response.context_data["form"].is_bound

    @pytest.mark.parametrize("method", ["post", "delete"])
    def test_delete_shows_the_list_without_it(
        self, htmx_client: HtmxClient, version: int, method: str
    ) -> None:
        gone = Quest.objects.create(title="gone", rank=1)
        Quest.objects.create(title="here", rank=1, place=1)
        response = getattr(htmx_client, method)(
            f"/{gone.pk}/remove/", htmx={"version": version}
        )
        assert_blocks_rendered(response, "rows")
        assert "<li>here</li>" in response.content.decode()
        assert "gone" not in response.content.decode()

    def test_delete_sends_htmx_to_the_success_url(
        self, htmx_client: HtmxClient, version: Any
    ) -> None:
        quest = Quest.objects.create(title="gone", rank=1)
        response = htmx_client.delete(f"/{quest.pk}/delete/", htmx={"version": version})
        assert response["HX-Redirect"] == "/done/"
        assert titles() == []

    def test_events_by_name(self, htmx_client: HtmxClient, version: int) -> None:
        response = self.post(htmx_client, version, "/events/", VALID)
        # Where the sender of the request is swapped away, the body still hears it.
        assert json.loads(response["HX-Trigger"]) == {
            "saved": {"target": "body"},
            "closed": {"target": "body"},
        }

    def test_events_with_their_detail_and_an_upload(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        picture = SimpleUploadedFile("p.png", b"png")
        data = {"picture": picture, "name": "n", "caption": "c"}
        response = self.post(htmx_client, version, "/upload/", data)
        assert json.loads(response["HX-Trigger"]) == {
            "uploaded": {"target": "body", "size": 3},
            "closed": {"target": "body"},
        }


class TestOwnAnswers:
    """Whatever a view answers itself stays, with the events beside its own."""

    def test_an_answer_that_is_no_redirect(self, rf: Any) -> None:
        class Below(FormView):  # type: ignore[type-arg]  # generic in the stubs
            def form_valid(self, form: Any) -> HttpResponse:
                response = HttpResponse("as I like it")
                return trigger_client_event(response, "own", {"n": 1})

        class Page(HtmxFormMixin, Below):
            form_class = forms.Form
            fragment_blocks = ["form"]
            success_events = ("saved",)

        request = rf.post("/", headers={"HX-Request": "true"})
        response = Page.as_view()(request)
        assert response.content == b"as I like it"
        assert json.loads(response["HX-Trigger"]) == {
            "own": {"n": 1},
            "saved": {"target": "body"},
        }

    def trigger(self, rf: Any, own: str | None, events: Any) -> str:
        """Return the header of a success that had ``own`` before."""

        class Below(FormView):  # type: ignore[type-arg]  # generic in the stubs
            def form_valid(self, form: Any) -> HttpResponse:
                return HttpResponse(headers={"HX-Trigger": own} if own else {})

        class Page(HtmxFormMixin, Below):
            form_class = forms.Form
            fragment_blocks = ["form"]
            success_events = events

        request = rf.post("/", headers={"HX-Request": "true"})
        header: str = Page.as_view()(request).headers.get("HX-Trigger", "")
        return header

    def test_details_keep_their_value(self, rf: Any) -> None:
        details = {
            "total": 0,
            "flag": False,
            "text": "",
            "all": [],
            "none": None,
            "größe": {"at": datetime.date(2026, 3, 1)},
            "own": {"target": "#own"},
        }
        header = self.trigger(rf, None, details)
        assert header.isascii()
        # htmx itself passes a detail that is no object as its "value".
        assert json.loads(header) == {
            "total": {"target": "body", "value": 0},
            "flag": {"target": "body", "value": False},
            "text": {"target": "body", "value": ""},
            "all": {"target": "body", "value": []},
            "none": {"target": "body"},
            "größe": {"target": "body", "at": "2026-03-01"},
            "own": {"target": "#own"},
        }

    @pytest.mark.parametrize(
        ("own", "together"),
        [
            ("own", {"own": {}, "saved": {"target": "body"}}),
            ("own, other,", {"own": {}, "other": {}, "saved": {"target": "body"}}),
            ('{"own": false}', {"own": False, "saved": {"target": "body"}}),
            ('{"own": 1, "saved": 2}', {"own": 1, "saved": {"target": "body"}}),
        ],
    )
    def test_events_join_those_of_the_answer(
        self, rf: Any, own: str, together: dict[str, Any]
    ) -> None:
        assert json.loads(self.trigger(rf, own, ["saved"])) == together

    @pytest.mark.parametrize("own", ["", "own", "{own"])
    def test_no_events_leave_the_answer_as_it_is(self, rf: Any, own: str) -> None:
        assert self.trigger(rf, own, []) == own

    def test_events_that_cannot_be_joined(self, rf: Any) -> None:
        with pytest.raises(ValueError, match="HX-Trigger") as error:
            self.trigger(rf, "{own: 1}", ["saved"])
        assert str(error.value) == (
            "HX-Trigger has '{own: 1}', to which success_events cannot be added: it "
            "is no JSON. Write it by json.dumps() or trigger_client_event()."
        )

    @pytest.mark.parametrize("method", ["post", "delete"])
    def test_delete_does_what_post_does(
        self, htmx_client: HtmxClient, method: str
    ) -> None:
        quest = Quest.objects.create(title="a", rank=1)
        response = getattr(htmx_client, method)(f"/{quest.pk}/soft/", htmx=True)
        assert Quest.objects.get().place == -1
        assert json.loads(response["HX-Trigger"]) == {"deleted": {"target": "body"}}
        assert response.content == b""

    def test_a_success_without_blocks_needs_no_template(
        self, htmx_client: HtmxClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        quest = Quest.objects.create(title="a", rank=1)
        response = htmx_client.post(f"/{quest.pk}/unlisted/", htmx=True)
        assert (response.status_code, response.content) == (200, b"")
        # Nor is it taken for a page that htmx did not ask for.
        assert caplog.messages == []

    def test_delete_has_its_fields_in_the_url(self, htmx_client: HtmxClient) -> None:
        quest = Quest.objects.create(title="a", rank=1, place=1)
        url = f"/{quest.pk}/confirmed/"
        assert_blocks_rendered(htmx_client.delete(url, htmx=True), "form")
        assert Quest.objects.get().place == 1
        htmx_client.delete(f"{url}?sure=on", htmx=True)
        assert Quest.objects.get().place == -1

    @pytest.mark.parametrize(
        ("page", "status"), [("guarded", 401), ("no-delete", 405), ("conflicting", 409)]
    )
    def test_what_deletes_nothing_is_no_success(
        self, htmx_client: HtmxClient, page: str, status: int
    ) -> None:
        quest = Quest.objects.create(title="a", rank=1)
        response = htmx_client.delete(f"/{quest.pk}/{page}/", htmx=True)
        assert "deleted" not in response.headers.get("HX-Trigger", "")
        assert response.status_code == status
        assert titles() == ["a"]

    @pytest.mark.parametrize(
        ("methods", "allowed"),
        [(["post", "delete", "options"], ["POST", "OPTIONS"]), (["post"], ["POST"])],
    )
    def test_a_view_that_deletes_nothing_has_no_delete(
        self, rf: Any, methods: list[str], allowed: list[str]
    ) -> None:
        class Page(HtmxFormMixin, FormView):  # type: ignore[type-arg]
            http_method_names = methods

        response = Page.as_view()(rf.delete("/"))
        assert response.status_code == 405
        assert response["Allow"].split(", ") == allowed

    def test_a_delete_behind_the_mixin_is_not_hidden(self, rf: Any) -> None:
        class Below(DeleteView):  # type: ignore[type-arg]  # generic in the stubs
            def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                return HttpResponse("in use", status=409)

        class Above(HtmxFormMixin, Below):
            pass

        assert Above.as_view()(rf.delete("/")).status_code == 409

    def test_an_error_of_the_views_own_is_no_success(self, rf: Any) -> None:
        class Below(FormView):  # type: ignore[type-arg]  # generic in the stubs
            def form_valid(self, form: Any) -> HttpResponse:
                return HttpResponse(status=409)

        class Page(HtmxFormMixin, Below):
            form_class = forms.Form
            fragment_blocks = ["form"]
            success_events = ("saved",)

        response = Page.as_view()(rf.post("/", headers={"HX-Request": "true"}))
        assert response.status_code == 409
        assert "HX-Trigger" not in response

    def test_a_fault_that_saving_finds_is_no_success(
        self, htmx_client: HtmxClient
    ) -> None:
        response = htmx_client.post("/faulty/", VALID, htmx=True)
        assert "Gone by now." in response.content.decode()
        assert "HX-Trigger" not in response

    @pytest.mark.parametrize("blocks", [None, [], ["rows"]])
    def test_what_is_set_on_the_redirect_stays(
        self, rf: Any, blocks: list[str] | None
    ) -> None:
        class Below(FormView):  # type: ignore[type-arg]  # generic in the stubs
            def form_valid(self, form: Any) -> HttpResponse:
                response = super().form_valid(form)
                response["X-Below"] = "kept"
                response["Vary"] = "Accept-Language, Cookie"
                return response

        class Page(HtmxFormMixin, Below):
            template_name = "form.html"
            form_class = forms.Form
            fragment_blocks = ["form"]
            success_blocks = blocks
            success_url = "/done/"

        response = Page.as_view()(rf.post("/", headers={"HX-Request": "true"}))
        assert response["X-Below"] == "kept"
        assert "Location" not in response
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert {"Accept-Language", "Cookie", "HX-Request"} <= {
            *response["Vary"].split(", ")
        }

    @pytest.mark.parametrize("events", ["saved", 3])
    def test_events_of_a_wrong_type(self, rf: Any, events: Any) -> None:
        view = Create.as_view(success_events=events, success_message="")
        request = rf.post("/", VALID, headers={"HX-Request": "true"})
        with pytest.raises(ImproperlyConfigured) as error:
            view(request)
        assert str(error.value) == (
            "Create.success_events must be a list of names or a mapping from name to "
            f"detail, not {events!r}."
        )
        assert titles() == []

    @pytest.mark.parametrize(
        ("attributes", "message"),
        [
            (
                {"success_events": ["saved", 3]},
                "Create.success_events must be a list of names or a mapping from name "
                "to detail, but 3 is no name.",
            ),
            (
                {"success_events": {"saved": {"total": float("nan")}}},
                "Create.success_events must be a list of names or a mapping from name "
                "to detail, and JSON must be able to tell the details: Out of range "
                "float values are not JSON compliant",
            ),
            (
                {"success_blocks": "rows"},
                "Create.success_blocks must be a list of block names, not 'rows'. "
                "Write ['rows'].",
            ),
            (
                {"success_oob_blocks": {"rows": None}},
                "Create.success_oob_blocks must map names of blocks to swap styles "
                "such as 'beforeend', not 'rows' to None.",
            ),
        ],
    )
    def test_attributes_of_a_wrong_type_save_nothing(
        self, rf: Any, attributes: dict[str, Any], message: str
    ) -> None:
        view = Create.as_view(**attributes, success_message="")
        request = rf.post("/", VALID, headers={"HX-Request": "true"})
        with pytest.raises(ImproperlyConfigured) as error:
            view(request)
        assert str(error.value).startswith(message)
        assert titles() == []

    @pytest.mark.parametrize("attribute", ["fragment_blocks", "oob_blocks"])
    def test_nor_does_a_view_do_anything_before_it_calls_the_mixin(
        self, rf: Any, attribute: str
    ) -> None:
        sent = []

        class Mail(FormPage, FormView):  # type: ignore[type-arg]  # generic in the stubs
            form_class = QuestForm
            success_blocks = ["form"]

            def form_valid(self, form: Any) -> HttpResponse:
                sent.append(form)
                return super().form_valid(form)

        request = rf.post("/", VALID, headers={"HX-Request": "true"})
        with pytest.raises(ImproperlyConfigured, match=f"Mail.{attribute} must be a"):
            Mail.as_view(**{attribute: "rows"})(request)
        assert sent == []

    @pytest.mark.parametrize("blocks", [None, ["rows"]])
    def test_a_wrong_success_url_saves_nothing(
        self, rf: Any, blocks: list[str] | None
    ) -> None:
        class Wrong(FormPage, CreateView):  # type: ignore[type-arg]
            model = Quest
            form_class = QuestForm
            success_url = "/{nope}/"
            success_blocks = blocks

        request = rf.post("/", VALID, headers={"HX-Request": "true"})
        with pytest.raises(KeyError, match="nope"):
            Wrong.as_view()(request)
        assert titles() == []


class TestBases:
    @pytest.mark.parametrize(
        ("base", "fault"),
        [
            (TemplateView, "Page is no form view of Django's, but"),
            (FormSetView, "Page calls formset_valid(), but"),
        ],
    )
    def test_a_base_that_it_does_not_fit(self, base: Any, fault: str) -> None:
        Page: Any = type("Page", (HtmxFormMixin, base), {})
        with pytest.raises(ImproperlyConfigured) as error:
            Page.as_view()
        assert str(error.value) == (
            f"{fault} HtmxFormMixin extends form_valid() and form_invalid() of "
            "FormMixin. Put the mixin before a view such as CreateView (a formset "
            "class may be its form_class), or take HtmxFragmentMixin."
        )


class TestInvalid:
    @pytest.mark.parametrize(("url", "status"), [("/create/", 200), ("/status/", 422)])
    def test_its_blocks_come_back(
        self, htmx_client: HtmxClient, url: str, status: int
    ) -> None:
        response = htmx_client.post(url, {"title": "a", "rank": "x"}, htmx=True)
        assert response.status_code == status
        assert_blocks_rendered(response, "form")
        content = response.content.decode()
        assert 'value="a"' in content
        assert "Enter a whole number." in content
        assert titles() == []

    def test_what_was_not_saved_shows_in_the_form_alone(
        self, htmx_client: HtmxClient
    ) -> None:
        quest = Quest.objects.create(title="old", rank=1)
        url = f"/{quest.pk}/titled/"
        response = htmx_client.post(url, {"title": "new", "rank": "x"}, htmx=True)
        assert_blocks_rendered(response, "form", "heading")
        content = response.content.decode()
        assert content.endswith('<h1 hx-swap-oob="true" id="heading">old</h1>')
        assert 'value="new"' in content

        response = htmx_client.post(url, {"title": "new", "rank": "2"}, htmx=True)
        assert_blocks_rendered(response, "form", "heading", "messages")
        assert '<h1 hx-swap-oob="true" id="heading">new</h1>' in (
            response.content.decode()
        )

    def test_the_first_wrong_field_takes_the_focus(
        self, htmx_client: HtmxClient
    ) -> None:
        content = htmx_client.post(
            "/create/", {"title": "a", "rank": "x", "slug": "ä"}, htmx=True
        ).content.decode()
        assert content.count("autofocus") == 1
        assert "autofocus" in content[content.index('name="rank"') :].split(">")[0]

    def test_hidden_fields_take_no_focus(self, htmx_client: HtmxClient) -> None:
        picture = SimpleUploadedFile("p.png", b"png")
        content = htmx_client.post(
            "/upload/", {"picture": picture}, htmx=True
        ).content.decode()
        assert content.count("autofocus") == 1
        assert "autofocus" in content[content.index('name="caption"') :].split(">")[0]

    @pytest.mark.parametrize(("version", "kept"), [(2, 1), (4, 0)])
    def test_chosen_files_are_kept(
        self, htmx_client: HtmxClient, version: Any, kept: int
    ) -> None:
        data = {"picture": SimpleUploadedFile("p.png", b"png")}
        response = htmx_client.post("/upload/", data, htmx={"version": version})
        assert response.content.count(b'hx-preserve="true"') == kept
        data = {"picture": SimpleUploadedFile("p.png", b"")}
        response = htmx_client.post("/upload/", data, htmx={"version": version})
        assert b"The submitted file is empty." in response.content
        assert b"hx-preserve" not in response.content

    def test_an_error_of_no_field_leaves_the_focus(
        self, htmx_client: HtmxClient
    ) -> None:
        content = htmx_client.post(
            "/create/", {"title": "a", "rank": 13}, htmx=True
        ).content.decode()
        assert "No luck." in content
        assert "autofocus" in content[content.index('name="title"') :].split(">")[0]

    def test_the_next_request_starts_afresh(self, htmx_client: HtmxClient) -> None:
        htmx_client.post("/create/", {"title": "a"}, htmx=True)
        content = htmx_client.get("/create/").content.decode()
        assert "autofocus" in content[content.index('name="title"') :].split(">")[0]
        assert content.count("autofocus") == 1

    def test_a_formset(self, htmx_client: HtmxClient) -> None:
        data = {
            "form-TOTAL_FORMS": 2,
            "form-INITIAL_FORMS": 0,
            "form-0-title": "a",
            "form-0-rank": 1,
            "form-1-title": "b",
        }
        response = htmx_client.post("/rows/", data, htmx=True)
        assert response.context_data is not None
        formset = response.context_data["form"]
        rank = formset[1]["rank"].field.widget.attrs
        assert rank["autofocus"] is True
        assert "autofocus" not in formset[1]["title"].field.widget.attrs

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", "x"])
    def test_a_wrong_content_type_is_an_empty_form(
        self, htmx_client: HtmxClient, content_type: str
    ) -> None:
        response = htmx_client.post(
            "/create/", data='{"title": "a"}', content_type=content_type, htmx=True
        )
        assert response.status_code == 200
        assert response.content.count(b"This field is required.") == 2
        assert titles() == []

    def test_a_broken_upload_is_a_bad_request(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.post(
            "/create/", data=b"x", content_type="multipart/form-data", htmx=True
        )
        assert response.status_code == 400

    def test_too_many_parameters_are_a_bad_request(
        self, htmx_client: HtmxClient
    ) -> None:
        data = {f"p{number}": "" for number in range(1001)}
        assert htmx_client.post("/create/", data, htmx=True).status_code == 400


@pytest.mark.parametrize("version", [2, 4])
class TestValidation:
    """A field is checked as soon as it is left; nothing is saved."""

    def validate(
        self,
        client: HtmxClient,
        version: Any,
        name: str,
        url: str = "/create/",
        **data: Any,
    ) -> Any:
        return client.post(
            url, {**data, "_validate": name}, htmx={"version": version, "target": "x"}
        )

    def test_only_that_field_and_its_errors(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.validate(htmx_client, version, "title", title="taken")
        assert response.status_code == 200
        assert_blocks_rendered(response, "field")
        content = response.content.decode()
        assert "This title is taken." in content
        assert 'value="taken"' in content
        assert "This field is required." not in content
        assert "autofocus" in content

    def test_a_valid_field_has_no_errors(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.validate(htmx_client, version, "title", title="free")
        assert b"errorlist" not in response.content
        assert b'value="free"' in response.content

    def test_a_unique_field(self, htmx_client: HtmxClient, version: int) -> None:
        Quest.objects.create(title="a", rank=1, slug="here")
        response = self.validate(htmx_client, version, "slug", slug="here")
        assert b"Quest with this Slug already exists." in response.content

    def test_a_valid_form_is_not_saved(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.validate(htmx_client, version, "title", **VALID)
        assert_blocks_rendered(response, "field")
        assert titles() == []
        assert "last" not in response.cookies

    def test_an_update_is_not_saved(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        quest = Quest.objects.create(title="old", rank=1)
        url = f"/{quest.pk}/in-place/"
        response = self.validate(htmx_client, version, "title", url, **VALID)
        assert_blocks_rendered(response, "field")
        assert titles() == ["old"]

    def test_a_prefix(self, htmx_client: HtmxClient, version: int) -> None:
        response = self.validate(
            htmx_client, version, "new-title", "/in-place/", **{"new-title": "taken"}
        )
        assert_blocks_rendered(response, "field")
        assert b"This title is taken." in response.content

    def test_a_formset(self, htmx_client: HtmxClient, version: int) -> None:
        data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-1-title": "taken"}
        response = self.validate(htmx_client, version, "form-1-title", "/rows/", **data)
        assert response.content.count(b"This title is taken.") == 1
        assert b'name="form-1-title"' in response.content

    @pytest.mark.parametrize("name", ["", "nope", "new-title", "pk", "\x00", "9" * 999])
    def test_what_is_no_field_of_the_form(
        self, htmx_client: HtmxClient, version: int, name: str
    ) -> None:
        response = self.validate(htmx_client, version, name, **VALID)
        assert response.status_code == 400
        assert titles() == []

    def test_a_view_without_a_validation_block(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = self.validate(htmx_client, version, "title", "/unchecked/", **VALID)
        assert response.status_code == 400
        assert titles() == []

    def test_an_async_view_without_a_validation_block(
        self, async_htmx_client: AsyncHtmxClient, version: Any
    ) -> None:
        response = async_to_sync(async_htmx_client.post)(
            "/validate-later/", {"_validate": "a"}, htmx={"version": version}
        )
        assert response.status_code == 400

    def test_a_parameter_of_the_url_is_no_check(
        self, htmx_client: HtmxClient, version: Any
    ) -> None:
        htmx_client.post("/create/?_validate=title", VALID, htmx={"version": version})
        assert set(titles()) == {"a"}

    def test_a_post_that_saves_all_the_same(
        self, htmx_client: HtmxClient, version: Any
    ) -> None:
        with pytest.raises(ImproperlyConfigured) as error:
            self.validate(htmx_client, version, "title", "/own-post/", **VALID)
        assert str(error.value) == (
            "OwnPost.post() saves a form that was sent to check one field, or to add a "
            "row. Call super().post() in it."
        )
        assert titles() == []

    @pytest.mark.parametrize("name", ["when", "when_0", "when_1"])
    def test_a_field_with_several_inputs(
        self, htmx_client: HtmxClient, version: int, name: str
    ) -> None:
        data = {"when_0": "x", "when_1": "12:00"}
        response = self.validate(htmx_client, version, name, "/when/", **data)
        content = response.content.decode()
        assert "Enter a valid date." in content
        assert "required" not in content.partition("</p>")[2]

    @pytest.mark.parametrize(
        ("name", "status", "queries"),
        [
            ("title", 200, 0),
            ("founded_year", 200, 0),
            ("nope", 400, 0),
            ("guild", 200, 1),
        ],
    )
    def test_the_choices_of_other_fields_are_not_loaded(
        self,
        htmx_client: HtmxClient,
        version: int,
        name: str,
        status: int,
        queries: int,
        django_assert_num_queries: Any,
    ) -> None:
        data = {"title": "a", "founded_year": "2026"}
        with django_assert_num_queries(queries):
            response = self.validate(htmx_client, version, name, "/join/", **data)
        assert response.status_code == status
        assert (b"founded_day" in response.content) == (name == "founded_year")

    def test_a_browser_knows_no_validation_of_a_view_without(
        self, client: Client, version: int
    ) -> None:
        response = client.post("/unchecked/", {**VALID, "_validate": "title"})
        assert response.status_code == 302
        assert set(titles()) == {"a"}

    def test_a_browser_gets_the_page_with_that_error_alone(
        self, htmx_client: HtmxClient, version: int
    ) -> None:
        response = htmx_client.post(
            "/create/", {"title": "taken", "_validate": "title"}
        )
        assert_page_rendered(response)
        assert b"This title is taken." in response.content
        assert b"This field is required." not in response.content
        assert titles() == []
