"""One more row of a formset, around what is typed in the others."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.forms.formsets import TOTAL_FORM_COUNT, BaseFormSet, ManagementForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views.validation import ValidationMixin

#: The field of a POST that asks for one more row.
ADD_PARAMETER = "_add_row"


class FormsetMixin(ValidationMixin):
    """Answer a POST that asks for one more row with the row; save nothing."""

    #: The block that shows ``row``, a form of the formset. A POST with a field
    #: ``_add_row`` gets it for one form more, with ``oob_blocks``: the management form
    #: is one.
    row_block: str | None = None

    def get_row_block(self) -> str | None:
        """Return the block that shows one form of a formset, or ``None`` for none."""
        return self.row_block

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self._is_adding and self.get_row_block() is None:
            # Otherwise it would be saved.
            raise BadRequest(
                f"{type(self).__qualname__} has no row to add: it has no row_block."
            )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self._is_adding:
            formset: Any = self.get_form_class()
            if not issubclass(formset, BaseFormSet):
                raise ImproperlyConfigured(
                    f"{type(self).__qualname__}.row_block shows a row of a formset, "
                    f"but its form_class is {formset.__qualname__}. Make one by "
                    "formset_factory()."
                )
            prefix = kwargs.get("prefix") or formset.get_default_prefix()
            management: Any = ManagementForm(kwargs["data"], prefix=prefix)
            if not management.is_valid():
                raise BadRequest("The formset came without its management form.")
            total = management.cleaned_data[TOTAL_FORM_COUNT]
            if total >= formset.max_num:
                raise BadRequest(f"The formset takes {formset.max_num} forms.")
            kwargs["data"] = kwargs["data"].copy()
            kwargs["data"][management.add_prefix(TOTAL_FORM_COUNT)] = total + 1
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``row``, the one that was asked for, for ``row_block``."""
        if self._is_adding:
            kwargs["form"] = kwargs.get("form") or self.get_form()
            kwargs["row"] = kwargs["form"][-1]
            if self.choice.is_fragment:
                block = str(self.get_row_block())
                kwargs[RENDER_BLOCKS] = self.with_oob_blocks([block])
        return super().get_context_data(**kwargs)

    @property
    def _is_adding(self) -> bool:
        return self.request.method == "POST" and ADD_PARAMETER in self.request.POST

    @property
    def _saves_nothing(self) -> bool:
        return self._is_adding or super()._saves_nothing
