"""The way of the article: a function view lists the blocks itself."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.test import RequestFactory

from monsters.bestiary import monsters


def monster_list(request: HttpRequest) -> TemplateResponse:
    bestiary = [monster for monster, _ in zip(monsters(), range(45), strict=False)]
    page_obj = Paginator(bestiary, 20).get_page(request.GET.get("page"))
    context: dict[str, object] = {"page_obj": page_obj}
    if request.headers.get("HX-Request"):
        context["RENDER_BLOCKS"] = ["page-and-paging-controls"]
    return TemplateResponse(request, "example/article.html", context)


def get(page: int, **headers: str) -> str:
    request = RequestFactory().get("/", {"page": page}, headers=headers)
    return str(monster_list(request).render().text)


@pytest.mark.parametrize(("page", "cards"), [(1, 20), (2, 20), (3, 5)])
def test_htmx_gets_the_block_of_the_page(page: int, cards: int) -> None:
    whole = get(page)
    block = get(page, HX_Request="true")
    assert "<html>" in whole
    assert "<h1>" not in block
    assert block in whole
    assert block.count('<p class="card">') == cards
    more = re.findall(r'hx-get="\?page=(\d)"', block)
    assert more == ([str(page + 1)] if page < 3 else [])
    assert ("The end." in block) == (page == 3)
