"""
A project's views, as a consumer types them: mypy strict and pyright accept every line.

Nothing runs this module. ``wrong.py`` is its twin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.views.generic import (
    CreateView,
    DeleteView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
    UpdateView,
)
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
from django_filters.views import FilterView

from htmx_views.auth import (
    HtmxLoginRequiredMixin,
    HtmxPermissionRequiredMixin,
    HtmxUserPassesTestMixin,
    LoginStatusView,
)
from htmx_views.blocks import BlockDoesNotExist
from htmx_views.keyset import KeysetPaginator
from htmx_views.requests import (
    HtmxHttpRequest,
    htmx_details,
    htmx_headers,
    is_fragment_request,
    target_id,
)
from htmx_views.testing import (
    AsyncHtmxClient,
    File,
    HtmxClient,
    HtmxTestCaseMixin,
    Page,
    aassert_fragment_matches_page,
    assert_blocks_rendered,
    assert_fragment_matches_page,
    assert_page_rendered,
)
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from monsters.models import Monster


class WithLists(HtmxFragmentMixin, TemplateView):
    template_name = "page.html"
    fragment_blocks = ["rows", "page-controls"]
    oob_blocks = ["messages"]
    lazy_context = {"rows": "get_rows", "count": lambda view: 3}

    def get_rows(self) -> list[str]:
        return []


class WithTuples(HtmxFragmentMixin, TemplateView):
    fragment_blocks = ("rows",)
    oob_blocks = ("messages", "count")


class WithMapping(HtmxFragmentMixin, DetailView[Monster]):
    model = Monster
    fragment_blocks = {"rows": ["rows"], "head": ("title", "lead"), "*": None}
    oob_blocks = {"messages": "beforeend"}


class WithNothing(HtmxFragmentMixin, TemplateView):
    fragment_blocks = None
    oob_blocks = ()
    lazy_context = {}


class WithMethods(HtmxFragmentMixin, TemplateView):
    def get_fragment_blocks(self) -> list[str]:
        return ["rows"]

    def get_oob_blocks(self) -> tuple[str, ...]:
        return ("messages",)

    def get_lazy_context(self) -> Mapping[str, str]:
        return {"rows": "get_rows"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=[], **kwargs)

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        return super().render_to_response(context, **response_kwargs)


class WithAsyncHandler(HtmxFragmentMixin, TemplateResponseMixin, ContextMixin, View):
    template_name = "page.html"
    fragment_blocks = ["rows"]

    async def get(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))


class Monsters(HtmxPaginationMixin, ListView[Monster]):
    model = Monster
    paginate_by = 20
    page_size_kwarg = "size"
    max_page_size = 200
    fragment_blocks = ["page-and-paging-controls"]

    def get_queryset(self) -> QuerySet[Monster]:
        monsters: QuerySet[Monster] = super().get_queryset()
        return monsters

    def get_page_size_kwarg(self) -> str | None:
        return "size" if self.request.user.is_authenticated else None

    def get_max_page_size(self) -> int:
        return 100


class MonstersByKey(HtmxPaginationMixin, ListView[Monster]):
    queryset = Monster.objects.order_by("name", "pk")
    paginate_by = 20
    page_size_kwarg = None
    paginator_class = KeysetPaginator


# django-filter has no types.
class FilteredMonsters(HtmxFilterMixin, HtmxPaginationMixin, FilterView):  # type: ignore[misc]
    model = Monster
    fragment_blocks = ["rows"]
    filter_error_blocks = ["filter-errors"]
    push_url = True

    def get_filter_error_blocks(self) -> list[str]:
        return ["filter-errors"]

    def pushes_url(self) -> bool:
        return False

    def get_filter_url(self) -> str | None:
        return None


class CreateMonster(HtmxFormMixin, CreateView[Monster, "ModelForm[Monster]"]):
    model = Monster
    fields = ["name"]
    fragment_blocks = ["form"]
    success_blocks = ["form"]
    success_oob_blocks = {"rows": "outerHTML"}
    success_events = ["monster-created"]
    form_invalid_status = 422
    validation_block = "field"

    def form_valid(self, form: ModelForm[Monster]) -> HttpResponse:
        return super().form_valid(form)


class UpdateMonster(HtmxFormMixin, UpdateView[Monster, "ModelForm[Monster]"]):
    model = Monster
    fields = ("name",)
    success_blocks = ("form",)
    success_events = {"monster-updated": {"important": True}}
    validation_block = None
    row_block = "row"

    def get_success_blocks(self) -> list[str]:
        return ["form"]

    def get_success_events(self) -> dict[str, Any]:
        return {"monster-updated": None}

    def get_form_invalid_status(self) -> int:
        return 422

    def get_validation_block(self) -> str | None:
        return None


class DeleteMonster(HtmxFormMixin, DeleteView[Monster, "ModelForm[Monster]"]):
    model = Monster
    success_url = "/"
    success_events = ("monster-deleted",)


class Contact(HtmxFormMixin, FormView["ModelForm[Monster]"]):
    fragment_blocks = ["form"]


class Hunt(HtmxPollingMixin, DetailView[Monster]):
    model = Monster
    fragment_blocks = ["hunt"]
    poll_interval = 0.5

    def get_poll_interval(self) -> float:
        return 5

    def is_polling_done(self) -> bool:
        return self.get_object().level > 9

    def get_ptag(self) -> str | None:
        return str(self.get_object().level)


class Status(LoginStatusView):
    template_name = "status.html"
    fragment_blocks = ("login_status",)
    login_url = "/login/"
    redirect_field_name = None
    poll_interval = 30

    def get_poll_interval(self) -> int:
        return 30


class Private(HtmxLoginRequiredMixin, HtmxFragmentMixin, TemplateView):
    login_url = "/login/"
    raise_exception = False


class Permitted(HtmxPermissionRequiredMixin, HtmxFragmentMixin, TemplateView):
    permission_required = ("monsters.add_monster",)


class Tested(HtmxUserPassesTestMixin, HtmxFragmentMixin, TemplateView):
    def test_func(self) -> bool:
        return self.request.user.is_authenticated


def view(request: HtmxHttpRequest) -> HttpResponse:
    current_url: str | None = request.htmx.current_url_abs_path
    boosted: bool = request.htmx.boosted
    wants_fragment: bool = is_fragment_request(request)
    target: str | None = target_id(request)
    same: bool = htmx_details(request).boosted
    return HttpResponse([current_url, boosted, wants_fragment, target, same])


def say(error: BlockDoesNotExist) -> str:
    names: list[str] = error.block_names
    return f"{error.block_name} of {error.template_name}: {names}"


headers: dict[str, str] = htmx_headers(version=4, target="rows", boosted=True)


class MonsterTests(HtmxTestCaseMixin):
    def test_rows(self) -> None:
        response = self.client.get("/", htmx={"target": "rows", "version": 4})
        self.assertBlocksRendered(response, "rows", "messages")
        self.assertPageRendered(self.client.get("/"))
        self.assertFragmentMatchesPage("/", htmx=True, ignore=["messages"])

    async def test_async(self) -> None:
        response = await self.async_client.post("/", {"a": "b"}, htmx=True)
        self.assertBlocksRendered(response, "rows")
        await self.aassertFragmentMatchesPage("/")


def test_client(htmx_client: HtmxClient) -> None:
    response = htmx_client.post(
        "/",
        {"name": "Nessie"},
        follow=True,
        htmx={
            "target": "rows",
            "trigger": "save",
            "trigger_name": "save",
            "boosted": True,
            "history_restore": False,
            "current_url": "/page/",
        },
        headers={"accept": "text/html"},
    )
    blocks: list[str] | None = response.rendered_blocks
    content: bytes = response.content
    assert_blocks_rendered(response, *(blocks or []), content.decode())
    assert_page_rendered(htmx_client.get("/"))
    assert_fragment_matches_page(htmx_client, "/", htmx={"version": 4})
    htmx_client.htmx_version = 4


def test_page(htmx_client: HtmxClient, async_htmx_client: AsyncHtmxClient) -> None:
    page: Page = Page(htmx_client, "/", version=4)
    page.click("Edit", within="#rows").fill("Name", "Nessie").fill("Photo", File("a"))
    page.press("Enter").wait("10s").back()
    shown: str = page.text("h1")
    headers: dict[str, str] = page.requests[-1].headers
    where: list[object] = [shown, headers, page.url, page.value("Name")]
    assert Page(async_htmx_client, javascript=False).events == where


async def test_async_client(async_htmx_client: AsyncHtmxClient) -> None:
    response = await async_htmx_client.get("/", htmx=True)
    blocks: list[str] | None = response.rendered_blocks
    assert_blocks_rendered(response, *(blocks or []))
    await aassert_fragment_matches_page(async_htmx_client, "/")
