"""Lists: what a reader sees of pages, sizes and links."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.template.response import TemplateResponse
from django.test import RequestFactory, override_settings
from django.urls import path, resolve
from django.views.generic import ListView, TemplateView
from pytest_django import DjangoAssertNumQueries

from htmx_views.keyset import KeysetPaginator
from htmx_views.views import HtmxPaginationMixin
from tests.keyset.models import Guild


class NumberList(
    HtmxPaginationMixin,
    ListView,  # type: ignore[type-arg]  # generic in the stubs only
):
    queryset = range(45)  # type: ignore[assignment]  # Django takes any sequence
    paginate_by = 20
    template_name = "numbers.html"
    fragment_blocks = ["rows"]


urlpatterns = [
    path("numbers/", NumberList.as_view(), name="numbers"),
    path("numbers/<str:kind>/<int:page>/", NumberList.as_view(), name="numbers-page"),
    path("unnamed/<int:page>/", NumberList.as_view()),
]


def context_of(
    url: str = "/numbers/", *, htmx: bool = False, **attributes: Any
) -> dict[str, Any]:
    """Return the context of the list at ``url``, with ``attributes`` on the view."""
    request = RequestFactory().get(url)
    if htmx:
        request.META["HTTP_HX_REQUEST"] = "true"
    match = request.resolver_match = resolve(request.path, urlconf=__name__)
    view = NumberList.as_view(**attributes)
    response = view(request, *match.args, **match.kwargs)
    assert isinstance(response, TemplateResponse)
    assert response.context_data is not None
    return response.context_data


def get_without_a_look(view: Any, *args: Any, **kwargs: Any) -> Any:
    """Leave it to the paginator whether the list may be empty, as FilterView does."""
    view.object_list = view.get_queryset()
    return view.render_to_response(view.get_context_data())


class TestPageUrls:
    def test_the_first_page_has_a_next_page_only(self) -> None:
        context = context_of()
        assert context["next_page_url"] == "/numbers/?page=2"
        assert context["previous_page_url"] is None

    def test_a_page_in_the_middle_has_both(self) -> None:
        context = context_of("/numbers/?page=2")
        assert context["next_page_url"] == "/numbers/?page=3"
        assert context["previous_page_url"] == "/numbers/?page=1"

    @pytest.mark.parametrize("page", ["3", "last"])
    def test_the_last_page_has_a_previous_page_only(self, page: str) -> None:
        context = context_of(f"/numbers/?page={page}")
        assert context["next_page_url"] is None
        assert context["previous_page_url"] == "/numbers/?page=2"

    def test_other_parameters_stay_repeated_and_empty_ones_too(self) -> None:
        context = context_of("/numbers/?type=a&page=1&type=b&q=&name=%C3%A4+%26")
        assert context["next_page_url"] == (
            "/numbers/?type=a&type=b&q=&name=%C3%A4+%26&page=2"
        )

    def test_the_whole_path_is_in_the_url(self) -> None:
        request = RequestFactory().get("/möñster list/?page=1")
        response = NumberList.as_view()(request)
        assert response.context_data is not None
        assert response.context_data["next_page_url"] == (
            "/m%C3%B6%C3%B1ster%20list/?page=2"
        )

    @pytest.mark.parametrize("path", ["//evil.com/list", "///evil.com/list"])
    def test_a_path_of_several_slashes_is_none_of_another_host(self, path: str) -> None:
        # The test client and RequestFactory read a host out of it.
        request = RequestFactory().get("/", PATH_INFO=path)
        response = NumberList.as_view()(request)
        assert response.context_data is not None
        assert response.context_data["next_page_url"] == f"/%2F{path[2:]}?page=2"

    def test_page_kwarg_names_the_parameter(self) -> None:
        context = context_of("/numbers/?p=2&page=7", page_kwarg="p")
        assert context["next_page_url"] == "/numbers/?page=7&p=3"

    @override_settings(ROOT_URLCONF=__name__)
    def test_a_page_in_the_path_changes_the_path(self) -> None:
        context = context_of("/numbers/odd/2/?q=x")
        assert context["next_page_url"] == "/numbers/odd/3/?q=x"
        assert context["previous_page_url"] == "/numbers/odd/1/?q=x"

    @override_settings(ROOT_URLCONF=__name__)
    def test_a_url_without_a_name(self) -> None:
        assert context_of("/unnamed/2/")["next_page_url"] == "/unnamed/3/"

    def test_a_page_in_the_path_needs_a_resolved_request(self) -> None:
        request = RequestFactory().get("/numbers/odd/2/")
        with pytest.raises(ImproperlyConfigured, match="NumberList takes the page"):
            NumberList.as_view()(request, page=2)

    def test_a_list_without_pages_has_no_urls(self) -> None:
        context = context_of(paginate_by=None)
        assert context["next_page_url"] is None
        assert context["previous_page_url"] is None
        assert context["page_links"] == []
        assert len(context["object_list"]) == 45

    @pytest.mark.parametrize("paginate_by", [20, None])
    def test_what_the_view_itself_says_holds(self, paginate_by: int | None) -> None:
        context = context_of(
            extra_context={"next_page_url": "/own/"}, paginate_by=paginate_by
        )
        assert context["next_page_url"] == "/own/"
        assert context["previous_page_url"] is None

    def test_an_empty_list_has_no_urls(self) -> None:
        context = context_of(queryset=[])
        assert context["next_page_url"] is None
        assert context["previous_page_url"] is None


class TestPageLinks:
    def test_numbered_pages(self) -> None:
        links = context_of("/numbers/?page=2&q=x")["page_links"]
        assert links == [
            ("1", "/numbers/?q=x&page=1", False),
            ("2", "/numbers/?q=x&page=2", True),
            ("3", "/numbers/?q=x&page=3", False),
        ]

    def test_a_long_range_is_elided(self) -> None:
        links = context_of("/numbers/?page=20", paginate_by=1)["page_links"]
        assert [link.label for link in links] == (
            ["1", "2", "…", *map(str, range(17, 24)), "…", "44", "45"]
        )
        assert [link.url is None for link in links].count(True) == 2
        assert [link.label for link in links if link.is_current] == ["20"]


class TestPageSize:
    @pytest.mark.parametrize(
        ("query", "size"),
        [
            ("", 20),
            ("?size=5", 5),
            ("?size=30", 30),
            ("?size=31", 30),
            ("?size=" + "9" * 30, 30),
            ("?size=" + "9" * 5000, 20),
            ("?size=0", 20),
            ("?size=-5", 20),
            ("?size=abc", 20),
            ("?size=", 20),
            ("?size=5&size=7", 7),
        ],
    )
    def test_the_reader_chooses_up_to_the_maximum(self, query: str, size: int) -> None:
        context = context_of(
            f"/numbers/{query}", page_size_kwarg="size", max_page_size=30
        )
        assert context["paginator"].per_page == size
        assert len(context["object_list"]) == size

    def test_nobody_chooses_unless_the_view_lets_them(self) -> None:
        assert context_of("/numbers/?page_size=5")["paginator"].per_page == 20

    def test_the_maximum_never_cuts_paginate_by(self) -> None:
        attributes: dict[str, Any] = {"page_size_kwarg": "size", "max_page_size": 10}
        assert context_of(**attributes)["paginator"].per_page == 20
        context = context_of("/numbers/?size=15", **attributes)
        assert context["paginator"].per_page == 15

    def test_a_page_is_larger_than_its_orphans(self) -> None:
        context = context_of(
            "/numbers/?size=2", page_size_kwarg="size", paginate_orphans=3
        )
        assert context["paginator"].per_page == 4

    def test_the_links_keep_the_size(self) -> None:
        context = context_of("/numbers/?size=5", page_size_kwarg="size")
        assert context["next_page_url"] == "/numbers/?size=5&page=2"

    def test_a_list_without_pages_gets_none(self) -> None:
        context = context_of(
            "/numbers/?size=5", page_size_kwarg="size", paginate_by=None
        )
        assert context["paginator"] is None


class TestPagesThatDoNotExist:
    @pytest.mark.parametrize("page", ["4", str(10**30)])
    def test_past_the_end_a_fragment_is_an_empty_last_page(self, page: str) -> None:
        context = context_of(f"/numbers/?page={page}&q=x", htmx=True)
        assert list(context["object_list"]) == []
        assert context["next_page_url"] is None
        assert context["previous_page_url"] == "/numbers/?q=x&page=3"
        assert context["is_paginated"] is True
        assert not any(link.is_current for link in context["page_links"])
        assert context["page_obj"].start_index() == 0
        assert context["page_obj"].end_index() == 45

    @pytest.mark.parametrize("page", ["4", str(10**30)])
    def test_past_the_end_a_browser_gets_404(self, page: str) -> None:
        with pytest.raises(Http404):
            context_of(f"/numbers/?page={page}")

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("page", ["abc", "0", "-1", "1.5", "9" * 5000, "²"])
    def test_what_is_no_page_is_404_for_all(self, page: str, htmx: bool) -> None:
        with pytest.raises(Http404):
            context_of(f"/numbers/?page={page}", htmx=htmx)

    def test_an_empty_list_has_a_first_page_only(self) -> None:
        context = context_of("/numbers/?page=2", htmx=True, queryset=[])
        assert list(context["object_list"]) == []
        assert context["next_page_url"] is None

    def test_allow_empty_is_kept(self) -> None:
        with pytest.raises(Http404):
            context_of(htmx=True, queryset=[], allow_empty=False)

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("page", ["", "1", "2", "last"])
    def test_allow_empty_is_kept_by_views_that_leave_it_to_pages(
        self, page: str, htmx: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(NumberList, "get", get_without_a_look)
        with pytest.raises(Http404):
            context_of(
                f"/numbers/?page={page}", htmx=htmx, queryset=[], allow_empty=False
            )


@pytest.mark.django_db
class TestPagesByKey:
    @pytest.fixture(autouse=True)
    def guilds(self) -> None:
        Guild.objects.bulk_create(Guild(name=f"{number:02}") for number in range(45))

    def context_of(self, url: str = "/numbers/", **options: Any) -> dict[str, Any]:
        return context_of(
            url,
            queryset=Guild.objects.order_by("name"),
            paginator_class=KeysetPaginator,
            **options,
        )

    def names(self, context: dict[str, Any]) -> list[int]:
        return [int(guild.name) for guild in context["object_list"]]

    def test_from_page_to_page_and_back(self) -> None:
        context = self.context_of("/numbers/?q=a&q=b")
        assert self.names(context) == list(range(20))
        assert context["previous_page_url"] is None
        context = self.context_of(context["next_page_url"])
        assert self.names(context) == list(range(20, 40))
        context = self.context_of(context["next_page_url"])
        assert self.names(context) == list(range(40, 45))
        assert context["next_page_url"] is None
        context = self.context_of(context["previous_page_url"])
        assert self.names(context) == list(range(20, 40))
        assert context["next_page_url"].startswith("/numbers/?q=a&q=b&page=")

    def test_the_last_page(self) -> None:
        context = self.context_of("/numbers/?page=last")
        assert self.names(context) == list(range(25, 45))
        assert context["is_paginated"] is True

    def test_a_page_costs_one_query(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        url = self.context_of()["next_page_url"]
        with django_assert_num_queries(1):
            self.context_of(url)

    def test_there_are_no_numbered_pages(self) -> None:
        assert self.context_of()["page_links"] == []

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("page", ["abc", "0", "-1", "2", str(10**30), "a~b"])
    def test_what_is_no_key_is_404_for_all(self, page: str, htmx: bool) -> None:
        with pytest.raises(Http404, match="That page key is not one of this list"):
            self.context_of(f"/numbers/?page={page}", htmx=htmx)

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("page", ["", "1", "last"])
    def test_allow_empty_is_kept(
        self, page: str, htmx: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(NumberList, "get", get_without_a_look)
        Guild.objects.all().delete()
        with pytest.raises(Http404):
            self.context_of(f"/numbers/?page={page}", htmx=htmx, allow_empty=False)

    def test_rows_that_have_gone_end_the_list_of_a_fragment(self) -> None:
        url = self.context_of()["next_page_url"]
        Guild.objects.filter(name__gte="20").delete()
        context = self.context_of(url, htmx=True)
        assert context["object_list"] == []
        assert context["next_page_url"] is None
        assert self.names(self.context_of(context["previous_page_url"])) == list(
            range(20)
        )
        with pytest.raises(Http404, match="contains no results"):
            self.context_of(url)


def test_a_base_that_it_does_not_fit() -> None:
    class Plain(HtmxPaginationMixin, TemplateView):
        pass

    with pytest.raises(ImproperlyConfigured) as error:
        Plain.as_view()
    assert str(error.value) == (
        "test_a_base_that_it_does_not_fit.<locals>.Plain is no list view of Django's, "
        "but HtmxPaginationMixin links the pages of one. Put the mixin before a view "
        "that builds on MultipleObjectMixin, such as ListView, or take "
        "HtmxFragmentMixin."
    )
