"""Page through a table by key: page 50,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from htmx_views.keyset.ordering import TotalOrdering

if TYPE_CHECKING:
    _Page = Page[Any]
    _Paginator = Paginator[Any]
else:
    _Page, _Paginator = Page, Paginator


class InvalidPageKey(InvalidPage):
    """A page key that no page of this list gave out."""


def _without_numbers(name: str) -> Callable[..., NoReturn]:
    """Return a method for one of Django's that needs page numbers."""

    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            f"{name} needs page numbers, and pages by key have none. Link to "
            "next_page_number() and previous_page_number(), or use Django's Paginator."
        )

    return refuse


class KeysetPage(_Page):
    """
    A page that knows its neighbours by key.

    ``object_list`` is a list, ``number`` is the key that the page was asked by.
    """

    def __init__(
        self,
        object_list: list[Any],
        number: int | str,
        paginator: KeysetPaginator,
        next_number: Callable[[], int | str] | None,
        previous_number: Callable[[], int | str] | None,
    ) -> None:
        super().__init__(object_list, number, paginator)  # type: ignore[arg-type]  # a key
        # What makes the keys: most are never asked for.
        self._numbers = {"next": next_number, "previous": previous_number}

    def __repr__(self) -> str:
        return f"<KeysetPage {self.number!r}>"

    def has_next(self) -> bool:
        return self._numbers["next"] is not None

    def has_previous(self) -> bool:
        return self._numbers["previous"] is not None

    def next_page_number(self) -> Any:
        """Return the key of the next page."""
        return self._number_of("next")

    def previous_page_number(self) -> Any:
        """Return the key of the previous page; 1 is the first page."""
        return self._number_of("previous")

    def _number_of(self, side: str) -> int | str:
        make_number = self._numbers[side]
        if make_number is None:
            raise EmptyPage(self.paginator.error_messages["no_results"])
        return make_number()

    start_index = _without_numbers("KeysetPage.start_index()")
    end_index = _without_numbers("KeysetPage.end_index()")


class KeysetPaginator(_Paginator):
    """
    Page through a queryset by the key of the row at a page's end.

    A page costs a query or two, without ``COUNT`` and without ``OFFSET``. Pages have
    opaque keys instead of numbers: 1 is the first page, ``"last"`` the last one, and
    every page names its neighbours. ``count`` and ``num_pages`` cost Django's
    ``COUNT``, if a template asks for them. The primary key is added to the ordering
    as its tie-breaker; NULLs sort where the database sorts them.

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
        return TotalOrdering(self.object_list)

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
        found = self.ordering.rows(after, backwards=backwards, limit=size + 1)
        if not found and (after is not None or not self.allow_empty_first_page):
            raise EmptyPage(self.error_messages["no_results"])
        # On the side that a page continues from there is a row.
        has_next, has_previous = len(found) > size, after is not None
        if has_next:
            del found[self.per_page :]
        if backwards:
            found.reverse()
            has_next, has_previous = has_previous, has_next
        write = self.ordering.keys.write
        return KeysetPage(
            [row for row, _ in found],
            number,
            self,
            partial(write, found[-1][1], backwards=False) if has_next else None,
            partial(write, found[0][1], backwards=True) if has_previous else None,
        )

    def empty_page(self, number: int | str) -> KeysetPage:
        """Return the page of a key whose rows have all gone."""
        _, backwards = self.validate_number(number)
        if backwards:
            return KeysetPage([], number, self, lambda: 1, None)
        return KeysetPage([], number, self, None, lambda: "last")

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
        found = self.ordering.keys.read(number) if isinstance(number, str) else None
        if found is None:
            raise InvalidPageKey(self.error_messages["invalid_key"])
        return found

    page_range = property(_without_numbers("KeysetPaginator.page_range"))
    get_elided_page_range = _without_numbers("KeysetPaginator.get_elided_page_range()")
