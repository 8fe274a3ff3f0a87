"""The example site keeps every contract."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from htmx_views.testing import HtmxClient
from monsters.bestiary import monsters
from monsters.models import Monster
from tests.shop.crawl import Crawl


@pytest.mark.django_db
@pytest.mark.urls("monsters.urls")
@pytest.mark.parametrize("engine", ["jinja2", "django"])
@pytest.mark.parametrize("version", [2, 4])
def test_every_page_and_what_it_asks_for(engine: str, version: Any) -> None:
    call_command("createcachetable", verbosity=0)
    Monster.objects.bulk_create(islice(monsters(), 100))
    client = HtmxClient()
    client.force_login(User.objects.create_user("ann"))
    client.cookies["htmx"], client.cookies["engine"] = str(version), engine
    crawl = Crawl(client, version)

    crawl.visit("/")

    assert crawl.found == []
    assert len(crawl.seen) >= 20
    assert len(crawl.asked) >= 30
