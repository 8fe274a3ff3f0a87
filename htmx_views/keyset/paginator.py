"""Page through a table by key: page 50,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from htmx_views.keyset.keys import PageKeys
from htmx_views.keyset.ordering import TotalOrdering
from htmx_views.keyset.terms import Values

if TYPE_CHECKING:
    _Page = Page[Any]
    _Paginator = Paginator[Any]
else:
    _Page, _Paginator = Page, Paginator


#: What makes the key of a page: most are never asked for.
Number = Callable[[], int | str]


class InvalidPageKey(InvalidPage):
    """A page key that no page of this list gave out."""


class KeysetPage(_Page):
    """
    A page that knows its neighbours by key.

    ``object_list`` is a list, ``number`` is the key that the page was asked by.
    """

    paginator: KeysetPaginator

    def __init__(
        self,
        object_list: list[Any],
        number: int | str,
        paginator: KeysetPaginator,
        *,
        next_number: Number | None,
        previous_number: Number | None,
    ) -> None:
        super().__init__(object_list, number, paginator)  # type: ignore[arg-type]
        self._next_number = next_number
        self._previous_number = previous_number

    def __repr__(self) -> str:
        return f"<KeysetPage {self.number!r}>"

    def has_next(self) -> bool:
        return self._next_number is not None

    def has_previous(self) -> bool:
        return self._previous_number is not None

    def next_page_number(self) -> Any:
        """Return the key of the next page."""
        if self._next_number is None:
            raise EmptyPage(self.paginator.error_messages["no_results"])
        return self._next_number()

    def previous_page_number(self) -> Any:
        """Return the key of the previous page; 1 is the first page."""
        if self._previous_number is None:
            raise EmptyPage(self.paginator.error_messages["no_results"])
        return self._previous_number()

    def start_index(self) -> NoReturn:
        self.paginator.refuse_numbers("KeysetPage.start_index()")

    def end_index(self) -> NoReturn:
        self.paginator.refuse_numbers("KeysetPage.end_index()")


class KeysetPaginator(_Paginator):
    """
    Page through a queryset by the key of the row at a page's end.

    A page costs one query, without ``COUNT`` and without ``OFFSET``. Pages have
    opaque keys instead of numbers: 1 is the first page, ``"last"`` the last one, and
    every page names its neighbours. ``count`` and ``num_pages`` cost Django's
    ``COUNT``, if a template asks for them. An ordering that is not total gets the
    primary key as its tie-breaker; NULLs sort where the database sorts them.

    Raises ``TypeError`` for querysets that have no row to continue from, and
    :exc:`InvalidPageKey` for keys that this list did not give out.
    """

    default_error_messages = {
        **Paginator.default_error_messages,
        "invalid_key": _("That page key is not one of this list"),
    }

    def _check_object_list_is_ordered(self) -> None:
        """Warn of nothing: every ordering is made total."""

    @cached_property
    def ordering(self) -> TotalOrdering:
        """The ordering of the queryset, made total."""
        return TotalOrdering(self.object_list)  # type: ignore[arg-type]

    @cached_property
    def keys(self) -> PageKeys:
        """What writes and reads the keys of this list."""
        return PageKeys(str(self.ordering))

    def __iter__(self) -> Iterator[KeysetPage]:
        page = self.page(1)
        yield page
        while page.has_next():
            page = self.page(page.next_page_number())
            yield page

    def page(self, number: int | str) -> KeysetPage:
        """
        Return the page of a key, the first one for 1, the last one for "last".

        Raises :exc:`InvalidPageKey` for anything else, and ``EmptyPage`` where the
        rows of a key have all gone.
        """
        after, backwards = self.validate_number(number)
        size = self.per_page + (0 if backwards else self.orphans)
        rows = list(self.ordering.rows(after, backwards=backwards)[: size + 1])
        if after is not None:
            self.ordering.check_progress(rows, after)
        has_more = len(rows) > size
        if has_more:
            del rows[self.per_page :]
        if not rows and (after is not None or not self.allow_empty_first_page):
            raise EmptyPage(self.error_messages["no_results"])
        if backwards:
            rows.reverse()
        return self._page_of(rows, number, after, backwards, has_more)

    def empty_page(self, number: int | str) -> KeysetPage:
        """Return the page of a key whose rows have all gone."""
        _, backwards = self.validate_number(number)
        return KeysetPage(
            [],
            number,
            self,
            next_number=(lambda: 1) if backwards else None,
            previous_number=None if backwards else (lambda: "last"),
        )

    def get_page(self, number: Any) -> KeysetPage:
        """Return a page for any ``number``: the first one for an invalid key."""
        try:
            return self.page(number)
        except EmptyPage:
            return self.page("last")
        except InvalidPage:
            return self.page(1)

    def validate_number(self, number: Any) -> Any:
        """Return the values to continue from, and whether backwards."""
        if number in (1, "1"):
            return None, False
        if number == "last":
            return None, True
        found = self.keys.read(number) if isinstance(number, str) else None
        # The same names in another list may stand for values of another type.
        if found is None or not self.ordering.accepts(found[0]):
            raise InvalidPageKey(self.error_messages["invalid_key"])
        return found

    @property
    def page_range(self) -> NoReturn:
        """Raise ``TypeError``: pages have no numbers."""
        self.refuse_numbers("KeysetPaginator.page_range")

    def get_elided_page_range(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise ``TypeError``: pages have no numbers."""
        self.refuse_numbers("KeysetPaginator.get_elided_page_range()")

    def refuse_numbers(self, name: str) -> NoReturn:
        raise TypeError(
            f"{name} needs page numbers, and pages by key have none. Link to "
            "next_page_number() and previous_page_number(), or use Django's Paginator."
        )

    def _page_of(
        self,
        rows: list[Any],
        number: int | str,
        after: Values | None,
        backwards: bool,
        has_more: bool,
    ) -> KeysetPage:
        """Return a page; the row that it continues from is on the other side."""
        has_next, has_previous = has_more, after is not None
        if backwards:
            has_next, has_previous = has_previous, has_more
        next_number = previous_number = None
        if has_next:
            next_number = self._key(rows[-1], backwards=False)
        if has_previous:
            previous_number = self._key(rows[0], backwards=True)
        for row in rows:
            self.ordering.clean(row)
        return KeysetPage(
            rows,
            number,
            self,
            next_number=next_number,
            previous_number=previous_number,
        )

    def _key(self, row: Any, *, backwards: bool) -> Number:
        values = self.ordering.key(row)
        return lambda: self.keys.write(values, backwards=backwards)
