"""Lists: pages of rows, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import EmptyPage, InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext
from django.views.generic.list import MultipleObjectMixin

from htmx_views.keyset.paginator import KeysetPaginator
from htmx_views.views.base import builds_on
from htmx_views.views.sorting import SortingMixin
from htmx_views.views.urls import page_path


class PageLink(NamedTuple):
    """A link of the numbered pages; ``url`` is ``None`` for an ellipsis."""

    label: str
    url: str | None
    is_current: bool


class PageAfterTheLast(Page[Any]):
    """The empty page that stands where a reader's next page has vanished."""

    def __init__(self, paginator: Paginator[Any]) -> None:
        super().__init__([], paginator.num_pages + 1, paginator)

    def start_index(self) -> int:
        return 0

    def end_index(self) -> int:
        return self.paginator.count


class HtmxPaginationMixin(SortingMixin):
    """
    Page through a list: "load more", infinite scroll or numbered pages.

    Adds ``next_page_url``, ``previous_page_url`` (``None`` at the ends) and
    ``page_links`` to the context. The URLs keep every other query parameter. With
    ``sortable`` there are ``sort_links``, too.
    """

    #: The query parameter in which readers choose a page size; ``None`` for none.
    page_size_kwarg: str | None = None
    #: The largest page that readers can choose, unless ``paginate_by`` is larger.
    max_page_size: int = 100

    @classmethod
    def check_base(cls) -> None:
        super().check_base()
        if not builds_on(cls, MultipleObjectMixin, SortingMixin):
            raise ImproperlyConfigured(
                f"{cls.__qualname__} is no list view of Django's, but "
                "HtmxPaginationMixin links the pages of one. Put the mixin before a "
                "view that builds on MultipleObjectMixin, such as ListView, or take "
                "HtmxFragmentMixin."
            )

    def get_page_size_kwarg(self) -> str | None:
        """Return the query parameter that holds the page size."""
        return self.page_size_kwarg

    def get_max_page_size(self) -> int:
        """Return the largest page size that a reader can choose."""
        return self.max_page_size

    def get_paginate_by(self, queryset: Any) -> int | None:
        """
        Return the page size that the reader chose, clamped, or ``paginate_by``.

        What is not a positive integer counts as no choice.
        """
        default = super().get_paginate_by(queryset)
        kwarg = self.get_page_size_kwarg()
        if not default or kwarg is None:
            return default
        try:
            size = int(self.request.GET.get(kwarg, ""))
        except ValueError:
            return default
        if size < 1:
            return default
        # Django refuses pages that are not larger than their orphans.
        smallest = self.get_paginate_orphans() + 1
        return max(smallest, min(size, max(default, self.get_max_page_size())))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """
        Paginate as Django does, but answer a fragment past the end with no rows.

        Rows may have gone since the page that asks was rendered: its "load more"
        then ends the list. Browsers get Django's 404, and so does whoever asks for
        a page of an empty list that ``allow_empty`` refuses.
        """
        paginator = self.get_paginator(
            queryset,
            page_size,
            orphans=self.get_paginate_orphans(),
            allow_empty_first_page=self.get_allow_empty(),
        )
        page: Page[Any]
        if isinstance(paginator, KeysetPaginator):
            page = self._get_page_by_key(paginator)
        else:
            try:
                return super().paginate_queryset(queryset, page_size)
            except Http404 as error:
                number = self.get_page_number()
                is_past_the_end = (
                    isinstance(error.__context__, EmptyPage)
                    and number != "last"
                    and int(number) > paginator.num_pages > 0
                )
                if not is_past_the_end or self.choice.blocks is None:
                    raise
                page = PageAfterTheLast(paginator)
        return paginator, page, page.object_list, page.has_other_pages()

    def _get_page_by_key(self, paginator: KeysetPaginator) -> Page[Any]:
        """Return the page of a key: Django's own method takes numbers only."""
        number = self.get_page_number()
        try:
            return paginator.page(number)
        except InvalidPage as error:
            is_after_a_row = isinstance(error, EmptyPage) and number not in (
                "1",
                "last",
            )
            if is_after_a_row and self.choice.blocks is not None:
                return paginator.empty_page(number)
            raise Http404(
                gettext("Invalid page (%(page_number)s): %(message)s")
                % {"page_number": number, "message": str(error)}
            ) from error

    def get_page_number(self) -> str:
        """Return the page as the URL has it; ``"1"`` where it has none."""
        kwarg = self.page_kwarg
        return str(self.kwargs.get(kwarg) or self.request.GET.get(kwarg) or 1)

    def get_page_url(self, number: int | str) -> str:
        """
        Return the URL of page ``number``, with every other query parameter.

        Where the URLconf captures the page, the path changes, else the query.
        """
        params = self.request.GET.copy()
        params.pop(self.page_kwarg, None)
        if not self.kwargs.get(self.page_kwarg):
            params[self.page_kwarg] = str(number)
        path, query = page_path(self, number), params.urlencode()
        return f"{path}?{query}" if query else path

    def get_next_page_url(self, page: Page[Any]) -> str | None:
        """Return the URL of the page after ``page``, or ``None`` after the last."""
        return self.get_page_url(page.next_page_number()) if page.has_next() else None

    def get_previous_page_url(self, page: Page[Any]) -> str | None:
        """Return the URL of the page before ``page``, or ``None`` before the first."""
        if not page.has_previous():
            return None
        return self.get_page_url(page.previous_page_number())

    def get_page_links(self, page: Page[Any]) -> Iterator[PageLink]:
        """Yield the links of the numbered pages around ``page``, if it has numbers."""
        paginator = page.paginator
        if isinstance(paginator, KeysetPaginator):
            return
        number = min(page.number, paginator.num_pages)
        for label in paginator.get_elided_page_range(number):
            url = self.get_page_url(label) if isinstance(label, int) else None
            yield PageLink(str(label), url, label == page.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the URLs of the pages around this one."""
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        # A page without rows is false, too.
        has_page = page is not None
        links = {
            "next_page_url": self.get_next_page_url(page) if has_page else None,
            "previous_page_url": self.get_previous_page_url(page) if has_page else None,
            "page_links": [*self.get_page_links(page)] if has_page else [],
        }
        return links | context
