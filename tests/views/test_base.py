"""Which blocks a view renders for which request."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView, View
from pytest_django import Settings

from htmx_views.blocks import BlockDoesNotExist
from htmx_views.requests import VARY_ON, VARY_ON_TARGET, htmx_headers
from htmx_views.testing import HtmxClient
from htmx_views.views import HtmxFragmentMixin
from tests.engines import engine
from tests.views.fragments import MappedPage, Page

ROWS = "<li>Nessie</li>"
ALWAYS = "HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request"
BY_TARGET = f"{ALWAYS}, HX-Target, HX-Target-URI-AutoEncoded"


def respond(
    view: type[HtmxFragmentMixin],
    method: str = "GET",
    *,
    htmx: Mapping[str, Any] | None = None,
    **attributes: Any,
) -> TemplateResponse:
    """Return the answer of ``view`` to a request that no middleware has seen."""
    headers = {} if htmx is None else htmx_headers(**htmx)
    request = RequestFactory().generic(method, "/", headers=headers)
    response = view.as_view(**attributes)(request)
    assert isinstance(response, TemplateResponse)
    return response


def text(response: HttpResponse) -> str:
    if isinstance(response, TemplateResponse):
        response.render()
    return response.content.decode()


pytestmark = pytest.mark.usefixtures("site")


class TestPageOrFragment:
    def test_a_browser_gets_the_page(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get("/page/")

        assert response.rendered_blocks is None
        assert response.content.decode() == (
            '<title>Monsters</title>\n<div id="messages"><p id="toast">Hi</p></div>\n'
            '<ul id="rows"><li>Nessie</li></ul><b id="count">3</b>secret'
        )
        assert response["Vary"] == ALWAYS

    def test_htmx_gets_the_blocks(self, htmx_client: HtmxClient) -> None:
        response = htmx_client.get("/page/", htmx=True)

        assert response.rendered_blocks == ["rows"]
        assert response.content.decode() == ROWS
        assert response["Vary"] == ALWAYS

    @pytest.mark.parametrize("fragment_blocks", [["count", "rows"], ("count", "rows")])
    def test_blocks_come_in_the_order_of_the_list(self, fragment_blocks: Any) -> None:
        response = respond(Page, htmx={}, fragment_blocks=fragment_blocks)

        assert text(response) == f'<b id="count">3</b>{ROWS}'

    def test_no_middleware_is_needed(self) -> None:
        assert text(respond(Page, htmx={})) == ROWS

    def test_the_method_makes_no_difference(self) -> None:
        class Form(Page):
            def post(self, request: HttpRequest) -> HttpResponse:
                return self.render_to_response(self.get_context_data())

        assert text(respond(Form, "HEAD", htmx={})) == ROWS
        assert text(respond(Form, "POST", htmx={})) == ROWS
        assert "<title>" in text(respond(Form, "POST"))

    def test_an_empty_list_is_a_fragment_without_blocks(self) -> None:
        response = respond(Page, htmx={}, fragment_blocks=[])

        assert text(response) == ""

    def test_blocks_can_depend_on_the_request(self) -> None:
        class Either(Page):
            def get_fragment_blocks(self) -> list[str]:
                return ["count"] if "count" in self.request.GET else ["rows"]

        request = RequestFactory().get("/?count", headers=htmx_headers())

        assert text(Either.as_view()(request)) == '<b id="count">3</b>'

    def test_a_view_may_set_render_blocks_itself(self) -> None:
        class Own(Page):
            def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
                return super().get_context_data(RENDER_BLOCKS=["count"], **kwargs)

        requests: list[dict[str, Any] | None] = [None, {}]
        for htmx in requests:
            response = respond(Own, htmx=htmx, oob_blocks=["messages"])
            assert text(response) == '<b id="count">3</b>'

    def test_render_blocks_of_none_is_the_page(self) -> None:
        class Whole(Page):
            def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
                return super().get_context_data(RENDER_BLOCKS=None, **kwargs)

        assert "<title>" in text(respond(Whole, htmx={}))

    def test_a_block_that_does_not_exist(self) -> None:
        response = respond(Page, htmx={}, fragment_blocks=["row-s"])

        with pytest.raises(BlockDoesNotExist, match=r"'row-s'.*Did you mean 'rows'"):
            response.render()


class TestTargets:
    @pytest.mark.parametrize("version", [2, 4])
    @pytest.mark.parametrize("target", ["rows", "Zeilen-ü", "строки"])
    def test_the_target_chooses_the_blocks(self, version: int, target: str) -> None:
        response = respond(
            MappedPage, htmx={"target": target, "version": version}, oob_blocks=[]
        )

        assert text(response) == ROWS
        assert response["Vary"] == BY_TARGET

    def test_the_page_varies_on_the_target_as_well(self) -> None:
        assert respond(MappedPage)["Vary"] == BY_TARGET

    @pytest.mark.parametrize(
        ("htmx", "shown"),
        [
            ({"target": "secret"}, "'secret'"),
            ({}, "None"),
            ({"target": "\x1b[2J\u202e"}, r"'\x1b[2J\u202e'"),
            ({"target": "x" * 1000}, f"'{'x' * 100}'..."),
            ({"version": 4, "target": "a\nb"}, r"'a\nb'"),
        ],
    )
    def test_an_unknown_target_gets_the_page_and_a_warning(
        self,
        htmx: Mapping[str, Any],
        shown: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        response = respond(MappedPage, htmx=htmx)

        assert "<title>" in text(response)
        (record,) = caplog.records
        assert (record.name, record.levelname) == ("htmx_views", "WARNING")
        assert record.getMessage() == (
            f"MappedPage has no blocks for the target {shown}, so it rendered the "
            r"page. Its targets are: 'rows', 'Zeilen-\xfc', "
            r"'\u0441\u0442\u0440\u043e\u043a\u0438', '100%', 'main', 'nothing', "
            "'page', 'row-*'."
        )

    @pytest.mark.parametrize(
        "htmx",
        [
            None,
            {"target": "rows", "history_restore": True},
            {"target": "nav", "boosted": True},
            {"version": 4, "boosted": True},
            {"version": 4, "target": "rows", "request_type": "full"},
        ],
    )
    def test_pages_that_were_asked_for_bring_no_warning(
        self, htmx: Mapping[str, Any] | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert "<title>" in text(respond(MappedPage, htmx=htmx))
        assert not caplog.records

    @pytest.mark.parametrize("version", [2, 4])
    def test_boosted_requests_get_the_blocks_of_a_listed_target(
        self, version: int
    ) -> None:
        htmx = {"version": version, "target": "rows", "boosted": True}

        assert text(respond(MappedPage, htmx=htmx, oob_blocks=[])) == ROWS

    def test_boosted_requests_get_the_page_of_a_view_with_a_list(self) -> None:
        htmx = {"target": "rows", "boosted": True}

        assert "<title>" in text(respond(Page, htmx=htmx))

    def test_a_target_may_get_nothing_or_the_page(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        messages = '<p hx-swap-oob="true" id="toast">Hi</p>'
        assert text(respond(MappedPage, htmx={"target": "nothing"})) == messages
        assert "<title>" in text(respond(MappedPage, htmx={"target": "page"}))
        assert not caplog.records

    def test_a_key_may_be_a_pattern(self) -> None:
        response = respond(MappedPage, htmx={"target": "row-7"}, oob_blocks=[])

        assert text(response) == ROWS

    @pytest.mark.parametrize(
        ("htmx", "content"),
        [
            ({"target": "count"}, '<b id="count">3</b>'),
            ({"target": "row-1"}, ROWS),
            ({"target": "row-"}, ROWS),
            ({"target": "a.b"}, "secret"),
            ({"target": "a-b"}, "Monsters"),
            ({"target": "row"}, "Monsters"),
            ({}, "Monsters"),
            ({"target": "row-1", "boosted": True}, ROWS),
        ],
    )
    def test_the_closest_key_counts(
        self, htmx: Mapping[str, Any], content: str
    ) -> None:
        blocks = {
            "*": ["title"],
            "a.*": ["secret"],
            "row-*": ["row"],
            "*-1": ["secret"],
            "count": ["count"],
        }
        assert text(respond(Page, htmx=htmx, fragment_blocks=blocks)) == content

    def test_any_other_target_does_not_stand_for_boosted_links(self) -> None:
        blocks = {"*": ["title"]}
        htmx = {"target": "nav", "boosted": True}

        assert "<ul" in text(respond(Page, htmx=htmx, fragment_blocks=blocks))


class TestOobBlocks:
    def test_every_fragment_has_them_and_the_page_shows_them_in_place(self) -> None:
        class Toasting(Page):
            oob_blocks = ["messages"]

        assert text(respond(Toasting, htmx={})) == (
            f'{ROWS}<p hx-swap-oob="true" id="toast">Hi</p>'
        )
        assert text(respond(Toasting)) == text(respond(Page))

    def test_a_mapping_says_how_they_are_swapped(self) -> None:
        response = respond(Page, htmx={}, oob_blocks={"messages": "beforeend"})

        assert text(response) == (f'{ROWS}<p hx-swap-oob="beforeend" id="toast">Hi</p>')

    def test_a_block_comes_once(self) -> None:
        class Listed(Page):
            fragment_blocks = ["messages", "rows"]
            oob_blocks = ["messages"]

        response = respond(Listed, htmx={})

        assert text(response) == f'<p id="toast">Hi</p>{ROWS}'

    def test_a_block_inside_of_a_rendered_one_stays_there(self) -> None:
        class Nested(Page):
            fragment_blocks = ["main"]
            oob_blocks = ["count", "messages"]

        assert text(respond(Nested, htmx={})) == (
            f'<ul id="rows">{ROWS}</ul><b id="count">3</b>'
            '<p hx-swap-oob="true" id="toast">Hi</p>'
        )

    def test_they_can_depend_on_the_request(self) -> None:
        class Posting(Page):
            def get_oob_blocks(self) -> list[str]:
                return ["count"] if self.request.method == "POST" else []

            def post(self, request: HttpRequest) -> HttpResponse:
                return self.get(request)

        assert text(respond(Posting, "GET", htmx={})) == ROWS
        assert text(respond(Posting, "POST", htmx={})) == (
            f'{ROWS}<b hx-swap-oob="true" id="count">3</b>'
        )

    def test_the_title_comes_first(self) -> None:
        response = respond(Page, htmx={}, oob_blocks=["messages", "document-title"])

        assert text(response) == (
            f'<title>Monsters</title>{ROWS}<p hx-swap-oob="true" id="toast">Hi</p>'
        )

    def test_a_block_without_an_element_is_refused(self) -> None:
        response = respond(Page, htmx={}, oob_blocks=["secret"])

        with pytest.raises(ImproperlyConfigured, match="'secret' is swapped out of"):
            response.render()


class TestMistakes:
    @pytest.mark.parametrize(
        ("attributes", "message"),
        [
            (
                {"fragment_blocks": "rows"},
                "Page.fragment_blocks must be a list of block names, or a mapping from "
                "target id to such a list, not 'rows'. Write ['rows'].",
            ),
            (
                {"fragment_blocks": ["rows", 3]},
                "Page.fragment_blocks must be a list of block names, or a mapping from "
                "target id to such a list, not ['rows', 3].",
            ),
            (
                {"fragment_blocks": {"rows": "rows"}},
                "Page.fragment_blocks['rows'] must be a list of block names, not "
                "'rows'. Write ['rows'].",
            ),
            (
                {"fragment_blocks": {3: ["rows"]}},
                "Page.fragment_blocks must map ids of targets to blocks, but it maps "
                "3. Write the id as a string.",
            ),
            (
                {"oob_blocks": "count"},
                "Page.oob_blocks must be a list of block names, or a mapping from "
                "block to swap style, not 'count'. Write ['count'].",
            ),
            (
                {"oob_blocks": {"count": True}},
                "Page.oob_blocks must map names of blocks to swap styles such as "
                "'beforeend', not 'count' to True.",
            ),
        ],
    )
    def test_attributes_of_a_wrong_type(
        self, attributes: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(ImproperlyConfigured) as caught:
            respond(Page, htmx={"target": "rows"}, **attributes)

        assert str(caught.value) == message

    def test_a_view_without_blocks_serves_its_page(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Bare(HtmxFragmentMixin, TemplateView):
            template_name = "page.html"

        assert "<title>" in text(respond(Bare))
        assert caplog.messages == []

        assert "<title>" in text(respond(Bare, htmx={}))
        assert caplog.messages == [
            "TestMistakes.test_a_view_without_blocks_serves_its_page.<locals>.Bare has "
            "no fragment_blocks, so it rendered the page. List the blocks that htmx "
            "gets."
        ]

    def test_a_base_that_renders_no_template(self) -> None:
        class Plain(HtmxFragmentMixin, View):
            pass

        with pytest.raises(ImproperlyConfigured) as caught:
            Plain.as_view()

        assert str(caught.value) == (
            "TestMistakes.test_a_base_that_renders_no_template.<locals>.Plain has no "
            "render_to_response() behind HtmxFragmentMixin, which extends it. Put the "
            "mixin before a view that renders a template, such as TemplateView, and "
            "before base classes of your own. Now it stands behind Plain."
        )


class TestResponses:
    def test_the_first_template_that_exists_is_rendered(self) -> None:
        class Fallback(Page):
            def get_template_names(self) -> list[str]:
                return ["missing.html", "page.html"]

        response = respond(Fallback, htmx={})

        assert response.template_name == ["missing.html", "page.html"]
        assert text(response) == ROWS

    def test_the_template_is_resolved_once(self, monkeypatch: Any) -> None:
        resolved = []
        resolve = TemplateResponse.resolve_template

        def counting(self: TemplateResponse, template: Any) -> Any:
            resolved.append(template)
            return resolve(self, template)

        monkeypatch.setattr(TemplateResponse, "resolve_template", counting)

        respond(Page, htmx={}, lazy_context={"row": lambda view: "x"}).render()

        assert resolved == [["page.html"]]

    def test_another_template_of_a_middleware_counts(self) -> None:
        response = respond(Page, htmx={})
        response.template_name = "base.html"
        assert response.context_data is not None
        response.context_data["RENDER_BLOCKS"] = ["title"]

        assert text(response) == "Monsters"

    def test_the_response_class_and_content_type_of_the_view(self) -> None:
        class Custom(TemplateResponse):
            pass

        response = respond(
            Page, htmx={}, response_class=Custom, content_type="text/plain"
        )

        assert type(response) is Custom
        assert response["Content-Type"] == "text/plain"
        assert text(response) == ROWS

    def test_a_response_class_that_renders_no_template(self) -> None:
        def answer(**kwargs: Any) -> HttpResponse:
            return HttpResponse(f"{kwargs['context']['RENDER_BLOCKS']}")

        view = Page.as_view(response_class=answer)
        response = view(RequestFactory().get("/", headers=htmx_headers()))

        assert response.content == b"['rows']"
        assert response["Vary"] == ALWAYS

    def test_a_response_can_be_pickled_by_a_cache(self) -> None:
        response = respond(Page, htmx={})
        response.render()

        assert pickle.loads(pickle.dumps(response)).content == ROWS.encode()


class TestEngines:
    @pytest.fixture
    def engines(self, settings: Any, site: str) -> None:
        backends = {
            "jinja2": "django.template.backends.jinja2.Jinja2",
            "django": "django.template.backends.django.DjangoTemplates",
        }
        entry = engine(site, {"page.html": "{% block rows %}{% endblock %}"})
        known = engine(site, {"known.html": "{% block rows %}known{% endblock %}"})
        settings.TEMPLATES = [
            {**entry, "BACKEND": backends[site], "NAME": "plain"},
            {**known, "NAME": "known"},
        ]

    @pytest.mark.usefixtures("engines")
    @pytest.mark.parametrize(
        ("htmx", "attributes"),
        [({}, {}), (None, {"lazy_context": {"row": lambda view: "x"}})],
    )
    def test_an_engine_without_fragments_is_refused(
        self, htmx: Any, attributes: dict[str, Any], site: str
    ) -> None:
        with pytest.raises(ImproperlyConfigured) as caught:
            respond(Page, htmx=htmx, **attributes)

        assert str(caught.value).startswith(
            "Page renders fragments, but the template engine 'plain' (django.template."
        )
        backend = {
            "jinja2": "htmx_views.backends.jinja2.Jinja2WithFragments",
            "django": "htmx_views.backends.django.DjangoTemplatesWithFragments",
        }[site]
        assert str(caught.value).endswith(
            "does not know RENDER_BLOCKS. Set BACKEND of this engine in TEMPLATES to "
            f"{backend!r}."
        )

    @pytest.mark.usefixtures("engines")
    def test_its_pages_are_served(self) -> None:
        assert text(respond(Page)) == ""

    @pytest.mark.usefixtures("engines")
    def test_the_template_engine_of_the_view(self) -> None:
        response = respond(
            Page, htmx={}, template_engine="known", template_name="known.html"
        )

        assert text(response) == "known"


def test_a_view_that_varies_by_itself_varies_on_all_that_chose_it() -> None:
    @method_decorator(vary_on_headers("HX-Request"), name="get")
    class Own(HtmxFragmentMixin, TemplateView):
        fragment_blocks = {"rows": ["rows"]}

        def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return HttpResponse(str(self.choice.blocks))

    response = Own.as_view()(RequestFactory().get("/"))

    assert sorted(response["Vary"].split(", ")) == sorted(VARY_ON + VARY_ON_TARGET)


def test_a_handler_that_returns_nothing_is_told_so_by_django(
    client: Client, settings: Settings
) -> None:
    class Forgets(HtmxFragmentMixin, TemplateView):
        def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
            return None  # type: ignore[return-value]  # as it should

    settings.ROOT_URLCONF = (path("", Forgets.as_view()),)

    with pytest.raises(ValueError, match="It returned None instead"):
        client.get("/")
