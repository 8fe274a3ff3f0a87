"""Filter a list while the reader types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.forms import MultiWidget, SelectDateWidget
from django.http import HttpResponse

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.choice import OobBlocks, check_oob_blocks
from htmx_views.views.urls import request_path


class HtmxFilterMixin(HtmxFragmentMixin):
    """
    Refresh a list as its filter form changes: put it before FilterView.

    A fragment brings the address bar to the filter's clean URL, without empty
    parameters. Where there are ``filter_error_blocks``, an invalid filter brings
    these only and changes neither the list nor the address. Without them the list
    is empty. A filter that is not ``strict`` shows what its valid fields leave.

    Adds ``kept_parameters`` to the context, for hidden inputs of the form.
    """

    #: The blocks that show the errors of the form, out of band, or a mapping from
    #: them to swap styles. They are part of every fragment, so that errors go again.
    filter_error_blocks: OobBlocks = ()
    #: Whether each filter becomes an entry of the browser's history.
    push_url: bool = False

    if TYPE_CHECKING:
        # django-filter's FilterView has them, and no types.
        filterset: Any

        def get_strict(self) -> bool: ...

    @classmethod
    def check_base(cls) -> None:
        super().check_base()
        if not hasattr(cls, "get_filterset"):
            raise ImproperlyConfigured(
                f"{cls.__qualname__} has no get_filterset(), but HtmxFilterMixin "
                "answers the form of a filterset. Put the mixin before "
                "django-filter's FilterView."
            )

    def get_filter_error_blocks(self) -> OobBlocks:
        """Return the blocks that show the errors of the form."""
        return self.filter_error_blocks

    def pushes_url(self) -> bool:
        """Return whether a filter becomes an entry of the history."""
        return self.push_url

    def get_oob_blocks(self) -> OobBlocks:
        blocks = check_oob_blocks(self, "oob_blocks", super().get_oob_blocks())
        return blocks | self._checked_error_blocks()

    def get_filter_url(self) -> str | None:
        """
        Return the URL that shows this filter; ``None`` leaves the address bar alone.

        It is left alone by the requests for another page, "load more" among them.
        """
        page_kwarg = getattr(self, "page_kwarg", "page")
        if self.kwargs.get(page_kwarg) or page_kwarg in self.request.GET:
            return None
        params = self.request.GET.copy()
        for name, values in self.request.GET.lists():
            params.setlist(name, [value for value in values if value])
        query = params.urlencode()
        path = request_path(self.request)
        return f"{path}?{query}" if query else path

    def get_kept_parameters(self) -> list[tuple[str, str]]:
        """
        Return what the URL says beside the form's fields and the page: name and value.

        A field of several inputs owns what starts with its name and "_".
        """
        owned, starts = {getattr(self, "page_kwarg", "page")}, []
        for field in self.filterset.form:
            owned.add(field.html_name)
            if isinstance(field.field.widget, (MultiWidget, SelectDateWidget)):
                starts.append(f"{field.html_name}_")
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            if not (name in owned or name.startswith(tuple(starts)))
            for value in values
        ]

    def is_filter_invalid(self) -> bool:
        """Return whether the form has errors that empty the list (``strict``)."""
        # BaseFilterView.get() has set it.
        filterset = self.filterset
        return self.get_strict() and filterset.is_bound and not filterset.is_valid()

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        context.setdefault("kept_parameters", self.get_kept_parameters())
        blocks = self._checked_error_blocks()
        is_fragment = self.choice.blocks is not None
        is_invalid = self.is_filter_invalid()
        # The list stays: only the blocks out of band are swapped.
        keeps_list = is_fragment and is_invalid and bool(blocks)
        if keeps_list:
            context[RENDER_BLOCKS] = self.with_oob_blocks([], blocks)
        response = super().render_to_response(context, **response_kwargs)
        if keeps_list:
            response["HX-Reswap"] = "none"
        elif is_fragment and not is_invalid and (url := self.get_filter_url()):
            response["HX-Push-Url" if self.pushes_url() else "HX-Replace-Url"] = url
        return response

    def _checked_error_blocks(self) -> dict[str, str]:
        blocks = self.get_filter_error_blocks()
        return check_oob_blocks(self, "filter_error_blocks", blocks)
