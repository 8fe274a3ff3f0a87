"""
The wrong twin of ``api.py``: mypy strict and pyright reject each line marked ``# E``.

Nothing runs this module, and no other line of it is rejected.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.views.generic import CreateView, DetailView, ListView, TemplateView

from htmx_views.auth import HtmxUserPassesTestMixin, LoginStatusView
from htmx_views.blocks import BlockDoesNotExist
from htmx_views.requests import (
    HtmxHttpRequest,
    htmx_headers,
    is_fragment_request,
    target_id,
)
from htmx_views.testing import HtmxClient, HtmxTestCaseMixin, assert_blocks_rendered
from htmx_views.views import (
    HtmxFilterMixin,
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from monsters.models import Monster


class WithStrings(HtmxFragmentMixin, TemplateView):
    fragment_blocks = "rows"  # E
    oob_blocks = "messages"  # E
    lazy_context = "rows"  # E


class WithNumbers(HtmxFragmentMixin, TemplateView):
    fragment_blocks = [1]  # E
    oob_blocks = [None]  # E
    lazy_context = {"rows": 1}  # E


class WithSets(HtmxFragmentMixin, TemplateView):
    fragment_blocks = {"rows"}  # E
    oob_blocks = {"messages"}  # E
    lazy_context = ["rows"]  # E


class WithMappings(HtmxFragmentMixin, TemplateView):
    fragment_blocks = {"rows": "rows"}  # E
    oob_blocks = {"messages": ["messages"]}  # E


class WithKeys(HtmxFragmentMixin, TemplateView):
    fragment_blocks = {1: ["rows"]}  # E
    oob_blocks = None  # E


class WithMethods(HtmxFragmentMixin, TemplateView):
    def get_fragment_blocks(self) -> str:  # E
        return "rows"

    def get_oob_blocks(self) -> set[str]:  # E
        return {"messages"}

    def get_lazy_context(self) -> list[str]:  # E
        return ["rows"]


class Monsters(HtmxPaginationMixin, ListView[Monster]):
    page_size_kwarg = 20  # E
    max_page_size = "100"  # E

    def get_page_size_kwarg(self) -> int:  # E
        return 20

    def get_max_page_size(self) -> str:  # E
        return "100"


class FilteredMonsters(HtmxFilterMixin, ListView[Monster]):
    filter_error_blocks = "errors"  # E
    push_url = "yes"  # E

    def get_filter_error_blocks(self) -> str:  # E
        return "errors"

    def get_filter_url(self) -> bool:  # E
        return True


class CreateMonster(HtmxFormMixin, CreateView):  # type: ignore[type-arg]
    success_blocks = "form"  # E
    success_oob_blocks = "rows"  # E
    success_events = "created"  # E
    form_invalid_status = "422"  # E
    validation_block = ["field"]  # E
    row_block = ["row"]  # E

    def get_success_blocks(self) -> str:  # E
        return "form"

    def get_success_events(self) -> str:  # E
        return "created"

    def get_form_invalid_status(self) -> str:  # E
        return "422"

    def get_validation_block(self) -> list[str]:  # E
        return ["field"]


class Hunt(HtmxPollingMixin, DetailView[Monster]):
    poll_interval = "2s"  # E

    def get_poll_interval(self) -> str:  # E
        return "2s"

    def is_polling_done(self) -> str:  # E
        return "yes"

    def get_ptag(self) -> int:  # E
        return 1


class Status(LoginStatusView):
    login_url = ["/login/"]  # E
    poll_interval = "60s"  # E


class Tested(HtmxUserPassesTestMixin, TemplateView):
    def test_func(self) -> str:  # E
        return "yes"


def view(request: HtmxHttpRequest) -> HttpResponse:
    target: str = target_id(request)  # E
    is_fragment_request("request")  # E
    boosted: str = request.htmx.boosted  # E
    return HttpResponse(request.htmlx, target, boosted)  # E


def say(error: BlockDoesNotExist) -> list[str]:
    return error.block_name  # E


headers: dict[str, str] = htmx_headers(4)  # E
more_headers: dict[str, str] = htmx_headers(traget="rows")  # E


class MonsterTests(HtmxTestCaseMixin):
    def test_rows(self) -> None:
        response = self.client.get("/", htmx="rows")  # E
        self.assertBlocksRendered(response, 1)  # E


def test_client(htmx_client: HtmxClient) -> None:
    htmx_client.get("/", htmx={"traget": "rows"})  # E
    htmx_client.get("/", htmx={"target": 1})  # E
    htmx_client.get("/", htmx={"version": 3})  # E
    htmx_client.post("/", htmx={"boosted": "yes"})  # E
    htmx_client.htmx_version = 3  # E
    response = htmx_client.get("/")
    str(response.rendered_block)  # E
    blocks: str = response.rendered_blocks  # E
    assert_blocks_rendered("response", blocks)  # E
