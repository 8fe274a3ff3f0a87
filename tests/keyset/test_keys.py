"""Keys: what a reader can make of them, and what not."""

from __future__ import annotations

import zoneinfo
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.paginator import InvalidPage
from django.db.models import F, JSONField, OuterRef, Subquery, Value
from django.db.models.functions import Lower, TruncDay, Upper
from django.test import override_settings

from htmx_views.keyset.paginator import InvalidPageKey, KeysetPaginator
from tests.keyset.models import Guild, Quest
from tests.keyset.walks import ids

pytestmark = pytest.mark.django_db

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
PARENT = Quest.objects.filter(pk=OuterRef("parent"))


@pytest.mark.usefixtures("quests")
class TestKeys:
    def key(self, *ordering: Any) -> str:
        queryset = Quest.objects.order_by(*ordering)
        number = KeysetPaginator(queryset, 5).page(1).next_page_number()
        assert isinstance(number, str)
        return number

    def test_a_key_is_short_and_needs_no_escape_in_a_url(self) -> None:
        key = self.key("rank", "-title")
        assert quote(key, safe="") == key
        assert len(key) < 75

    @pytest.mark.parametrize(
        "number",
        [
            *["", "abc", "0", "-1", "1.0", "²", "~", "~~~", ".", "None", "9" * 5000],
            *["\x00", "\udc80", "\udc80~a", "a~\udc80", "é~é", "a~" + "b" * 43],
            *[0, -1, 10**30, None, 1.5, b"1", []],
        ],
    )
    def test_what_is_no_key(self, number: Any) -> None:
        with pytest.raises(InvalidPageKey, match="not one of this list"):
            KeysetPaginator(Quest.objects.order_by("rank"), 5).page(number)

    def test_one_changed_character(self) -> None:
        key = self.key("rank")
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 5)
        assert len(paginator.page(key)) == 5
        for index, character in enumerate(key[:-1]):
            forged = key[:index] + ("A" if character != "A" else "B") + key[index + 1 :]
            with pytest.raises(InvalidPageKey):
                paginator.page(forged)

    @pytest.mark.parametrize(
        ("ordering", "other"),
        [
            (["rank"], ["-rank"]),
            (["rank"], ["rank", "title"]),
            (["score"], ["shelf"]),
            ([F("score").asc(nulls_first=True)], ["score"]),
            ([Lower("title")], [Upper("title")]),
        ],
    )
    def test_the_key_of_another_ordering(self, ordering: Any, other: Any) -> None:
        with pytest.raises(InvalidPageKey):
            KeysetPaginator(Quest.objects.order_by(*other), 5).page(self.key(*ordering))

    @pytest.mark.parametrize(
        ("expression", "other"),
        [
            (F("rank"), F("title")),
            (F("rank"), F("shelf")),
            (F("rank"), F("rank") + 1),
            (F("rank") + 1, F("rank") + 2),
            (Value("1"), Value(1)),
            (Value(b"1"), Value(b"2")),
            (Value([*range(98), 1], JSONField()), Value([*range(98), 0], JSONField())),
            (TruncDay("begun"), TruncDay("begun", tzinfo=BERLIN)),
            (Lower("title"), Lower("guild__name")),
            (Subquery(PARENT.values("rank")), Subquery(PARENT.values("shelf"))),
            (Subquery(PARENT.values("rank")), Subquery(PARENT.values("rank")[:1])),
        ],
    )
    @pytest.mark.parametrize("method", ["annotate", "alias"])
    def test_the_key_of_another_expression_of_that_name(
        self, expression: Any, other: Any, method: str
    ) -> None:
        one, two = (
            getattr(Quest.objects, method)(x=x).order_by("x")
            for x in (expression, other)
        )
        for queryset, stranger in [(one, two), (two, one)]:
            key = KeysetPaginator(queryset, 5).page(1).next_page_number()
            assert KeysetPaginator(queryset, 5).page(key).number == key
            with pytest.raises(InvalidPageKey):
                KeysetPaginator(stranger, 5).page(key)

    def test_the_key_of_another_model(self) -> None:
        with pytest.raises(InvalidPageKey):
            KeysetPaginator(Guild.objects.order_by("pk"), 5).page(self.key("pk"))

    def test_the_key_of_another_site(self) -> None:
        key = self.key("rank")
        with override_settings(SECRET_KEY="another"), pytest.raises(InvalidPageKey):
            KeysetPaginator(Quest.objects.order_by("rank"), 5).page(key)
        with override_settings(
            SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]
        ):
            assert KeysetPaginator(Quest.objects.order_by("rank"), 5).page(key)

    @pytest.mark.parametrize("ordering", ["rank", "guild__name"])
    def test_a_key_within_a_filter(self, ordering: str) -> None:
        quests = Quest.objects.order_by(ordering).filter(title="a", guild__name="Owl")
        page = KeysetPaginator(quests, 5).page(self.key(ordering))
        assert {quest.title for quest in page} == {"a"}

    def test_the_error_message_can_be_set(self) -> None:
        paginator = KeysetPaginator(
            Quest.objects.all(), 5, error_messages={"invalid_key": "No such page"}
        )
        with pytest.raises(InvalidPage, match="No such page"):
            paginator.page("abc")

    def test_get_page_is_lenient(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 5)
        assert paginator.get_page("abc").number == 1
        key = paginator.page(1).next_page_number()
        assert paginator.get_page(key).number == key
        Quest.objects.filter(pk__gt=paginator.page(1)[-1].pk).exclude(
            pk__in=ids(paginator.page(1))
        ).delete()
        Quest.objects.exclude(pk__in=ids(paginator.page(1))).delete()
        assert str(paginator.get_page(key).number) == "last"
