"""The dashboard: each block brings the queries of its own context, and no others."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from htmx_views.testing import HtmxClient, assert_fragment_matches_page
from monsters.bestiary import monsters
from monsters.models import Hunt, Monster

pytestmark = pytest.mark.django_db

#: A sign of the query of each block.
SIGNS = {
    "types": 'SELECT "monsters_monster"."type"',
    "habitats": 'SELECT "monsters_monster"."habitat"',
    "strongest": 'FROM "monsters_monster" ORDER BY',
    "hunts": 'FROM "monsters_hunt" INNER JOIN',
    "next-prey": 'FROM "monsters_monster" LEFT OUTER JOIN',
    "counter": 'SELECT COUNT(*) AS "__count" FROM "monsters_hunt"',
}


@pytest.fixture(autouse=True)
def some_monsters() -> None:
    Monster.objects.bulk_create(islice(monsters(), 20))


@pytest.fixture(params=["jinja2", "django"])
def client(request: pytest.FixtureRequest, htmx_client: HtmxClient) -> HtmxClient:
    htmx_client.cookies["engine"] = request.param
    return htmx_client


def queried(client: HtmxClient, **options: Any) -> list[str]:
    """Return the blocks whose data a request asked for."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/dashboard/", **options)
    assert response.status_code == 200
    found = [
        [block for block, sign in SIGNS.items() if sign in query["sql"]]
        for query in queries
    ]
    assert all(len(blocks) == 1 for blocks in found), queries.captured_queries
    return sorted(block for [block] in found)


def test_the_page_asks_for_everything_once(client: HtmxClient) -> None:
    assert queried(client) == sorted(SIGNS)


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize(
    ("target", "blocks"),
    [
        ("types", ["counter", "types"]),
        ("habitats", ["counter", "habitats"]),
        ("strongest", ["counter", "strongest"]),
        ("hunts", ["counter", "hunts", "next-prey"]),
    ],
)
def test_a_fragment_asks_for_what_it_shows(
    client: HtmxClient, target: str, blocks: list[str], version: Any
) -> None:
    htmx: Any = {"target": target, "version": version}

    assert queried(client, htmx=htmx) == blocks


def test_fragments_match_the_page(client: HtmxClient) -> None:
    assert_fragment_matches_page(client, "/dashboard/", ignore=["messages"])


@pytest.mark.parametrize("version", [2, 4])
def test_a_hunt_brings_its_message_and_the_counter(
    client: HtmxClient, version: Any
) -> None:
    response = client.post("/dashboard/", htmx={"target": "hunts", "version": version})

    hunt = Hunt.objects.get()
    content = response.content.decode()
    assert response.rendered_blocks == ["hunts", "messages", "counter"]
    assert f"<li>{hunt}</li>" in content
    assert (
        '<div hx-swap-oob="beforeend" class="messages" id="messages" role="status" '
        'aria-live="polite">'
        f'<p class="message message-success">{hunt}.</p></div>'
    ) in content
    assert '<strong hx-swap-oob="outerHTML" id="counter">1 hunt</strong>' in content


def test_without_javascript_a_hunt_redirects_to_the_page(client: HtmxClient) -> None:
    response = client.post("/dashboard/", follow=True)

    assert response.redirect_chain == [("/dashboard/", 302)]
    content = response.content.decode()
    assert f'<p class="message message-success">{Hunt.objects.get()}.</p>' in content
    assert '<strong id="counter">1 hunt</strong>' in content


def test_when_all_have_been_hunted(client: HtmxClient) -> None:
    Monster.objects.all().delete()

    response = client.post("/dashboard/", htmx={"target": "hunts"})

    assert "message-warning" in response.content.decode()
    assert not Hunt.objects.exists()
