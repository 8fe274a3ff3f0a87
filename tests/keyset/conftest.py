"""Rows with ties and NULLs in every column, in no order at all."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.keyset.models import Clue, Guild, Quest


@pytest.fixture
def quests() -> None:
    chance = random.Random(7)
    guilds = Guild.objects.bulk_create(
        Guild(name=name, motto=motto)
        for name, motto in [("Owl", "b"), ("Owl", None), ("Elk", "a"), ("Owl", "A")]
    )
    now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
    rows = []
    for index in range(60):
        some = chance.choice
        rows.append(
            Quest(
                guild=some([*guilds, None]),
                title=some(["a", "B", "c", "Ä", ""]),
                rank=some(range(4)),
                score=some([None, None, 1, 2, -3]),
                reward=some([Decimal("0.10"), Decimal("9.99"), Decimal("10.00")]),
                weight=some([0.1, 1 / 3, 1e300]),
                begun=some(
                    [
                        None,
                        *(now + datetime.timedelta(microseconds=n) for n in range(3)),
                    ]
                ),
                day=some([None, now.date(), datetime.date(1999, 12, 31)]),
                hour=some([None, datetime.time(1, 2, 3, 4), datetime.time(5)]),
                length=some(
                    [None, datetime.timedelta(1, 2, 3), datetime.timedelta(-1)]
                ),
                seal=some([None, b"\x00\xff", b"a"]),
                slug=None if index % 3 else f"s{index}",
                shelf=index % 7,
                place=index // 7,
            )
        )
    chance.shuffle(rows)
    quests = Quest.objects.bulk_create(rows)
    chance.shuffle(quests)
    for quest, parent in pairwise(quests[:40]):
        quest.parent = parent
    Quest.objects.bulk_update(quests, ["parent"])
    Clue.objects.bulk_create(
        Clue(quest=quest, number=number, weight=chance.choice(range(3)))
        for quest in quests[:6]
        for number in range(3)
    )
