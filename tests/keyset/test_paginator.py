"""Pages by key: the rows, the queries and the keys that a reader gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import EmptyPage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from htmx_views.keyset.paginator import KeysetPaginator
from tests.keyset.models import Quest
from tests.keyset.walks import ids

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("quests")
class TestRowsThatComeAndGo:
    def paginator(self) -> KeysetPaginator:
        return KeysetPaginator(Quest.objects.order_by("title", "rank"), 10)

    def test_nothing_is_skipped_where_rows_were_deleted(self) -> None:
        expected = ids(Quest.objects.order_by("title", "rank", "pk"))
        first = self.paginator().page(1)
        key = first.next_page_number()
        # The row that the key was made of is among them.
        Quest.objects.filter(pk__in=ids(first)[4:]).delete()
        second = self.paginator().page(key)
        assert ids(second) == expected[10:20]
        assert ids(self.paginator().page(second.previous_page_number())) == expected[:4]

    def test_nothing_comes_twice_where_rows_were_added(self) -> None:
        expected = ids(Quest.objects.order_by("title", "rank", "pk"))
        key = self.paginator().page(1).next_page_number()
        Quest.objects.create(title="", rank=-5, shelf=99)
        assert ids(self.paginator().page(key)) == expected[10:20]

    def test_all_rows_after_a_key_are_gone(self) -> None:
        first = self.paginator().page(1)
        key = first.next_page_number()
        Quest.objects.exclude(pk__in=ids(first)).delete()
        with pytest.raises(EmptyPage):
            self.paginator().page(key)
        page = self.paginator().empty_page(key)
        assert list(page) == []
        assert not page.has_next()
        assert ids(self.paginator().page(page.previous_page_number())) == ids(first)
        with pytest.raises(EmptyPage):
            page.next_page_number()

    def test_all_rows_before_a_key_are_gone(self) -> None:
        last = self.paginator().page("last")
        key = last.previous_page_number()
        Quest.objects.exclude(pk__in=ids(last)).delete()
        with pytest.raises(EmptyPage):
            self.paginator().page(key)
        page = self.paginator().empty_page(key)
        assert not page.has_previous()
        assert ids(self.paginator().page(page.next_page_number())) == ids(last)
        with pytest.raises(EmptyPage):
            page.previous_page_number()


@pytest.mark.usefixtures("quests")
class TestAsDjangosPaginator:
    def test_count_and_num_pages_cost_a_query_only_when_asked(self) -> None:
        paginator = KeysetPaginator(Quest.objects.order_by("rank"), 25)
        with CaptureQueriesContext(connection) as queries:
            page = paginator.page(1)
        assert ["COUNT" in query["sql"] for query in queries] == [False]
        assert page.paginator.count == 60
        assert page.paginator.num_pages == 3
        assert repr(page) == "<KeysetPage 1>"

    def test_iteration(self) -> None:
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 25))
        assert [len(page) for page in pages] == [25, 25, 10]
        assert [page.has_other_pages() for page in pages] == [True] * 3
        assert pages[1][0] == Quest.objects.order_by("rank", "pk")[25]

    def test_orphans_join_the_last_page(self) -> None:
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 19, orphans=3))
        assert [len(page) for page in pages] == [19, 19, 22]
        pages = list(KeysetPaginator(Quest.objects.order_by("rank"), 19, orphans=2))
        assert [len(page) for page in pages] == [19, 19, 19, 3]

    @pytest.mark.parametrize("number", [1, "1", "last"])
    def test_an_empty_list(self, number: Any) -> None:
        page = KeysetPaginator(Quest.objects.none(), 5).page(number)
        assert list(page) == []
        assert not page.has_other_pages()
        with pytest.raises(EmptyPage):
            KeysetPaginator(Quest.objects.none(), 5, 0, False).page(number)
